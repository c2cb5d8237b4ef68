// json: text in canonical form.
#include "orm/typed/json.hpp"

namespace orm {

namespace detail {

// Of json/canonical.hpp, whose namespace orm::json is inner to the kernel and has the name of the public class.
std::string canonical_json(std::string_view text);

std::string& text_of(json& document) noexcept { return document.text_; }

}  // namespace detail

json json::parse(std::string_view text) {
  json out;
  out.text_ = detail::canonical_json(text);
  return out;
}

}  // namespace orm
