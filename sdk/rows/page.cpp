// Distinct, cursor, skip and take, in this order.
#include <orm/sdk/rows/order.hpp>
#include <orm/sdk/rows/page.hpp>

namespace orm::sdk {

bool row_page::can_matter(const orm_cell* row) const {
  return cursor_ == nullptr || !distinct_.empty() || compare_rows(order_, row, cursor_) > 0;
}

bool row_page::accepts(const orm_cell* row) {
  if (!distinct_.empty() && !seen_.insert(row).second) return false;
  if (cursor_ != nullptr && compare_rows(order_, row, cursor_) <= 0) return false;
  if (skip_ > 0) {
    --skip_;
    return false;
  }
  if (take_ == 0) return false;
  if (take_ != everything) --take_;
  return true;
}

std::size_t row_page::rows_needed() const {
  if (take_ == 0) return 0;
  if (!distinct_.empty() || take_ > everything - skip_) return everything;
  return skip_ + take_;
}

}  // namespace orm::sdk
