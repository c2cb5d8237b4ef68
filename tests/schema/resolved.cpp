// What a good schema resolves to.
#include <boost/test/unit_test.hpp>

#include "schema_file.hpp"

using orm::no_index;

namespace {

const char* const control_plane = R"(
name = "control_plane"
description = "Durable data."

[models.user]
table = "users"
namespace = "auth"
description = "Primary application users."

[models.user.fields]
id        = { type = "id", unique = true }
email     = { type = "string", unique = true, column = "email_address", description = "Login email" }
createdAt = { type = "datetime", default = "now" }
updatedAt = { type = "datetime", default = "now", on_update = "now" }
nickname  = { type = "string", nullable = true }

[models.user.relations]
memberships   = { kind = "hasMany", target = "membership", foreignKey = "userId" }
login         = { kind = "hasOne", target = "login", foreignKey = "email" }
organizations = { kind = "manyToMany", target = "organization", through = "membership", from = "userId", to = "organizationId" }

[models.membership]
unique = [["userId", "organizationId"], ["badge"], ["id"]]
index  = [["organizationId", "userId"], ["badge"]]

[models.membership.fields]
id             = { type = "id" }
userId         = { type = "string", references = "user.id", onDelete = "cascade" }
organizationId = { type = "integer", references = "organization.id", onDelete = "restrict" }
badge          = { type = "integer" }

[models.membership.relations]
user = { kind = "belongsTo", target = "user", foreignKey = "userId" }

[models.organization.fields]
name = { type = "string" }
id   = { type = "id", of = "integer", generated = "increment" }

[models.login]
expires = "until"
[models.login.fields]
id    = { type = "id", of = "integer" }
email = { type = "string", nullable = true, references = "user.email", onDelete = "setNull" }
until = { type = "datetime", nullable = true }
badge = { type = "integer", nullable = true, references = "membership.badge" }
)";

}  // namespace

BOOST_AUTO_TEST_SUITE(resolved)

BOOST_AUTO_TEST_CASE(models_in_the_order_of_the_file) {
  const auto schema = orm_test::load_text(control_plane);
  BOOST_TEST(schema->name() == "control_plane");
  BOOST_TEST(schema->description() == "Durable data.");
  BOOST_REQUIRE(schema->models().size() == 4);
  BOOST_TEST(schema->models()[0].name == "user");
  BOOST_TEST(schema->models()[1].name == "membership");
  BOOST_TEST(schema->find_model("organization") == 2);
  BOOST_TEST(schema->find_model("Organization") == no_index);
  const orm::model& user = schema->models()[0];
  BOOST_TEST(user.table == "users");
  BOOST_TEST(user.name_space == "auth");
  BOOST_TEST(user.description == "Primary application users.");
  BOOST_TEST(user.id == 0);
  BOOST_TEST(user.expires == no_index);
  BOOST_TEST(schema->models()[1].table == "membership");
  BOOST_TEST(schema->models()[2].id == 1);
  BOOST_TEST(schema->models()[3].expires == 2);
}

BOOST_AUTO_TEST_CASE(fields_keep_what_was_said) {
  const auto schema = orm_test::load_text(control_plane);
  const orm::model& user = schema->models()[0];
  const orm::field& email = user.fields[user.find_field("email")];
  BOOST_TEST(email.column == "email_address");
  BOOST_TEST(email.description == "Login email");
  BOOST_TEST(email.unique);
  BOOST_TEST(email.required());
  BOOST_TEST(!user.fields[0].unique);
  BOOST_TEST((user.fields[0].default_from == orm::default_kind::uuid));
  BOOST_TEST((user.fields[2].default_from == orm::default_kind::now));
  BOOST_TEST(!user.fields[2].on_update_now);
  BOOST_TEST(user.fields[3].on_update_now);
  BOOST_TEST(!user.fields[4].required());
  BOOST_TEST((schema->models()[2].fields[1].default_from == orm::default_kind::increment));
  BOOST_TEST((schema->models()[2].fields[1].type == orm::field_type::integer));
  BOOST_TEST(schema->models()[3].fields[0].required());
}

