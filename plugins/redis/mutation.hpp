// The change of one record that a key leads to as one call of a script.
#ifndef ORM_REDIS_MUTATION_HPP
#define ORM_REDIS_MUTATION_HPP

#include <orm/sdk/kv/backend.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reply.hpp"
#include "script_book.hpp"

namespace orm::redis {

// The words of a call; kept by its user, so that it allocates little.
class mutation_call {
 public:
  // What a script of mutation_script.hpp takes, which does what kv::apply_mutation() does. Borrows the change and the
  // script. expires: the model, if its rows do.
  void say(const sdk::kv::keyed_mutation& change, const mutation_script& called, const expiring_model* expires);

  // The call did nothing, looking at what is due included: that is left to a later one.
  void did_nothing();

  std::span<const std::string_view> words() const { return words_; }
  std::span<const std::string_view> keys() const { return std::span(words_).subspan(3, key_count_); }

 private:
  std::vector<std::string_view> words_;
  std::size_t key_count_ = 0;
  std::string count_, expiry_, record_expiry_, due_, most_;
  sweep_pace* pace_ = nullptr;  // of the model, if the call was to look at what is due
  std::size_t looks_at_ = 0;
};

sdk::kv::mutation_answer read_mutation_answer(const redisReply& reply);

}  // namespace orm::redis

#endif
