// One pipeline a call, however many keys it names.
#include "backend.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "commit.hpp"
#include "range_words.hpp"
#include "scripts.hpp"

namespace orm::redis {

using sdk::driver_error;
using sdk::kv::commit_request;
using sdk::kv::entry_range;
using sdk::kv::unique_address;

namespace {

// The positions of keys that one command can name, by what they have in common; few keys have many.
template <class Common, class Of>
std::map<Common, std::vector<std::size_t>> grouped(std::size_t count, const Of& of) {
  std::map<Common, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < count; ++i) groups[of(i)].push_back(i);
  return groups;
}

std::optional<std::string> value_of(const redisReply& reply) {
  if (is_nil(reply)) return std::nullopt;
  return std::string(text_of(reply));
}

std::string record_key(const unique_address& from, std::string_view reference) {
  return std::string(from.record_prefix).append(reference);
}

// Of a command whose keys are on two nodes while their slot moves.
bool is_divided(const redisReply& reply) { return error_word(reply) == "TRYAGAIN"; }

}  // namespace

void redis_backend::run(effect what) {
  link_->run(commands_, what);
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    if (is_error(commands_[i])) throw server_error(commands_[i], what);
  }
}

void redis_backend::run_reads() {
  link_->run(commands_, effect::none);
  for (std::size_t i = 0; i < commands_.size(); ++i) {
    if (is_error(commands_[i]) && !is_divided(commands_[i])) throw server_error(commands_[i], effect::none);
  }
}

redis_backend::asked_list redis_backend::add_gets(std::span<const std::string> keys) {
  asked_list all;
  auto groups = grouped<std::uint32_t>(keys.size(), [&](std::size_t i) { return link_->slot_of(keys[i]); });
  for (auto& [slot, positions] : groups) {
    std::vector<std::string_view> words{"MGET"};
    for (const std::size_t position : positions) words.push_back(keys[position]);
    all.push_back({commands_.size(), std::move(positions)});
    commands_.add(words, slot);
  }
  return all;
}

redis_backend::asked_list redis_backend::add_follows(std::span<const unique_address> addresses) {
  asked_list all;
  auto groups = grouped<std::pair<std::uint32_t, std::string_view>>(addresses.size(), [&](std::size_t i) {
    return std::pair(link_->slot_of(addresses[i].key), addresses[i].record_prefix);
  });
  for (auto& [common, positions] : groups) {
    script_call call;
    for (const std::size_t position : positions) call.key(addresses[position].key);
    call.say(common.second);
    all.push_back({commands_.size(), std::move(positions)});
    commands_.add(call.words("EVALSHA_RO", follow_script()), common.first, &follow_script());
  }
  return all;
}

std::size_t redis_backend::add_ranges(std::span<const entry_range> ranges) {
  const std::size_t first = commands_.size();
  for (const entry_range& each : ranges) {
    const range_words in(each);
    std::vector<std::string_view> words{"ZRANGE", each.index};
    words.insert(words.end(), in.begin(), in.end());
    commands_.add(words, link_->slot_of(each.index));
  }
  return first;
}

void redis_backend::take(const asked_list& from, std::size_t count, values& found) const {
  found.assign(count, std::nullopt);
  for (const asked& each : from) {
    const auto elements = elements_of(commands_[each.command]);
    for (std::size_t i = 0; i < each.positions.size() && i < elements.size(); ++i) {
      found[each.positions[i]] = value_of(*elements[i]);
    }
  }
}

template <class KeyOf>
redis_backend::apart redis_backend::divided(const asked_list& from, const KeyOf& key_of) const {
  apart found;
  for (const asked& each : from) {
    if (!is_divided(commands_[each.command])) continue;
    for (const std::size_t position : each.positions) {
      found.positions.push_back(position);
      found.keys.push_back(key_of(position));
    }
  }
  return found;
}

// A script answers with the reference alone where the record is not on the node of its key.
redis_backend::apart redis_backend::led_elsewhere(const asked_list& from,
                                                  std::span<const unique_address> addresses) const {
  apart found;
  for (const asked& each : from) {
    const auto elements = elements_of(commands_[each.command]);
    for (std::size_t i = 0; i < each.positions.size() && i < elements.size(); ++i) {
      const auto reference = elements_of(*elements[i]);
      if (reference.empty()) continue;
      found.positions.push_back(each.positions[i]);
      found.keys.push_back(record_key(addresses[each.positions[i]], text_of(*reference[0])));
    }
  }
  return found;
}

void redis_backend::get(const apart& wanted, values& found) {
  if (wanted.keys.empty()) return;
  commands_.clear();
  for (const std::string& each : wanted.keys) commands_.add({"GET", each}, link_->slot_of(each));
  run(effect::none);
  for (std::size_t i = 0; i < wanted.keys.size(); ++i) found[wanted.positions[i]] = value_of(commands_[i]);
}

