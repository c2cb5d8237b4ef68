/* What follows filter and order in a find: distinct, cursor, skip, take. */
#ifndef ORM_SDK_ROWS_PAGE_HPP
#define ORM_SDK_ROWS_PAGE_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/rows/row.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_set>

namespace orm::sdk {

/* Takes the matching rows one by one, in order, and says which belong to the page. Borrows what it is given; with
 * distinct fields, the rows too. Belongs to one execution. */
class row_page {
 public:
  /* No limit. */
  static constexpr std::uint64_t everything = ~std::uint64_t{0};

  row_page(std::span<const orm_order> order, std::span<const std::uint32_t> distinct, std::uint64_t skip,
           std::uint64_t take)
      : order_(order), distinct_(distinct), skip_(skip), take_(take), seen_(0, hash{distinct}, equal{distinct}) {}

  /* The page begins after this row in order. */
  void start_after(const orm_cell* cursor) { cursor_ = cursor; }

  /* Whether a row, in any order, can belong to the page: for leaving rows out before they are sorted. */
  bool can_matter(const orm_cell* row) const;

  /* Whether the row, the next one in order, belongs to the page. */
  bool accepts(const orm_cell* row);

  /* Whether no further row can belong to the page. */
  bool complete() const { return take_ == 0; }

  /* How many of the first rows in order, of those that can_matter(), the page is made of. */
  std::size_t rows_needed() const;

 private:
  struct hash {
    std::span<const std::uint32_t> fields;
    std::size_t operator()(const orm_cell* row) const { return hash_fields(fields, row); }
  };
  struct equal {
    std::span<const std::uint32_t> fields;
    bool operator()(const orm_cell* left, const orm_cell* right) const { return equal_fields(fields, left, right); }
  };

  std::span<const orm_order> order_;
  std::span<const std::uint32_t> distinct_;
  const orm_cell* cursor_ = nullptr;
  std::uint64_t skip_;
  std::uint64_t take_;
  std::unordered_set<const orm_cell*, hash, equal> seen_;
};

}  // namespace orm::sdk

#endif
