// Changes under conditions as one call of a script.
#ifndef ORM_REDIS_COMMIT_HPP
#define ORM_REDIS_COMMIT_HPP

#include <orm/sdk/kv/backend.hpp>
#include <vector>

#include "expiring.hpp"
#include "script_call.hpp"

namespace orm::redis {

// What commit() of the scripts takes. The call borrows the request and the models.
void say_commit(script_call& call, const sdk::kv::commit_request& request, const std::vector<expiring_model>& expiring);

}  // namespace orm::redis

#endif
