// The change of one record that a key leads to as one call of a script.
#ifndef ORM_REDIS_MUTATION_HPP
#define ORM_REDIS_MUTATION_HPP

#include <orm/sdk/kv/backend.hpp>
#include <vector>

#include "expiring.hpp"
#include "reply.hpp"
#include "script_call.hpp"

namespace orm::redis {

// What mutation_script() takes, which does what kv::apply_mutation() does. The call borrows the change and the models.
void say_mutation(script_call& call, const sdk::kv::keyed_mutation& change,
                  const std::vector<expiring_model>& expiring);

sdk::kv::mutation_answer read_mutation_answer(const redisReply& reply);

}  // namespace orm::redis

#endif
