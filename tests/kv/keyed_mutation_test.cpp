// What a key leads to, changed in one step: as often as it can be, and never otherwise than by reading and committing.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "host.hpp"
#include "random_statements.hpp"

namespace {

using namespace orm_test;
namespace data = boost::unit_test::data;

kv::kv_options options_with(bool mutations, bool indexed = true, bool expiry = false) {
  kv::kv_options options;
  options.can.mutations = mutations;
  options.can.ordered_indexes = indexed;
  options.can.expiry = expiry;
  return options;
}

struct fixture {
  test_store store{test_store::as_given(), options_with(true)};
  statement all =
      statement(ORM_FIND, user_model).order({{user::id, 0}}).output({user::id, user::email, user::name, user::score});

  fixture() { store.add_user("u1", "a@x", "n", 1); }

  // How many calls it takes, and whether it was one step that did it.
  std::pair<std::uint64_t, std::uint64_t> cost(const statement& what, const std::vector<orm_cell>& parameters) {
    const std::uint64_t calls = store.data().calls;
    const std::uint64_t mutations = store.data().mutations;
    store.run(what, parameters);
    return {store.data().calls - calls, store.data().mutations - mutations};
  }
};

const std::pair<std::uint64_t, std::uint64_t> one_step{1, 1};

statement update_by(std::uint32_t field, std::vector<orm_assignment> list) {
  return statement(ORM_UPDATE, user_model).where({compare(ORM_NODE_EQ, field, 0)}).assign(std::move(list));
}

BOOST_FIXTURE_TEST_SUITE(keyed_mutations, fixture)

BOOST_AUTO_TEST_CASE(a_record_says_by_what_it_is_found) {
  const std::string record = store.data().values.at("app:user:r:u1").value;
  const std::string mark = store.models()[user_model].shape().mark;
  BOOST_TEST(record.substr(kv::record_head_size) ==
             "*:k" + mark + " =u1 =a@x =n =a1 ;id:s2:u1;email:s3:a@x;name:s1:n;score:i1;");
}

BOOST_AUTO_TEST_CASE(updates_deletes_and_upserts_by_key_are_one_call) {
  BOOST_TEST((cost(update_by(user::id, {{user::score, ORM_ASSIGN_SET, 1}}), {text("u1"), number(5)}) == one_step));
  BOOST_TEST((cost(update_by(user::email, {{user::name, ORM_ASSIGN_SET, 1}}), {text("a@x"), text("m m")}) == one_step));
  BOOST_TEST((cost(update_by(user::id, {{user::email, ORM_ASSIGN_SET, 1}}), {text("u1"), text("b@x")}) == one_step));
  BOOST_TEST(store.run(all, {}) == rows{"u1|b@x|m m|5"}, boost::test_tools::per_element());
  BOOST_TEST(store.data().indexes["app:user:i:name.score"] == std::set<std::string>{"=m!20m =a5 =u1 "});
  BOOST_TEST(!store.data().values.contains("app:user:u:email:a@x"));
  const statement upsert = statement(ORM_UPSERT, user_model)
                               .columns({user::id, user::email, user::score})
                               .conflict({user::email})
                               .assign({{user::name, ORM_ASSIGN_SET, 3}});
  BOOST_TEST((cost(upsert, {text("u2"), text("b@x"), number(0), text("k")}) == one_step));
  BOOST_TEST((cost(upsert, {text("u2"), text("c@x"), number(7), text("k")}) == one_step));
  BOOST_TEST(store.run(all, {}) == (rows{"u1|b@x|k|5", "u2|c@x|null|7"}), boost::test_tools::per_element());
  const statement removal = statement(ORM_DELETE, user_model).where({compare(ORM_NODE_EQ, user::email, 0)});
  for (const char* each : {"b@x", "c@x", "nobody"}) BOOST_TEST((cost(removal, {text(each)}) == one_step));
  BOOST_TEST(store.data().values.size() == 1u);
  for (const auto& [name, entries] : store.data().indexes) BOOST_TEST(entries.empty(), name);
}

BOOST_AUTO_TEST_CASE(sums_of_32_bits_are_made_on_the_way_and_others_are_not) {
  kv::kv_options options = options_with(true);
  options.layout.indexed = false;  // so that no key is made of the score
  test_store plain(test_store::as_given(), options);
  plain.add_user("u1", "a@x", "n", 2147483600);
  const statement add = update_by(user::id, {{user::score, ORM_ASSIGN_ADD, 1}}).output({user::score});
  const std::uint64_t before = plain.data().calls;
  BOOST_TEST(plain.run(add, {text("u1"), number(47)}) == rows{"2147483647"}, boost::test_tools::per_element());
  BOOST_TEST(plain.data().calls == before + 1);
  BOOST_CHECK_EXCEPTION(plain.run(add, {text("u1"), number(1)}), orm::sdk::driver_error, with_code(ORM_INVALID_VALUE));
  const statement subtract = update_by(user::id, {{user::score, ORM_ASSIGN_SUBTRACT, 1}}).output({user::score});
  BOOST_TEST(plain.run(subtract, {text("u1"), number(2147483647)}) == rows{"0"}, boost::test_tools::per_element());
  BOOST_TEST((cost(add, {text("u1"), number(1)}).second == 0u));  // here an index is
}

BOOST_AUTO_TEST_CASE(what_is_in_the_way_is_looked_at) {
  store.add_user("u2", "b@x", "n", 2);
  const statement change = update_by(user::id, {{user::email, ORM_ASSIGN_SET, 1}});
  BOOST_CHECK_EXCEPTION(store.run(change, {text("u1"), text("b@x")}), orm::sdk::driver_error,
                        with_code(ORM_UNIQUE_CONSTRAINT_VIOLATION));
  const std::string long_text(3000, 'x');
  BOOST_CHECK_EXCEPTION(store.run(change, {text("u1"), text(long_text.c_str())}), orm::sdk::driver_error,
                        with_code(ORM_INVALID_VALUE));
  BOOST_TEST(store.run(change, {text("nobody"), text(long_text.c_str())}).empty());
  BOOST_TEST(store.run(all, {}) == (rows{"u1|a@x|n|1", "u2|b@x|n|2"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_record_of_another_layout_is_read_once_and_written_anew) {
  test_store before(test_store::as_given(), options_with(false));
  before.add_user("u1", "a@x", "n", 1);
  test_store after(test_store::as_given(), options_with(true), before.shared_data());
  const statement change = update_by(user::id, {{user::score, ORM_ASSIGN_SET, 1}});
  after.run(change, {text("u1"), number(2)});
  BOOST_TEST(after.data().mutations == 0u);
  after.run(change, {text("u1"), number(3)});
  BOOST_TEST(after.data().mutations == 1u);
  BOOST_TEST(before.run(all, {}) == rows{"u1|a@x|n|3"}, boost::test_tools::per_element());
  before.run(change, {text("u1"), number(4)});
  BOOST_TEST(after.run(all, {}) == rows{"u1|a@x|n|4"}, boost::test_tools::per_element());
  BOOST_TEST(after.data().indexes["app:user:i:name.score"] == std::set<std::string>{"=n =a4 =u1 "});
}

BOOST_AUTO_TEST_CASE(a_record_is_created_in_one_call) {
  const statement whole = statement(ORM_INSERT, user_model).columns({user::id, user::email, user::name, user::score});
  BOOST_TEST((cost(whole, {text("u2"), text("b@x"), text("n"), number(1)}) == one_step));
  BOOST_CHECK_EXCEPTION(store.run(whole, {text("u3"), text("b@x"), text("n"), number(1)}), orm::sdk::driver_error,
                        with_code(ORM_UNIQUE_CONSTRAINT_VIOLATION));
  BOOST_TEST(store.run(all, {}) == (rows{"u1|a@x|n|1", "u2|b@x|n|1"}), boost::test_tools::per_element());
}

statement when(orm_statement_kind kind, orm_node_kind by, std::uint32_t field) {
  return statement(kind, user_model)
      .where({compare(ORM_NODE_EQ, user::id, 0), compare(by, field, 1), {ORM_NODE_AND, 0, 3, 2, ORM_NONE}});
}

BOOST_AUTO_TEST_CASE(comparisons_beside_the_key_are_judged_on_the_way) {
  const auto changes = [&](orm_node_kind by, std::uint32_t field, orm_cell operand) {
    std::uint64_t affected = 0;
    const std::uint64_t before = store.data().calls;
    store.run(when(ORM_UPDATE, by, field).assign({{user::score, ORM_ASSIGN_SET, 2}}), {text("u1"), operand, number(1)},
              &affected);
    BOOST_TEST(store.data().calls == before + 1);
    return affected == 1;
  };
  BOOST_TEST(changes(ORM_NODE_GT, user::score, number(0)));
  BOOST_TEST(!changes(ORM_NODE_GT, user::score, number(1)));
  BOOST_TEST(changes(ORM_NODE_GE, user::score, number(1)));
  BOOST_TEST(!changes(ORM_NODE_LT, user::score, number(1)));
  BOOST_TEST(changes(ORM_NODE_LE, user::score, number(1)));
  BOOST_TEST(changes(ORM_NODE_EQ, user::name, text("n")));
  BOOST_TEST(!changes(ORM_NODE_EQ, user::name, text("N")));
  store.run(update_by(user::id, {{user::name, ORM_ASSIGN_SET, 1}}), {text("u1"), text(nullptr)});
  BOOST_TEST(!changes(ORM_NODE_EQ, user::name, text("n")));
  const statement removal = when(ORM_DELETE, ORM_NODE_GT, user::score);
  BOOST_TEST((cost(removal, {text("u1"), number(1)}) == one_step));
  BOOST_TEST(store.run(all, {}).size() == 1u);
  BOOST_TEST((cost(removal, {text("u1"), number(0)}) == one_step));
  BOOST_TEST(store.run(all, {}).empty());
}

BOOST_AUTO_TEST_CASE(comparisons_of_texts_go_the_long_way) {
  const std::uint64_t before = store.data().mutations;
  store.run(when(ORM_DELETE, ORM_NODE_LT, user::name), {text("u1"), text("m")});
  BOOST_TEST(store.data().mutations == before);
  BOOST_TEST(store.run(all, {}).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_text_that_looks_like_a_field_keeps_its_record_from_being_cut) {
  const statement rename = update_by(user::id, {{user::name, ORM_ASSIGN_SET, 1}});
  const statement rate = update_by(user::id, {{user::score, ORM_ASSIGN_SET, 1}});
  BOOST_TEST((cost(rename, {text("u1"), text("a;b")}) == one_step));
  BOOST_TEST((cost(rename, {text("u1"), text("a;score:i7;")}).second == 0u));
  BOOST_TEST((cost(rate, {text("u1"), number(3)}).second == 0u));
  BOOST_TEST(store.run(all, {}) == rows{"u1|a@x|a;score:i7;|3"}, boost::test_tools::per_element());
  BOOST_TEST((cost(rename, {text("u1"), text("a")}).second == 0u));
  BOOST_TEST((cost(rate, {text("u1"), number(4)}) == one_step));
  store.add_user("u2", "b@x", "*;*:k;name:");
  BOOST_TEST((cost(update_by(user::id, {{user::score, ORM_ASSIGN_SET, 1}}), {text("u2"), number(3)}).second == 0u));
}

BOOST_AUTO_TEST_CASE(other_statements_go_the_long_way) {
  const std::uint64_t before = store.data().mutations;
  store.run(update_by(user::name, {{user::score, ORM_ASSIGN_SET, 1}}), {text("n"), number(2)});
  store.run(update_by(user::id, {{user::score, ORM_ASSIGN_MULTIPLY, 1}}), {text("u1"), number(2)});
  const statement both = statement(ORM_DELETE, user_model)
                             .where({compare(ORM_NODE_EQ, user::id, 0),
                                     compare(ORM_NODE_CONTAINS, user::name, 1),
                                     {ORM_NODE_AND, 0, 3, 2, ORM_NONE}});
  store.run(both, {text("u1"), text("x")});
  test_session inside(store);
  inside.begin();
  inside.run(update_by(user::id, {{user::score, ORM_ASSIGN_SET, 1}}), {text("u1"), number(5)});
  inside.rollback();
  BOOST_TEST(store.data().mutations == before);
  BOOST_TEST(store.run(all, {}) == rows{"u1|a@x|n|4"}, boost::test_tools::per_element());
}

// With and without it, the same statements have the same answers and leave the same.
BOOST_DATA_TEST_CASE(both_ways_answer_alike, data::xrange(10) * data::make({true, false}) * data::make({true, false}),
                     seed, indexed, expiry) {
  test_store with(test_store::as_given(), options_with(true, indexed, expiry));
  test_store without(test_store::as_given(), options_with(false, indexed, expiry));
  random_statements random(static_cast<std::uint32_t>(seed) + 1);
  test_session one(with);
  test_session other(without);
  for (int i = 0; i < 1500; ++i) {
    const random_request next = random.next();
    BOOST_REQUIRE_EQUAL(outcome_of(one, next), outcome_of(other, next));
    BOOST_REQUIRE((with.data().indexes == without.data().indexes));
    BOOST_REQUIRE_EQUAL(with.data().values.size(), without.data().values.size());
  }
  for (const auto& [key, value] : with.data().values) {
    const auto found = without.data().values.find(key);
    BOOST_REQUIRE(found != without.data().values.end());
    BOOST_TEST(value.expires_at == found->second.expires_at, key);
  }
  BOOST_TEST(with.data().mutations > 100u);
}

BOOST_AUTO_TEST_CASE(what_a_large_write_took_is_given_back_with_the_next) {
  constexpr std::size_t large = 3'000'000, kept = std::size_t{1} << 20;
  const kv::mutation_form form;
  kv::keyed_mutation change;
  change.record.assign(large, 'x');
  change.values.add(std::string(large, 'x'));
  change.clear(form);
  BOOST_TEST(change.record.capacity() <= kept);
  BOOST_TEST(change.values.open().capacity() <= kept);
  change.record.assign(kept / 2, 'x');
  change.clear(form);
  BOOST_TEST(change.record.empty());
  BOOST_TEST(change.record.capacity() >= kept / 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
