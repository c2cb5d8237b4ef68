// Reading the environment.
#include "config/environment.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace orm::detail {
namespace {

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
  const auto part = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), part);
}

// The position of the brace that closes the one before `from`; npos when there is none.
std::size_t closing_brace(std::string_view text, std::size_t from) {
  std::size_t open = 1;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text.substr(i, 2) == "${") ++open;
    if (text[i] == '}' && --open == 0) return i;
  }
  return std::string_view::npos;
}

std::string read_variable(std::string_view reference) {
  const std::size_t mark = reference.find(":-");
  const std::string name(reference.substr(0, mark));
  if (!is_name(name)) throw std::invalid_argument("\"${\" begins neither ${NAME} nor ${NAME:-default}");
  const char* found = std::getenv(name.c_str());
  if (mark != std::string_view::npos)
    return found == nullptr || *found == '\0' ? expand_environment(reference.substr(mark + 2)) : found;
  if (found == nullptr)
    throw std::invalid_argument("the environment variable " + name + " is not set: set it, or write ${" + name +
                                ":-default}");
  return found;
}

}  // namespace

std::string expand_environment(std::string_view text) {
  std::string out;
  for (;;) {
    const std::size_t begin = text.find("${");
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) return out;
    const std::size_t end = closing_brace(text, begin + 2);
    if (end == std::string_view::npos) throw std::invalid_argument("\"${\" is not closed by \"}\"");
    out += read_variable(text.substr(begin + 2, end - begin - 2));
    text.remove_prefix(end + 1);
  }
}

std::string trusted_variable(const char* name) {
  const char* found = secure_getenv(name);
  return found == nullptr ? std::string() : std::string(found);
}

}  // namespace orm::detail
