/* A set of values, for membership in long lists. */
#ifndef ORM_SDK_ROWS_CELL_SET_HPP
#define ORM_SDK_ROWS_CELL_SET_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/value/text.hpp>

#include <cstddef>
#include <span>
#include <unordered_set>

namespace orm::sdk {

/* Borrows the texts of its cells. Reading is safe from several threads. */
class cell_set {
 public:
  /* mode: of texts; other values are compared as they are. */
  explicit cell_set(std::span<const orm_cell> cells, text_case mode = text_case::sensitive);

  bool contains(const orm_cell& cell) const { return cells_.contains(cell); }

 private:
  struct hash {
    text_case mode;
    std::size_t operator()(const orm_cell& cell) const;
  };
  struct equal {
    text_case mode;
    bool operator()(const orm_cell& left, const orm_cell& right) const;
  };
  std::unordered_set<orm_cell, hash, equal> cells_;
};

}  // namespace orm::sdk

#endif
