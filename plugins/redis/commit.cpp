// Entries go to the script in groups, one for each sorted set.
#include "commit.hpp"

#include <algorithm>

#include "range_words.hpp"

namespace orm::redis {
namespace {

using sdk::kv::commit_request;
using sdk::kv::never_expires;

struct group {
  std::string_view key;
  std::vector<std::string_view> words;
};
using groups = std::vector<group>;

// Entries of one index mostly come one after the other.
std::vector<std::string_view>& words_of(groups& all, std::string_view key) {
  if (!all.empty() && all.back().key == key) return all.back().words;
  const auto found = std::find_if(all.begin(), all.end(), [&](const group& each) { return each.key == key; });
  return found != all.end() ? found->words : all.emplace_back(group{key, {}}).words;
}

void sort_entries(const commit_request& request, groups& added, groups& removed) {
  for (const sdk::kv::entry_change& change : request.entries) {
    if (change.add) {
      std::vector<std::string_view>& words = words_of(added, change.index);
      words.push_back("0");
      words.push_back(change.entry);
    } else {
      words_of(removed, change.index).push_back(change.entry);
    }
  }
}

// The model of a record that expires, or null.
const expiring_model* model_of_record(const std::vector<expiring_model>& expiring, std::string_view key) {
  const expiring_model* const model = model_of(expiring, key);
  return model != nullptr && key.starts_with(model->shape->record_prefix) ? model : nullptr;
}

// What records are in their queues by from now on, and those that may have been there by something else.
void queue_records(script_call& call, const commit_request& request, const std::vector<expiring_model>& expiring,
                   groups& added) {
  std::size_t count = 0;
  script_call::mark counted = call.say_later();
  const auto leave = [&](const expiring_model& model, std::string_view record, std::string_view components) {
    ++count;
    call.key(record);
    call.key(model.queue);
    call.say(components);
  };
  for (const sdk::kv::value_change& each : request.puts) {
    const expiring_model* const model = model_of_record(expiring, each.key);
    if (model == nullptr) continue;
    const bool ends = each.expires_at != never_expires;
    const std::string_view components = sdk::kv::components_of(each.value);
    leave(*model, each.key, ends ? components : std::string_view());
    if (!ends) continue;
    std::vector<std::string_view>& words = words_of(added, model->queue);
    words.push_back(call.keep(expiry_text(each.expires_at)));
    words.push_back(components);
  }
  for (const std::string& each : request.erases) {
    if (const expiring_model* const model = model_of_record(expiring, each)) leave(*model, each, {});
  }
  call.say(counted, count);
}

void say_groups(script_call& call, const groups& all) {
  call.say(all.size());
  for (const group& each : all) {
    call.key(each.key);
    call.say(each.words.size());
    for (const std::string_view word : each.words) call.say(word);
  }
}

void say_ranges(script_call& call, const commit_request& request) {
  call.say(request.conditions.size());  // their positions are behind these
  call.say(request.ranges.size());
  for (const sdk::kv::range_condition& each : request.ranges) {
    call.key(each.range.index);
    std::string entries;
    for (const std::string& entry : each.entries) {
      if (&entry != &each.entries.front()) entries += '\n';
      entries += entry;
    }
    call.say(call.keep(digest_of(entries)));
    const range_words words(each.range);
    call.say(words.size());
    for (const std::string_view word : words) call.say(call.keep(std::string(word)));
  }
}

bool touches(const commit_request& request, const expiring_model& model) {
  return std::any_of(request.puts.begin(), request.puts.end(),
                     [&](const auto& each) { return each.key.starts_with(model.prefix); }) ||
         std::any_of(request.erases.begin(), request.erases.end(),
                     [&](const auto& each) { return each.starts_with(model.prefix); }) ||
         std::any_of(request.entries.begin(), request.entries.end(),
                     [&](const auto& each) { return each.index.starts_with(model.prefix); });
}

// More is taken away than can have been added, so that queues do not grow.
bool say_queues(script_call& call, const commit_request& request, const std::vector<expiring_model>& expiring,
                bool sweeps) {
  if (expiring.empty()) return false;
  std::vector<std::string_view> queues;
  for (const expiring_model& each : expiring) {
    if (sweeps && touches(request, each)) queues.push_back(each.queue);
  }
  call.say(queues.size());
  for (const std::string_view queue : queues) {
    call.key(queue);
    call.say(sweep_pace::least + 2 * request.entries.size());
    call.say(call.keep(due_at(milliseconds_now())));
  }
  return !queues.empty();
}

}  // namespace

bool say_commit(script_call& call, const commit_request& request, const std::vector<expiring_model>& expiring,
                bool sweeps) {
  groups added;
  groups removed;
  sort_entries(request, added, removed);
  call.say(request.conditions.size());
  for (const sdk::kv::commit_condition& each : request.conditions) {
    call.key(each.key);
    call.say(std::string_view(each.head));
    call.say_flag(each.whole);
  }
  say_ranges(call, request);
  queue_records(call, request, expiring, added);
  say_groups(call, added);
  call.say(request.puts.size());
  for (const sdk::kv::value_change& each : request.puts) {
    call.key(each.key);
    call.say(std::string_view(each.value));
    call.say(each.expires_at == never_expires ? std::string_view() : call.keep(expiry_text(each.expires_at)));
  }
  call.say(request.erases.size());
  for (const std::string& key : request.erases) call.key(key);
  say_groups(call, removed);
  return say_queues(call, request, expiring, sweeps);
}

}  // namespace orm::redis
