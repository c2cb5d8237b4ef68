// A JSON value as the tests compare them: numbers keep the text they were written with, members their order.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm_test {

class json {
 public:
  enum class kind : std::uint8_t { null, boolean, number, string, array, object };
  using member = std::pair<std::string, json>;

  json() = default;
  json(bool flag) : kind_(kind::boolean), flag_(flag) {}                             // NOLINT: implicit
  json(int number) : json(static_cast<std::int64_t>(number)) {}                      // NOLINT
  json(std::int64_t number) : kind_(kind::number), text_(std::to_string(number)) {}  // NOLINT
  json(std::size_t number) : kind_(kind::number), text_(std::to_string(number)) {}   // NOLINT
  json(std::string text) : kind_(kind::string), text_(std::move(text)) {}            // NOLINT
  json(std::string_view text) : json(std::string(text)) {}                           // NOLINT
  json(const char* text) : json(std::string(text)) {}                                // NOLINT

  static json number(std::string text);  // exactly these characters
  static json array(std::vector<json> items = {});
  static json object(std::initializer_list<member> members = {});

  // Throws std::runtime_error with the position.
  static json parse(std::string_view text);
  std::string dump() const;

  json::kind kind() const noexcept { return kind_; }
  bool is(enum kind wanted) const noexcept { return kind_ == wanted; }
  bool is_null() const noexcept { return kind_ == kind::null; }

  bool flag() const;                // of a boolean
  const std::string& text() const;  // of a string, or a number's spelling
  std::int64_t integer() const;     // of a number that is one
  const std::vector<json>& items() const;
  std::vector<json>& items();
  const std::vector<member>& members() const;
  std::vector<member>& members();
  std::size_t size() const noexcept { return items_.size() + members_.size(); }

  const json* find(std::string_view key) const noexcept;  // null: no such member, or no object
  const json& at(std::string_view key) const;             // throws std::out_of_range
  const json& at(std::size_t index) const { return items().at(index); }
  json& set(std::string key, json value);  // replaces or appends; answers *this
  json& push(json value);                  // of an array; answers *this

  // As JSON values: the order of members and the spelling of numbers don't matter; integers compare exactly.
  friend bool operator==(const json& left, const json& right);

 private:
  friend class json_builder;

  enum kind kind_ = kind::null;
  bool flag_ = false;
  std::string text_;
  std::vector<json> items_;
  std::vector<member> members_;
};

std::ostream& operator<<(std::ostream& out, const json& value);

}  // namespace orm_test
