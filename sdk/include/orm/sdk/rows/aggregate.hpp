/* Aggregates over rows, grouped or not. */
#ifndef ORM_SDK_ROWS_AGGREGATE_HPP
#define ORM_SDK_ROWS_AGGREGATE_HPP

#include <orm/sdk/driver.h>
#include <orm/sdk/rows/row.hpp>
#include <orm/sdk/value/arena.hpp>
#include <orm/sdk/value/decimal.hpp>
#include <orm/sdk/value/double_sum.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace orm::sdk {

/* Throws driver_error: UNSUPPORTED for an aggregate kind that is not known, INVALID_QUERY for a field that the model
 * does not have or that cannot be summed. For the compilation of statements. */
void check_aggregates(const orm_model& model, std::span<const std::uint32_t> group,
                      std::span<const orm_aggregate> aggregates);

/* Borrows the model and the statement's arrays, which check_aggregates has passed; rows only while they are added.
 * Belongs to one execution. */
class row_aggregation {
 public:
  row_aggregation(const orm_model& model, std::uint32_t model_index, std::span<const std::uint32_t> group,
                  std::span<const orm_aggregate> aggregates);

  void add(const orm_cell* row);

  /* Calls push with the cells of each group: its fields, then the aggregates; without group fields once. The cells are
   * borrowed until push returns; false: no further group is wanted. Throws driver_error INVALID_VALUE for a sum that
   * is too long a decimal or too large a double, before anything is pushed. */
  void finish(const std::function<bool(std::span<const orm_cell>)>& push);

 private:
  struct accumulator {
    std::uint64_t count = 0;
    std::unique_ptr<decimal_sum> exact;
    std::unique_ptr<double_sum> real;
    orm_cell extreme{}; /* its text is in extreme_text */
    std::string extreme_text;
  };
  struct bucket {
    const orm_cell* key;
    std::vector<accumulator> accumulators;
  };
  struct hash {
    std::size_t size;
    std::size_t operator()(const orm_cell* key) const;
  };
  struct equal {
    std::size_t size;
    bool operator()(const orm_cell* left, const orm_cell* right) const;
  };

  bucket& bucket_of(const orm_cell* row);
  void accumulate(const orm_aggregate& aggregate, accumulator& to, const orm_cell* row);
  orm_cell result_of(const orm_aggregate& aggregate, const accumulator& from);

  const orm_model& model_;
  std::uint32_t model_index_;
  std::span<const std::uint32_t> group_;
  std::span<const orm_aggregate> aggregates_;
  cell_arena arena_;
  std::vector<orm_cell> key_; /* of the row being added */
  std::deque<bucket> buckets_;
  std::unordered_map<const orm_cell*, bucket*, hash, equal> by_key_;
};

}  // namespace orm::sdk

#endif