void redis_backend::follow(const apart& names, apart records, std::span<const unique_address> addresses,
                           values& found) {
  values references(addresses.size());
  get(names, references);
  for (const std::size_t position : names.positions) {
    if (!references[position]) continue;
    records.positions.push_back(position);
    records.keys.push_back(record_key(addresses[position], *references[position]));
  }
  get(records, found);
}

void redis_backend::take(std::size_t first, std::size_t count, entry_lists& found) const {
  found.assign(count, {});
  for (std::size_t i = 0; i < count; ++i) {
    for (const redisReply* entry : elements_of(commands_[first + i])) found[i].emplace_back(text_of(*entry));
  }
}

void redis_backend::get(std::span<const std::string> keys, values& found) {
  commands_.clear();
  if (keys.size() == 1) {
    commands_.add({"GET", keys[0]}, link_->slot_of(keys[0]));
    run(effect::none);
    found.clear();
    found.push_back(value_of(commands_[0]));
    return;
  }
  const asked_list all = add_gets(keys);
  run_reads();
  take(all, keys.size(), found);
  get(divided(all, [&](std::size_t i) { return keys[i]; }), found);
}

void redis_backend::follow(std::span<const unique_address> addresses, values& found) {
  commands_.clear();
  if (addresses.size() == 1) {
    const unique_address& only = addresses[0];
    const script& called = follow_script();
    commands_.add({"EVALSHA_RO", called.digest, "1", only.key, only.record_prefix}, link_->slot_of(only.key), &called);
    run(effect::none);
    const auto records = elements_of(commands_[0]);
    if (!records.empty() && !elements_of(*records[0]).empty()) {  // the reference alone: see led_elsewhere()
      const apart led = led_elsewhere({{0, {0}}}, addresses);
      return get(std::span<const std::string>(led.keys), found);
    }
    found.clear();
    found.push_back(records.empty() ? std::nullopt : value_of(*records[0]));
    return;
  }
  const asked_list all = add_follows(addresses);
  run_reads();
  take(all, addresses.size(), found);
  const apart names = divided(all, [&](std::size_t i) { return addresses[i].key; });
  follow(names, led_elsewhere(all, addresses), addresses, found);
}

void redis_backend::range(std::span<const entry_range> ranges, entry_lists& found) {
  commands_.clear();
  const std::size_t first = add_ranges(ranges);
  run(effect::none);
  take(first, ranges.size(), found);
}

void redis_backend::read(const several_reads& wanted, several_answers& found) {
  commands_.clear();
  const asked_list gets = add_gets(wanted.keys);
  const asked_list follows = add_follows(wanted.addresses);
  const std::size_t first = add_ranges(wanted.ranges);
  if (!commands_.empty()) run_reads();
  take(gets, wanted.keys.size(), found.records);
  take(first, wanted.ranges.size(), found.entries);
  take(follows, wanted.addresses.size(), found.followed);
  const apart records = divided(gets, [&](std::size_t i) { return wanted.keys[i]; });
  const apart names = divided(follows, [&](std::size_t i) { return wanted.addresses[i].key; });
  apart led = led_elsewhere(follows, wanted.addresses);
  get(records, found.records);
  follow(names, std::move(led), wanted.addresses, found.followed);
}

// What one plain command does costs less than a script.
bool redis_backend::insert_one(const commit_request& request) {
  const bool is_plain = request.puts.size() == 1 && request.erases.empty() && request.entries.empty() &&
                        request.conditions.size() == 1 && request.conditions[0].head.empty() &&
                        request.conditions[0].key == request.puts[0].key;
  if (!is_plain) return false;
  const sdk::kv::value_change& put = request.puts[0];
  commands_.clear();
  if (put.expires_at == sdk::kv::never_expires) {
    commands_.add({"SET", put.key, put.value, "NX"}, link_->slot_of(put.key));
  } else {
    commands_.add({"SET", put.key, put.value, "NX", "PXAT", expiry_text(put.expires_at)}, link_->slot_of(put.key));
  }
  run(effect::write);
  return true;
}

void redis_backend::require_one_slot(std::span<const std::string_view> keys) const {
  const std::uint32_t slot = link_->slot_of(keys.front());
  if (slot == pipeline::any_slot) return;
  const auto elsewhere =
      std::find_if(keys.begin(), keys.end(), [&](std::string_view key) { return link_->slot_of(key) != slot; });
  if (elsewhere == keys.end()) return;
  throw driver_error(ORM_UNSUPPORTED,
                     "a cluster changes keys of one slot at a time, and these models are in several: hash_tag = "
                     "\"schema\" keeps all of them in one")
      .outcome(ORM_OUTCOME_NOT_SENT);
}

