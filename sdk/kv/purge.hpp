// Removing what has expired.
#ifndef ORM_KV_PURGE_HPP
#define ORM_KV_PURGE_HPP

#include <cstdint>
#include <functional>

#include "rows.hpp"

namespace orm::sdk::kv {

// The statement that finds what has expired: of a model with `expires`; its one parameter is the clock.
orm_statement expired_rows(const model_layout& where, orm_node& filter);

// Removes the records that a plan of expired_rows finds, a few at a time, and answers how many.
std::uint64_t purge_records(const execution& run);

// Whether a store lets records vanish and leaves entries of indexes behind.
inline bool leaves_idle_entries(const backend_capabilities& can) { return can.expiry && can.ordered_indexes; }

// Removes the entries of the model's indexes that lead nowhere. Calls before_page() before each page of them, which may
// throw.
void sweep_indexes(backend& at, const model_layout& where, const std::function<void()>& before_page);

}  // namespace orm::sdk::kv

#endif
