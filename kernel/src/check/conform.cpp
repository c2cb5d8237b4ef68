// Types, nullability, enums and limits (FORMATS, sections 3 "Values" and 4).
#include "check/conform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "json/canonical.hpp"
#include "orm/error.hpp"
#include "orm/sdk/value/cells.hpp"
#include "orm/sdk/value/datetime.hpp"
#include "orm/sdk/value/decimal.hpp"
#include "orm/sdk/value/text.hpp"

namespace orm::detail {
namespace {

struct place {
  const orm::model& model;
  const orm::field& field;

  [[noreturn]] void refuse(const std::string& what) const {
    throw error(error_code::invalid_value, model.name + "." + field.name + ": " + what)
        .at_model(model.name)
        .at_field(field.name);
  }
};

std::string_view kind_name(value_kind kind) {
  switch (kind) {
    case value_kind::null:
      return "null";
    case value_kind::boolean:
      return "a boolean";
    case value_kind::integer:
      return "an integer";
    case value_kind::real:
      return "a double";
    case value_kind::text:
      return "a text";
    case value_kind::decimal:
      return "a decimal";
    case value_kind::json:
      return "a JSON value";
    case value_kind::bytes:
      return "bytes";
    case value_kind::datetime:
      return "a datetime";
    case value_kind::list:
      return "a list";
    case value_kind::absent:
      return "nothing";
  }
  return "an unknown kind";
}

void expect(const place& at, const value& given, value_kind kind, std::string_view wanted) {
  if (given.kind() != kind)
    at.refuse("expected " + std::string(wanted) + ", found " + std::string(kind_name(given.kind())));
}

void check_text(const place& at, const value& given) {
  switch (sdk::check_text(given.text())) {
    case sdk::text_status::ok:
      return;
    case sdk::text_status::malformed:
      at.refuse("text must be valid UTF-8");
    case sdk::text_status::has_nul:
      at.refuse("text must not contain NUL");
  }
}

void conform_decimal(const place& at, value& given) {
  if (given.kind() == value_kind::integer) given = value::of_decimal(std::to_string(given.integer()));
  expect(at, given, value_kind::decimal, "a decimal");
  std::string normalised;
  switch (sdk::normalise_decimal(given.text(), normalised)) {
    case sdk::decimal_status::ok:
      given.text() = std::move(normalised);
      return;
    case sdk::decimal_status::malformed:
      at.refuse("\"" + given.text().substr(0, 60) + "\" is not a decimal number");
    case sdk::decimal_status::too_long:
      at.refuse("a decimal has at most " + std::to_string(sdk::decimal_digit_limit) + " digits");
  }
}

void conform_real(const place& at, value& given) {
  if (given.kind() == value_kind::integer) given = value::of_real(static_cast<double>(given.integer()));
  expect(at, given, value_kind::real, "a number");
  if (!std::isfinite(given.real())) at.refuse("a double must be finite");
  given = value::of_real(given.real() + 0.0);  // -0 is 0
}

}  // namespace

void conform(const model& model, const field& field, value& given) {
  const place at{model, field};
  if (given.kind() == value_kind::list) {
    for (value& item : given.list()) conform(model, field, item);
    return;
  }
  if (given.is_null()) {
    if (!field.nullable) at.refuse("must not be null");
    return;
  }
  switch (field.type) {
    case field_type::string:
      expect(at, given, value_kind::text, "a text");
      return check_text(at, given);
    case field_type::enumeration:
      expect(at, given, value_kind::text, "a text");
      if (std::find(field.values.begin(), field.values.end(), given.text()) == field.values.end()) {
        std::string names;
        for (const std::string& name : field.values) names += (names.empty() ? "" : ", ") + name;
        check_text(at, given);
        at.refuse("\"" + given.text().substr(0, 60) + "\" is none of: " + names);
      }
      return;
    case field_type::boolean:
      return expect(at, given, value_kind::boolean, "a boolean");
    case field_type::integer:
      expect(at, given, value_kind::integer, "an integer");
      if (given.integer() < std::numeric_limits<std::int32_t>::min() ||
          given.integer() > std::numeric_limits<std::int32_t>::max())
        at.refuse(std::to_string(given.integer()) + " is outside the 32 bits of an integer");
      return;
    case field_type::bigint:
      return expect(at, given, value_kind::integer, "an integer");
    case field_type::decimal:
      return conform_decimal(at, given);
    case field_type::real:
      return conform_real(at, given);
    case field_type::json:
      expect(at, given, value_kind::json, "a JSON value");
      if (given.is_canonical()) return;
      try {
        given = value::of_canonical_json(canonical_json(given.text()));
      } catch (const error& problem) {
        at.refuse(problem.what());
      }
      return;
    case field_type::bytes:
      return expect(at, given, value_kind::bytes, "bytes");
    case field_type::datetime:
      expect(at, given, value_kind::datetime, "a datetime");
      if (given.integer() < sdk::first_datetime || given.integer() > sdk::last_datetime)
        at.refuse("a datetime lies in the years 0001 to 9999");
      return;
  }
}

namespace {

std::size_t counted_bytes(const value& part) {
  switch (part.kind()) {
    case value_kind::text:
    case value_kind::bytes:
      return part.text().size();
    case value_kind::decimal:
      return sdk::decimal_digits(part.text());
    default:
      return 0;
  }
}

void check_key_size(const model& model, const std::function<const value&(std::uint32_t)>& value_of,
                    std::span<const std::uint32_t> key) {
  std::size_t size = 0;
  for (const std::uint32_t part : key) size += counted_bytes(value_of(part));
  if (size <= sdk::key_byte_limit) return;
  error refusal(error_code::invalid_value, model.name + ": a key holds at most " + std::to_string(sdk::key_byte_limit) +
                                               " bytes, found " + std::to_string(size));
  refusal.at_model(model.name);
  for (const std::uint32_t part : key) refusal.at_field(model.fields[part].name);
  throw refusal;
}

}  // namespace

void check_key_sizes(const model& model, const std::function<const value&(std::uint32_t field)>& value_of) {
  if (counted_bytes(value_of(model.id)) > sdk::id_byte_limit)
    place{model, model.fields[model.id]}.refuse("an id has at most " + std::to_string(sdk::id_byte_limit) + " bytes");
  for (std::uint32_t i = 0; i < model.fields.size(); ++i)
    if (model.fields[i].unique) check_key_size(model, value_of, {&i, 1});
  for (const auto& key : model.uniques) check_key_size(model, value_of, key);
  for (const auto& key : model.indexes) check_key_size(model, value_of, key);
}

}  // namespace orm::detail
