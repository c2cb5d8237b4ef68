// What a transaction changed, so that it can be taken back, whole or from a mark on. Belongs to the session that holds
// the store alone.
#ifndef ORM_MEMORY_UNDO_LOG_HPP
#define ORM_MEMORY_UNDO_LOG_HPP

#include "row_memory.hpp"
#include "table.hpp"

#include <cstddef>
#include <vector>

namespace orm::memory {

// Every change of a table goes through here. Rows that were unlinked live until commit(), so that rollback can link
// them again and what was pushed of them stays valid.
class undo_log {
 public:
  // Takes the row over and returns it.
  const orm_cell* link(table& to, fresh_row row);
  void unlink(table& from, const orm_cell* row);
  // For rows that agree in every key field.
  const orm_cell* replace(table& in, const orm_cell* before, fresh_row after);

  // A mark for rollback().
  std::size_t position() const { return changes_.size(); }

  // Takes back what was done since the mark; 0: everything. There is no way on from running out of memory here.
  void rollback(std::size_t position) noexcept;

  // Keeps everything: forgets how to take it back.
  void commit() noexcept;

 private:
  struct change {
    table* where;
    const orm_cell* before;  // null: there was no row
    const orm_cell* after;   // null: there is none any more
  };

  std::vector<change> changes_;
};

}  // namespace orm::memory

#endif
