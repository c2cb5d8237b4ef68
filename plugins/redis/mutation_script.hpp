// The script of one form of mutation: what it needs and nothing more, with all that does not change written into it.
#ifndef ORM_REDIS_MUTATION_SCRIPT_HPP
#define ORM_REDIS_MUTATION_SCRIPT_HPP

#include <optional>
#include <orm/sdk/kv/keyed_mutation.hpp>
#include <string>

namespace orm::redis {

// queue: of a model that expires, else empty. in_cluster: keys that are known are named as KEYS. None: a form that is
// larger than what Lua takes in one function. mutation.hpp says what it is called with.
std::optional<std::string> mutation_lua(const sdk::kv::mutation_form& form, const std::string& queue, bool in_cluster);

// What a script is called with, in this order. Of KEYS there are besides, in a cluster, each index and the queue.
struct mutation_words {
  mutation_words(const sdk::kv::mutation_form& form, bool has_queue);

  bool changes;         // the head, one word for each change, then for each changed component; for each condition
  bool judges_expiry;   // the time
  bool changes_expiry;  // milliseconds, or nothing for never
  bool creates;  // the record, and with a queue its milliseconds; where it follows, its key is the second of KEYS
  bool sweeps;   // what is due, and how much of it to look at; or neither
};

}  // namespace orm::redis

#endif
