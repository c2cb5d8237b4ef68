// What operations answer: records into their place, numbers as they are; and queries that wait for a batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "orm/detail/engine.hpp"
#include "orm/error.hpp"
#include "orm/typed/parts.hpp"
#include "orm/typed/reader.hpp"

namespace orm {

// For create(), update(), upsert() and create_many(): answers the number of rows instead of records.
struct no_record_clause {};
inline constexpr no_record_clause no_record;

// A query that is complete but not run: an argument of batch(). Made by db.user.later().find_unique(...) and the like.
template <class T>
struct deferred {
  detail::query_part query;
};

// One query's part of a batch's answer: a value, or the error that it failed with.
template <class T>
class result {
 public:
  explicit result(T value) : value_(std::move(value)) {}
  explicit result(std::exception_ptr failure) : failure_(std::move(failure)) {}

  bool ok() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return ok(); }

  // Throw what the query failed with.
  T& value() & { return check(), *value_; }
  const T& value() const& { return check(), *value_; }
  T&& value() && { return check(), std::move(*value_); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const std::exception_ptr& failure() const noexcept { return failure_; }

 private:
  void check() const {
    if (failure_) std::rethrow_exception(failure_);
  }

  std::optional<T> value_;
  std::exception_ptr failure_;
};

namespace detail {

// Where an answer of type T is put together.
template <class T>
struct answer {  // one record, always
  T value{};
  destination place() { return to_one(value); }
  T take(std::uint64_t) { return std::move(value); }
};
template <class Row>
struct answer<std::optional<Row>> {
  std::optional<Row> value;
  destination place() { return to(value); }
  std::optional<Row> take(std::uint64_t) { return std::move(value); }
};
template <class Row>
struct answer<std::vector<Row>> {
  std::vector<Row> value;
  destination place() { return to(value); }
  std::vector<Row> take(std::uint64_t) { return std::move(value); }
};
template <>
struct answer<std::uint64_t> {
  destination place() { return {}; }
  std::uint64_t take(std::uint64_t affected) { return affected; }
};
template <>
struct answer<bool> {
  destination place() { return {}; }
  bool take(std::uint64_t affected) { return affected != 0; }
};

template <class T>
T run_now(engine& engine, transaction* transaction, deferred<T>&& wanted) {
  answer<T> out;
  const std::uint64_t affected = run(engine, transaction, wanted.query, out.place());
  return out.take(affected);
}

template <class T>
result<T> result_of(answer<T>& from, batch_entry& entry) {
  if (entry.failure) return result<T>(std::move(entry.failure));
  return result<T>(from.take(entry.affected));
}
}  // namespace detail
}  // namespace orm
