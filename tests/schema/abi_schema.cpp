// The C form of a schema has the same indexes and texts.
#include "schema/abi_schema.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "schema_file.hpp"

namespace {

std::string to_string(const orm_text& text) { return {text.data, text.size}; }

}  // namespace

BOOST_AUTO_TEST_CASE(abi_schema_mirrors_the_schema) {
  const orm::detail::abi_schema abi(orm_test::load_text(R"(
name = "app"
[models.user]
table = "users"
namespace = "auth"
description = "People"
unique = [["email", "plan"]]
index = [["plan"]]
[models.user.fields]
id = { type = "id" }
email = { type = "string", unique = true, column = "mail" }
plan = { type = "enum", values = ["free", "pro"], nullable = true, description = "Paid" }
[models.user.relations]
posts = { kind = "hasMany", target = "post", foreignKey = "author" }
[models.post]
expires = "until"
[models.post.fields]
id = { type = "id", of = "integer", generated = "increment" }
author = { type = "string", references = "user.id", onDelete = "cascade" }
until = { type = "datetime" }
[models.post.relations]
author_user = { kind = "belongsTo", target = "user", foreignKey = "author" }
)"));
  const orm_schema& view = abi.view();
  BOOST_TEST(view.size == sizeof(orm_schema));
  BOOST_TEST(to_string(view.name) == "app");
  BOOST_REQUIRE(view.model_count == 2);
  const orm_model& user = view.models[0];
  BOOST_TEST(user.size == sizeof(orm_model));
  BOOST_TEST(to_string(user.name) == "user");
  BOOST_TEST(to_string(user.table) == "users");
  BOOST_TEST(to_string(user.name_space) == "auth");
  BOOST_TEST(to_string(user.description) == "People");
  BOOST_TEST(user.id == 0);
  BOOST_TEST(user.expires == ORM_NONE);
  BOOST_REQUIRE(user.field_count == 3);
  BOOST_TEST(user.fields[0].size == sizeof(orm_field));
  BOOST_TEST(user.fields[0].flags == ORM_FIELD_ID);
  BOOST_TEST(user.fields[0].type == ORM_FIELD_STRING);
  BOOST_TEST(user.fields[1].flags == ORM_FIELD_UNIQUE);
  BOOST_TEST(to_string(user.fields[1].column) == "mail");
  BOOST_TEST(user.fields[1].references_model == ORM_NONE);
  BOOST_TEST(user.fields[2].flags == ORM_FIELD_NULLABLE);
  BOOST_TEST(user.fields[2].type == ORM_FIELD_ENUM);
  BOOST_REQUIRE(user.fields[2].value_count == 2);
  BOOST_TEST(to_string(user.fields[2].values[1]) == "pro");
  BOOST_TEST(to_string(user.fields[2].description) == "Paid");
  BOOST_REQUIRE(user.unique_count == 1);
  BOOST_REQUIRE(user.uniques[0].count == 2);
  BOOST_TEST(user.uniques[0].fields[1] == 2);
  BOOST_REQUIRE(user.index_count == 1);
  BOOST_TEST(user.indexes[0].fields[0] == 2);

  const orm_model& post = view.models[1];
  BOOST_TEST(post.expires == 2);
  BOOST_TEST(post.fields[0].flags == (ORM_FIELD_ID | ORM_FIELD_INCREMENT));
  BOOST_TEST(post.fields[0].type == ORM_FIELD_INTEGER);
  BOOST_TEST(post.fields[1].references_model == 0);
  BOOST_TEST(post.fields[1].references_field == 0);
  BOOST_TEST(post.fields[1].on_delete == ORM_ON_DELETE_CASCADE);

  BOOST_REQUIRE(view.relation_count == 2);
  BOOST_TEST(view.relations[0].size == sizeof(orm_relation));
  BOOST_TEST(to_string(view.relations[0].name) == "posts");
  BOOST_TEST(view.relations[0].flags == 0);
  BOOST_TEST(view.relations[0].to_model == 1);
  BOOST_TEST(view.relations[0].remote_field == 1);
  BOOST_TEST(view.relations[0].through_model == ORM_NONE);
  BOOST_TEST(view.relations[1].flags == ORM_RELATION_SINGULAR);
  BOOST_TEST(view.relations[1].local_field == 1);
}

BOOST_AUTO_TEST_CASE(a_schema_without_a_name_has_that_of_its_store) {
  const auto schema_of = [](const std::string& head) {
    return orm_test::load_text(head + "[models.user.fields]\nid = { type = \"id\" }\n");
  };
  BOOST_TEST(to_string(orm::detail::abi_schema(schema_of(""), "app").view().name) == "app");
  BOOST_TEST(to_string(orm::detail::abi_schema(schema_of("name = \"own\"\n"), "app").view().name) == "own");
}
