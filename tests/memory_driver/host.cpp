// Loading the driver, the schema of the tests, running statements.
#include "host.hpp"

#include <orm/sdk/schema_view.hpp>

#include <dlfcn.h>
#include <boost/test/unit_test.hpp>

namespace orm::tests {
namespace {

orm_text text_of(const char* text) { return {text, std::char_traits<char>::length(text)}; }

orm_field make_field(const char* name, orm_field_type type, std::uint16_t flags = 0,
                     std::uint32_t references = ORM_NONE, orm_on_delete on_delete = ORM_ON_DELETE_NO_ACTION) {
  orm_field field{};
  field.size = sizeof field;
  field.type = static_cast<std::uint16_t>(type);
  field.flags = flags;
  field.name = field.column = text_of(name);
  field.references_model = references;
  field.references_field = references == ORM_NONE ? ORM_NONE : 0;
  field.on_delete = on_delete;
  return field;
}

const orm_field user_fields[] = {
    make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID), make_field("email", ORM_FIELD_STRING, ORM_FIELD_UNIQUE),
    make_field("name", ORM_FIELD_STRING, ORM_FIELD_NULLABLE), make_field("score", ORM_FIELD_INTEGER),
    make_field("boss", ORM_FIELD_STRING, ORM_FIELD_NULLABLE, user_model, ORM_ON_DELETE_SET_NULL)};
const orm_field team_fields[] = {make_field("id", ORM_FIELD_INTEGER, ORM_FIELD_ID | ORM_FIELD_INCREMENT),
                                 make_field("title", ORM_FIELD_STRING, ORM_FIELD_UNIQUE)};
const orm_field member_fields[] = {make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
                                   make_field("user", ORM_FIELD_STRING, 0, user_model, ORM_ON_DELETE_CASCADE),
                                   make_field("team", ORM_FIELD_INTEGER, 0, team_model),
                                   make_field("role", ORM_FIELD_STRING)};
const orm_field note_fields[] = {
    make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
    make_field("user", ORM_FIELD_STRING, ORM_FIELD_NULLABLE, user_model),
    make_field("member", ORM_FIELD_STRING, ORM_FIELD_NULLABLE, member_model, ORM_ON_DELETE_CASCADE)};
const orm_field session_fields[] = {make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
                                    make_field("user", ORM_FIELD_STRING, ORM_FIELD_NULLABLE, user_model),
                                    make_field("token", ORM_FIELD_STRING, ORM_FIELD_UNIQUE),
                                    make_field("expires", ORM_FIELD_DATETIME, ORM_FIELD_NULLABLE)};

const std::uint32_t user_and_team[] = {member::user, member::team};
const std::uint32_t team_and_role[] = {member::team, member::role};
const std::uint32_t score_alone[] = {user::score};
const orm_field_list member_uniques[] = {{user_and_team, 2}};
const orm_field_list member_indexes[] = {{team_and_role, 2}};
const orm_field_list user_indexes[] = {{score_alone, 1}};

template <std::size_t Count>
orm_model make_model(const char* name, const orm_field (&fields)[Count]) {
  orm_model model{};
  model.size = sizeof model;
  model.expires = ORM_NONE;
  model.field_count = Count;
  model.fields = fields;
  model.name = model.table = text_of(name);
  return model;
}

orm_relation direct(const char* name, std::uint32_t from, std::uint32_t local, std::uint32_t to, std::uint32_t remote,
                    std::uint32_t flags = 0) {
  return {sizeof(orm_relation), flags, from, to, local, remote, ORM_NONE, ORM_NONE, ORM_NONE, text_of(name)};
}

const orm_schema& test_schema() {
  static const auto models = [] {
    std::vector<orm_model> made{make_model("user", user_fields), make_model("team", team_fields),
                                make_model("member", member_fields), make_model("note", note_fields),
                                make_model("session", session_fields)};
    made[user_model].index_count = 1;
    made[user_model].indexes = user_indexes;
    made[member_model].unique_count = 1;
    made[member_model].uniques = member_uniques;
    made[member_model].index_count = 1;
    made[member_model].indexes = member_indexes;
    made[session_model].expires = session::expires;
    return made;
  }();
  static const orm_relation relations[] = {
      direct("members", user_model, user::id, member_model, member::user),
      {sizeof(orm_relation), 0, user_model, team_model, user::id, team::id, member_model, member::user, member::team,
       text_of("teams")},
      direct("user", member_model, member::user, user_model, user::id, ORM_RELATION_SINGULAR),
      direct("best", user_model, user::id, member_model, member::user, ORM_RELATION_SINGULAR),
      direct("sessions", user_model, user::id, session_model, session::user)};
  static const orm_schema schema{sizeof(orm_schema), static_cast<std::uint32_t>(models.size()),
                                 models.data(),      std::size(relations),
                                 relations,          text_of("tests")};
  return schema;
}

const orm_driver& load() {
  static const orm_driver& driver = [&]() -> const orm_driver& {
    void* library = dlopen(ORM_MEMORY_DRIVER, RTLD_NOW | RTLD_LOCAL);
    BOOST_REQUIRE_MESSAGE(library != nullptr, dlerror());
    const auto entry = reinterpret_cast<orm_driver_entry_function>(dlsym(library, ORM_ENTRY_SYMBOL));
    const orm_host host{sizeof(orm_host), ORM_ABI_MAJOR, ORM_ABI_MINOR, 0, nullptr, nullptr};
    orm_error error{};
    error.size = sizeof error;
    const orm_driver* found = entry(&host, &error);
    BOOST_REQUIRE_MESSAGE(found != nullptr, error.message);
    return *found;
  }();
  return driver;
}

std::string spell(const orm_cell& cell) {
  if (sdk::is_null(cell)) return "null";
  if (sdk::has_text(cell)) return std::string(sdk::text_of(cell));
  return std::to_string(cell.as.integer);
}

}  // namespace

