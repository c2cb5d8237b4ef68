// Foreign keys within one statement: cascades, and the judgement of the state that it leaves.
#ifndef ORM_MEMORY_FOREIGN_KEYS_HPP
#define ORM_MEMORY_FOREIGN_KEYS_HPP

#include <orm/sdk/driver.h>

#include "tables.hpp"
#include "undo_log.hpp"

#include <vector>

namespace orm::memory {

// Belongs to one execution. now: null where no clock is given; expired rows refer to nothing.
class foreign_keys {
 public:
  foreign_keys(tables& all, undo_log& undo, const orm_cell* now) : all_(all), undo_(undo), now_(now) {}

  // The row is new: what it refers to has to be there in the end.
  void added(const table& in, const orm_cell* row) { added_.push_back({&in, row}); }

  // The row is no longer linked: what referred to it has to find another one with that value, or be gone, in the end.
  void removed(const table& from, const orm_cell* row) { removed_.push_back({&from, row}); }

  // The row was deleted (and is no longer linked): deletes and clears what refers to it, and so on.
  void deleted(const table& from, const orm_cell* row);

  // Throws FOREIGN_KEY_VIOLATION with the model and the field that refer to nothing.
  void judge() const;

 private:
  struct member {
    const table* where;
    const orm_cell* row;
  };

  std::vector<const orm_cell*> referring(const reference& by, const orm_cell& value) const;
  bool is_referred(const reference& by, const orm_cell& value) const;
  void clear(const reference& by, const orm_cell* row);

  tables& all_;
  undo_log& undo_;
  const orm_cell* now_;
  std::vector<member> added_;
  std::vector<member> removed_;
};

}  // namespace orm::memory

#endif
