// What a transaction changed, so that it can be taken back, whole or from a mark on. Belongs to the session that holds
// the store alone.
#ifndef ORM_MEMORY_UNDO_LOG_HPP
#define ORM_MEMORY_UNDO_LOG_HPP

#include "row_memory.hpp"
#include "table.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace orm::memory {

// Every change of a table goes through here. Rows that were unlinked live until commit(), so that rollback can link
// them again and what was pushed of them stays valid.
class undo_log {
 public:
  // Takes the row over and returns it.
  const orm_cell* link(table& to, fresh_row row);
  void unlink(table& from, const orm_cell* row);

  // Gives a linked row other values. Where keys change, the row is in no index of theirs until relink(). Returns what
  // the row was, which lives until commit() too.
  const orm_cell* change(table& in, const orm_cell* row, fresh_row values);
  void relink(table& in, const orm_cell* row, const orm_cell* before);

  // A mark for rollback().
  std::size_t position() const { return entries_.size(); }

  // Takes back what was done since the mark; 0: everything. There is no way on from running out of memory here.
  void rollback(std::size_t position) noexcept;

  // Keeps everything: forgets how to take it back.
  void commit() noexcept;

 private:
  enum class action : std::uint8_t { linked, unlinked, changed, relinked };
  struct entry {
    action what;
    table* where;
    const orm_cell* row;
    const orm_cell* before;  // what it was; of changed and relinked
  };

  void undo(const entry& done);

  std::vector<entry> entries_;
};

}  // namespace orm::memory

#endif
