// Changes under conditions as one call of a script.
#ifndef ORM_REDIS_COMMIT_HPP
#define ORM_REDIS_COMMIT_HPP

#include <orm/sdk/kv/backend.hpp>
#include <vector>

#include "expiring.hpp"
#include "script_call.hpp"

namespace orm::redis {

// What commit() of the scripts takes. The call borrows the request and the models. sweeps: it looks at what is due,
// too. Whether there are queues to look at: then it uses keys that it does not name.
bool say_commit(script_call& call, const sdk::kv::commit_request& request, const std::vector<expiring_model>& expiring,
                bool sweeps);

}  // namespace orm::redis

#endif
