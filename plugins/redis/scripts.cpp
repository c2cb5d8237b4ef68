// What mutation_script.cpp says of scripts that write holds for the commit too.
#include "scripts.hpp"

#include <orm/sdk/kv/record.hpp>

#include "lua.hpp"

namespace orm::redis {
namespace {

// KEYS and ARGV are taken in order. A sorted set takes a few thousand words at a time: unpack has a limit of 8,000.
const char* const commit = R"lua(
local key, arg = 0, 0
local function next_key() key = key + 1; return KEYS[key] end
local function next_arg() arg = arg + 1; return ARGV[arg] end
local function next_number() return tonumber(next_arg()) end

local function for_words(command, try)
  for group = 1, next_number() do
    local name = next_key()
    local last = next_number() + arg
    while arg < last do
      local upto = math.min(arg + 4000, last)
      try(command, name, unpack(ARGV, arg + 1, upto))
      arg = upto
    end
  end
end

local failed = {}
for position = 0, next_number() - 1 do
  local name, head, whole = next_key(), next_arg(), next_arg() == '1'
  local holds
  if head == '' then
    holds = redis.call('EXISTS', name) == 0
  else
    holds = redis.call('GETRANGE', name, 0, whole and -1 or #head - 1) == head
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

-- What records that expire were in their queues by, unless they still are.
local left = {}
for record = 1, next_number() do
  local name, queue, now = next_key(), next_key(), next_arg()
  local text = redis.call('GET', name)
  local old = text and string.match(text, '^%*:k[^ ]* (.- );', 18)
  if old and old ~= now then left[#left + 1] = {queue, old} end
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
for _, each in ipairs(left) do redis.pcall('ZREM', each[1], each[2]) end
)lua";

}  // namespace

const script& follow_script() {
  static const script only(R"lua(
local found = {}
for position, name in ipairs(KEYS) do
  local reference = redis.call('GET', name)
  local record = reference and redis.pcall('GET', ARGV[1] .. reference)
  -- A record that is not here may be on another node of the cluster, while its slot moves.
  if reference and type(record) ~= 'string' then record = {reference} end
  found[position] = record
end
return found
)lua");
  return only;
}

std::string commit_lua(const std::vector<expiring_model>& expiring) {
  std::string lua = commit;
  if (!expiring.empty())
    lua += "for each = 1, next_number() do\nlocal queue, most, now = next_key(), next_arg(), next_arg()\n";
  for (const expiring_model& each : expiring) {
    std::vector<std::string> indexes;
    for (const auto& key : each.shape->keys) indexes.push_back(lua_string(key.index));
    lua += "if queue == " + lua_string(each.queue) + " then\n" +
           sweep_of(*each.shape, {"queue", "now", "most", std::move(indexes)}) + "end\n";
  }
  if (!expiring.empty()) lua += "end\n";
  return lua + "return failed\n";
}

}  // namespace orm::redis
