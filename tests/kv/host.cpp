// The schema of the tests, running statements.
#include <boost/test/unit_test.hpp>

#include "host.hpp"

#include <iterator>

namespace orm_test {
namespace {

orm_text text_at(const char* text) { return {text, std::char_traits<char>::length(text)}; }

std::string spell(const orm_cell& cell) {
  if (orm::sdk::is_null(cell)) return "null";
  if (orm::sdk::has_text(cell)) return std::string(orm::sdk::text_of(cell));
  return std::to_string(cell.as.integer);
}

}  // namespace

kv::kv_options of_this_run(kv::kv_options options) {
  const auto& run = boost::unit_test::framework::master_test_suite();
  options.can.mutations = options.can.mutations || (run.argc > 1 && std::string_view(run.argv[1]) == "--mutations");
  return options;
}

orm_field make_field(const char* name, orm_field_type type, unsigned flags) {
  orm_field field{};
  field.size = sizeof field;
  field.type = static_cast<std::uint16_t>(type);
  field.flags = static_cast<std::uint16_t>(flags);
  field.name = field.column = text_at(name);
  field.references_model = field.references_field = ORM_NONE;
  return field;
}

orm_model make_model(const char* name, const std::vector<orm_field>& fields) {
  orm_model model{};
  model.size = sizeof model;
  model.expires = ORM_NONE;
  model.field_count = static_cast<std::uint32_t>(fields.size());
  model.fields = fields.data();
  model.name = model.table = text_at(name);
  return model;
}

orm_schema make_schema(const std::vector<orm_model>& models) {
  orm_schema schema{};
  schema.size = sizeof schema;
  schema.model_count = static_cast<std::uint32_t>(models.size());
  schema.models = models.data();
  schema.name = text_at("app");
  return schema;
}

const orm_schema& test_schema() {
  static const std::vector<orm_field> users = {
      make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID), make_field("email", ORM_FIELD_STRING, ORM_FIELD_UNIQUE),
      make_field("name", ORM_FIELD_STRING, ORM_FIELD_NULLABLE), make_field("score", ORM_FIELD_INTEGER)};
  static const std::vector<orm_field> sessions = {make_field("id", ORM_FIELD_STRING, ORM_FIELD_ID),
                                                  make_field("token", ORM_FIELD_STRING, ORM_FIELD_UNIQUE),
                                                  make_field("user", ORM_FIELD_STRING, ORM_FIELD_NULLABLE),
                                                  make_field("expires", ORM_FIELD_DATETIME, ORM_FIELD_NULLABLE)};
  static const std::vector<orm_field> tickets = {
      make_field("id", ORM_FIELD_INTEGER, ORM_FIELD_ID | ORM_FIELD_INCREMENT), make_field("title", ORM_FIELD_STRING)};
  static const std::uint32_t name_and_score[] = {user::name, user::score};
  static const orm_field_list user_indexes[] = {{name_and_score, 2}};
  static const std::vector<orm_model> models = [] {
    std::vector<orm_model> made{make_model("user", users), make_model("session", sessions),
                                make_model("ticket", tickets)};
    made[user_model].index_count = 1;
    made[user_model].indexes = user_indexes;
    made[session_model].expires = session::expires;
    return made;
  }();
  static const orm_relation relations[] = {{sizeof(orm_relation), 0, user_model, session_model, user::id, session::user,
                                            ORM_NONE, ORM_NONE, ORM_NONE, text_at("sessions")},
                                           {sizeof(orm_relation), ORM_RELATION_SINGULAR, session_model, user_model,
                                            session::user, user::id, ORM_NONE, ORM_NONE, ORM_NONE, text_at("user")}};
  static const orm_schema schema = [] {
    orm_schema made = make_schema(models);
    made.relation_count = static_cast<std::uint32_t>(std::size(relations));
    made.relations = relations;
    return made;
  }();
  return schema;
}

statement::statement(orm_statement_kind kind, std::uint32_t model) {
  plain_.size = sizeof plain_;
  plain_.kind = static_cast<std::uint16_t>(kind);
  plain_.model = model;
  plain_.now = plain_.take = plain_.skip = plain_.relation = plain_.key_list = ORM_NONE;
}

