// Every rule of the schema model, with the message of whoever breaks it.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "schema_file.hpp"

namespace {

struct refused_case {
  const char* text;
  const char* message;
};

std::ostream& operator<<(std::ostream& out, const refused_case& shown) { return out << shown.message; }

// One field beside an id: line 3.
#define FIELD "[models.user.fields]\nid = { type = \"id\" }\n"
// Lines 1 to 3 of a model that others refer to.
#define USER "[models.user.fields]\nid = { type = \"id\" }\nemail = { type = \"string\", unique = true }\n"
#define NOTE "[models.note.fields]\nid = { type = \"id\" }\nuserId = { type = \"string\" }\n"

const refused_case unknown_keys[] = {
    {"naem = \"x\"\n", "app.toml:1: naem: unknown key, did you mean \"name\"?"},
    {"\n[modles.user]\n", "app.toml:2: modles: unknown key, did you mean \"models\"?"},
    {"[models.user]\ntabel = \"users\"\n", "app.toml:2: models.user.tabel: unknown key, did you mean \"table\"?"},
    {FIELD "email = { type = \"string\", uniqe = true }\n",
     "app.toml:3: models.user.fields.email.uniqe: unknown key, did you mean \"unique\"?"},
    {FIELD "email = { type = \"string\", on_delete = \"cascade\" }\n",
     "app.toml:3: models.user.fields.email.on_delete: unknown key, did you mean \"onDelete\"?"},
    {FIELD "email = { type = \"string\", zzz = 1 }\n",
     "app.toml:3: models.user.fields.email.zzz: unknown key, expected one of type, unique, nullable, default, "
     "on_update, references, onDelete, column, description, values, of, generated"},
    {NOTE "[models.note.relations]\nuser = { kind = \"belongsTo\", target = \"user\", foreign_key = \"userId\" }\n",
     "app.toml:5: models.note.relations.user.foreign_key: unknown key, did you mean \"foreignKey\"?"},
};

const refused_case wrong_kinds[] = {
    {"name = 1\n", "app.toml:1: name: expected a string, found an integer"},
    {"models = 1\n", "app.toml:1: models: expected a table, found an integer"},
    {"[models]\nuser = \"x\"\n", "app.toml:2: models.user: expected a table, found a string"},
    {"[models.user]\nfields = []\n", "app.toml:2: models.user.fields: expected a table, found an array"},
    {FIELD "email = \"string\"\n", "app.toml:3: models.user.fields.email: expected a table, found a string"},
    {FIELD "email = { type = \"string\", unique = \"yes\" }\n",
     "app.toml:3: models.user.fields.email.unique: expected a boolean, found a string"},
    {FIELD "plan = { type = \"enum\", values = \"free\" }\n",
     "app.toml:3: models.user.fields.plan.values: expected an array, found a string"},
    {FIELD "plan = { type = \"enum\", values = [\n\"free\",\n1] }\n",
     "app.toml:5: models.user.fields.plan.values[1]: expected a string, found an integer"},
    {"[models.user]\nunique = [\"email\"]\n" FIELD,
     "app.toml:2: models.user.unique[0]: expected an array, found a string"},
    {"[models.user]\nindex = [[1]]\n" FIELD,
     "app.toml:2: models.user.index[0][0]: expected a string, found an integer"},
    {"[models.user]\ntable = \"\"\n" FIELD, "app.toml:2: models.user.table: is empty"},
    {FIELD "email = { type = \"\" }\n", "app.toml:3: models.user.fields.email.type: is empty"},
};

const refused_case syntax[] = {
    {"name = \n", "app.toml:1: Error while parsing key-value pair: expected value, saw '\\n'"},
    {"a = 1\n\na = 2\n", "app.toml:3: Error while parsing key-value pair: cannot redefine existing integer 'a'"},
};

const refused_case models[] = {
    {"name = \"x\"\n", "app.toml: models: a schema needs at least one model"},
    {"[models.user]\ntable = \"x\"\n", "app.toml:1: models.user: a model needs fields"},
    {"[models.user.fields]\nname = { type = \"string\" }\n",
     "app.toml:1: models.user.fields: a model needs a field of type \"id\""},
    {FIELD "other = { type = \"id\" }\n",
     "app.toml:3: models.user.fields.other: a model has one id, and \"id\" is it already"},
    {FIELD "[models.account]\ntable = \"user\"\n[models.account.fields]\nid = { type = \"id\" }\n",
     "app.toml:4: models.account.table: table \"user\" is already that of model \"user\""},
    {"[models.\"a b\".fields]\nid = { type = \"id\" }\n",
     "app.toml:1: models.a b: \" \" is not allowed in a name: use letters, digits and _"},
    {"[models.1st.fields]\nid = { type = \"id\" }\n", "app.toml:1: models.1st: a name can't begin with \"1\""},
    {"[models.user]\nnamespace = \"a\\u0000b\"\n" FIELD, "app.toml:2: models.user.namespace: a name can't hold a NUL"},
    {"[models.user]\nexpires = \"expiersAt\"\n" FIELD "expiresAt = { type = \"datetime\" }\n",
     "app.toml:2: models.user.expires: unknown field \"expiersAt\" of model \"user\", did you mean \"expiresAt\"?"},
    {"[models.user]\nexpires = \"name\"\n" FIELD "name = { type = \"string\" }\n",
     "app.toml:2: models.user.expires: the field must be a datetime, \"name\" is of type string"},
};

const refused_case fields[] = {
    {FIELD "a-b = { type = \"string\" }\n",
     "app.toml:3: models.user.fields.a-b: \"-\" is not allowed in a name: use letters, digits and _"},
    {FIELD "OR = { type = \"string\" }\n",
     "app.toml:3: models.user.fields.OR: \"OR\" has a meaning of its own in queries; choose another name"},
    {FIELD "name = { unique = true }\n", "app.toml:3: models.user.fields.name: missing key \"type\""},
    {FIELD "name = { type = \"strng\" }\n",
     "app.toml:3: models.user.fields.name.type: unknown type \"strng\", did you mean \"string\"?"},
    {FIELD "a = { type = \"string\", of = \"string\" }\n",
     "app.toml:3: models.user.fields.a.of: only a field of type \"id\" has it"},
    {FIELD "a = { type = \"integer\", generated = \"increment\" }\n",
     "app.toml:3: models.user.fields.a.generated: only a field of type \"id\" has it"},
    {FIELD "a = { type = \"string\", column = \"id\" }\n",
     "app.toml:3: models.user.fields.a.column: column \"id\" is already that of field \"id\""},
    {FIELD "a = { type = \"json\", unique = true }\n",
     "app.toml:3: models.user.fields.a.unique: a json field can't be unique"},
    {FIELD "a = { type = \"enum\" }\n", "app.toml:3: models.user.fields.a: an enum needs \"values\""},
    {FIELD "a = { type = \"enum\", values = [] }\n", "app.toml:3: models.user.fields.a: an enum needs \"values\""},
    {FIELD "a = { type = \"enum\", values = [\"x\", \"x\"] }\n",
     "app.toml:3: models.user.fields.a.values[1]: \"x\" is among the values already"},
    {FIELD "a = { type = \"enum\", values = [\"x\", \"\"] }\n", "app.toml:3: models.user.fields.a.values[1]: is empty"},
    {FIELD "a = { type = \"enum\", values = [\"x\\u0000\"] }\n",
     "app.toml:3: models.user.fields.a.values[0]: must be valid UTF-8 without NUL"},
    {FIELD "a = { type = \"string\", values = [\"x\"] }\n",
     "app.toml:3: models.user.fields.a.values: only a field of type \"enum\" has them"},
    {FIELD "a = { type = \"datetime\", on_update = \"later\" }\n",
     "app.toml:3: models.user.fields.a.on_update: unknown value \"later\", expected one of now"},
    {FIELD "a = { type = \"string\", on_update = \"now\" }\n",
     "app.toml:3: models.user.fields.a.on_update: only a field of type \"datetime\" has it"},
    {FIELD "a = { type = \"string\", onDelete = \"cascade\" }\n",
     "app.toml:3: models.user.fields.a.onDelete: only a field with \"references\" has it"},
};

const refused_case ids[] = {
    {"[models.user.fields]\nid = { type = \"id\", of = \"bigint\" }\n",
     "app.toml:2: models.user.fields.id.of: unknown type of id \"bigint\", expected one of string, integer"},
    {"[models.user.fields]\nid = { type = \"id\", of = \"integr\" }\n",
     "app.toml:2: models.user.fields.id.of: unknown type of id \"integr\", did you mean \"integer\"?"},
    {"[models.user.fields]\nid = { type = \"id\", nullable = true }\n",
     "app.toml:2: models.user.fields.id.nullable: an id is never null"},
    {"[models.user.fields]\nid = { type = \"id\", default = \"x\" }\n",
     "app.toml:2: models.user.fields.id.default: an id takes no default: a string id left out is generated, an integer "
     "id with generated = \"increment\" too"},
    {"[models.user.fields]\nid = { type = \"id\", of = \"integer\", generated = \"incremnt\" }\n",
     "app.toml:2: models.user.fields.id.generated: unknown value \"incremnt\", did you mean \"increment\"?"},
    {"[models.user.fields]\nid = { type = \"id\", generated = \"increment\" }\n",
     "app.toml:2: models.user.fields.id.generated: only an id with of = \"integer\" is incremented; a string id is "
     "generated when left out"},
};

const refused_case references[] = {
    {USER "a = { type = \"string\", references = \"user\" }\n",
     "app.toml:4: models.user.fields.a.references: expected \"model.field\", found \"user\""},
    {USER "a = { type = \"string\", references = \"usr.id\" }\n",
     "app.toml:4: models.user.fields.a.references: unknown model \"usr\", did you mean \"user\"?"},
    {USER "a = { type = \"string\", references = \"user.emial\" }\n",
     "app.toml:4: models.user.fields.a.references: unknown field \"emial\" of model \"user\", did you mean \"email\"?"},
    {USER "a = { type = \"string\" }\nb = { type = \"string\", references = \"user.a\" }\n",
     "app.toml:5: models.user.fields.b.references: \"user.a\" is neither an id nor unique, so it can't be referenced"},
    {USER "a = { type = \"integer\", references = \"user.id\" }\n",
     "app.toml:4: models.user.fields.a.references: a field of type integer can't reference \"user.id\" of type string"},
    {USER "a = { type = \"string\", references = \"user.id\", onDelete = \"delete\" }\n",
     "app.toml:4: models.user.fields.a.onDelete: unknown action \"delete\", expected one of cascade, restrict, "
     "setNull, "
     "noAction"},
    {USER "a = { type = \"string\", references = \"user.id\", onDelete = \"setnull\" }\n",
     "app.toml:4: models.user.fields.a.onDelete: unknown action \"setnull\", did you mean \"setNull\"?"},
    {USER "a = { type = \"string\", references = \"user.id\", onDelete = \"setNull\" }\n",
     "app.toml:4: models.user.fields.a.onDelete: setNull needs nullable = true"},
    {"[models.session]\nexpires = \"until\"\n[models.session.fields]\nid = { type = \"id\" }\n"
     "until = { type = \"datetime\" }\n[models.log.fields]\nid = { type = \"id\" }\n"
     "session = { type = \"string\", references = \"session.id\" }\n",
     "app.toml:8: models.log.fields.session.references: model \"session\" has \"expires\", so it can't be referenced"},
    {"[models.a]\nunique = [[\"x\", \"y\"]]\n[models.a.fields]\nid = { type = \"id\" }\nx = { type = \"string\" }\n"
     "y = { type = \"string\" }\nz = { type = \"string\", references = \"a.x\" }\n",
     "app.toml:7: models.a.fields.z.references: \"a.x\" is neither an id nor unique, so it can't be referenced"},
};

const refused_case lists[] = {
    {"[models.user]\nunique = [[]]\n" FIELD, "app.toml:2: models.user.unique[0]: the list is empty"},
    {"[models.user]\nunique = [[\"id\"], [\"emial\"]]\n" FIELD "email = { type = \"string\" }\n",
     "app.toml:2: models.user.unique[1]: unknown field \"emial\" of model \"user\", did you mean \"email\"?"},
    {"[models.user]\nindex = [\n[\"id\"],\n[\"id\", \"id\"]]\n" FIELD,
     "app.toml:4: models.user.index[1]: \"id\" is in this list already"},
    {"[models.user]\nindex = [[\"data\"]]\n" FIELD "data = { type = \"json\" }\n",
     "app.toml:2: models.user.index[0]: \"data\" is of type json, which can't be in a key or an index"},
    {"[models.user]\nunique = [[\"a\", \"data\"]]\n" FIELD "a = { type = \"string\" }\ndata = { type = \"json\" }\n",
     "app.toml:2: models.user.unique[0]: \"data\" is of type json, which can't be in a key or an index"},
    {"[models.user]\nunique = [[\"a\", \"id\"], [\"a\", \"id\"]]\n" FIELD "a = { type = \"string\" }\n",
     "app.toml:2: models.user.unique[1]: repeats models.user.unique[0]"},
};

#define RELATION(BODY) USER NOTE "[models.note.relations]\nuser = { " BODY " }\n"
#define AT_RELATION "app.toml:8: models.note.relations.user"

const refused_case relations[] = {
    {RELATION("target = \"user\""), AT_RELATION ": missing key \"kind\""},
    {RELATION("kind = \"belongTo\""), AT_RELATION ".kind: unknown kind \"belongTo\", did you mean \"belongsTo\"?"},
    {RELATION("kind = \"belongsTo\""), AT_RELATION ": missing key \"target\""},
    {RELATION("kind = \"belongsTo\", target = \"usr\""),
     AT_RELATION ".target: unknown model \"usr\", did you mean \"user\"?"},
    {RELATION("kind = \"belongsTo\", target = \"user\""), AT_RELATION ": missing key \"foreignKey\""},
    {RELATION("kind = \"belongsTo\", target = \"user\", foreignKey = \"userID2\""),
     AT_RELATION ".foreignKey: unknown field \"userID2\" of model \"note\", did you mean \"userId\"?"},
    {RELATION("kind = \"hasMany\", target = \"user\", foreignKey = \"userId\""),
     AT_RELATION ".foreignKey: unknown field \"userId\" of model \"user\", expected one of id, email"},
    {RELATION("kind = \"belongsTo\", target = \"user\", foreignKey = \"userId\", through = \"note\""),
     AT_RELATION ".through: only a relation of kind manyToMany has it"},
    {RELATION("kind = \"hasOne\", target = \"user\", foreignKey = \"id\", from = \"note\""),
     AT_RELATION ".from: only a relation of kind manyToMany has it"},
    {RELATION("kind = \"manyToMany\", target = \"user\", foreignKey = \"userId\""),
     AT_RELATION ".foreignKey: only a relation of kind belongsTo, hasOne or hasMany has it"},
    {RELATION("kind = \"manyToMany\", target = \"user\", from = \"a\", to = \"b\""),
     AT_RELATION ": missing key \"through\""},
    {RELATION("kind = \"manyToMany\", target = \"user\", through = \"note\", to = \"b\""),
     AT_RELATION ": missing key \"from\""},
    {RELATION("kind = \"manyToMany\", target = \"user\", through = \"note\", from = \"b\""),
     AT_RELATION ": missing key \"to\""},
    {RELATION("kind = \"manyToMany\", target = \"user\", through = \"nte\", from = \"id\", to = \"userId\""),
     AT_RELATION ".through: unknown model \"nte\", did you mean \"note\"?"},
    {RELATION("kind = \"manyToMany\", target = \"user\", through = \"note\", from = \"idd\", to = \"userId\""),
     AT_RELATION ".from: unknown field \"idd\" of model \"note\", did you mean \"id\"?"},
    {RELATION("kind = \"manyToMany\", target = \"user\", through = \"note\", from = \"id\", to = \"usrId\""),
     AT_RELATION ".to: unknown field \"usrId\" of model \"note\", did you mean \"userId\"?"},
    {RELATION("kind = \"manyToMany\", target = \"user\", through = \"note\", from = \"id\", to = \"id\""),
     AT_RELATION ".to: is the same field as \"from\""},
    {USER "[models.note.fields]\nid = { type = \"id\" }\nuserId = { type = \"integer\" }\n[models.note.relations]\n"
          "user = { kind = \"belongsTo\", target = \"user\", foreignKey = \"userId\" }\n",
     AT_RELATION ".foreignKey: \"userId\" of type integer can't join \"user.id\" of type string"},
    {USER NOTE
     "[models.note.relations]\nuserId = { kind = \"belongsTo\", target = \"user\", foreignKey = \"userId\" }\n",
     "app.toml:8: models.note.relations.userId: there is a field of this name, and a relation is selected like a "
     "field"},
    {USER NOTE "[models.note.relations]\nOR = { kind = \"belongsTo\", target = \"user\", foreignKey = \"userId\" }\n",
     "app.toml:8: models.note.relations.OR: \"OR\" has a meaning of its own in queries; choose another name"},
    {USER NOTE "[models.note.relations]\n\"a.b\" = { kind = \"belongsTo\", target = \"user\", foreignKey = \"id\" }\n",
     "app.toml:8: models.note.relations.a.b: \".\" is not allowed in a name: use letters, digits and _"},
};

void check(const refused_case& sample) { BOOST_TEST(orm_test::refusal(sample.text) == sample.message); }

}  // namespace

namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(refusals)
BOOST_DATA_TEST_CASE(unknown_key, data::make(unknown_keys)) { check(sample); }
BOOST_DATA_TEST_CASE(wrong_kind, data::make(wrong_kinds)) { check(sample); }
BOOST_DATA_TEST_CASE(not_toml, data::make(syntax)) { check(sample); }
BOOST_DATA_TEST_CASE(model, data::make(models)) { check(sample); }
BOOST_DATA_TEST_CASE(field, data::make(fields)) { check(sample); }
BOOST_DATA_TEST_CASE(id, data::make(ids)) { check(sample); }
BOOST_DATA_TEST_CASE(reference, data::make(references)) { check(sample); }
BOOST_DATA_TEST_CASE(list, data::make(lists)) { check(sample); }
BOOST_DATA_TEST_CASE(relation, data::make(relations)) { check(sample); }

BOOST_AUTO_TEST_CASE(declared_in_code) {
  orm::schema_declaration declared;
  BOOST_TEST(orm_test::refusal(declared) == "models: a schema needs at least one model");
  declared.models.resize(2);
  declared.models[0].name = declared.models[1].name = "user";
  BOOST_TEST(orm_test::refusal(declared) == "models.user: there is already a model of this name");
  declared.models.pop_back();
  declared.models[0].fields.resize(2);
  declared.models[0].fields[0].name = declared.models[0].fields[1].name = "id";
  declared.models[0].fields[0].type = declared.models[0].fields[1].type = "id";
  BOOST_TEST(orm_test::refusal(declared) == "models.user.fields.id: there is already a field of this name");
  declared.models[0].name = "\xff";
  BOOST_TEST(orm_test::refusal(declared) == "models.\xff: the name is not valid UTF-8");
  declared.models[0].name = "";
  BOOST_TEST(orm_test::refusal(declared) == "models.: a name can't be empty");
}

BOOST_AUTO_TEST_CASE(relation_declared_twice_in_code) {
  orm::schema_declaration declared;
  declared.models.resize(1);
  auto& user = declared.models[0];
  user.name = "user";
  user.fields.resize(1);
  user.fields[0].name = "id", user.fields[0].type = "id";
  user.relations.resize(1);
  auto& relation = user.relations[0];
  relation.name = "self", relation.kind = "hasOne", relation.target = "user", relation.foreign_key = "id";
  BOOST_TEST(orm_test::refusal(declared) == "");
  user.relations.push_back(relation);
  BOOST_TEST(orm_test::refusal(declared) == "models.user.relations.self: there is already a relation of this name");
}

BOOST_AUTO_TEST_SUITE_END()