statement::statement(orm_statement_kind kind, std::uint32_t model) {
  of.size = sizeof of;
  of.kind = static_cast<std::uint16_t>(kind);
  of.model = model;
  of.now = of.take = of.skip = of.relation = of.key_list = ORM_NONE;
}
statement& statement::where(std::initializer_list<orm_node> nodes) {
  nodes_ = nodes;
  of.filter = nodes_.data();
  of.filter_count = static_cast<std::uint32_t>(nodes_.size());
  return *this;
}
statement& statement::output(std::initializer_list<std::uint32_t> fields) {
  of.output = numbers_.emplace_back(fields).data();
  of.output_count = static_cast<std::uint32_t>(fields.size());
  return *this;
}
statement& statement::columns(std::initializer_list<std::uint32_t> fields) {
  of.columns = numbers_.emplace_back(fields).data();
  of.column_count = static_cast<std::uint32_t>(fields.size());
  return *this;
}
statement& statement::order(std::initializer_list<orm_order> keys) {
  order_ = keys;
  of.order = order_.data();
  of.order_count = static_cast<std::uint32_t>(order_.size());
  return *this;
}
statement& statement::assign(std::initializer_list<orm_assignment> list) {
  assignments_ = list;
  of.assignments = assignments_.data();
  of.assignment_count = static_cast<std::uint32_t>(assignments_.size());
  return *this;
}
statement& statement::aggregate(std::initializer_list<std::uint32_t> group, std::initializer_list<orm_aggregate> list) {
  of.group = numbers_.emplace_back(group).data();
  of.group_count = static_cast<std::uint32_t>(group.size());
  aggregates_ = list;
  of.aggregates = aggregates_.data();
  of.aggregate_count = static_cast<std::uint32_t>(aggregates_.size());
  return *this;
}
statement& statement::conflict(std::initializer_list<std::uint32_t> fields) {
  of.conflict = numbers_.emplace_back(fields).data();
  of.conflict_count = static_cast<std::uint32_t>(fields.size());
  return *this;
}
statement& statement::cursor(std::uint32_t field, std::uint32_t parameter) {
  of.cursor_fields = numbers_.emplace_back(1, field).data();
  of.cursor_parameters = numbers_.emplace_back(1, parameter).data();
  of.cursor_count = 1;
  return *this;
}
statement& statement::distinct(std::initializer_list<std::uint32_t> fields) {
  of.distinct = numbers_.emplace_back(fields).data();
  of.distinct_count = static_cast<std::uint32_t>(fields.size());
  return *this;
}
statement& statement::flag(std::uint32_t flags) {
  of.flags = static_cast<std::uint16_t>(of.flags | flags);
  return *this;
}

