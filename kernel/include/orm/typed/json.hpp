// A JSON value of a field, as text in the one canonical form in which stores hold it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace orm {

class json;

namespace detail {
std::string& text_of(json& document) noexcept;
}

// How a type of the application, or of a JSON library, becomes JSON text and back. Specialise it:
//
//   template <> struct orm::json_conversion<nlohmann::json> {
//     static std::string dump(const nlohmann::json& from) { return from.dump(); }
//     static nlohmann::json parse(std::string_view text) { return nlohmann::json::parse(text); }
//   };
template <class T>
struct json_conversion;

// Canonical JSON text: equal values have equal texts, whatever the order of keys or the spelling of numbers was.
// A plain value: copies are independent, not thread-safe.
class json {
 public:
  json() : text_("null") {}

  // Throws error(invalid_value) for what is not one JSON value, repeats a key, or has more than 100 levels.
  static json parse(std::string_view text);

  // From and to T by json_conversion<T>.
  template <class T>
  static json from(const T& object) {
    return parse(json_conversion<T>::dump(object));
  }
  template <class T>
  T as() const {
    return json_conversion<T>::parse(std::string_view(text_));
  }

  const std::string& dump() const noexcept { return text_; }
  bool is_null() const noexcept { return text_ == "null"; }

  friend bool operator==(const json& left, const json& right) noexcept { return left.text_ == right.text_; }

 private:
  friend std::string& detail::text_of(json& document) noexcept;

  std::string text_;
};

}  // namespace orm
