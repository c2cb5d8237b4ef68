// Writing statements that the store can do in one step, by the key that leads to their record.
#ifndef ORM_KV_KEYED_WRITE_HPP
#define ORM_KV_KEYED_WRITE_HPP

#include <orm/sdk/kv/keyed_mutation.hpp>

#include "rows.hpp"

#include <optional>

namespace orm::sdk::kv {

// Whether all that a statement does can be said as texts: it finds its record by one whole unique key, keeps it under
// the key that it is stored by, and computes nothing but 32-bit sums that no key is made of.
bool is_keyed_write(const kv_plan& plan, const kv_options& options);

// A run of such a statement. None: these parameters are for reading and committing, as a null in the key is. Throws
// driver_error for those that are not, where the row is there. `create` is the caller's.
std::optional<keyed_mutation> keyed_mutation_of(const execution& run);

}  // namespace orm::sdk::kv

#endif
