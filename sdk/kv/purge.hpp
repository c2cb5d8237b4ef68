// Removing what has expired.
#ifndef ORM_KV_PURGE_HPP
#define ORM_KV_PURGE_HPP

#include <cstdint>

#include "rows.hpp"

namespace orm::sdk::kv {

// The statement that finds what has expired: of a model with `expires`; its one parameter is the clock.
orm_statement expired_rows(const model_layout& where, orm_node& filter);

// Removes the records that a plan of expired_rows finds, a few at a time, and answers how many.
std::uint64_t purge_records(const execution& run);

// Removes the entries of the model's indexes that lead nowhere: a store that lets records vanish leaves them behind.
void sweep_indexes(const execution& run);

}  // namespace orm::sdk::kv

#endif
