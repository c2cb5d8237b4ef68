// Rows of a table, each one operation done by hand, by the typed API and by JSON requests.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include <orm/orm.hpp>

#include "rounds.hpp"
#include "table.hpp"
#include "walk.hpp"

namespace bench {

class contest {
 public:
  // Both outlive the contest; `requests` has the schema by its name.
  contest(orm::protocol& requests, std::size_t rounds)
      : requests_(requests), rounds_(rounds), table_({"raw", "typed", "JSON"}) {}

  // raw(walk&) and typed(walk&) do the operation once and answer a number that depends on what was read, so that
  // nobody's work is optimised away; json(walk&) answers the request. prepare(count), if any, makes what that many
  // need.
  template <class Raw, class Typed, class Json>
  void add(const std::string& title, double target, std::size_t operations, Raw raw, Typed typed, Json json,
           std::function<void(std::size_t)> prepare_raw = {}, std::function<void(std::size_t)> prepare = {}) {
    table_.add(
        title, target,
        compare({{"raw", repeated(raw), prepare_raw},
                 {"typed", repeated(typed), prepare},
                 {"JSON", repeated([this, json](walk& at) { return requests_.respond(json(at)).size(); }), prepare}},
                operations, rounds_));
  }

 private:
  template <class Once>
  std::function<void(std::size_t)> repeated(Once once) {
    return [this, once](std::size_t times) {
      walk at;
      while (times-- > 0) seen_ = seen_ + static_cast<std::size_t>(once(at));
    };
  }

  orm::protocol& requests_;
  std::size_t rounds_;
  table table_;
  volatile std::size_t seen_ = 0;
};

}  // namespace bench
