// Rows by the values of a unique key. Readers may share it; a writer needs it alone.
#ifndef ORM_MEMORY_HASH_INDEX_HPP
#define ORM_MEMORY_HASH_INDEX_HPP

#include <orm/sdk/driver.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace orm::memory {

// Open addressing with linear probing: a lookup reads a slot or two, then the row. Rows with a null in the key are in
// no hash_index. Does not own rows.
class hash_index {
 public:
  explicit hash_index(std::vector<std::uint32_t> fields);

  // The row with these values of the key's fields, in their order; null if there is none.
  const orm_cell* find(std::span<const orm_cell> values) const;

  // The row with the same key as this row, which need not be in the index.
  const orm_cell* find_like(const orm_cell* row) const;

  // The key must not be there.
  void insert(const orm_cell* row);
  // The row, by its address, must be there; unless its key has a null.
  void erase(const orm_cell* row);

  template <class Visit>
  bool visit(Visit&& visit) const {
    for (const slot& slot : slots_) {
      if (slot.row != nullptr && !visit(slot.row)) return false;
    }
    return true;
  }

 private:
  struct slot {
    std::size_t hash = 0;
    const orm_cell* row = nullptr;
  };

  bool has_null(const orm_cell* row) const;
  std::size_t position_of(const orm_cell* row) const;
  void place(const slot& entry);
  void grow();

  std::vector<std::uint32_t> fields_;
  std::vector<slot> slots_;  // a power of two, at least a third of them empty
  std::size_t mask_;
  std::size_t size_ = 0;
};

}  // namespace orm::memory

#endif
