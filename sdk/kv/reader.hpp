// The reading statements, and the rows that writing ones are about.
#ifndef ORM_KV_READER_HPP
#define ORM_KV_READER_HPP

#include <orm/sdk/rows/filter.hpp>
#include <orm/sdk/rows/page.hpp>

#include "walk.hpp"

#include <cstdint>
#include <vector>

namespace orm::sdk::kv {

// Belongs to one execution.
class reader {
 public:
  explicit reader(const execution& run)
      : run_(run), now_(run.now()), filter_(run.plan.filter, run.parameters, nullptr) {}

  // Says what find() begins by reading.
  void foresee(prefetch& ahead);

  void find();
  void aggregate();

  // The rows that an UPDATE or DELETE is about. They live as long as the reader.
  std::vector<stored_row> targets();

 private:
  using cell_rows = std::vector<const orm_cell*>;

  walk_request request_of_find() const;
  walk_request request_by_key() const;
  walk_request request_of_links() const;
  void find_by_keys();
  std::vector<cell_rows> rows_by_key();
  std::vector<cell_rows> rows_through();
  bool push_page_of_key(std::int64_t ordinal, cell_rows& rows);
  bool start_after_cursor(row_page& page, walk_request& request);
  bool path_is_order() const;
  row_page page() const;
  std::size_t wanted() const;

  const execution& run_;
  const orm_cell* now_;
  filter_run filter_;
  row_set rows_;
};

}  // namespace orm::sdk::kv

#endif
