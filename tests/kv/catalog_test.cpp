// A store meets a schema that has changed since it was written.
#include <boost/test/unit_test.hpp>

#include "host.hpp"

#include <algorithm>
#include <thread>

namespace {

using namespace orm_test;
namespace sdk = orm::sdk;

// A schema of one model "note" with these fields; an index on the second if asked for.
struct note_schema {
  note_schema(std::vector<orm_field> of, bool indexed) : fields(std::move(of)) {
    models.push_back(make_model("note", fields));
    if (indexed) {
      models[0].index_count = 1;
      models[0].indexes = &index;
    }
    schema = make_schema(models);
  }
  note_schema(const note_schema&) = delete;

  std::uint32_t second = 1;
  orm_field_list index{&second, 1};
  std::vector<orm_field> fields;
  std::vector<orm_model> models;
  orm_schema schema;
};

const orm_field id = make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID);
const orm_field label = make_field("label", ORM_FIELD_STRING);

struct fixture {
  note_schema before{{id, label}, false};
  test_store old_store{{}, before.schema};

  fixture() {
    const statement insert = statement(ORM_INSERT, 0).columns({0, 1});
    old_store.run(insert, {text("n1"), text("a"), text("n2"), text("b")});
  }

  rows push(test_store& store, std::uint32_t flags = 0) {
    rows applied;
    const orm_text_sink sink{sizeof sink,
                             [](void* context, const char* data, std::uint64_t size) -> std::int32_t {
                               static_cast<rows*>(context)->emplace_back(data, size);
                               return 0;
                             },
                             &applied};
    store.open_session()->push(flags, sdk::text_sink(&sink));
    return applied;
  }

  static rows find_by_label(test_store& store, const char* value) {
    return store.run(statement(ORM_FIND, 0).where({compare(ORM_NODE_EQ, 1, 0)}).output({0}), {text(value)});
  }
};

BOOST_FIXTURE_TEST_SUITE(catalog, fixture)

