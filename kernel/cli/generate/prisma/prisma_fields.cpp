// Scalar fields of a Prisma schema. Native types are those of the tables that `orm generate sql` makes.
#include "prisma_fields.hpp"

#include <algorithm>
#include <charconv>

#include "orm/sdk/value/base64.hpp"
#include "orm/sdk/value/datetime.hpp"

namespace orm::cli {

namespace {

bool holds(const std::vector<std::vector<std::uint32_t>>& lists, std::uint32_t field) {
  return std::ranges::any_of(lists, [&](const auto& list) { return std::ranges::find(list, field) != list.end(); });
}

// Part of a unique key or an index: MySQL needs to know how long such a text can get.
bool is_keyed(const model& model, std::uint32_t index) {
  const field& field = model.fields[index];
  return field.id || field.unique || field.references_model != no_index || holds(model.uniques, index) ||
         holds(model.indexes, index);
}

const char* postgres_type(field_type type) {
  switch (type) {
    case field_type::decimal:
      return "@db.Decimal";
    case field_type::datetime:
      return "@db.Timestamptz(6)";
    case field_type::string:
    case field_type::boolean:
    case field_type::integer:
    case field_type::bigint:
    case field_type::real:
    case field_type::enumeration:
    case field_type::json:
    case field_type::bytes:
      return "";
  }
  return "";
}

const char* mysql_type(const model& model, std::uint32_t index) {
  const field& field = model.fields[index];
  switch (field.type) {
    case field_type::string:
      return is_keyed(model, index) ? "@db.VarChar(255)" : "@db.LongText";
    case field_type::bytes:
      return is_keyed(model, index) ? "@db.VarBinary(1020)" : "@db.LongBlob";
    case field_type::decimal:
      return "@db.Decimal(65, 30)";
    case field_type::datetime:
      return "@db.DateTime(6)";
    case field_type::boolean:
    case field_type::integer:
    case field_type::bigint:
    case field_type::real:
    case field_type::enumeration:
    case field_type::json:
      return "";
  }
  return "";
}

const char* native_type(const model& model, std::uint32_t index, prisma_provider provider) {
  switch (provider) {
    case prisma_provider::postgresql:
      return postgres_type(model.fields[index].type);
    case prisma_provider::mysql:
      return mysql_type(model, index);
    case prisma_provider::sqlite:
      return "";
  }
  return "";
}

// Without an exponent, which a Prisma schema doesn't know.
std::string plain_number(double number) {
  char digits[400];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed).ptr;
  return {digits, end};
}

std::string enum_value_name(const prisma_names::enumeration& enumeration, const std::string& value) {
  const auto found = std::ranges::find(enumeration.values, value, &prisma_enum_value::value);
  return found == enumeration.values.end() ? std::string() : found->name;
}

std::string literal(const field& field, const prisma_names::enumeration& enumeration) {
  const value& literal = field.default_literal;
  switch (field.type) {
    case field_type::string:
    case field_type::json:
      return prisma_text(literal.text());
    case field_type::enumeration:
      return enum_value_name(enumeration, literal.text());
    case field_type::boolean:
      return literal.integer() != 0 ? "true" : "false";
    case field_type::integer:
    case field_type::bigint:
      return std::to_string(literal.integer());
    case field_type::decimal:
      return literal.text();
    case field_type::real:
      return plain_number(literal.real());
    case field_type::bytes: {
      std::string text;
      sdk::encode_base64(literal.text(), text);
      return prisma_text(text);
    }
    case field_type::datetime: {
      char text[sdk::datetime_length];
      return prisma_text({text, sdk::format_datetime(literal.integer(), text)});
    }
  }
  return {};
}

std::string default_value(const field& field, const prisma_names::enumeration& enumeration) {
  switch (field.default_from) {
    case default_kind::none:
      return {};
    case default_kind::literal:
      return field.default_literal.is_null() ? std::string() : literal(field, enumeration);
    case default_kind::now:
      return "now()";
    case default_kind::uuid:
      return "uuid(7)";
    case default_kind::increment:
      return "autoincrement()";
  }
  return {};
}

bool is_unique(const model& model, std::uint32_t index) {
  const field& field = model.fields[index];
  return !field.id && (field.unique || std::ranges::find(model.uniques, std::vector{index}) != model.uniques.end());
}

}  // namespace

std::optional<prisma_provider> find_prisma_provider(std::string_view name) {
  if (name == "postgresql") return prisma_provider::postgresql;
  if (name == "mysql") return prisma_provider::mysql;
  if (name == "sqlite") return prisma_provider::sqlite;
  return std::nullopt;
}

std::string prisma_text(std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string result = "\"";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    switch (character) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        if (byte < 0x20) {
          result += std::string("\\u00") + hex[byte >> 4] + hex[byte & 15];
        } else {
          result += character;
        }
    }
  }
  return result + "\"";
}

std::string prisma_type(const field& field, const prisma_names::enumeration& enumeration) {
  const std::string optional = field.nullable ? "?" : "";
  switch (field.type) {
    case field_type::string:
      return "String" + optional;
    case field_type::boolean:
      return "Boolean" + optional;
    case field_type::integer:
      return "Int" + optional;
    case field_type::bigint:
      return "BigInt" + optional;
    case field_type::decimal:
      return "Decimal" + optional;
    case field_type::real:
      return "Float" + optional;
    case field_type::enumeration:
      return enumeration.name + optional;
    case field_type::json:
      return "Json" + optional;
    case field_type::bytes:
      return "Bytes" + optional;
    case field_type::datetime:
      return "DateTime" + optional;
  }
  return {};
}

std::string prisma_attributes(const model& model, std::uint32_t index, const std::string& name,
                              const prisma_names::enumeration& enumeration, prisma_provider provider) {
  const field& field = model.fields[index];
  std::string attributes;
  const auto add = [&](const std::string& attribute) {
    if (!attribute.empty()) attributes += (attributes.empty() ? "" : " ") + attribute;
  };
  if (field.id) add("@id");
  if (is_unique(model, index)) add("@unique");
  if (const std::string value = default_value(field, enumeration); !value.empty()) add("@default(" + value + ")");
  if (field.on_update_now) add("@updatedAt");
  if (field.column != name) add("@map(" + prisma_text(field.column) + ")");
  add(native_type(model, index, provider));
  return attributes;
}

}  // namespace orm::cli
