// Random values, records and changes.
#include <algorithm>
#include <stdexcept>

#include "differential/request_generator.hpp"

namespace orm_test {
namespace {

using orm::field_type;

std::vector<json> texts(std::initializer_list<const char*> values) {
  std::vector<json> made;
  for (const char* value : values) made.emplace_back(value);
  return made;
}

std::vector<json> parsed(std::initializer_list<const char*> values) {
  std::vector<json> made;
  for (const char* value : values) made.push_back(json::parse(value));
  return made;
}

// As many digits as a decimal may have, and half of them: products of two are too long.
std::vector<json> with_long_decimals(std::vector<json> pool) {
  pool.emplace_back("0." + std::string(998, '0') + "1");
  pool.emplace_back("-" + std::string(1000, '9'));
  pool.emplace_back(std::string(250, '7') + "." + std::string(250, '3'));
  return pool;
}

const std::vector<json>& pool_of(field_type type) {
  static const std::vector<json> strings =
      texts({"",        "a",   "A", "ab",   "aB",     "b",   "b%",  "_b",  "\\", "*",          "é",
             "e\u0301", "ä",   "Ä", "😀",    "\uFF5E", "a b", "'\"", "a ",  " a", "\t\n",       "\x7f",
             "\u212A",  "k",   "K", "ß",    "SS",     "İ",   "ı",   "\\%", "%",  "_",          "a%b_c\\d",
             ".*",      "[a]", "?", "null", "NULL",   "0",   "$1",  "{}",  ":",  "\U0010FFFF", "\uE000"});
  static const std::vector<json> booleans = {true, false};
  static const std::vector<json> integers =
      parsed({"0", "1", "2", "3", "-1", "10", "1.0", "1e1", "2147483646", "2147483647", "-2147483648"});
  static const std::vector<json> bigints =
      parsed({"0", "1", "\"2\"", "-1", "10", "\"9007199254740993\"", "9007199254740992", "4294967296", "3037000500",
              "9223372036854775806", "9223372036854775807", "\"-9223372036854775808\""});
  static const std::vector<json> decimals =
      with_long_decimals(parsed({"0", "\"0.1\"", "0.10", "\"-1.5\"", "9", "\"10\"", "1e2", "\"-0\"", "\"0.000001\"",
                                 "2.50", "\"123456789012345678901234567890.123456789\"", "-9", "1e-30",
                                 "\"-0.00000000000000000000000000000000000000000001\"", "99999999999999999999.5",
                                 "9999", "10000", "\"0.0001\"", "\"100000000\""}));
  static const std::vector<json> reals =
      parsed({"0", "-0.0", "0.1", "0.2", "1", "2.5", "-3", "1e308", "-1e308", "5e-324", "1e-400", "9007199254740993",
              "0.30000000000000004", "1.7976931348623157e308", "2.2250738585072014e-308", "123456789.125"});
  static const std::vector<json> documents = parsed({"{\"a\":1}",
                                                     "{\"a\":1.0}",
                                                     "{\"b\":[1,2,{\"c\":null}],\"a\":\"x\"}",
                                                     "{\"a\":\"x\",\"b\":[1,2,{\"c\":null}]}",
                                                     "[]",
                                                     "{}",
                                                     "\"x\"",
                                                     "1",
                                                     "1.5",
                                                     "true",
                                                     "[null]",
                                                     "{\"é\":\"😀\"}",
                                                     "[1e2,100]",
                                                     "{\"eq\":1}",
                                                     "0",
                                                     "-0.0",
                                                     "9007199254740993",
                                                     "9007199254740992.0",
                                                     "18446744073709551616",
                                                     "\"\"",
                                                     "{\"\":[]}",
                                                     "{\"not\":{}}",
                                                     "[[[[1]]]]",
                                                     "1e300",
                                                     "{\"z\":1,\"é\":2,\"a\":3}",
                                                     "\"\\u0001\\\\\"",
                                                     "false",
                                                     "[1,2]",
                                                     "[2,1]"});
  static const std::vector<json> bytes =
      texts({"", "AA==", "AQI=", "/w==", "AAEC", "YQ==", "XFx4", "AAA=", "/////w==", "gA==", "fw=="});
  static const std::vector<json> datetimes =
      texts({"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2021-01-01T00:00:00+02:00", "2020-12-31T22:00:00Z",
             "2020-12-31T22:00:00.000001Z", "1969-12-31T23:59:59.9999999Z", "2999-01-01T00:00:00-00:30",
             "2998-06-01t00:00:00z", "1970-01-01T00:00:00Z", "2000-02-29T23:59:59.999999+14:00",
             "1999-12-31T23:59:59.5Z", "2000-01-01T00:00:00Z", "1582-10-10T12:00:00Z", "0004-02-29T00:00:00.000001Z",
             "1900-03-01T00:00:00-12:34", "0001-01-01T00:30:00+00:30"});
  switch (type) {
    case field_type::boolean:
      return booleans;
    case field_type::integer:
      return integers;
    case field_type::bigint:
      return bigints;
    case field_type::decimal:
      return decimals;
    case field_type::real:
      return reals;
    case field_type::json:
      return documents;
    case field_type::bytes:
      return bytes;
    case field_type::datetime:
      return datetimes;
    case field_type::string:
    case field_type::enumeration:
      return strings;
  }
  throw std::logic_error("a field type without a pool");
}

}  // namespace

const orm::field& request_generator::root_of(const orm::field& field) const {
  if (field.references_model == orm::no_index) return field;
  return root_of(schema_.models()[field.references_model].fields[field.references_field]);
}

json request_generator::some_id(const orm::field& root) {
  if (root.type != field_type::string) return static_cast<int>(dice_.below(many_ids_ ? 60 : 8)) - 1;
  if (many_ids_) return "k" + std::to_string(dice_.below(60));
  static const std::vector<json> few = texts({"i1", "i2", "i3", "i4", "i5", "i6", "I1", "é", "z%"});
  return dice_.one_of(few);
}

json request_generator::some_value(const orm::field& field) {
  const orm::field& root = root_of(field);
  if (root.type == field_type::enumeration) return dice_.one_of(root.values);
  // A field that joins without `references` meets ids too.
  if (root.id || (root.type == field_type::string && root.name.ends_with("Id"))) return some_id(root);
  if (root.unique && root.type == field_type::string && many_ids_) return "u" + std::to_string(dice_.below(80));
  return dice_.one_of(pool_of(root.type));
}

json request_generator::value_of(const orm::field& field) {
  if (field.nullable && dice_.percent(20)) return {};
  return some_value(field);
}

json request_generator::record_of(const orm::model& model) {
  json record = json::object();
  for (const orm::field& field : model.fields) {
    if (hidden(field)) continue;
    const bool needed = field.id || field.required() || field.default_from == orm::default_kind::now;
    if (needed || dice_.percent(60)) record.set(field.name, value_of(field));
  }
  return record;
}

json request_generator::change_of(const orm::field& field, bool arithmetic) {
  const bool number = field.type == field_type::integer || field.type == field_type::bigint ||
                      field.type == field_type::decimal || field.type == field_type::real;
  if (number && arithmetic && dice_.percent(45)) {
    static const std::vector<std::string> names = {"increment", "decrement", "multiply"};
    return json::object({{dice_.one_of(names), some_value(field)}});
  }
  return dice_.percent(15) ? json::object({{"set", value_of(field)}}) : value_of(field);
}

// key: fields that an upsert must not change, or null.
json request_generator::changes_of(const orm::model& model, bool many, const json& key) {
  const auto in_unique_key = [&](const orm::field& field) {
    const auto index = static_cast<std::uint32_t>(&field - model.fields.data());
    for (const auto& fields : model.unique_keys())
      if (std::count(fields.begin(), fields.end(), index)) return true;
    return false;
  };
  json changes = json::object();
  for (const orm::field& field : model.fields) {
    if (field.id || key.find(field.name) != nullptr) continue;
    const bool chosen = dice_.percent(3 * 100 / (2 * static_cast<std::size_t>(model.fields.size()) + 1));
    if (field.on_update_now || chosen)
      changes.set(field.name,
                  field.on_update_now ? some_value(field) : change_of(field, !many || !in_unique_key(field)));
  }
  return changes;
}

}  // namespace orm_test
