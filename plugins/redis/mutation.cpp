// In the order in which the script takes it.
#include "mutation.hpp"

#include <orm/sdk/driver.hpp>

#include "mutation_script.hpp"

namespace orm::redis {
namespace {

using sdk::kv::keyed_mutation;
using sdk::kv::mutation_answer;
using sdk::kv::text_list;

std::string text_of_expiry(std::int64_t expires_at) {
  return expires_at == sdk::kv::never_expires ? std::string() : expiry_text(expires_at);
}

}  // namespace

void mutation_call::say(const keyed_mutation& change, const mutation_script& called, const expiring_model* expires) {
  const mutation_words takes(*change.form, expires != nullptr);
  const auto say_all = [&](const text_list& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) words_.push_back(texts[i]);
  };
  // The first call brings the script with it.
  if (called.was_sent.exchange(true, std::memory_order_relaxed)) {
    words_.assign({"EVALSHA", called.runs.digest, {}, change.key});
  } else {
    words_.assign({"EVAL", called.runs.text, {}, change.key});
  }
  if (takes.creates && change.form->follows) words_.push_back(change.record_key);
  words_.insert(words_.end(), called.keys.begin(), called.keys.end());
  key_count_ = words_.size() - 3;
  words_[2] = count_ = std::to_string(key_count_);
  if (takes.changes) {
    words_.push_back(change.head);
    say_all(change.values);
    say_all(change.components);
  }
  say_all(change.operands);
  if (takes.judges_expiry) words_.push_back(change.now);
  if (takes.changes_expiry) words_.push_back(expiry_ = text_of_expiry(change.expires_at));
  if (takes.creates) words_.push_back(change.record);
  if (takes.creates && expires != nullptr) words_.push_back(record_expiry_ = text_of_expiry(change.record_expires_at));
  pace_ = nullptr;
  if (expires == nullptr) return;
  const std::int64_t now = milliseconds_now();
  looks_at_ = expires->pace->most_at(now);
  if (looks_at_ == 0) return;
  pace_ = expires->pace.get();
  words_.push_back(due_ = due_at(now));
  words_.push_back(most_ = std::to_string(looks_at_));
}

void mutation_call::did_nothing() {
  if (pace_ != nullptr) pace_->give_back(looks_at_);
  pace_ = nullptr;
}

mutation_answer read_mutation_answer(const redisReply& reply) {
  using state = mutation_answer::state;
  constexpr state states[] = {state::refused, state::absent, state::changed, state::erased, state::created};
  if (reply.type == REDIS_REPLY_STRING) return {state::changed, std::string(text_of(reply))};
  if (reply.type != REDIS_REPLY_INTEGER || reply.integer < 0 ||
      reply.integer >= static_cast<long long>(std::size(states))) {
    throw sdk::driver_error(ORM_DRIVER_FAILED, "the server answered a mutation with something else")
        .outcome(ORM_OUTCOME_UNKNOWN);
  }
  return {states[reply.integer]};
}

}  // namespace orm::redis
