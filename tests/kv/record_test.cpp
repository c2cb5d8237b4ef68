// Records: what is written comes back, whatever it is; what is no record is refused.
#include <boost/test/unit_test.hpp>

#include <orm/sdk/kv/record.hpp>

#include "host.hpp"

#include <limits>
#include <random>

namespace {

using namespace orm_test;
namespace sdk = orm::sdk;

const std::vector<orm_field>& every_type() {
  static const std::vector<orm_field> fields = {make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
                                                make_field("flag", ORM_FIELD_BOOLEAN, ORM_FIELD_NULLABLE),
                                                make_field("small", ORM_FIELD_INTEGER, ORM_FIELD_NULLABLE),
                                                make_field("big", ORM_FIELD_BIGINT),
                                                make_field("exact", ORM_FIELD_DECIMAL),
                                                make_field("real", ORM_FIELD_DOUBLE),
                                                make_field("kind", ORM_FIELD_ENUM),
                                                make_field("j:s{o}n", ORM_FIELD_JSON),
                                                make_field("raw", ORM_FIELD_BYTES),
                                                make_field("at", ORM_FIELD_DATETIME)};
  return fields;
}

std::vector<orm_cell> decoded(const kv::record_codec& codec, std::string_view record, sdk::cell_arena& arena,
                              std::size_t width) {
  std::vector<orm_cell> row(width);
  BOOST_REQUIRE_MESSAGE(codec.decode(record, arena, row.data()), record);
  return row;
}

BOOST_AUTO_TEST_SUITE(record)

BOOST_AUTO_TEST_CASE(a_record_is_readable) {
  const orm_model model = make_model("thing", every_type());
  const std::vector<orm_cell> row = {
      text("a;b:c"), sdk::boolean_cell(true),         sdk::null_cell(),
      number(-5),    sdk::decimal_cell("12.5"),       sdk::double_cell(0.1),
      text("pro"),   sdk::json_cell("{\"a\":[1,2]}"), sdk::bytes_cell(std::string_view("\0\1", 2)),
      instant(0)};
  const std::string record = kv::record_codec(model).encode(row.data(), 0);
  BOOST_TEST(record ==
             "orm1:00000000000;id:s5:a;b:c;flag:t;big:i-5;exact:n12.5;real:d0.1;kind:s3:pro;"
             "j!3as!7bo!7dn:j11:{\"a\":[1,2]};raw:bAAE=;at:@1970-01-01T00:00:00.000000Z;");
}

BOOST_AUTO_TEST_CASE(random_rows_come_back_as_they_were) {
  const orm_model model = make_model("thing", every_type());
  const kv::record_codec codec(model);
  std::mt19937_64 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (auto length = random() % 20; length > 0; --length) bytes += static_cast<char>(random());
    const auto real = static_cast<double>(static_cast<std::int64_t>(random())) / static_cast<double>(random() | 1);
    const auto late = static_cast<std::int64_t>(random() % 200'000'000'000'000'000) - 60'000'000'000'000'000;
    const std::vector<orm_cell> row = {
        sdk::text_cell(bytes),
        random() % 2 == 0 ? sdk::null_cell() : sdk::boolean_cell(false),
        random() % 2 == 0 ? sdk::null_cell() : number(static_cast<std::int32_t>(random())),
        number(static_cast<std::int64_t>(random())),
        sdk::decimal_cell("-0.001"),
        sdk::double_cell(real),
        sdk::text_cell(bytes),
        sdk::json_cell("\";:\""),
        sdk::bytes_cell(bytes),
        instant(late)};
    const std::string record = codec.encode(row.data(), random());
    sdk::cell_arena arena;
    const std::vector<orm_cell> back = decoded(codec, record, arena, row.size());
    for (std::size_t i = 0; i < row.size(); ++i) BOOST_REQUIRE(sdk::equal_cells(row[i], back[i]));
    // What was cut off is no record, wherever the cut is between two fields or within one.
    std::vector<orm_cell> ignored(row.size());
    const std::size_t cut = random() % record.size();
    if (record[cut == 0 ? 0 : cut - 1] != ';') {
      BOOST_REQUIRE(!codec.decode(std::string_view(record).substr(0, cut), arena, ignored.data()));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_extremes_of_doubles_are_exact) {
  const std::vector<orm_field> fields = {make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
                                         make_field("real", ORM_FIELD_DOUBLE)};
  const orm_model model = make_model("thing", fields);
  const kv::record_codec codec(model);
  using limits = std::numeric_limits<double>;
  for (const double each : {limits::denorm_min(), limits::min(), limits::max(), -limits::max(), 0.1 + 0.2, 1e22}) {
    const std::vector<orm_cell> row = {text("x"), sdk::double_cell(each)};
    sdk::cell_arena arena;
    BOOST_TEST(decoded(codec, codec.encode(row.data(), 1), arena, 2)[1].as.real == each);
  }
}

BOOST_AUTO_TEST_CASE(columns_may_come_and_go) {
  const std::vector<orm_field> before = {make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
                                         make_field("old", ORM_FIELD_STRING), make_field("score", ORM_FIELD_INTEGER)};
  const std::vector<orm_field> after = {make_field("score", ORM_FIELD_INTEGER),
                                        make_field("added", ORM_FIELD_STRING, ORM_FIELD_NULLABLE),
                                        make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID)};
  const std::vector<orm_cell> row = {text("u1"), text("gone: ;"), number(3)};
  const orm_model old_model = make_model("thing", before);
  const orm_model new_model = make_model("thing", after);
  const std::string record = kv::record_codec(old_model).encode(row.data(), 9);
  sdk::cell_arena arena;
  const std::vector<orm_cell> back = decoded(kv::record_codec(new_model), record, arena, after.size());
  BOOST_TEST(back[0].as.integer == 3);
  BOOST_TEST(sdk::is_null(back[1]));
  BOOST_TEST(sdk::text_of(back[2]) == "u1");
}

BOOST_AUTO_TEST_CASE(other_texts_are_no_records) {
  const orm_model model = make_model("thing", every_type());
  const kv::record_codec codec(model);
  sdk::cell_arena arena;
  std::vector<orm_cell> row(every_type().size());
  const std::string head = "orm1:00000000000;";
  for (const std::string& each :
       {std::string(), std::string("hello"), std::string("orm2:00000000000;id:s1:a;"), head + "id:s9:a;",
        head + "id:s1:a", head + "id:", head + "id", head + "big:s1:a;", head + "big:i1x;", head + "at:@yesterday;",
        head + "raw:b!!!;", head + "flag:t1;", head + "id:s-1:a;", head + "id:s99999999999999999999:a;"}) {
    BOOST_TEST(!codec.decode(each, arena, row.data()), each);
  }
  BOOST_TEST(codec.decode(head, arena, row.data()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
