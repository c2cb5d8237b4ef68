// What is decided once for each statement.
#include "plan.hpp"

#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/rows/refusals.hpp>

#include <algorithm>

#include "store.hpp"
#include "types.hpp"

namespace orm::postgres {

namespace {

std::vector<prepared_command> make_commands(const std::vector<sdk::sql::command>& texts) {
  std::vector<prepared_command> out;
  std::transform(texts.begin(), texts.end(), std::back_inserter(out), make_command);
  return out;
}

std::size_t unique_keys(const orm_model& model) {
  const auto keys = sdk::keys_of(model);
  return static_cast<std::size_t>(
      std::count_if(keys.begin(), keys.end(), [](const sdk::model_key& key) { return key.unique; }));
}

// The field that each cell is of.
std::vector<output_field> fields_of_output(const orm_schema& schema, const orm_statement& statement) {
  std::vector<output_field> out;
  const auto add = [&](std::uint32_t model, std::span<const std::uint32_t> fields) {
    for (const std::uint32_t field : fields) out.push_back({model, field});
  };
  if (statement.kind == ORM_AGGREGATE) {
    add(statement.model, sdk::group(statement));
    for (const orm_aggregate& each : sdk::aggregates(statement)) out.push_back({statement.model, each.field});
    return out;
  }
  if (statement.kind == ORM_INSERT || sdk::has_flag(statement, ORM_STATEMENT_KEYED)) {
    out.push_back({statement.model, ORM_NONE});
  }
  add(statement.model, sdk::output(statement));
  for (std::uint32_t i = 0; i < sdk::join_count(statement); ++i) {
    const orm_join& join = sdk::join(statement, i);
    add(sdk::relation(schema, join.relation).to_model, sdk::output(join));
  }
  return out;
}

}  // namespace

plan::plan(store& owner, const orm_statement& statement)
    : slotted_plan(owner.slots()),
      output_fields(fields_of_output(owner.schema(), statement)),
      model(statement.model),
      computed(sdk::computed_fields(statement)),
      width(statement.column_count),
      extra_parameters(statement.extra_parameters),
      inserts(statement.kind == ORM_INSERT),
      reads(statement.kind == ORM_FIND || statement.kind == ORM_AGGREGATE),
      skips_duplicates(sdk::has_flag(statement, ORM_STATEMENT_SKIP_DUPLICATES)),
      repeats(statement.kind == ORM_UPSERT && unique_keys(sdk::model(owner.schema(), model)) > 1),
      defers(statement.kind == ORM_DELETE && !references_within(owner.schema(), model).empty()) {
  const auto compiled = sdk::sql::compile(owner.schema(), statement, sdk::sql::postgres_dialect());
  before = make_commands(inserts ? compiled.before_row : compiled.before);
  main = make_command(compiled.main);
  before_rows = make_commands(compiled.before_rows);
  main_rows = make_command(compiled.main_rows);
  output = compiled.output;
  repeated = compiled.repeated;
  if (defers) named_deferral = defer_by_name(owner.schema(), model);
  answers_early = inserts && !skips_duplicates &&
                  std::none_of(output.begin(), output.end(), [](const sdk::sql::output_column& column) {
                    return column.source == sdk::sql::output_source::result;
                  });
  name_commands();
}

prepared_command make_command(const sdk::sql::command& text) {
  prepared_command out{{}, 0, text, {}};
  for (const sdk::sql::bind& bind : text.binds) {
    out.types.push_back(oid::of_field(bind.type, bind.form == sdk::sql::bind_form::list));
  }
  return out;
}

std::string prepared_name(std::uint64_t generation, std::uint32_t number) {
  return "orm " + std::to_string(generation) + "/" + std::to_string(number);
}

// No two plans of a process share a name, and no application would choose one with a space.
void plan::name_commands() {
  std::uint32_t next = 0;
  const auto name = [&](prepared_command& command) {
    command.number = next++;
    command.name = prepared_name(generation, command.number);
  };
  name(main);
  name(main_rows);
  std::for_each(before.begin(), before.end(), name);
  std::for_each(before_rows.begin(), before_rows.end(), name);
}

}  // namespace orm::postgres
