// The arguments of a query that stands in an AST.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/execution.hpp"
#include "orm/ast/arguments.hpp"

namespace orm::detail {

// Pointers to the query's values, and skip and take as values of their own. Lives no longer than the query.
class scattered_arguments {
 public:
  explicit scattered_arguments(ast::query& query) {
    std::size_t values = 0, numbers = 0;
    ast::for_each_argument(
        query, [&](value&) { ++values; }, [&](std::uint64_t&) { ++numbers; });
    pointers_.reserve(values + numbers);
    numbers_.reserve(numbers);  // pointers into it follow
    ast::for_each_argument(
        query, [&](value& given) { pointers_.push_back(&given); },
        [&](std::uint64_t& number) {
          constexpr std::uint64_t most = INT64_MAX;
          numbers_.push_back(value::of_integer(static_cast<std::int64_t>(std::min(number, most))));
          pointers_.push_back(&numbers_.back());
        });
  }
  scattered_arguments(const scattered_arguments&) = delete;
  scattered_arguments& operator=(const scattered_arguments&) = delete;

  argument_list list() const { return argument_list(std::span<value* const>(pointers_)); }

 private:
  std::vector<value*> pointers_;
  std::vector<value> numbers_;
};

}  // namespace orm::detail
