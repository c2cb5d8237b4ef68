// Doing, recording and taking back changes.
#include "undo_log.hpp"

namespace orm::memory {

const orm_cell* undo_log::link(table& to, fresh_row row) {
  changes_.push_back({&to, nullptr, row.get()});  // first: what can't be recorded must not happen
  try {
    to.link(row.get());
  } catch (...) {
    changes_.pop_back();
    throw;
  }
  return row.release();
}

void undo_log::unlink(table& from, const orm_cell* row) {
  changes_.push_back({&from, row, nullptr});
  from.unlink(row);
}

const orm_cell* undo_log::replace(table& in, const orm_cell* before, fresh_row after) {
  changes_.push_back({&in, before, after.get()});
  in.replace(before, after.get());
  return after.release();
}

void undo_log::rollback(std::size_t position) noexcept {
  while (changes_.size() > position) {
    const change last = changes_.back();
    changes_.pop_back();
    if (last.before == nullptr) {
      last.where->unlink(last.after);
    } else if (last.after == nullptr) {
      last.where->link(last.before);
    } else {
      last.where->replace(last.after, last.before);
    }
    if (last.after != nullptr) free_row(last.after);
  }
}

void undo_log::commit() noexcept {
  for (const change& change : changes_) {
    if (change.before != nullptr) free_row(change.before);
  }
  changes_.clear();
}

}  // namespace orm::memory
