// Writing statements that the store can do in one step, by the key that leads to their record.
#ifndef ORM_KV_KEYED_WRITE_HPP
#define ORM_KV_KEYED_WRITE_HPP

#include <orm/sdk/kv/keyed_mutation.hpp>

#include "rows.hpp"

#include <memory>
#include <span>
#include <vector>

namespace orm::sdk::kv {

// How a statement is said as texts. Belongs to its plan.
struct keyed_write {
  mutation_form form;
  std::uint32_t key = 0;                           // the one that leads to the record
  std::vector<std::uint32_t> key_values;           // parameters, in the order of its fields; ORM_NONE: null
  std::vector<const orm_assignment*> assignments;  // one a change of the form
  std::vector<std::uint32_t> operands;             // parameters, one a condition of the form
  bool has_limits = false;                         // something is assigned whose length is bounded
};

// Null: a statement that needs more. One that can be said so inserts, or finds its record by one whole unique key and,
// besides it, by comparisons of fields that a script can do; it keeps the record under the key that it is stored by,
// and computes nothing but 32-bit sums that no key is made of.
std::unique_ptr<const keyed_write> keyed_write_of(const kv_plan& plan, std::span<const orm_node> filter,
                                                  const kv_options& options);

// A run of such a statement, all but what is to be created. False: these parameters are for reading and committing, as
// a null in the key is. Throws driver_error for those that are not allowed, where the row is there.
bool say_keyed_mutation(const execution& run, keyed_mutation& change);

// The row of an insert.
void say_inserted_row(const execution& run, const orm_cell* row, keyed_mutation& change);

// The row that an upsert may create.
void say_created_row(const execution& run, const orm_cell* row, keyed_mutation& change);

}  // namespace orm::sdk::kv

#endif
