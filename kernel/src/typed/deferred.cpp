// Queries that wait for a batch.
#include "orm/typed/deferred.hpp"

#include <iterator>
#include <utility>

namespace orm::detail {

waiting_query::waiting_query(const static_query& shape, std::span<value> arguments) : shape_(&shape) {
  if (arguments.size() == 1)
    argument_ = std::move(arguments[0]);
  else
    arguments_.assign(std::make_move_iterator(arguments.begin()), std::make_move_iterator(arguments.end()));
}

waiting_query::waiting_query(query_part&& whole) : whole_(std::make_unique<query_part>(std::move(whole))) {}

waiting_query::waiting_query(const waiting_query& other)
    : shape_(other.shape_),
      argument_(other.argument_),
      arguments_(other.arguments_),
      whole_(other.whole_ ? std::make_unique<query_part>(*other.whole_) : nullptr) {}
waiting_query::waiting_query(waiting_query&& other) noexcept = default;
waiting_query& waiting_query::operator=(const waiting_query& other) { return *this = waiting_query(other); }
waiting_query& waiting_query::operator=(waiting_query&& other) noexcept = default;
waiting_query::~waiting_query() = default;

batch_entry waiting_query::entry(const destination& to) {
  if (whole_) return {*whole_, to};
  return {*shape_, arguments_.empty() ? std::span<value>(&argument_, 1) : std::span<value>(arguments_), to};
}

}  // namespace orm::detail
