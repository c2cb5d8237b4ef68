// A C++ declaration and a schema file make the same schema.
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>

#include "control_plane.hpp"
#include "fast_state.hpp"
#include "fixture.hpp"

namespace {

// Everything that a resolved schema says, as text.
std::string described(const orm::schema& schema) {
  std::ostringstream out;
  out << schema.name() << '|' << schema.description() << '\n';
  for (const orm::model& model : schema.models()) {
    out << model.name << ' ' << model.table << ' ' << model.id << ' ' << model.expires << ' ' << model.description
        << '\n';
    for (const orm::field& field : model.fields) {
      out << "  " << field.name << ' ' << field.column << ' ' << to_string(field.type) << ' ' << field.id
          << field.unique << field.nullable << field.on_update_now << ' ' << static_cast<int>(field.default_from) << ' '
          << static_cast<int>(field.default_literal.kind()) << ' ' << field.references_model << '.'
          << field.references_field << ' ' << static_cast<int>(field.on_delete) << ' ' << field.description;
      for (const std::string& value : field.values) out << ' ' << value;
      out << '\n';
    }
    for (const std::uint32_t index : model.relations) {
      const orm::relation& relation = schema.relations()[index];
      out << "  " << relation.name << ' ' << to_string(relation.kind) << ' ' << relation.to_model << ' '
          << relation.local_field << ' ' << relation.remote_field << ' ' << relation.through_model << ' '
          << relation.through_local << ' ' << relation.through_remote << '\n';
    }
    for (const auto& list : model.uniques) {
      out << "  unique";
      for (const std::uint32_t field : list) out << ' ' << field;
    }
    for (const auto& list : model.indexes) {
      out << "  index";
      for (const std::uint32_t field : list) out << ' ' << field;
    }
  }
  return out.str();
}

constexpr auto club_file = R"(
name = "club"
[models.person]
table = "people"
description = "Who may come in."
[models.person.fields]
id = { type = "id" }
email = { type = "string", unique = true, column = "email_address", description = "Login" }
name = { type = "string" }
nick = { type = "string", nullable = true, unique = true }
visits = { type = "integer", default = 0 }
points = { type = "bigint", default = 0 }
balance = { type = "decimal", default = "0.00" }
ratio = { type = "double", nullable = true }
active = { type = "boolean", default = true }
level = { type = "enum", values = ["guest", "regular", "patron"], default = "guest" }
settings = { type = "json", nullable = true }
avatar = { type = "bytes", nullable = true }
createdAt = { type = "datetime", default = "now" }
touchedAt = { type = "datetime", default = "now", on_update = "now" }
[models.person.relations]
memberships = { kind = "hasMany", target = "membership", foreignKey = "personId" }
profile = { kind = "hasOne", target = "profile", foreignKey = "personId" }
groups = { kind = "manyToMany", target = "group", through = "membership", from = "personId", to = "groupId" }
[models.group.fields]
id = { type = "id" }
slug = { type = "string", unique = true }
[models.group.relations]
memberships = { kind = "hasMany", target = "membership", foreignKey = "groupId" }
[models.membership]
table = "memberships"
unique = [["personId", "groupId"]]
index = [["groupId", "role"]]
[models.membership.fields]
id = { type = "id" }
personId = { type = "string", references = "person.id", onDelete = "cascade" }
groupId = { type = "string", references = "group.id" }
role = { type = "string", default = "member" }
[models.membership.relations]
person = { kind = "belongsTo", target = "person", foreignKey = "personId" }
group = { kind = "belongsTo", target = "group", foreignKey = "groupId" }
[models.profile.fields]
id = { type = "id" }
personId = { type = "string", unique = true, references = "person.id", onDelete = "cascade" }
about = { type = "string" }
[models.profile.relations]
person = { kind = "belongsTo", target = "person", foreignKey = "personId" }
[models.room.fields]
number = { type = "id", of = "integer" }
name = { type = "string" }
[models.dayPass]
expires = "validUntil"
[models.dayPass.fields]
id = { type = "id" }
table = { type = "string" }
validUntil = { type = "datetime" }
)";

}  // namespace

BOOST_AUTO_TEST_SUITE(schemas)

BOOST_AUTO_TEST_CASE(a_declaration_says_what_a_file_says) {
  const orm_test::temporary_directory directory;
  orm_test::write_text(directory.path() / "club.toml", club_file);
  BOOST_TEST(described(*orm::schema_of<club::Club>()) == described(*orm::schema::load(directory.file("club.toml"))));
}

BOOST_AUTO_TEST_CASE(the_walkthrough_declares_its_schema_files) {
  const std::string schemas = ORM_SCHEMA_DIRECTORY;
  BOOST_TEST(described(*orm::schema_of<platform::ControlPlane>()) ==
             described(*orm::schema::load(schemas + "/control_plane.toml")));
  BOOST_TEST(described(*orm::schema_of<platform::FastState>()) ==
             described(*orm::schema::load(schemas + "/fast_state.toml")));
}

BOOST_AUTO_TEST_CASE(names_are_those_of_the_templates_unless_declared) {
  const auto& models = orm::schema_of<club::Annex>()->models();
  BOOST_TEST(orm::schema_of<club::Annex>()->name() == "Annex");
  BOOST_TEST(models[0].name == "room");
  BOOST_TEST(models[0].table == "room");
  BOOST_TEST(models[4].table == "people");
}

BOOST_AUTO_TEST_CASE(an_increment_id_is_declared) {
  const orm::field& id = orm::schema_of<club::Desk>()->models()[0].fields[0];
  BOOST_TEST((id.default_from == orm::default_kind::increment));
}

BOOST_AUTO_TEST_SUITE_END()
