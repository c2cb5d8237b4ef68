// Defaults of every type, as TOML writes them and as C++ declares them.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <ostream>

#include "schema_file.hpp"

namespace {

std::string with_default(const std::string& field) {
  return "[models.m.fields]\nid = { type = \"id\" }\nf = { " + field + " }\n";
}

orm::value default_of(const std::string& field) {
  const auto schema = orm_test::load_text(with_default(field));
  const orm::field& made = schema->models()[0].fields[1];
  BOOST_TEST((made.default_from == orm::default_kind::literal));
  BOOST_TEST(!made.required());
  return made.default_literal;
}

struct text_case {
  const char* field;
  orm::value_kind kind;
  const char* text;
};
std::ostream& operator<<(std::ostream& out, const text_case& shown) { return out << shown.field; }

using enum orm::value_kind;

const text_case texts[] = {
    {"type = \"string\", default = \"mémber\"", text, "mémber"},
    {"type = \"enum\", values = [\"free\", \"pro\"], default = \"pro\"", text, "pro"},
    {"type = \"decimal\", default = \"007.50\"", decimal, "7.5"},
    {"type = \"decimal\", default = 12", decimal, "12"},
    {"type = \"decimal\", default = 0.1", decimal, "0.1"},
    {"type = \"decimal\", default = -0.0", decimal, "0"},
    {"type = \"decimal\", default = 1e22", decimal, "10000000000000000000000"},
    {"type = \"bytes\", default = \"aGk=\"", bytes, "hi"},
    {"type = \"json\", default = {b = 1.0, a = [true, \"x\\n\", {}]}", json, R"({"a":[true,"x\n",{}],"b":1})"},
    {"type = \"json\", default = []", json, "[]"},
    {"type = \"json\", default = \"{}\"", json, "\"{}\""},
    {"type = \"json\", default = 2026-01-01T00:00:00Z", json, "\"2026-01-01T00:00:00Z\""},
    {"type = \"json\", default = 07:30:00", json, "\"07:30:00\""},
};

struct number_case {
  const char* field;
  orm::value_kind kind;
  std::int64_t number;
};
std::ostream& operator<<(std::ostream& out, const number_case& shown) { return out << shown.field; }

const number_case numbers[] = {
    {"type = \"boolean\", default = true", boolean, 1},
    {"type = \"integer\", default = -2147483648", integer, -2147483648},
    {"type = \"integer\", default = 1.0", integer, 1},
    {"type = \"bigint\", default = 9223372036854775807", integer, 9223372036854775807},
    {"type = \"bigint\", default = \"-9223372036854775808\"", integer, INT64_MIN},
    {"type = \"bigint\", default = 1e3", integer, 1000},
    {"type = \"datetime\", default = \"1970-01-01T00:00:01.0000019Z\"", datetime, 1000001},
    {"type = \"datetime\", default = 1970-01-01T01:00:01+01:00", datetime, 1000000},
};

struct refused_case {
  const char* field;
  const char* problem;
};
std::ostream& operator<<(std::ostream& out, const refused_case& shown) { return out << shown.field; }

const refused_case refused[] = {
    {"type = \"boolean\", default = \"x\"", "expected a boolean, found a text"},
    {"type = \"string\", default = 1", "expected a text, found an integer"},
    {"type = \"string\", default = \"a\\u0000\"", "text must not contain NUL"},
    {"type = \"integer\", default = \"1\"", "expected an integer, found a text"},
    {"type = \"integer\", default = 1.5", "expected an integer, found a double"},
    {"type = \"integer\", default = 2147483648", "2147483648 is outside the 32 bits of an integer"},
    {"type = \"bigint\", default = \"9223372036854775808\"", "\"9223372036854775808\" is not a 64-bit integer"},
    {"type = \"decimal\", default = \"1,5\"", "\"1,5\" is not a decimal number"},
    {"type = \"decimal\", default = \"1e5\"", "\"1e5\" is not a decimal number: text has no exponent"},
    {"type = \"bigint\", default = \"1e5\"", "\"1e5\" is not a 64-bit integer"},
    {"type = \"decimal\", default = inf", "\"inf\" is not a decimal number"},
    {"type = \"double\", default = nan", "a double must be finite"},
    {"type = \"double\", default = \"1\"", "expected a number, found a text"},
    {"type = \"enum\", values = [\"free\", \"pro\"], default = \"fre\"",
     "\"fre\" is not among the values, did you mean \"free\"?"},
    {"type = \"enum\", values = [\"free\", \"pro\"], default = 1", "expected a text, found an integer"},
    {"type = \"bytes\", default = \"aGk\"", "\"aGk\" is not padded base64"},
    {"type = \"datetime\", default = \"yesterday\"",
     "\"yesterday\" is neither \"now\" nor a time as in \"2026-01-01T00:00:00Z\""},
    {"type = \"datetime\", default = 2026-01-01T00:00:00", "a date-time needs an offset, as in 2026-01-01T00:00:00Z"},
    {"type = \"datetime\", default = 1", "expected a datetime, found an integer"},
    {"type = \"string\", default = 2026-01-01T00:00:00Z", "expected a text, found a datetime"},
    {"type = \"string\", default = []", "only a json field has an array as its default"},
    {"type = \"json\", default = [nan]", "JSON has no infinity and no nan"},
    {"type = \"json\", default = \"a\\u0000b\"", nullptr},
};

}  // namespace

namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(defaults)

BOOST_DATA_TEST_CASE(as_text, data::make(texts)) {
  const orm::value got = default_of(sample.field);
  BOOST_TEST((got.kind() == sample.kind));
  BOOST_TEST(got.text() == sample.text);
}

BOOST_DATA_TEST_CASE(as_number, data::make(numbers)) {
  const orm::value got = default_of(sample.field);
  BOOST_TEST((got.kind() == sample.kind));
  BOOST_TEST(got.integer() == sample.number);
}

BOOST_AUTO_TEST_CASE(doubles) {
  BOOST_TEST(default_of("type = \"double\", default = 1").real() == 1.0);
  BOOST_TEST(default_of("type = \"double\", default = 0.1").real() == 0.1);
  BOOST_TEST(!std::signbit(default_of("type = \"double\", default = -0.0").real()));
}

BOOST_DATA_TEST_CASE(refusals, data::make(refused)) {
  const std::string message = orm_test::refusal(with_default(sample.field));
  if (sample.problem == nullptr) {
    BOOST_TEST(message.starts_with("app.toml:3: models.m.fields.f.default: "));
  } else {
    BOOST_TEST(message == std::string("app.toml:3: models.m.fields.f.default: ") + sample.problem);
  }
}

BOOST_AUTO_TEST_CASE(declared_in_code) {
  orm::schema_declaration declared;
  declared.models.resize(1);
  declared.models[0].name = "m";
  declared.models[0].fields.resize(2);
  declared.models[0].fields[0].name = "id", declared.models[0].fields[0].type = "id";
  orm::field_declaration& field = declared.models[0].fields[1];
  field.name = "f", field.type = "json";
  field.default_value = orm::value::of_json("{ \"b\": 1, \"a\": 2.0 }");
  BOOST_TEST(orm::schema::build(declared)->models()[0].fields[1].default_literal.text() == R"({"a":2,"b":1})");

  field.default_value = orm::value();
  BOOST_TEST(orm_test::refusal(declared) == "models.m.fields.f.default: must not be null");
  field.nullable = true;
  const auto built = orm::schema::build(declared);
  BOOST_TEST((built->models()[0].fields[1].default_from == orm::default_kind::none));

  field.default_value = orm::value::of_list({});
  BOOST_TEST(orm_test::refusal(declared) == "models.m.fields.f.default: a default is one value");
  field.type = "string";
  field.default_value = orm::value::of_text("\xff");
  BOOST_TEST(orm_test::refusal(declared) == "models.m.fields.f.default: text must be valid UTF-8");
}

BOOST_AUTO_TEST_SUITE_END()