store::store(std::int64_t busy_timeout) : driver_(load()) {
  const orm_option option{text_of("busy_timeout"), number(busy_timeout)};
  orm_open_arguments arguments{};
  arguments.size = sizeof arguments;
  arguments.option_count = 1;
  arguments.schema = &test_schema();
  arguments.options = &option;
  orm_error error{};
  error.size = sizeof error;
  BOOST_REQUIRE_MESSAGE(driver_.open(&arguments, &store_, &error) == ORM_OK, error.message);
}
store::~store() { driver_.close(store_); }

orm_session* store::open_session() {
  orm_session* session = nullptr;
  driver_.session_open(store_, &session, nullptr);
  return session;
}

std::shared_ptr<orm_plan> store::compile(const statement& what) {
  orm_plan* plan = nullptr;
  orm_error error{};
  error.size = sizeof error;
  BOOST_REQUIRE_MESSAGE(driver_.compile(store_, &what.of, &plan, &error) == ORM_OK, error.message);
  return {plan, [this](orm_plan* made) { driver_.release(store_, made); }};
}

std::string store::explain(const statement& what) {
  std::string lines;
  const orm_text_sink sink{sizeof sink,
                           [](void* context, const char* data, std::uint64_t size) -> std::int32_t {
                             auto& all = *static_cast<std::string*>(context);
                             if (!all.empty()) all += "; ";
                             all.append(data, size);
                             return 0;
                           },
                           &lines};
  driver_.explain(store_, compile(what).get(), nullptr, 0, &sink, nullptr);
  return lines;
}

orm_error* connection::clear() {
  error_.size = sizeof error_;
  error_.code = ORM_OK;
  return &error_;
}

answer connection::run(const statement& what, const std::vector<orm_cell>& parameters) {
  return run(store_.compile(what), parameters);
}

answer connection::run(const std::shared_ptr<orm_plan>& plan, const std::vector<orm_cell>& parameters) {
  answer got;
  orm_sink sink{sizeof sink,
                [](void* context, const orm_cell* cells, std::uint32_t count) -> std::int32_t {
                  std::string row;
                  for (std::uint32_t i = 0; i < count; ++i) row += (i > 0 ? "|" : "") + spell(cells[i]);
                  static_cast<answer*>(context)->rows.push_back(row);
                  return 0;
                },
                &got, 0};
  got.error.size = sizeof got.error;
  got.code = store_.driver().execute(session_, plan.get(), parameters.data(),
                                     static_cast<std::uint32_t>(parameters.size()), &sink, &got.error);
  got.affected = sink.affected;
  return got;
}

std::uint64_t connection::purge(std::int64_t now) {
  std::uint64_t removed = 0;
  BOOST_REQUIRE_EQUAL(store_.driver().purge(session_, now, &removed, clear()), ORM_OK);
  return removed;
}

void connection::add_user(const char* id, const char* email, std::int64_t score, const char* boss) {
  const answer got = run(statement(ORM_INSERT, user_model).columns({user::id, user::email, user::score, user::boss}),
                         {text(id), text(email), number(score), text(boss)});
  BOOST_REQUIRE_MESSAGE(got.code == ORM_OK, got.error.message);
}
void connection::add_member(const char* id, const char* user, std::int64_t team, const char* role) {
  const answer got =
      run(statement(ORM_INSERT, member_model).columns({member::id, member::user, member::team, member::role}),
          {text(id), text(user), number(team), text(role)});
  BOOST_REQUIRE_MESSAGE(got.code == ORM_OK, got.error.message);
}
void connection::add_session(const char* id, const char* user, const char* token, std::int64_t expires) {
  const answer got =
      run(statement(ORM_INSERT, session_model).columns({session::id, session::user, session::token, session::expires}),
          {text(id), text(user), text(token), sdk::datetime_cell(expires)});
  BOOST_REQUIRE_MESSAGE(got.code == ORM_OK, got.error.message);
}
std::int64_t connection::add_team(const char* title) {
  const answer got = run(statement(ORM_INSERT, team_model).columns({team::title}).output({team::id}), {text(title)});
  BOOST_REQUIRE_MESSAGE(got.code == ORM_OK, got.error.message);
  return std::stoll(got.rows.at(0).substr(2));  // behind the ordinal
}
std::int64_t connection::count(std::uint32_t model, std::int64_t now) {
  statement total(ORM_AGGREGATE, model);
  total.aggregate({}, {{ORM_AGGREGATE_COUNT_ALL, ORM_NONE}});
  total.of.now = 0;
  return std::stoll(run(total, {sdk::datetime_cell(now)}).rows.at(0));
}

}  // namespace orm::tests
