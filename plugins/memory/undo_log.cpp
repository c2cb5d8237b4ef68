// Doing, recording and taking back changes. What can't be recorded must not happen: recording comes first.
#include "undo_log.hpp"

namespace orm::memory {

const orm_cell* undo_log::link(table& to, fresh_row row) {
  entries_.push_back({action::linked, &to, row.get(), nullptr});
  try {
    to.link(row.get());
  } catch (...) {
    entries_.pop_back();
    throw;
  }
  return row.release();
}

void undo_log::unlink(table& from, const orm_cell* row) {
  entries_.push_back({action::unlinked, &from, row, nullptr});
  from.unlink(row);
}

const orm_cell* undo_log::change(table& in, const orm_cell* row, fresh_row values) {
  entries_.push_back({action::changed, &in, row, values.get()});
  in.unlink_changed(row, values.get());
  exchange_cells(row, values.get(), in.model().field_count);
  return values.release();
}

void undo_log::relink(table& in, const orm_cell* row, const orm_cell* before) {
  entries_.push_back({action::relinked, &in, row, before});
  try {
    in.link_changed(row, before);
  } catch (...) {
    entries_.pop_back();
    throw;
  }
}

void undo_log::undo(const entry& done) {
  switch (done.what) {
    case action::linked:
      done.where->unlink(done.row);
      free_row(done.row);
      break;
    case action::unlinked:
      done.where->link(done.row);
      break;
    case action::changed: {
      const fresh_row values = revert_exchange(done.row, done.before, done.where->model().field_count);
      done.where->link_changed(done.row, values.get());
      break;
    }
    case action::relinked:
      done.where->unlink_changed(done.row, done.before);
      break;
  }
}

void undo_log::rollback(std::size_t position) noexcept {
  for (; entries_.size() > position; entries_.pop_back()) undo(entries_.back());
}

void undo_log::commit() noexcept {
  for (const entry& done : entries_) {
    if (done.what == action::changed) settle_exchange(done.before);
    if (done.what == action::unlinked) free_row(done.row);
  }
  entries_.clear();
}

}  // namespace orm::memory
