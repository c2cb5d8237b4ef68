// Rows in the order of some fields, ties by the id. Readers may share it; a writer needs it alone.
#ifndef ORM_MEMORY_ORDERED_INDEX_HPP
#define ORM_MEMORY_ORDERED_INDEX_HPP

#include <orm/sdk/driver.h>

#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace orm::memory {

// A place between rows: before or after all those that begin with these values (of the fields, then of the id).
struct index_bound {
  std::span<const orm_cell> values;
  bool after;
};

// Does not own rows.
class ordered_index {
 public:
  ordered_index(std::vector<std::uint32_t> fields, std::uint32_t id);

  void insert(const orm_cell* row);
  void erase(const orm_cell* row) { rows_.erase(row); }

  // The rows between two bounds, without those up to (backward: from) a third one, if given.
  class range;
  range between(const index_bound& low, const index_bound& high, const index_bound* start, bool backward) const;

 private:
  struct order {
    using is_transparent = void;
    std::vector<std::uint32_t> sequence;  // the fields, then the id

    bool operator()(const orm_cell* left, const orm_cell* right) const;
    bool operator()(const orm_cell* row, const index_bound& bound) const;
    bool operator()(const index_bound& bound, const orm_cell* row) const { return !(*this)(row, bound); }
  };
  using row_set = std::set<const orm_cell*, order>;

  row_set rows_;
};

class ordered_index::range {
 public:
  // Calls visit with each row until it answers false.
  template <class Visit>
  bool visit(Visit&& visit) const {
    if (backward_) {
      for (auto at = end_; at != begin_;) {
        if (!visit(*--at)) return false;
      }
    } else {
      for (auto at = begin_; at != end_; ++at) {
        if (!visit(*at)) return false;
      }
    }
    return true;
  }

 private:
  friend class ordered_index;
  row_set::const_iterator begin_;
  row_set::const_iterator end_;
  bool backward_ = false;
};

}  // namespace orm::memory

#endif