BOOST_AUTO_TEST_CASE(references_lead_to_ids_and_unique_fields) {
  const auto schema = orm_test::load_text(control_plane);
  const orm::model& membership = schema->models()[1];
  BOOST_TEST(membership.fields[1].references_model == 0);
  BOOST_TEST(membership.fields[1].references_field == 0);
  BOOST_TEST((membership.fields[1].on_delete == orm::on_delete::cascade));
  BOOST_TEST((membership.fields[2].on_delete == orm::on_delete::no_action));
  const orm::model& login = schema->models()[3];
  BOOST_TEST(login.fields[1].references_field == 1);
  BOOST_TEST((login.fields[1].on_delete == orm::on_delete::set_null));
  BOOST_TEST(login.fields[3].references_model == 1);
}

BOOST_AUTO_TEST_CASE(a_list_of_one_field_is_a_unique_field) {
  const auto schema = orm_test::load_text(control_plane);
  const orm::model& membership = schema->models()[1];
  using key = std::vector<std::uint32_t>;
  BOOST_TEST((membership.uniques == std::vector<key>{{1, 2}}));
  BOOST_TEST((membership.indexes == std::vector<key>{{2, 1}, {3}}));
  BOOST_TEST(membership.fields[3].unique);
  BOOST_TEST(!membership.fields[0].unique);
  BOOST_TEST((membership.unique_keys() == std::vector<key>{{0}, {3}, {1, 2}}));
}

BOOST_AUTO_TEST_CASE(relations_join_on_what_the_foreign_key_references) {
  const auto schema = orm_test::load_text(control_plane);
  const auto find = [&](std::uint32_t model, const char* name) {
    return schema->relations().at(schema->find_relation(model, name));
  };
  const orm::relation memberships = find(0, "memberships");
  BOOST_TEST(memberships.from_model == 0);
  BOOST_TEST(memberships.to_model == 1);
  BOOST_TEST(memberships.local_field == 0);
  BOOST_TEST(memberships.remote_field == 1);
  BOOST_TEST(!memberships.singular());
  const orm::relation login = find(0, "login");
  BOOST_TEST(login.local_field == 1);
  BOOST_TEST(login.remote_field == 1);
  BOOST_TEST(login.singular());
  const orm::relation user = find(1, "user");
  BOOST_TEST(user.local_field == 1);
  BOOST_TEST(user.remote_field == 0);
  const orm::relation organizations = find(0, "organizations");
  BOOST_TEST(organizations.to_model == 2);
  BOOST_TEST(organizations.through_model == 1);
  BOOST_TEST(organizations.local_field == 0);
  BOOST_TEST(organizations.through_local == 1);
  BOOST_TEST(organizations.through_remote == 2);
  BOOST_TEST(organizations.remote_field == 1);
  BOOST_TEST(schema->find_relation(0, "nothing") == no_index);
}

BOOST_AUTO_TEST_CASE(tables_of_one_name_in_two_namespaces) {
  const auto schema = orm_test::load_text(
      "[models.a]\ntable = \"t\"\nnamespace = \"x\"\n[models.a.fields]\nid = { type = \"id\" }\n"
      "[models.b]\ntable = \"t\"\nnamespace = \"y\"\n[models.b.fields]\nid = { type = \"id\" }\n");
  BOOST_TEST(schema->models().size() == 2);
}

BOOST_AUTO_TEST_CASE(names_in_any_script) {
  const auto schema = orm_test::load_text(
      "[models.\"größe\".fields]\nid = { type = \"id\" }\n\"名前2\" = { type = \"string\" }\n\"हिन्दी\" = { type = "
      "\"string\" }\n"
      "_x = { type = \"string\", column = \"any thing: 'quoted'\" }\n");
  BOOST_TEST(schema->find_model("größe") == 0);
  BOOST_TEST(schema->models()[0].find_field("名前2") == 1);
  BOOST_TEST(schema->models()[0].fields[3].column == "any thing: 'quoted'");
}

BOOST_AUTO_TEST_SUITE_END()
