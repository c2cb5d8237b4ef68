// Schema files have fewer kinds of values than fields have types: what a file can only write as a string or a float is
// read here as the field's type, then judged by the rules that every value obeys.
#include "schema/default_value.hpp"

#include <charconv>
#include <cmath>

#include "check/conform.hpp"
#include "json/writer.hpp"
#include "orm/error.hpp"
#include "orm/sdk/value/base64.hpp"
#include "orm/sdk/value/datetime.hpp"
#include "orm/sdk/value/decimal.hpp"
#include "text/nearest.hpp"

namespace orm::detail {
namespace {

// A decimal from a number; a double by the shortest text that reads back as it. A text with an exponent stays a text,
// to be refused.
value to_decimal(const value& declared) {
  switch (declared.kind()) {
    case value_kind::text:
      return declared.text().find_first_of("eE") == std::string::npos ? value::of_decimal(declared.text()) : declared;
    case value_kind::integer:
      return value::of_decimal(std::to_string(declared.integer()));
    case value_kind::real: {
      std::string text;
      json::append_real(text, declared.real());
      return value::of_decimal(std::move(text));
    }
    default:
      return declared;
  }
}

// An integer from any number without a fraction; what is none stays as it is, to be refused.
value to_integer(const value& declared) {
  if (declared.kind() == value_kind::integer) return declared;
  const value number = to_decimal(declared);
  std::string text;
  if (number.kind() != value_kind::decimal || sdk::normalise_decimal(number.text(), text) != sdk::decimal_status::ok)
    return declared;
  std::int64_t whole = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), whole);
  return failed == std::errc() && end == text.data() + text.size() ? value::of_integer(whole) : declared;
}

value to_field_type(const value& declared, field_type type) {
  const bool text = declared.kind() == value_kind::text;
  switch (type) {
    case field_type::integer:
      return text ? declared : to_integer(declared);
    case field_type::bigint:
      return to_integer(declared);
    case field_type::decimal:
      return to_decimal(declared);
    case field_type::bytes:
      if (std::string bytes; text && sdk::decode_base64(declared.text(), bytes)) return value::of_bytes(bytes);
      return declared;
    case field_type::datetime:
      if (const auto moment = text ? sdk::parse_datetime(declared.text()) : std::nullopt)
        return value::of_datetime(*moment);
      return declared;
    case field_type::string:
    case field_type::boolean:
    case field_type::real:
    case field_type::enumeration:
    case field_type::json:
      return declared;
  }
  return declared;
}

// Texts that could not be read as the field's type get a message about their spelling rather than about their kind.
std::string spelling_problem(const value& given, const field& made) {
  if (given.kind() != value_kind::text) return {};
  switch (made.type) {
    case field_type::decimal:
      return in_quotes(given.text()) + " is not a decimal number: text has no exponent";
    case field_type::bigint:
      return in_quotes(given.text()) + " is not a 64-bit integer";
    case field_type::bytes:
      return in_quotes(given.text()) + " is not padded base64";
    case field_type::datetime:
      return in_quotes(given.text()) + " is neither \"now\" nor a time as in \"2026-01-01T00:00:00Z\"";
    case field_type::enumeration: {
      std::vector<std::string_view> names;
      for (const std::string& name : made.values) {
        if (name == given.text()) return {};
        names.push_back(name);
      }
      return in_quotes(given.text()) + " is not among the values" + suggest(given.text(), names);
    }
    default:
      return {};
  }
}

}  // namespace

std::string resolve_default(const model& owner, const value& declared, field& made) {
  if (made.type == field_type::datetime && declared.kind() == value_kind::text && declared.text() == "now") {
    made.default_from = default_kind::now;
    return {};
  }
  if (declared.is_absent() || declared.kind() == value_kind::list) return "a default is one value";
  value given = to_field_type(declared, made.type);
  if (std::string problem = spelling_problem(given, made); !problem.empty()) return problem;
  try {
    conform(owner, made, given);
  } catch (const error& refused) {
    const std::string prefix = owner.name + '.' + made.name + ": ";  // the key path says that already
    const std::string problem = refused.what();
    return problem.starts_with(prefix) ? problem.substr(prefix.size()) : problem;
  }
  if (given.is_null()) return {};  // what a nullable field left out is anyway
  made.default_from = default_kind::literal;
  made.default_literal = std::move(given);
  return {};
}

}  // namespace orm::detail
