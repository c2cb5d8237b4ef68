// A statement of the boundary as what is sent: everything that does not depend on its parameters.
#ifndef ORM_POSTGRES_PLAN_HPP
#define ORM_POSTGRES_PLAN_HPP

#include <libpq-fe.h>
#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/compiler.hpp>
#include <orm/sdk/sql/plan_slots.hpp>

#include <string>
#include <vector>

#include "deferral.hpp"

namespace orm::postgres {

class store;

// One command, as it is prepared.
struct prepared_command {
  std::string name;          // on the server
  std::uint32_t number = 0;  // among the commands of its plan
  sdk::sql::command text;
  std::vector<Oid> types;
};

// Which field a cell is of.
struct output_field {
  std::uint32_t model = ORM_NONE;
  std::uint32_t field = ORM_NONE;  // ORM_NONE: of none
};

prepared_command make_command(const sdk::sql::command& text);
std::string prepared_name(std::uint64_t generation, std::uint32_t number);

class plan final : public sdk::driver_plan, public sdk::sql::slotted_plan {
 public:
  plan(store& owner, const orm_statement& statement);

  std::uint32_t rows_in(std::uint32_t parameters) const {
    return inserts && width != 0 ? (parameters - extra_parameters) / width : 1;
  }

  // Before the main command, in one transaction with it; of an insert those for one row and those for many.
  std::vector<prepared_command> before;
  prepared_command main;
  std::vector<prepared_command> before_rows;
  prepared_command main_rows;  // no text: rows are not written as lists

  std::vector<sdk::sql::output_column> output;
  std::vector<output_field> output_fields;  // of each cell of the output
  std::vector<sdk::sql::repeated_column> repeated;

  deferral named_deferral;  // for a transaction in which the application may have deferred something of its own

  std::uint32_t model;
  std::vector<std::uint32_t> computed;  // fields that arithmetic or sums have results for
  std::uint32_t width;                  // columns of an insert
  std::uint32_t extra_parameters;
  bool inserts;
  bool reads;
  bool skips_duplicates;
  bool repeats;        // an upsert that another key may refuse at first
  bool defers;         // references are to be judged after all cascades
  bool answers_early;  // an insert whose rows are known before they are written

 private:
  void name_commands();
};

}  // namespace orm::postgres

#endif
