// Reading, writing and comparing JSON values; RapidJSON's SAX reader does the parsing.
#include "support/json.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <charconv>
#include <ostream>
#include <stdexcept>

namespace orm_test {

class json_builder {
 public:
  bool Null() { return add({}); }
  bool Bool(bool flag) { return add(flag); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool) { return add(json::number({text, size})); }
  bool String(const char* text, rapidjson::SizeType size, bool) { return add(std::string(text, size)); }
  bool StartObject() { return open(json::object()); }
  bool Key(const char* text, rapidjson::SizeType size, bool) { return key_.assign(text, size), true; }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool StartArray() { return open(json::array()); }
  bool EndArray(rapidjson::SizeType) { return close(); }
  // Never called: numbers arrive as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

  json take() { return std::move(root_); }

 private:
  json* place(json value) {
    if (open_.empty()) return root_ = std::move(value), &root_;
    json& parent = *open_.back();
    if (parent.is(json::kind::array)) return &parent.items_.emplace_back(std::move(value));
    return &parent.members_.emplace_back(std::move(key_), std::move(value)).second;
  }
  bool add(json value) { return place(std::move(value)), true; }
  bool open(json value) { return open_.push_back(place(std::move(value))), true; }
  bool close() { return open_.pop_back(), true; }

  json root_;
  std::vector<json*> open_;  // stays valid: only the innermost one grows
  std::string key_;
};

namespace {

void write(const json& value, rapidjson::Writer<rapidjson::StringBuffer>& out) {
  switch (value.kind()) {
    case json::kind::null:
      out.Null();
      break;
    case json::kind::boolean:
      out.Bool(value.flag());
      break;
    case json::kind::number:
      out.RawValue(value.text().data(), value.text().size(), rapidjson::kNumberType);
      break;
    case json::kind::string:
      out.String(value.text().data(), static_cast<unsigned>(value.text().size()));
      break;
    case json::kind::array:
      out.StartArray();
      for (const json& item : value.items()) write(item, out);
      out.EndArray();
      break;
    case json::kind::object:
      out.StartObject();
      for (const auto& [key, member] : value.members()) {
        out.Key(key.data(), static_cast<unsigned>(key.size()));
        write(member, out);
      }
      out.EndObject();
      break;
  }
}

bool spelled_as_integer(const std::string& text) { return text.find_first_of(".eE") == std::string::npos; }

bool same_number(const std::string& left, const std::string& right) {
  if (left == right) return true;
  if (spelled_as_integer(left) && spelled_as_integer(right))
    return (left == "-0" ? "0" : left) == (right == "-0" ? "0" : right);
  const auto real = [](const std::string& text) {
    double number = 0;
    // Out of range leaves 0 for what underflows and overflows alike: only like compares with like then.
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc()) throw std::runtime_error("a number out of a double's range: " + text);
    return number;
  };
  return real(left) == real(right);
}

[[noreturn]] void refuse(const char* wanted, const json& found) {
  throw std::runtime_error(std::string("expected ") + wanted + ", found " + found.dump());
}

}  // namespace

json json::number(std::string text) {
  json made;
  made.kind_ = kind::number;
  made.text_ = std::move(text);
  return made;
}

json json::array(std::vector<json> items) {
  json made;
  made.kind_ = kind::array;
  made.items_ = std::move(items);
  return made;
}

json json::object(std::initializer_list<member> members) {
  json made;
  made.kind_ = kind::object;
  made.members_ = members;
  return made;
}

json json::parse(std::string_view text) {
  json_builder builder;
  rapidjson::Reader reader;
  const std::string terminated(text);
  rapidjson::StringStream stream(terminated.c_str());
  constexpr unsigned flags =
      rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  const rapidjson::ParseResult result = reader.Parse<flags>(stream, builder);
  if (result.IsError())
    throw std::runtime_error(std::string(rapidjson::GetParseError_En(result.Code())) + " at " +
                             std::to_string(result.Offset()) + " of " + terminated.substr(0, 200));
  return builder.take();
}

std::string json::dump() const {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  write(*this, writer);
  return {buffer.GetString(), buffer.GetSize()};
}

bool json::flag() const { return is(kind::boolean) ? flag_ : (refuse("a boolean", *this), false); }

const std::string& json::text() const {
  if (!is(kind::string) && !is(kind::number)) refuse("a string or a number", *this);
  return text_;
}

std::int64_t json::integer() const {
  if (!is(kind::number)) refuse("a number", *this);
  return std::stoll(text_);
}

const std::vector<json>& json::items() const { return is(kind::array) ? items_ : (refuse("an array", *this), items_); }
std::vector<json>& json::items() { return is(kind::array) ? items_ : (refuse("an array", *this), items_); }
const std::vector<json::member>& json::members() const {
  return is(kind::object) ? members_ : (refuse("an object", *this), members_);
}
std::vector<json::member>& json::members() {
  return is(kind::object) ? members_ : (refuse("an object", *this), members_);
}

const json* json::find(std::string_view key) const noexcept {
  const auto found =
      std::find_if(members_.begin(), members_.end(), [&](const member& each) { return each.first == key; });
  return found == members_.end() ? nullptr : &found->second;
}

const json& json::at(std::string_view key) const {
  if (const json* found = find(key)) return *found;
  throw std::out_of_range("no member \"" + std::string(key) + "\" in " + dump().substr(0, 400));
}

json& json::set(std::string key, json value) {
  if (const json* found = find(key))
    *const_cast<json*>(found) = std::move(value);
  else
    members().emplace_back(std::move(key), std::move(value));
  return *this;
}

json& json::push(json value) { return items().push_back(std::move(value)), *this; }

bool operator==(const json& left, const json& right) {
  if (left.kind_ != right.kind_) return false;
  switch (left.kind_) {
    case json::kind::null:
      return true;
    case json::kind::boolean:
      return left.flag_ == right.flag_;
    case json::kind::number:
      return same_number(left.text_, right.text_);
    case json::kind::string:
      return left.text_ == right.text_;
    case json::kind::array:
      return left.items_ == right.items_;
    case json::kind::object:
      return left.members_.size() == right.members_.size() &&
             std::all_of(left.members_.begin(), left.members_.end(), [&](const json::member& each) {
               const json* other = right.find(each.first);
               return other != nullptr && each.second == *other;
             });
  }
  return false;
}

std::ostream& operator<<(std::ostream& out, const json& value) { return out << value.dump(); }

}  // namespace orm_test
