// Schemas and statements of the driver boundary, built in tests.
#ifndef ORM_TESTS_SQL_SCHEMA_BUILDER_HPP
#define ORM_TESTS_SQL_SCHEMA_BUILDER_HPP

#include <orm/sdk/driver.h>

#include <deque>
#include <string>
#include <vector>

namespace orm::tests {

struct field_options {
  std::uint16_t flags = 0;
  std::uint32_t references_model = ORM_NONE;
  std::uint32_t references_field = ORM_NONE;
  std::uint32_t on_delete = ORM_ON_DELETE_NO_ACTION;
  std::vector<std::string> values = {};
  std::string description = {};
};

// Models and fields are named by their index, in the order in which they were added.
class schema_builder {
 public:
  std::uint32_t model(const std::string& table, const std::string& description = "");
  std::uint32_t field(const std::string& column, orm_field_type type, const field_options& options = {});
  std::uint32_t id(orm_field_type type = ORM_FIELD_STRING, std::uint16_t flags = 0);
  void unique(std::vector<std::uint32_t> fields);
  void index(std::vector<std::uint32_t> fields);
  void expires(std::uint32_t field) { models_.back().expires = field; }
  void name_space(const std::string& name) { models_.back().name_space = keep(name); }
  std::uint32_t relation(orm_relation relation);  // size is filled in
  const orm_schema& finish();

 private:
  orm_text keep(const std::string& text);

  std::deque<std::string> texts_;
  std::deque<std::vector<orm_text>> values_;
  std::deque<std::vector<std::uint32_t>> lists_;
  std::deque<std::vector<orm_field>> fields_;
  std::deque<std::vector<orm_field_list>> uniques_;
  std::deque<std::vector<orm_field_list>> indexes_;
  std::vector<orm_model> models_;
  std::vector<orm_relation> relations_;
  orm_schema schema_ = {};
};

// A statement with everything left out; its vectors stand for the arrays.
struct statement_builder {
  explicit statement_builder(orm_statement_kind kind, std::uint32_t model, std::uint16_t flags = 0);

  statement_builder& where(std::vector<orm_node> nodes);
  void join(std::uint32_t relation, std::uint32_t parent, std::vector<std::uint32_t> fields);
  const orm_statement& finish();

  orm_statement statement = {};
  std::vector<orm_node> filter;
  std::vector<std::uint32_t> output;
  std::vector<orm_order> order;
  std::vector<std::uint32_t> distinct;
  std::vector<std::uint32_t> cursor_fields;
  std::vector<std::uint32_t> cursor_parameters;
  std::vector<std::uint32_t> columns;
  std::vector<std::uint32_t> conflict;
  std::vector<orm_assignment> assignments;
  std::vector<std::uint32_t> group;
  std::vector<orm_aggregate> aggregates;
  std::vector<orm_join> joins;
  std::deque<std::vector<std::uint32_t>> join_outputs;
};

// A leaf of a filter.
orm_node leaf(orm_node_kind kind, std::uint32_t field, std::uint32_t parameter = ORM_NONE, std::uint16_t flags = 0);
// An inner node over the `span` nodes before it.
orm_node over(orm_node_kind kind, std::uint32_t span, std::uint32_t operand = 0);

}  // namespace orm::tests

#endif
