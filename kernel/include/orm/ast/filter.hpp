// Filters as flat postfix codes beside the arguments they take.
#pragma once

#include <cstdint>
#include <vector>

#include "orm/value.hpp"

namespace orm::ast {

enum class filter_kind : std::uint16_t {  // numbers: orm_node_kind in driver.h
  always = 1,
  never = 2,
  all_of = 3,  // AND
  any_of = 4,  // OR
  negation = 5,
  is_null = 6,
  eq = 7,
  lt = 8,
  le = 9,
  gt = 10,
  ge = 11,
  in = 12,
  contains = 13,
  starts_with = 14,
  ends_with = 15,
  some = 16,  // of a relation: some related row matches
  is = 17,    // of a singular relation: its row exists and matches
};

inline constexpr std::uint16_t insensitive = 1;  // flag: ASCII case folding

struct filter_code {
  filter_kind kind = filter_kind::always;
  std::uint16_t flags = 0;
  std::uint32_t operand = 0;  // field index, number of operands, or relation index of the schema
  std::uint32_t span = 1;     // codes of this subtree, itself included

  friend bool operator==(const filter_code&, const filter_code&) = default;
};

// A filter on one model. Two-valued: a comparison with null is false, its negation true. A comparison's code takes the
// next argument; the other kinds take none. Cheap to move; && and || append, so combining n terms costs O(n).
class filter {
 public:
  filter() = default;  // matches every row

  static filter comparison(filter_kind kind, std::uint32_t field, value argument, std::uint16_t flags = 0);
  static filter null(std::uint32_t field);
  static filter constant(bool matches);
  static filter related(filter_kind some_or_is, std::uint32_t relation, filter on_related);

  // No codes at all: every row matches.
  bool empty() const noexcept { return codes_.empty(); }

  // Conjunction, disjunction (n-ary: chains are kept flat), negation.
  friend filter operator&&(filter left, filter right);
  friend filter operator||(filter left, filter right);
  friend filter operator!(filter operand);

  const std::vector<filter_code>& codes() const noexcept { return codes_; }
  const std::vector<value>& arguments() const noexcept { return arguments_; }
  std::vector<value>& arguments() noexcept { return arguments_; }

 private:
  static filter combine(filter_kind kind, filter left, filter right);

  std::vector<filter_code> codes_;
  std::vector<value> arguments_;
};

}  // namespace orm::ast