orm_statement statement::view() const {
  orm_statement made = plain_;
  made.filter = nodes_.data();
  made.filter_count = static_cast<std::uint32_t>(nodes_.size());
  made.output = output_.data();
  made.output_count = static_cast<std::uint32_t>(output_.size());
  made.columns = columns_.data();
  made.column_count = static_cast<std::uint32_t>(columns_.size());
  made.conflict = conflict_.data();
  made.conflict_count = static_cast<std::uint32_t>(conflict_.size());
  made.order = order_.data();
  made.order_count = static_cast<std::uint32_t>(order_.size());
  made.assignments = assignments_.data();
  made.assignment_count = static_cast<std::uint32_t>(assignments_.size());
  return made;
}

statement& statement::where(std::vector<orm_node> nodes) {
  nodes_ = std::move(nodes);
  return *this;
}
statement& statement::output(std::vector<std::uint32_t> fields) {
  output_ = std::move(fields);
  return *this;
}
statement& statement::columns(std::vector<std::uint32_t> fields) {
  columns_ = std::move(fields);
  return *this;
}
statement& statement::order(std::vector<orm_order> keys) {
  order_ = std::move(keys);
  return *this;
}
statement& statement::assign(std::vector<orm_assignment> list) {
  assignments_ = std::move(list);
  return *this;
}
statement& statement::conflict(std::vector<std::uint32_t> fields) {
  conflict_ = std::move(fields);
  return *this;
}
statement& statement::clock(std::uint32_t parameter) {
  plain_.now = parameter;
  if (plain_.kind == ORM_INSERT) plain_.extra_parameters = 1;
  return *this;
}
statement& statement::take(std::uint32_t parameter) {
  plain_.take = parameter;
  return *this;
}
statement& statement::along(std::uint32_t relation, std::uint32_t key_list) {
  plain_.relation = relation;
  plain_.key_list = key_list;
  return flag(ORM_STATEMENT_KEYED);
}
statement& statement::flag(std::uint32_t flags) {
  plain_.flags = static_cast<std::uint16_t>(plain_.flags | flags);
  return *this;
}

rows test_store::run(const statement& what, const std::vector<orm_cell>& parameters, std::uint64_t* affected) {
  return test_session(*this).run(what, parameters, affected);
}

rows test_session::run(const statement& what, const std::vector<orm_cell>& parameters, std::uint64_t* affected) {
  rows got;
  orm_sink sink{sizeof sink,
                [](void* context, const orm_cell* cells, std::uint32_t count) -> std::int32_t {
                  std::string row;
                  for (std::uint32_t i = 0; i < count; ++i) row += (i > 0 ? "|" : "") + spell(cells[i]);
                  static_cast<rows*>(context)->push_back(row);
                  return 0;
                },
                &got, 0};
  const auto plan = store_.compile(what.view());
  session_->execute(*plan, parameters.data(), static_cast<std::uint32_t>(parameters.size()), sink);
  if (affected != nullptr) *affected = sink.affected;
  return got;
}

std::string test_store::explained(const statement& what) {
  std::string lines;
  const orm_text_sink sink{sizeof sink,
                           [](void* context, const char* data, std::uint64_t size) -> std::int32_t {
                             auto& all = *static_cast<std::string*>(context);
                             if (!all.empty()) all += "; ";
                             all.append(data, size);
                             return 0;
                           },
                           &lines};
  kv_store::explain(*compile(what.view()), nullptr, 0, orm::sdk::text_sink(&sink));
  return lines;
}

void test_store::add_user(const char* id, const char* email, const char* name, std::int64_t score) {
  run(statement(ORM_INSERT, user_model).columns({user::id, user::email, user::name, user::score}),
      {text(id), text(email), text(name), number(score)});
}

void test_store::add_session(const char* id, const char* token, const char* of_user, std::int64_t expires,
                             std::int64_t now) {
  run(statement(ORM_INSERT, session_model)
          .columns({session::id, session::token, session::user, session::expires})
          .clock(4),
      {text(id), text(token), text(of_user), instant(expires), instant(now)});
}

}  // namespace orm_test
