// Queries that wait for a batch.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "orm/detail/engine.hpp"
#include "orm/typed/parts.hpp"
#include "orm/value.hpp"

namespace orm {

namespace detail {

// A fixed shape with its arguments, or a whole query. Owns its values; what it was made from may go.
class waiting_query {
 public:
  waiting_query(const static_query& shape, std::span<value> arguments);  // takes their values
  explicit waiting_query(query_part&& whole);
  waiting_query(const waiting_query& other);
  waiting_query(waiting_query&& other) noexcept;
  waiting_query& operator=(const waiting_query& other);
  waiting_query& operator=(waiting_query&& other) noexcept;
  ~waiting_query();

  // For as long as the query stays where it is.
  batch_entry entry(const destination& to);

 private:
  const static_query* shape_ = nullptr;
  value argument_;                // of a shape that has one, as most have: no allocation
  std::vector<value> arguments_;  // of all others
  std::unique_ptr<query_part> whole_;
};

}  // namespace detail

// A query that is complete but not run: an argument of batch(). Made by db.user.later().find_unique(...) and the like.
// A value: copies are queries of their own.
template <class T>
struct deferred {
  detail::waiting_query query;
};

}  // namespace orm
