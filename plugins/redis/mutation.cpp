// In the order in which the script takes it.
#include "mutation.hpp"

#include <orm/sdk/driver.hpp>

#include <span>

#include "commit.hpp"

namespace orm::redis {
namespace {

using sdk::kv::keyed_mutation;
using sdk::kv::mutation_answer;
using sdk::kv::mutation_kind;
using sdk::kv::mutation_shape;

std::string joined(const std::vector<std::uint32_t>& numbers) {
  std::string text;
  for (const std::uint32_t each : numbers) text += std::to_string(each) + ' ';
  return text;
}

void say_keys(script_call& call, std::span<const mutation_shape::key> keys) {
  call.say(keys.size());
  for (const mutation_shape::key& each : keys) {
    call.say_flag(!each.index.empty());
    if (!each.index.empty()) call.key(each.index);
    call.say(std::string_view(each.unique_prefix));
    call.say(std::size_t{each.width});
    call.say(call.keep(joined(each.components)));
  }
}

// Otherwise all that the record is found by stays as it is.
bool moves(const keyed_mutation& change) {
  return change.kind == mutation_kind::erase || change.expires_at || !change.components.empty();
}

std::string new_expiry(const keyed_mutation& change) {
  if (!change.expires_at) return {};
  return *change.expires_at == sdk::kv::never_expires ? "never" : expiry_text(*change.expires_at);
}

void say_changes(script_call& call, const keyed_mutation& change) {
  call.say(change.fields.size());
  for (const sdk::kv::field_change& each : change.fields) {
    call.say(std::string_view(each.label));
    call.say(std::string_view(each.value));
    call.say(each.addend ? call.keep(std::to_string(*each.addend)) : std::string_view());
  }
  call.say(change.components.size());
  for (const sdk::kv::component_change& each : change.components) {
    call.say(std::size_t{each.component});
    call.say(std::string_view(each.text));
  }
}

}  // namespace

void say_mutation(script_call& call, const keyed_mutation& change, const std::vector<expiring_model>& expiring) {
  const mutation_shape& shape = *change.shape;
  call.say(std::string_view(change.kind == mutation_kind::erase ? "erase" : "change"));
  call.say_flag(change.follows);
  call.say(std::string_view(change.record_prefix));
  call.say(std::string_view(shape.mark));
  call.say_flag(shape.named);
  call.say(std::string_view(shape.expires));
  call.say(std::string_view(change.now));
  call.say(std::string_view(change.head));
  call.say(call.keep(new_expiry(change)));
  call.key(change.key);
  say_keys(call, moves(change) ? std::span(shape.keys) : std::span<const mutation_shape::key>());
  say_changes(call, change);
  const expiring_model* const model = model_of(expiring, change.key);
  call.say_flag(model != nullptr);
  if (model != nullptr) call.key(model->queue);
  call.say_flag(change.create != nullptr);
  if (change.create != nullptr) say_commit(call, *change.create, expiring);
}

mutation_answer read_mutation_answer(const redisReply& reply) {
  using state = mutation_answer::state;
  constexpr state states[] = {state::refused, state::absent, state::changed, state::erased, state::created};
  const auto parts = elements_of(reply);
  mutation_answer answer;
  if (parts.empty() || parts[0]->integer < 0 || parts[0]->integer >= static_cast<long long>(std::size(states))) {
    throw sdk::driver_error(ORM_DRIVER_FAILED, "the server answered a mutation with something else")
        .outcome(ORM_OUTCOME_UNKNOWN);
  }
  answer.is = states[parts[0]->integer];
  if (parts.size() > 1) answer.record = text_of(*parts[1]);
  return answer;
}

}  // namespace orm::redis
