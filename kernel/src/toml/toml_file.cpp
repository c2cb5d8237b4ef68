// The only place that knows toml++.
#include "toml/toml_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "json/writer.hpp"
#include "text/nearest.hpp"

namespace orm::detail {
namespace {

template <class T>
std::string written(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

toml_node convert(const toml::node& from, std::string key, std::string path, std::uint32_t line);

void convert_children(const toml::table& from, toml_node& to) {
  using entry = std::pair<const toml::key*, const toml::node*>;
  std::vector<entry> entries;
  for (auto&& [key, child] : from) entries.emplace_back(&key, &child);
  std::sort(entries.begin(), entries.end(), [](const entry& left, const entry& right) {
    return left.first->source().begin < right.first->source().begin;
  });
  for (const auto& [key, child] : entries) {
    std::string name(key->str());
    std::string path = to.path.empty() ? name : to.path + '.' + name;
    to.children.push_back(convert(*child, std::move(name), std::move(path), key->source().begin.line));
  }
}

toml_node convert(const toml::node& from, std::string key, std::string path, std::uint32_t line) {
  toml_node to;
  to.line = line;
  to.key = std::move(key);
  to.path = std::move(path);
  if (const auto* table = from.as_table()) {
    to.kind = toml_kind::table;
    convert_children(*table, to);
  } else if (const auto* array = from.as_array()) {
    to.kind = toml_kind::array;
    std::size_t index = 0;
    for (const toml::node& element : *array) {
      to.children.push_back(
          convert(element, {}, to.path + '[' + std::to_string(index++) + ']', element.source().begin.line));
    }
  } else if (const auto* text = from.as_string()) {
    to.kind = toml_kind::text;
    to.text = text->get();
  } else if (const auto* integer = from.as_integer()) {
    to.kind = toml_kind::integer;
    to.integer = integer->get();
  } else if (const auto* real = from.as_floating_point()) {
    to.kind = toml_kind::real;
    to.real = real->get();
  } else if (const auto* flag = from.as_boolean()) {
    to.kind = toml_kind::boolean;
    to.boolean = flag->get();
  } else if (const auto* moment = from.as_date_time(); moment != nullptr && moment->get().offset) {
    to.kind = toml_kind::datetime;
    to.text = written(moment->get());
  } else {
    to.kind = toml_kind::local_time;
    if (moment != nullptr) to.text = written(moment->get());
    if (const auto* date = from.as_date()) to.text = written(date->get());
    if (const auto* time = from.as_time()) to.text = written(time->get());
  }
  return to;
}

const toml_node* find_path(const toml_node& from, std::string_view path) {
  if (from.path == path) return &from;
  for (const toml_node& child : from.children) {
    const bool leads_there =
        path.starts_with(child.path) &&
        (path.size() == child.path.size() || path[child.path.size()] == '.' || path[child.path.size()] == '[');
    if (!leads_there) continue;
    if (const toml_node* found = find_path(child, path)) return found;
  }
  return from.path.empty() ? nullptr : &from;
}

std::string at_line(const std::string& file, std::uint32_t line) {
  return line == 0 ? file + ": " : file + ':' + std::to_string(line) + ": ";
}

void append_json(std::string& out, const toml_node& node) {
  switch (node.kind) {
    case toml_kind::boolean:
      out += node.boolean ? "true" : "false";
      return;
    case toml_kind::integer:
      json::append_integer(out, node.integer);
      return;
    case toml_kind::real:
      if (!std::isfinite(node.real)) throw std::invalid_argument("JSON has no infinity and no nan");
      json::append_real(out, node.real);
      return;
    case toml_kind::text:
    case toml_kind::datetime:
    case toml_kind::local_time:
      json::append_string(out, node.text);
      return;
    case toml_kind::array:
    case toml_kind::table:
      break;
  }
  const bool object = node.is(toml_kind::table);
  out += object ? '{' : '[';
  bool first = true;
  for (const toml_node& child : node.children) {
    if (!first) out += ',';
    first = false;
    if (object) {
      json::append_string(out, child.key);
      out += ':';
    }
    append_json(out, child);
  }
  out += object ? '}' : ']';
}

}  // namespace

std::string_view to_string(toml_kind kind) noexcept {
  switch (kind) {
    case toml_kind::boolean:
      return "a boolean";
    case toml_kind::integer:
      return "an integer";
    case toml_kind::real:
      return "a float";
    case toml_kind::text:
      return "a string";
    case toml_kind::datetime:
      return "a date-time";
    case toml_kind::local_time:
      return "a date or time without an offset";
    case toml_kind::array:
      return "an array";
    case toml_kind::table:
      return "a table";
  }
  return "";
}

const toml_node* toml_node::find(std::string_view name) const noexcept {
  for (const toml_node& child : children) {
    if (child.key == name) return &child;
  }
  return nullptr;
}

toml_file::toml_file(const std::string& path, error_code code) : shown_path_(shown_path(path)), code_(code) {
  const std::string text = read_text_file(path, code);
  try {
    const toml::table parsed = toml::parse(std::string_view(text), std::string_view(path));
    convert_children(parsed, root_);
  } catch (const toml::parse_error& problem) {
    throw error(code, at_line(shown_path_, problem.source().begin.line) + std::string(problem.description()));
  }
}

std::string toml_file::location(std::string_view key_path) const {
  const toml_node* found = find_path(root_, key_path);
  return at_line(shown_path_, found == nullptr ? 0 : found->line);
}

void toml_file::fail(const toml_node& at, const std::string& problem) const {
  throw error(code_, at_line(shown_path_, at.line) + (at.path.empty() ? "" : at.path + ": ") + problem);
}

std::vector<std::string> toml_file::texts(const toml_node& node) const {
  std::vector<std::string> out;
  for (const toml_node& element : array(node)) out.push_back(text(element));
  return out;
}

const std::string& toml_file::name(const toml_node& node) const {
  const std::string& given = text(node);
  if (given.empty()) fail(node, "is empty");
  return given;
}

void toml_file::check_keys(const toml_node& node, const std::vector<std::string_view>& known) const {
  for (const toml_node& child : table(node)) {
    if (std::find(known.begin(), known.end(), child.key) == known.end())
      fail(child, "unknown key" + suggest(child.key, known));
  }
}

const toml_node& toml_file::expect(const toml_node& node, toml_kind kind) const {
  if (node.kind != kind)
    fail(node, "expected " + std::string(to_string(kind)) + ", found " + std::string(to_string(node.kind)));
  return node;
}

std::string read_text_file(const std::string& path, error_code code) {
  // A directory opens like a file and then reads as nothing.
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw error(code, shown_path(path) + ": can't be read: Is a directory");
  std::ifstream in(path, std::ios::binary);
  std::string text;
  if (in) text.assign(std::istreambuf_iterator<char>(in), {});
  if (!in) throw error(code, shown_path(path) + ": can't be read: " + std::strerror(errno));
  return text;
}

std::string shown_path(const std::string& path) {
  const std::filesystem::path given(path);
  std::error_code failed;
  const auto here = std::filesystem::current_path(failed);
  if (failed || !given.is_absolute()) return path;
  const auto inside = given.lexically_normal().lexically_relative(here);
  return inside.empty() || *inside.begin() == ".." ? path : inside.string();
}

std::string to_json(const toml_node& node) {
  std::string out;
  append_json(out, node);
  return out;
}

}  // namespace orm::detail
