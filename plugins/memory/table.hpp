// The rows of one model with all their indexes. Readers may share it; a writer needs it alone.
#ifndef ORM_MEMORY_TABLE_HPP
#define ORM_MEMORY_TABLE_HPP

#include <orm/sdk/rows/access.hpp>
#include <orm/sdk/rows/keys.hpp>

#include "hash_index.hpp"
#include "ordered_index.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace orm::memory {

class table {
 public:
  // Keys are those that the model declares; fields that rows are looked up by besides (foreign keys, relations) get an
  // ordered index of their own.
  table(const orm_schema& schema, std::uint32_t model);
  ~table();
  table(const table&) = delete;
  table& operator=(const table&) = delete;

  const orm_model& model() const { return model_; }
  std::uint32_t model_index() const { return model_index_; }
  std::size_t size() const { return size_; }

  // What rows are found by; positions in it name keys below.
  std::span<const sdk::access_key> keys() const { return keys_; }
  // The position of the ordered key of exactly that field.
  std::uint32_t ordered_key_of(std::uint32_t field) const;
  // Whether a key contains the field.
  bool is_key_field(std::uint32_t field) const { return in_keys_[field]; }

  // keys()[position] is unique.
  const hash_index& unique(std::uint32_t position) const { return *hashes_[position]; }
  const ordered_index& ordered(std::uint32_t position) const { return *trees_[position]; }

  // Every row, in no order.
  template <class Visit>
  bool visit_all(Visit&& visit) const {
    return hashes_[id_key]->visit(visit);
  }

  // Throws INVALID_VALUE where a declared key of the row is too long.
  void check_limits(const orm_cell* row) const { sdk::check_key_limits(model_, model_index_, declared_, row); }

  // The position of the first unique key that another row has the same values of. before: null, or what the row was:
  // then only the keys that changed are looked at.
  std::optional<std::uint32_t> taken_key(const orm_cell* row, const orm_cell* before = nullptr) const;

  // What follows changes the indexes and nothing else: rows are the caller's to free once no undo_log needs them.
  void link(const orm_cell* row);
  void unlink(const orm_cell* row);
  // For a change of a linked row: out of, and into, the indexes of those keys in which the other one differs from it.
  void unlink_changed(const orm_cell* row, const orm_cell* other);
  void link_changed(const orm_cell* row, const orm_cell* other);

  // The next id of a model whose ids increment. Given once, whatever becomes of the row. Throws INVALID_VALUE when 32
  // bits are used up.
  std::int64_t next_id();

  // Frees every row; ids begin anew.
  void clear();

 private:
  static constexpr std::uint32_t id_key = 0;

  void add_key(std::vector<std::uint32_t> fields, bool unique);
  bool differs(std::size_t key, const orm_cell* row, const orm_cell* other) const;
  void insert(const orm_cell* row, const orm_cell* other);
  void erase(std::size_t key, const orm_cell* row);

  const orm_model& model_;
  std::uint32_t model_index_;
  std::vector<sdk::model_key> declared_;
  std::vector<sdk::access_key> keys_;
  std::vector<std::optional<hash_index>> hashes_;    // by key; of unique ones
  std::vector<std::optional<ordered_index>> trees_;  // by key
  std::vector<bool> in_keys_;                        // by field
  std::size_t size_ = 0;
  std::int64_t last_id_ = 0;
};

}  // namespace orm::memory

#endif
