// Decoding what was read.
#include "rows.hpp"

namespace orm::sdk::kv {

stored_row row_set::add(const model_layout& where, std::string record) {
  if (!records_) records_.emplace();
  const std::string& kept = records_->emplace_back(std::move(record));
  orm_cell* row = arena_.allocate_cells(where.model().field_count);
  std::string_view others;
  if (!where.codec().decode(kept, arena_, row, &others)) {
    throw driver_error(ORM_DRIVER_FAILED, "a record under \"" + where.record_prefix() +
                                              "\" can't be read: something else wrote it, or a later version of orm")
        .on(where.model_index());
  }
  return {row, std::string_view(kept).substr(0, record_head_size), others};
}

void execution::check_cancelled() const {
  if (!cancelled.load(std::memory_order_relaxed)) return;
  throw driver_error(ORM_CANCELLED,
                     "the statement on " + std::string(text_view(model().name)) + " was cancelled before its end")
      .outcome(plan.is_write() ? ORM_OUTCOME_ROLLED_BACK : ORM_OUTCOME_NONE);
}

}  // namespace orm::sdk::kv
