// Names of keys and indexes, and the way back from an entry to its record.
#include <boost/test/unit_test.hpp>

#include <orm/sdk/kv/layout.hpp>

#include "host.hpp"

namespace {

using namespace orm_test;

const std::vector<orm_cell> ada = {text("u 1"), text("ada@acme.dev"), orm::sdk::null_cell(), number(7)};
const std::vector<orm_cell> session_of_ada = {text("s1"), text("tok:en"), text("u 1"), orm::sdk::null_cell()};

std::vector<kv::model_layout> layouts(kv::layout_options options = {}) { return kv::layout_of(test_schema(), options); }

std::uint32_t key_of(const kv::model_layout& where, std::vector<std::uint32_t> fields) {
  for (std::uint32_t i = 0; i < where.keys().size(); ++i) {
    if (where.keys()[i].fields == fields) return i;
  }
  BOOST_FAIL("no such key");
  return 0;
}

BOOST_AUTO_TEST_SUITE(layout)

BOOST_AUTO_TEST_CASE(a_model_is_stored_by_its_id) {
  const auto models = layouts();
  const kv::model_layout& users = models[user_model];
  BOOST_TEST(users.record_key(ada.data()) == "app:user:r:u!201");
  BOOST_TEST(users.unique_key(key_of(users, {user::email}), ada.data()) == "app:user:u:email:ada@acme.dev");
  const std::uint32_t by_name = key_of(users, {user::name, user::score});
  BOOST_TEST(users.key(by_name).index == "app:user:i:name.score");
  BOOST_TEST(users.entry(by_name, ada.data()) == "- =a7 =u!201 ");
  BOOST_TEST(users.reference_in(by_name, "- =a7 =u!201 ") == "u!201");
  BOOST_TEST(users.reference_in(kv::model_layout::id_key, "=u!201 ") == "u!201");
  BOOST_TEST(users.reference_in(by_name, "garbage") == "");
}

BOOST_AUTO_TEST_CASE(a_model_that_expires_is_stored_by_its_one_unique_key) {
  const auto models = layouts();
  const kv::model_layout& sessions = models[session_model];
  BOOST_TEST(sessions.record_key(session_of_ada.data()) == "app:session:r:tok:en");
  BOOST_TEST(sessions.unique_key(kv::model_layout::id_key, session_of_ada.data()) == "app:session:u:id:s1");
  const std::uint32_t by_user = key_of(sessions, {session::user});  // a relation leads there
  BOOST_TEST(sessions.entry(by_user, session_of_ada.data()) == "=u!201 =s1 tok:en");
  BOOST_TEST(sessions.reference_in(by_user, "=u!201 =s1 tok:en") == "tok:en");
}

BOOST_AUTO_TEST_CASE(the_options_choose_prefix_hash_tag_and_key) {
  kv::layout_options options;
  options.prefix = "my app";
  options.tag = kv::hash_tag::model;
  options.stored_by = {{"user", "email"}, {"session", "id"}};
  auto models = layouts(options);
  BOOST_TEST(models[user_model].record_key(ada.data()) == "my!20app:{user}:r:ada@acme.dev");
  BOOST_TEST(models[session_model].record_key(session_of_ada.data()) == "my!20app:{session}:r:s1");
  options.tag = kv::hash_tag::schema;
  models = layouts(options);
  BOOST_TEST(models[user_model].record_key(ada.data()) == "{my!20app}:user:r:ada@acme.dev");
}

BOOST_AUTO_TEST_CASE(only_unique_keys_without_nulls_can_store_a_model) {
  const auto refused = [](const char* model, const char* key) {
    kv::layout_options options;
    options.stored_by = {{model, key}};
    BOOST_CHECK_EXCEPTION(layouts(options), orm::sdk::driver_error,
                          [](const auto& error) { return error.code() == ORM_INVALID_CONFIG; });
  };
  refused("user", "name");
  refused("user", "nothing");
  refused("nobody", "id");
}

BOOST_AUTO_TEST_CASE(a_unique_key_with_a_null_has_no_key) {
  const auto models = layouts();
  std::vector<orm_cell> row = ada;
  row[user::email] = orm::sdk::null_cell();
  BOOST_TEST(models[user_model].unique_key(key_of(models[user_model], {user::email}), row.data()) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
