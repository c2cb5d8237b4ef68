// A TOML file as a plain tree in the order of the file, where every node knows its line and key path. Schema files and
// orm.toml are both read through it, so that both report what is wrong in one form: "file:12: a.b.c: problem".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "orm/error.hpp"

namespace orm::detail {

enum class toml_kind : std::uint8_t {
  boolean,
  integer,
  real,
  text,
  datetime,    // with an offset; text holds it as RFC 3339
  local_time,  // a date, a time, or both without an offset; text holds it as written
  array,
  table,
};

// "a boolean", "a string": for messages.
std::string_view to_string(toml_kind kind) noexcept;

struct toml_node {
  toml_kind kind = toml_kind::table;
  std::uint32_t line = 0;
  std::string key;   // empty for elements of an array
  std::string path;  // "models.user.fields.email", "models.user.unique[0]"
  bool boolean = false;
  std::int64_t integer = 0;
  double real = 0;
  std::string text;
  std::vector<toml_node> children;  // in the order of the file

  bool is(toml_kind expected) const noexcept { return kind == expected; }
  const toml_node* find(std::string_view name) const noexcept;
};

class toml_file {
 public:
  // Reads a file. Throws error(code): it can't be read, it is not TOML.
  toml_file(const std::string& path, error_code code);

  const toml_node& root() const noexcept { return root_; }

  // "schemas/app.toml:12: " for the node with that key path, or for its nearest ancestor that exists.
  std::string location(std::string_view key_path) const;

  // Throws error(code) with the node's line and key path.
  [[noreturn]] void fail(const toml_node& at, const std::string& problem) const;

  // The node's value; fail() unless it has that kind.
  bool boolean(const toml_node& node) const { return expect(node, toml_kind::boolean).boolean; }
  const std::string& text(const toml_node& node) const { return expect(node, toml_kind::text).text; }
  const std::vector<toml_node>& array(const toml_node& node) const { return expect(node, toml_kind::array).children; }
  const std::vector<toml_node>& table(const toml_node& node) const { return expect(node, toml_kind::table).children; }
  std::vector<std::string> texts(const toml_node& node) const;  // an array of strings

  // A string that is not empty.
  const std::string& name(const toml_node& node) const;

  // fail()s at the first key of a table that is not among the known ones, with a near name.
  void check_keys(const toml_node& table, const std::vector<std::string_view>& known) const;

 private:
  const toml_node& expect(const toml_node& node, toml_kind kind) const;

  std::string shown_path_;  // relative to the working directory where it is inside
  error_code code_;
  toml_node root_;
};

// The whole text of a file. Throws error(code) that says why it can't be read.
std::string read_text_file(const std::string& path, error_code code);

// A path as messages show it: relative to the working directory when it lies inside, else as it is.
std::string shown_path(const std::string& path);

// A node as JSON text. Throws std::invalid_argument for what JSON can't hold (infinity, nan).
std::string to_json(const toml_node& node);

}  // namespace orm::detail
