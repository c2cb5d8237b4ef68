// Names in a Prisma schema: an ASCII or other letter first, then letters, ASCII digits and `_`.
#include "prisma_names.hpp"

#include <Poco/UTF8Encoding.h>
#include <Poco/Unicode.h>

#include <cctype>

namespace orm::cli {

namespace {

// Names that a Prisma schema refuses for a model or an enum: its scalar types, and what the client is called. Words of
// JavaScript are refused too, but they are all written small.
const std::set<std::string>& reserved_types() {
  static const std::set<std::string> names = {"String", "Boolean", "Int",      "BigInt",      "Float",        "Decimal",
                                              "Bytes",  "Json",    "DateTime", "Unsupported", "PrismaClient", "Prisma"};
  return names;
}

bool is_letter(int character) {
  Poco::Unicode::CharacterProperties properties;
  Poco::Unicode::properties(character, properties);
  return properties.category == Poco::Unicode::UCP_LETTER;
}

prisma_names::enumeration enumeration_of(const field& field, std::string name) {
  prisma_names::enumeration result{std::move(name), {}};
  name_scope values;
  for (const std::string& value : field.values) result.values.push_back({values.claim(identifier(value, "v")), value});
  return result;
}

}  // namespace

std::string identifier(std::string_view text, std::string_view prefix) {
  static const Poco::UTF8Encoding utf8;
  std::string name;
  for (std::size_t i = 0; i < text.size();) {
    int length = 1;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data() + i);
    int character = utf8.queryConvert(bytes, length);
    for (length = 1; character < -1;) {  // -n: n bytes are needed to tell
      length = -character;
      character = i + static_cast<std::size_t>(length) <= text.size() ? utf8.queryConvert(bytes, length) : -1;
    }
    const bool ascii = character >= 0 && character < 0x80;
    const bool kept = ascii ? std::isalnum(character) != 0 || character == '_' : character >= 0 && is_letter(character);
    if (kept) {
      name += text.substr(i, static_cast<std::size_t>(length));
    } else {
      name += '_';
    }
    i += static_cast<std::size_t>(length);
  }
  const bool begins = !name.empty() && name[0] != '_' && std::isdigit(static_cast<unsigned char>(name[0])) == 0;
  return begins ? name : std::string(prefix) + name;
}

std::string name_scope::claim(const std::string& wanted) {
  std::string name = wanted;
  for (int number = 2; !taken_.insert(name).second; ++number) name = wanted + std::to_string(number);
  return name;
}

std::string with_capital(std::string_view name) {
  std::string result(name);
  if (!result.empty()) result[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(result[0])));
  return result;
}

std::string with_small_letter(std::string_view name) {
  std::string result(name);
  if (!result.empty()) result[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(result[0])));
  return result;
}

prisma_names::prisma_names(const schema& schema) {
  name_scope types(reserved_types());
  for (const model& each : schema.models()) models.push_back(types.claim(with_capital(identifier(each.name, "M"))));
  for (std::size_t m = 0; m < schema.models().size(); ++m) {
    name_scope scope;
    fields.emplace_back();
    enumerations.emplace_back();
    for (const field& each : schema.models()[m].fields) {
      fields.back().push_back(scope.claim(identifier(each.name, "f")));
      enumerations.back().push_back(
          each.type == field_type::enumeration
              ? enumeration_of(each, types.claim(models[m] + with_capital(fields.back().back())))
              : enumeration{});
    }
  }
}

}  // namespace orm::cli
