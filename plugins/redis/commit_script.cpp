// The script is all or nothing. Conditions come first, and only read. Of what writes, entries are added first: that is
// what may be refused – for want of memory, which Redis looks at before a script's first write only, or because the key
// holds something else – and entries that lead nowhere are never seen. SET and DEL can't fail after that; what takes
// entries away may, and need not succeed.
#include "commit_script.hpp"

#include <orm/sdk/schema_view.hpp>

#include <algorithm>

#include "range_words.hpp"

namespace orm::redis {
namespace {

using sdk::kv::commit_request;
using sdk::kv::never_expires;

// KEYS and ARGV are read in one go: each part takes as many as the number at its head says.
// A sorted set takes a few thousand words at a time: Lua's unpack has a limit of 8,000.
const char* const lua = R"lua(
local key, arg = 0, 0
local function next_key() key = key + 1; return KEYS[key] end
local function next_arg() arg = arg + 1; return ARGV[arg] end
local function next_number() return tonumber(next_arg()) end

local failed = {}
for position = 0, next_number() - 1 do
  local name, head = next_key(), next_arg()
  local holds
  if head == '' then
    holds = redis.call('EXISTS', name) == 0
  else
    holds = redis.call('GETRANGE', name, 0, #head - 1) == head
  end
  if not holds then failed[#failed + 1] = position end
end
local first_range = next_number()
for position = first_range, first_range + next_number() - 1 do
  local name, digest, words = next_key(), next_arg(), next_number()
  local entries = redis.call('ZRANGE', name, unpack(ARGV, arg + 1, arg + words))
  arg = arg + words
  if redis.sha1hex(table.concat(entries, '\n')) ~= digest then failed[#failed + 1] = position end
end
if #failed > 0 then return failed end

local function for_words(command, try)
  for group = 1, next_number() do
    local name, last = next_key(), next_number()
    last = last + arg
    while arg < last do
      local upto = math.min(arg + 4000, last)
      try(command, name, unpack(ARGV, arg + 1, upto))
      arg = upto
    end
  end
end

for_words('ZADD', redis.call)

for put = 1, next_number() do
  local name, value, expiry = next_key(), next_arg(), next_arg()
  if expiry == '' then
    redis.call('SET', name, value)
  else
    redis.call('SET', name, value, 'PXAT', expiry)
  end
end

for erase = 1, next_number() do redis.call('DEL', next_key()) end

for_words('ZREM', redis.pcall)

local queues = next_number()
if queues > 0 then
  local most = next_number()
  local time = redis.call('TIME')
  local now = string.format('(%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
  for queue = 1, queues do
    local name = next_key()
    local dead = redis.pcall('ZRANGE', name, '-inf', now, 'BYSCORE', 'LIMIT', 0, most)
    for i, entry in ipairs(dead) do
      local space = string.find(entry, ' ', 1, true)
      redis.pcall('ZREM', string.sub(name, 1, -2) .. 'i:' .. string.sub(entry, 1, space - 1),
                  string.sub(entry, space + 1))
      redis.pcall('ZREM', name, entry)
    end
  end
end
return failed
)lua";

// The entry of an index as a queue has it: "role.score =admin =b42 =2f0c… ", which says from which index it goes.
std::string queued(const expiring_model& model, const sdk::kv::entry_change& change) {
  return change.index.substr(model.prefix.size() + 2) + ' ' + change.entry;
}

const expiring_model* model_of(const std::vector<expiring_model>& expiring, std::string_view key) {
  const auto found = std::find_if(expiring.begin(), expiring.end(),
                                  [&](const expiring_model& each) { return key.starts_with(each.prefix); });
  return found == expiring.end() ? nullptr : &*found;
}

bool touches(const commit_request& request, const expiring_model& model) {
  return std::any_of(request.puts.begin(), request.puts.end(),
                     [&](const auto& each) { return each.key.starts_with(model.prefix); }) ||
         std::any_of(request.erases.begin(), request.erases.end(),
                     [&](const auto& each) { return each.starts_with(model.prefix); });
}

}  // namespace

std::vector<expiring_model> expiring_models(const std::vector<sdk::kv::model_layout>& models) {
  std::vector<expiring_model> expiring;
  for (const sdk::kv::model_layout& each : models) {
    if (sdk::has_expiry(each.model())) expiring.push_back({each.prefix(), each.prefix() + "x"});
  }
  return expiring;
}

std::string expiry_text(std::int64_t microseconds) {
  const std::int64_t milliseconds = microseconds / 1000 + (microseconds % 1000 > 0 ? 1 : 0);
  return std::to_string(std::max<std::int64_t>(milliseconds, 1));
}

const script& commit_call::code() {
  static const script only(lua);
  return only;
}

std::vector<std::string_view>& commit_call::words_of(groups& all, std::string_view key) {
  if (!all.empty() && all.back().key == key) return all.back().words;
  const auto found = std::find_if(all.begin(), all.end(), [&](const group& each) { return each.key == key; });
  return found != all.end() ? found->words : all.emplace_back(group{key, {}}).words;
}

void commit_call::sort_entries(const commit_request& request, const std::vector<expiring_model>& expiring) {
  for (const sdk::kv::entry_change& change : request.entries) {
    if (change.add) {
      std::vector<std::string_view>& words = words_of(added_, change.index);
      words.push_back("0");
      words.push_back(change.entry);
    } else {
      words_of(removed_, change.index).push_back(change.entry);
    }
    const expiring_model* const model = model_of(expiring, change.index);
    if (model == nullptr) continue;
    const std::string_view entry = keep(queued(*model, change));
    if (change.add && change.expires_at != never_expires) {
      std::vector<std::string_view>& words = words_of(added_, model->queue);
      words.push_back(keep(expiry_text(change.expires_at)));
      words.push_back(entry);
    } else {
      words_of(removed_, model->queue).push_back(entry);
    }
  }
}

void commit_call::add_ranges(const commit_request& request) {
  say(request.conditions.size());
  say(request.ranges.size());
  for (const sdk::kv::range_condition& each : request.ranges) {
    keys_.push_back(each.range.index);
    std::string entries;
    for (const std::string& entry : each.entries) {
      if (!entries.empty()) entries += '\n';
      entries += entry;
    }
    say(keep(digest_of(entries)));
    const range_words words(each.range);
    say(words.size());
    for (const std::string_view word : words) say(keep(std::string(word)));
  }
}

void commit_call::add_groups(const groups& all) {
  say(all.size());
  for (const group& each : all) {
    keys_.push_back(each.key);
    say(each.words.size());
    arguments_.insert(arguments_.end(), each.words.begin(), each.words.end());
  }
}

// More is taken away than can have been added, so that queues do not grow.
void commit_call::add_queues(const commit_request& request, const std::vector<expiring_model>& expiring) {
  constexpr std::size_t at_least = 16;
  std::size_t count = 0;
  for (const expiring_model& each : expiring) {
    if (!touches(request, each)) continue;
    keys_.push_back(each.queue);
    ++count;
  }
  say(count);
  if (count > 0) say(at_least + 2 * request.entries.size());
}

commit_call::commit_call(const commit_request& request, const std::vector<expiring_model>& expiring) {
  sort_entries(request, expiring);
  say(request.conditions.size());
  for (const sdk::kv::commit_condition& each : request.conditions) {
    keys_.push_back(each.key);
    say(std::string_view(each.head));
  }
  add_ranges(request);
  add_groups(added_);
  say(request.puts.size());
  for (const sdk::kv::value_change& each : request.puts) {
    keys_.push_back(each.key);
    say(std::string_view(each.value));
    say(each.expires_at == never_expires ? std::string_view() : keep(expiry_text(each.expires_at)));
  }
  say(request.erases.size());
  keys_.insert(keys_.end(), request.erases.begin(), request.erases.end());
  add_groups(removed_);
  add_queues(request, expiring);
  words_.reserve(3 + keys_.size() + arguments_.size());
  words_ = {"EVALSHA", code().digest, keep(std::to_string(keys_.size()))};
  words_.insert(words_.end(), keys_.begin(), keys_.end());
  words_.insert(words_.end(), arguments_.begin(), arguments_.end());
}

}  // namespace orm::redis
