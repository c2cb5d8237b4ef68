// The writing statements. Runs under the exclusive lock; a statement that throws is rolled back by the session.
#ifndef ORM_MEMORY_WRITER_HPP
#define ORM_MEMORY_WRITER_HPP

#include <orm/sdk/value/arena.hpp>

#include "execution.hpp"
#include "foreign_keys.hpp"
#include "undo_log.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

namespace orm::memory {

class writer {
 public:
  writer(const execution& run, undo_log& undo)
      : run_(run), undo_(undo), table_(*run.plan.where), now_(run.now()), references_(run.all, undo, now_) {}

  // Set sink.affected. Throw what driver.h says of the statements, and CANCELLED where the sink wants no more.
  void insert();
  void update();
  void upsert();
  void remove();

 private:
  fresh_row row_of_values(const orm_cell* values);
  fresh_row changed_row(const orm_cell* row);
  const orm_cell* link(fresh_row row);
  void require_free(std::optional<std::uint32_t> taken_key) const;
  void change(std::span<const orm_cell* const> rows);
  void free_expired_keys(const orm_cell* row, const std::unordered_set<const orm_cell*>& own = {});
  void require_pushed(bool pushed) const;

  const execution& run_;
  undo_log& undo_;
  table& table_;
  const orm_cell* now_;
  foreign_keys references_;
  std::vector<orm_cell> cells_;  // of the row under construction
  sdk::cell_arena arena_;        // its computed texts
};

// Unlinks every row that expired; answers how many.
std::uint64_t purge(tables& all, undo_log& undo, const orm_cell& now);

}  // namespace orm::memory

#endif
