// A compiled statement.
#ifndef ORM_SQLITE_PLAN_HPP
#define ORM_SQLITE_PLAN_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/compiler.hpp>
#include <orm/sdk/sql/plan_slots.hpp>

#include <cstdint>
#include <vector>

namespace orm::sqlite {

class store;

// A statement of the boundary with everything decided that does not depend on its parameters.
class plan final : public sdk::driver_plan, public sdk::sql::slotted_plan {
 public:
  plan(store& owner, const orm_statement& statement);

  sdk::sql::compiled_statement sql;
  std::uint32_t model;
  std::vector<std::uint32_t> columns;   // of an insert
  std::vector<std::uint32_t> computed;  // fields that arithmetic or sums have results for
  std::uint32_t extra_parameters;
  bool inserts;
  bool reads;
  bool unique;  // at most one row
  bool skips_duplicates;
  bool references_itself;  // the model; its rows may come children first
  bool answers_early;      // what is pushed is known before anything is written
};

}  // namespace orm::sqlite

#endif
