// What is decided about a statement when it is compiled.
#include "plan.hpp"

#include <orm/sdk/rows/refusals.hpp>

#include <algorithm>

#include "store.hpp"

namespace orm::sqlite {

plan::plan(store& owner, const orm_statement& statement)
    : slotted_plan(owner.slots()),
      sql(sdk::sql::compile(owner.schema(), statement, sdk::sql::sqlite_dialect())),
      model(statement.model),
      columns(sdk::columns(statement).begin(), sdk::columns(statement).end()),
      computed(sdk::computed_fields(statement)),
      extra_parameters(statement.extra_parameters),
      inserts(statement.kind == ORM_INSERT),
      reads(statement.kind == ORM_FIND || statement.kind == ORM_AGGREGATE),
      unique(sdk::has_flag(statement, ORM_STATEMENT_UNIQUE) && !sdk::has_flag(statement, ORM_STATEMENT_KEYED)),
      skips_duplicates(sdk::has_flag(statement, ORM_STATEMENT_SKIP_DUPLICATES)),
      references_itself(false),
      answers_early(std::none_of(sql.output.begin(), sql.output.end(), [](const sdk::sql::output_column& column) {
        return column.source == sdk::sql::output_source::result || column.source == sdk::sql::output_source::last_id;
      })) {
  const orm_model& m = sdk::model(owner.schema(), model);
  for (std::uint32_t i = 0; i < m.field_count; ++i) {
    references_itself = references_itself || sdk::field(m, i).references_model == model;
  }
}

}  // namespace orm::sqlite
