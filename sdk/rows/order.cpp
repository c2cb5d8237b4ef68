// Comparing and sorting rows.
#include <orm/sdk/rows/order.hpp>
#include <orm/sdk/value/cells.hpp>

#include <algorithm>

namespace orm::sdk {

int compare_rows(std::span<const orm_order> order, const orm_cell* left, const orm_cell* right) {
  for (const orm_order& key : order) {
    const int result = compare_cells(left[key.field], right[key.field]);
    if (result != 0) return key.descending != 0 ? -result : result;
  }
  return 0;
}

void sort_rows(std::span<const orm_order> order, std::vector<const orm_cell*>& rows, std::size_t wanted) {
  const auto before = [&](const orm_cell* left, const orm_cell* right) { return compare_rows(order, left, right) < 0; };
  if (wanted >= rows.size()) {
    std::sort(rows.begin(), rows.end(), before);
    return;
  }
  const auto end = rows.begin() + static_cast<std::ptrdiff_t>(wanted);
  std::partial_sort(rows.begin(), end, rows.end(), before);
  rows.erase(end, rows.end());
}

}  // namespace orm::sdk