BOOST_AUTO_TEST_CASE(a_fresh_store_needs_no_push) {
  BOOST_TEST(push(old_store).empty());
  BOOST_TEST(find_by_label(old_store, "a") == rows{"n1"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_new_index_is_built_by_push_and_missed_before) {
  const note_schema after({id, label}, true);
  test_store store({}, after.schema, old_store.shared_data());
  BOOST_CHECK_EXCEPTION(find_by_label(store, "a"), sdk::driver_error, with_code(ORM_MISSING_TABLE));
  BOOST_TEST(push(store, ORM_PUSH_DRY_RUN) == rows{"add to note: index label"}, boost::test_tools::per_element());
  BOOST_CHECK_EXCEPTION(find_by_label(store, "a"), sdk::driver_error, with_code(ORM_MISSING_TABLE));
  BOOST_TEST(push(store) == rows{"add to note: index label"}, boost::test_tools::per_element());
  BOOST_TEST(find_by_label(store, "a") == rows{"n1"}, boost::test_tools::per_element());
  BOOST_TEST(push(store).empty());
}

BOOST_AUTO_TEST_CASE(a_new_unique_key_is_built_or_refused) {
  const note_schema after({id, make_field("label", ORM_FIELD_STRING, ORM_FIELD_UNIQUE)}, false);
  {
    test_store store({}, after.schema, old_store.shared_data());
    push(store);
    const statement insert = statement(ORM_INSERT, 0).columns({0, 1});
    BOOST_CHECK_EXCEPTION(store.run(insert, {text("n3"), text("a")}), sdk::driver_error,
                          with_code(ORM_UNIQUE_CONSTRAINT_VIOLATION));
  }
  test_store back({}, before.schema, old_store.shared_data());
  push(back);
  BOOST_TEST(!back.data().values.contains("app:note:u:label:a"));
  back.run(statement(ORM_INSERT, 0).columns({0, 1}), {text("n3"), text("a")});
  test_store again({}, after.schema, old_store.shared_data());
  BOOST_CHECK_EXCEPTION(push(again), sdk::driver_error, [](const sdk::driver_error& error) {
    return error.code() == ORM_INVALID_SCHEMA && error.model() == 0 && error.fields() == std::vector<std::uint32_t>{1};
  });
  BOOST_CHECK_EXCEPTION(find_by_label(again, "a"), sdk::driver_error, with_code(ORM_MISSING_TABLE));
}

BOOST_AUTO_TEST_CASE(what_old_records_can_t_be_read_as_is_refused) {
  const auto refused = [&](std::vector<orm_field> fields) {
    const note_schema after(std::move(fields), false);
    test_store store({}, after.schema, old_store.shared_data());
    BOOST_CHECK_EXCEPTION(push(store), sdk::driver_error, with_code(ORM_INVALID_SCHEMA));
  };
  refused({id, make_field("label", ORM_FIELD_INTEGER)});
  refused({id, label, make_field("added", ORM_FIELD_STRING)});
  kv::kv_options by_label;
  by_label.layout.stored_by = {{"note", "label"}};
  const note_schema unique({id, make_field("label", ORM_FIELD_STRING, ORM_FIELD_UNIQUE)}, false);
  test_store store(by_label, unique.schema, old_store.shared_data());
  BOOST_CHECK_EXCEPTION(push(store), sdk::driver_error, with_code(ORM_INVALID_SCHEMA));
}

BOOST_AUTO_TEST_CASE(a_new_nullable_column_is_null_in_old_records) {
  const note_schema after({id, label, make_field("added", ORM_FIELD_STRING, ORM_FIELD_NULLABLE)}, false);
  test_store store({}, after.schema, old_store.shared_data());
  push(store);
  BOOST_TEST(store.run(statement(ORM_FIND, 0).order({{0, 0}}).output({0, 2}), {}) == (rows{"n1|null", "n2|null"}),
             boost::test_tools::per_element());
}

// So that filters, indexes and unique keys see it, and so do changes in one step.
BOOST_AUTO_TEST_CASE(a_new_required_column_has_its_default_in_old_records) {
  orm_field score = make_field("score", ORM_FIELD_INTEGER);
  score.default_value = number(7);
  note_schema after({id, score, label}, true);
  test_store store({}, after.schema, old_store.shared_data());
  push(store);
  const statement scored = statement(ORM_FIND, 0).where({compare(ORM_NODE_EQ, 1, 0)}).order({{0, 0}}).output({0, 1, 2});
  BOOST_TEST(store.run(scored, {number(7)}) == (rows{"n1|7|a", "n2|7|b"}), boost::test_tools::per_element());
  const statement add = statement(ORM_UPDATE, 0).where({compare(ORM_NODE_EQ, 0, 0)}).assign({{1, ORM_ASSIGN_SET, 1}});
  store.run(add, {text("n1"), number(8)});
  BOOST_TEST(store.run(scored, {number(8)}) == rows{"n1|8|a"}, boost::test_tools::per_element());
  BOOST_TEST(store.run(scored, {number(7)}) == rows{"n2|7|b"}, boost::test_tools::per_element());
}

// Nor does it matter that the new column stands in the records by then.
BOOST_AUTO_TEST_CASE(a_refused_push_leaves_the_schema_before_as_it_was) {
  orm_field score = make_field("score", ORM_FIELD_INTEGER, ORM_FIELD_UNIQUE);
  score.default_value = number(7);
  const note_schema indexed({id, label}, true);
  test_store store({}, indexed.schema, old_store.shared_data());
  push(store);
  const auto indexes = old_store.data().indexes;
  const note_schema after({id, make_field("label", ORM_FIELD_STRING, ORM_FIELD_UNIQUE), score}, false);
  test_store refused({}, after.schema, old_store.shared_data());
  BOOST_CHECK_EXCEPTION(push(refused), sdk::driver_error, with_code(ORM_INVALID_SCHEMA));
  BOOST_TEST((old_store.data().indexes == indexes));
  test_store fresh({}, indexed.schema, old_store.shared_data());
  const statement insert = statement(ORM_INSERT, 0).columns({0, 1});
  const statement rename =
      statement(ORM_UPDATE, 0).where({compare(ORM_NODE_EQ, 0, 0)}).assign({{1, ORM_ASSIGN_SET, 1}});
  fresh.run(insert, {text("n3"), text("a")});
  fresh.run(rename, {text("n1"), text("c")});
  BOOST_TEST(find_by_label(fresh, "a") == rows{"n3"}, boost::test_tools::per_element());
  BOOST_TEST(find_by_label(fresh, "c") == rows{"n1"}, boost::test_tools::per_element());
}

// Whoever lacks a column writes rows without losing it: records keep it, and a schema that declares it again reads it.
BOOST_AUTO_TEST_CASE(columns_that_the_schema_lacks_stay) {
  orm_field score = make_field("score", ORM_FIELD_INTEGER);
  score.default_value = number(7);
  orm_field mood = make_field("mood", ORM_FIELD_STRING, ORM_FIELD_NULLABLE);
  const note_schema after({id, mood, label, score}, false);
  const statement rename =
      statement(ORM_UPDATE, 0).where({compare(ORM_NODE_EQ, 0, 0)}).assign({{1, ORM_ASSIGN_SET, 1}});
  const statement all = statement(ORM_FIND, 0).order({{0, 0}}).output({0, 1, 2, 3});
  test_store store({}, after.schema, old_store.shared_data());
  push(store);
  store.run(statement(ORM_UPDATE, 0)
                .where({compare(ORM_NODE_EQ, 0, 0)})
                .assign({{1, ORM_ASSIGN_SET, 1}, {3, ORM_ASSIGN_SET, 2}}),
            {text("n1"), text("says ;label:s1:x;"), number(3)});
  old_store.run(rename, {text("n1"), text("still there")});  // it was open all the time
  BOOST_TEST(store.run(all, {}) == (rows{"n1|says ;label:s1:x;|still there|3", "n2|null|b|7"}),
             boost::test_tools::per_element());
  test_store back({}, before.schema, old_store.shared_data());
  BOOST_TEST(push(back).empty());
  for (const char* each : {"once", "twice"}) back.run(rename, {text("n1"), text(each)});
  back.run(rename, {text("n2"), text("too")});
  test_store again({}, after.schema, old_store.shared_data());
  push(again);
  BOOST_TEST(again.run(all, {}) == (rows{"n1|says ;label:s1:x;|twice|3", "n2|null|too|7"}),
             boost::test_tools::per_element());
}

// Records that change under it are looked at again.
BOOST_AUTO_TEST_CASE(what_others_write_during_a_push_is_not_lost) {
  constexpr int written = 400;
  const statement insert = statement(ORM_INSERT, 0).columns({0, 1});
  const statement rename =
      statement(ORM_UPDATE, 0).where({compare(ORM_NODE_EQ, 0, 0)}).assign({{1, ORM_ASSIGN_SET, 1}});
  for (int i = 0; i < 200; ++i) old_store.run(insert, {text(("m" + std::to_string(i)).c_str()), text("m")});
  orm_field score = make_field("score", ORM_FIELD_INTEGER);
  score.default_value = number(7);
  const note_schema after({id, label, score}, false);
  std::thread writing([&] {
    for (int i = 0; i < written; ++i) {
      old_store.run(rename, {text(("m" + std::to_string(i % 200)).c_str()), text(std::to_string(i).c_str())});
      old_store.run(insert, {text(("w" + std::to_string(i)).c_str()), text("w")});
    }
  });
  test_store store({}, after.schema, old_store.shared_data());
  push(store);
  writing.join();
  const rows found = store.run(statement(ORM_FIND, 0).order({{0, 0}}).output({0, 1, 2}), {});
  BOOST_TEST_REQUIRE(found.size() == 2 + 200 + written);
  for (int i = 0; i < 200; ++i) {
    const std::string expected = "m" + std::to_string(i) + "|" + std::to_string(200 + i) + "|7";
    BOOST_TEST((std::find(found.begin(), found.end(), expected) != found.end()), expected);
  }
  for (const std::string& each : found) BOOST_TEST(each.ends_with("|7"), each);
}

BOOST_AUTO_TEST_CASE(reset_leaves_nothing) {
  old_store.open_session()->reset();
  BOOST_TEST(old_store.data().values.empty());
  BOOST_TEST(old_store.data().indexes.empty());
  BOOST_TEST(find_by_label(old_store, "a").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
