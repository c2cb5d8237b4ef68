// What operations answer, records in their place and numbers as they are; and the two ways for an operation to go: to
// run at once, or to wait for a batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "orm/detail/engine.hpp"
#include "orm/error.hpp"
#include "orm/typed/deferred.hpp"
#include "orm/typed/parts.hpp"
#include "orm/typed/reader.hpp"

namespace orm {

// For create(), update(), upsert() and create_many(): answers the number of rows instead of records.
struct no_record_clause {};
inline constexpr no_record_clause no_record;

namespace detail {
struct awaited;
}

// One query's part of a batch's answer: a value, or the error that it failed with.
template <class T>
class result {
 public:
  explicit result(const detail::awaited&) : value_(std::in_place) {}  // for batch() alone

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
  friend struct detail::awaited;

  void check() const {
    if (failure_) std::rethrow_exception(failure_);
  }

  std::optional<T> value_;
  std::exception_ptr failure_;
};

namespace detail {

// Where the records of an answer go; numbers have no records, but are told by the kernel.
template <class Row>
destination destination_in(Row& one) {
  return to_one(one);
}
template <class Row>
destination destination_in(std::optional<Row>& row) {
  return to(row);
}
template <class Row>
destination destination_in(std::vector<Row>& rows) {
  return to(rows);
}
inline destination destination_in(std::uint64_t&) { return {}; }
inline destination destination_in(bool&) { return {}; }

template <class T>
void set_affected(T&, std::uint64_t) {}
inline void set_affected(std::uint64_t& answer, std::uint64_t affected) { answer = affected; }
inline void set_affected(bool& answer, std::uint64_t affected) { answer = affected != 0; }

// How a batch fills in its results.
struct awaited {
  template <class T>
  static batch_entry entry(deferred<T>& wanted, result<T>& to) {
    return wanted.query.entry(destination_in(*to.value_));
  }
  template <class T>
  static void settle(result<T>& of, batch_entry& ran) {
    if (ran.failure) {
      of.value_.reset();
      of.failure_ = std::move(ran.failure);
    } else {
      set_affected(*of.value_, ran.affected);
    }
  }
};

class at_once {
 public:
  at_once() = default;
  at_once(engine& engine, transaction* transaction) : engine_(&engine), transaction_(transaction) {}

  template <class T>
  using answer = T;

  template <class T>
  T take(const static_query& shape, std::span<value> arguments) const {
    T out{};
    set_affected(out, run(*engine_, transaction_, shape, arguments, destination_in(out)));
    return out;
  }
  template <class T>
  T take(query_part&& whole) const {
    T out{};
    set_affected(out, run(*engine_, transaction_, whole, destination_in(out)));
    return out;
  }

 private:
  engine* engine_ = nullptr;
  transaction* transaction_ = nullptr;
};

struct for_later {
  template <class T>
  using answer = deferred<T>;

  template <class T>
  deferred<T> take(const static_query& shape, std::span<value> arguments) const {
    return {waiting_query(shape, arguments)};
  }
  template <class T>
  deferred<T> take(query_part&& whole) const {
    return {waiting_query(std::move(whole))};
  }
};

}  // namespace detail
}  // namespace orm