const redisReply& redis_backend::call(std::span<const std::string_view> words, std::span<const std::string_view> keys,
                                      const script& called) {
  require_one_slot(keys);
  commands_.clear();
  commands_.add(words, link_->slot_of(keys.front()), &called);
  link_->run(commands_, effect::write);
  return commands_[0];
}

std::vector<std::uint32_t> redis_backend::commit(const commit_request& request) {
  if (insert_one(request)) return is_nil(commands_[0]) ? std::vector<std::uint32_t>{0} : std::vector<std::uint32_t>{};
  const redisReply* answer = commit(request, true);
  // Whoever looks at what is due would take records for gone that are still on their way.
  if (answer != nullptr && touches_moving_keys(*answer)) answer = commit(request, false);
  if (answer == nullptr) return {};
  if (is_error(*answer)) throw server_error(*answer, effect::write);
  std::vector<std::uint32_t> failed;
  for (const redisReply* position : elements_of(*answer)) {
    failed.push_back(static_cast<std::uint32_t>(position->integer));
  }
  return failed;
}

const redisReply* redis_backend::commit(const commit_request& request, bool sweeps) {
  script_call words;
  sweeps = say_commit(words, request, scripts_.expiring(), sweeps);
  if (words.keys().empty()) return nullptr;
  const script& called = scripts_.commit(sweeps);
  return &call(words.words("EVALSHA", called), words.keys(), called);
}

sdk::kv::mutation_answer redis_backend::mutate(const sdk::kv::keyed_mutation& change) {
  using state = sdk::kv::mutation_answer::state;
  const mutation_script* const made = scripts_.mutation(*change.form);
  if (made == nullptr) return {};
  mutation_.say(change, *made, model_of(scripts_.expiring(), change.key));
  const redisReply& reply = call(mutation_.words(), mutation_.keys(), made->runs);
  if (is_error(reply)) mutation_.did_nothing();
  if (touches_moving_keys(reply)) return {};
  if (is_no_program(reply)) {
    scripts_.give_up(*change.form, *made);
    return {};
  }
  if (is_error(reply)) throw server_error(reply, effect::write);
  sdk::kv::mutation_answer answer = read_mutation_answer(reply);
  if (answer.is == state::refused || answer.is == state::absent) mutation_.did_nothing();
  return answer;
}

// Asking twice skips numbers, which increment ids may do.
std::int64_t redis_backend::reserve(std::string_view counter, std::uint64_t count) {
  commands_.clear();
  commands_.add({"INCRBY", counter, std::to_string(count)}, link_->slot_of(counter));
  run(effect::none);
  return commands_[0].integer - static_cast<std::int64_t>(count) + 1;
}

// Removing may be repeated; how far it came is known all the same.
void redis_backend::erase_all(std::string_view prefix) {
  bool removes = false, removed = false;
  try {
    erase_all(prefix, removes, removed);
  } catch (driver_error& error) {
    const bool is_unknown = removed || (removes && error.outcome() == ORM_OUTCOME_NONE);
    if (is_unknown) {
      error.outcome(ORM_OUTCOME_UNKNOWN);
    } else if (error.outcome() == ORM_OUTCOME_NONE) {
      error.outcome(ORM_OUTCOME_ROLLED_BACK);
    }
    throw;
  }
}

void redis_backend::erase_all(std::string_view prefix, bool& removes, bool& removed) {
  constexpr std::string_view at_once = "1000";
  const std::string pattern = std::string(prefix) + '*';  // names hide what patterns are made of
  const std::uint32_t slot = link_->slot_of(prefix);
  // SCAN names no key, and so is told nothing of a slot that is elsewhere: what does name one finds the node.
  commands_.clear();
  commands_.add({"EXISTS", prefix}, slot);
  run(effect::none);
  std::string position = "0";
  do {
    commands_.clear();
    commands_.add({"SCAN", position, "MATCH", pattern, "COUNT", at_once}, slot);
    run(effect::none);
    const auto parts = elements_of(commands_[0]);
    position = text_of(*parts[0]);
    std::vector<std::string> keys;
    for (const redisReply* key : elements_of(*parts[1])) keys.emplace_back(text_of(*key));
    if (keys.empty()) continue;
    std::vector<std::string_view> words{"UNLINK"};
    words.insert(words.end(), keys.begin(), keys.end());
    commands_.clear();
    commands_.add(words, slot);
    removes = true;
    link_->run(commands_, effect::none);
    if (is_error(commands_[0])) throw server_error(commands_[0], effect::write);
    removed = true;
    removes = false;
  } while (position != "0");
}

void redis_backend::drop_index(std::string_view index) {
  commands_.clear();
  commands_.add({"UNLINK", index}, link_->slot_of(index));
  run(effect::none);
}

}  // namespace orm::redis
