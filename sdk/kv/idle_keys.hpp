// Unique keys that lead nowhere.
#ifndef ORM_KV_IDLE_KEYS_HPP
#define ORM_KV_IDLE_KEYS_HPP

#include <orm/sdk/kv/backend.hpp>
#include <orm/sdk/kv/layout.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace orm::sdk::kv {

// Which of the model's unique keys this is one of, or ORM_NONE.
std::uint32_t position_of(const model_layout& where, std::string_view unique_key);

// Removes a unique key whose record is gone, or is found by another one by now: where a server lets values vanish, or
// something else removed a record, it would be in the way for ever. One that a record has stays, and so does what
// somebody changes meanwhile.
void free_idle_key(backend& at, const model_layout& where, std::uint32_t position, const std::string& unique_key);

}  // namespace orm::sdk::kv

#endif
