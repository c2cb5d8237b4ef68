// Lua 5.1 as Redis has it. Numbers are doubles there: none but lengths, milliseconds and 32-bit sums is made.
//
// What writes is all or nothing. Conditions come first, and only read. Of the writes, entries are added first: that is
// what may be refused – for want of memory, which Redis looks at before a script's first write only, or because the key
// holds something else – and entries that lead nowhere are never seen. SET and DEL can't fail after that; what takes
// entries away may, and need not succeed.
//
// Keys that only the server can know, because a value is in their names, are not among KEYS: they are of the same
// model, and a cluster keeps a model in one slot.
#include "scripts.hpp"

namespace orm::redis {
namespace {

// KEYS and ARGV are taken in order. A sorted set takes a few thousand words at a time: unpack has a limit of 8,000.
// A queue is the sorted set, by expiry time, of a model's index entries; each mutation takes some dead ones away.
const char* const common = R"lua(
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

local function clear_queue(name, most)
  local time = redis.call('TIME')
  local now = string.format('(%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
  local dead = redis.pcall('ZRANGE', name, '-inf', now, 'BYSCORE', 'LIMIT', 0, most)
  for _, entry in ipairs(dead) do
    local space = string.find(entry, ' ', 1, true)
    redis.pcall('ZREM', string.sub(name, 1, -2) .. 'i:' .. string.sub(entry, 1, space - 1),
                string.sub(entry, space + 1))
    redis.pcall('ZREM', name, entry)
  end
end

local function commit()
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
  for queue = 1, next_number() do clear_queue(next_key(), next_number()) end
  return failed
end
)lua";

const char* const mutation = R"lua(
local sub, find, match, byte = string.sub, string.find, string.match, string.byte
local refused, absent, changed, erased, created = {0}, {1}, 2, {3}, {4}

local erases, follows = next_arg() == 'erase', next_arg() == '1'
local record_prefix, mark, named = next_arg(), next_arg(), next_arg() == '1'
local expires, now, head, new_expiry = next_arg(), next_arg(), next_arg(), next_arg()
local name = next_key()
local keys, fields, components = {}, {}, {}
for i = 1, next_number() do
  local each = {parts = {}}
  if next_arg() == '1' then each.index = next_key() end
  each.prefix, each.width = next_arg(), next_number()
  for part in string.gmatch(next_arg(), '%d+') do each.parts[#each.parts + 1] = part + 1 end
  keys[i] = each
end
for i = 1, next_number() do fields[i] = {label = next_arg(), value = next_arg(), addend = next_arg()} end
for i = 1, next_number() do components[i] = {at = next_number() + 1, text = next_arg()} end
local queue
if next_arg() == '1' then queue = next_key() end
local creates = next_arg() == '1'

-- Finding the record.

local function answer_absent()
  if not creates then return absent end
  if #commit() > 0 then return refused end
  return created
end

local reference
if follows then
  reference = redis.call('GET', name)
  if not reference then return answer_absent() end
else
  reference = string.sub(name, #record_prefix + 1)
end
local record_key = record_prefix .. reference
local record = redis.call('GET', record_key)
if not record then
  if follows then return refused end
  return answer_absent()
end

-- Reading it: "orm1:" and the stamp, then each field as a label, a kind, and a text up to ';'; what it is found by is
-- the last. Only what changes is looked at further.

if #record < #head or string.sub(record, 1, 5) ~= string.sub(head, 1, 5) then return refused end
local by_label, touched = {}, {}
for _, change in ipairs(fields) do by_label[change.label] = change end
local found_by, found_by_at, expired = nil, nil, false
local at = #head + 1
while at <= #record do
  local label, kind, first = match(record, '^([^:]*:)(.)()', at)
  local last
  if kind == 's' or kind == 'j' then
    local size, after = match(record, '^(%d+):()', first)
    if not size then return refused end
    first, last = after, after + size - 1
    if byte(record, last + 1) ~= 59 then return refused end
  else
    last = label and find(record, ';', first, true)
    if not last then return refused end
    last = last - 1
  end
  local change = by_label[label]
  if change then
    change.at, change.kind_at, change.first, change.last = at, at + #label, first, last
    touched[#touched + 1] = change
  end
  if label == '*:' then
    if last + 1 ~= #record then return refused end
    found_by, found_by_at = sub(record, first, last), at
  elseif label == expires and now ~= '' then
    expired = sub(record, first, last) <= now
  end
  at = last + 2
end
if not found_by or sub(found_by, 1, #mark) ~= mark then return refused end
-- A change that moves nothing by which the record is found, nor its expiry, leaves all keys and entries alone: none is
-- named then.
local moves_expiry = not erases and new_expiry ~= ''
local moves = erases or moves_expiry or #components > 0
local old, wanted = {}, {}
if moves then
  for component in string.gmatch(string.sub(found_by, #mark + 1), ' ([^ ]*)') do
    old[#old + 1] = component
    wanted[#wanted + 1] = component
  end
end
if expired then
  if creates then return refused end
  return absent
end

-- What it becomes.

local text
if erases then
  wanted = nil
elseif #fields == 0 then
  return {changed, record}
else
  local written, upto = {head}, #head + 1
  for _, change in ipairs(touched) do
    local value = change.value
    if change.addend ~= '' then
      local sum = tonumber(sub(record, change.first, change.last)) + tonumber(change.addend)
      if sum > 2147483647 or sum < -2147483648 then return refused end
      value = string.format('i%d;', sum)
    end
    if value ~= '' then
      written[#written + 1] = sub(record, upto, change.kind_at - 1)
      written[#written + 1] = value
    else
      written[#written + 1] = sub(record, upto, change.at - 1)
    end
    upto = change.last + 2
  end
  written[#written + 1] = sub(record, upto, found_by_at - 1)
  for _, change in ipairs(fields) do
    if not change.at and change.value ~= '' then
      written[#written + 1] = change.label
      written[#written + 1] = change.value
    end
  end
  if #components > 0 then
    for _, change in ipairs(components) do wanted[change.at] = change.text end
    found_by = mark .. ' ' .. table.concat(wanted, ' ')
  end
  written[#written + 1] = '*:s' .. #found_by .. ':' .. found_by .. ';'
  text = table.concat(written)
end

-- What it is found by.

local function entry_of(each, from)
  local entry = ''
  for _, part in ipairs(each.parts) do entry = entry .. from[part] .. ' ' end
  if named then entry = entry .. reference end
  return entry
end

local function unique_key_of(each, from)
  local joined = each.prefix
  for i = 1, each.width do
    local component = from[each.parts[i]]
    if component == '-' then return nil end
    if i > 1 then joined = joined .. ' ' end
    joined = joined .. string.sub(component, 2)
  end
  return joined
end

local expiry = new_expiry
if moves and not erases and expires ~= '' and not moves_expiry then
  local own = redis.call('PEXPIRETIME', record_key)
  expiry = own > 0 and string.format('%.0f', own) or 'never'
end
local adds, removes, puts, frees = {}, {}, {}, {}
for _, each in ipairs(keys) do
  if each.index then
    local before, after = entry_of(each, old), wanted and entry_of(each, wanted)
    if before ~= after then removes[#removes + 1] = {each.index, before} end
    if after and (before ~= after or moves_expiry) then adds[#adds + 1] = {each.index, after} end
  end
  if each.prefix ~= '' then
    local before, after = unique_key_of(each, old), wanted and unique_key_of(each, wanted)
    if before and before ~= after then frees[#frees + 1] = before end
    if after and (before ~= after or moves_expiry) then
      if before ~= after and redis.call('EXISTS', after) == 1 then return refused end
      puts[#puts + 1] = after
    end
  end
end

-- Writing. In a cluster a key that is not among KEYS may have moved to another node already: that is found out now, while
-- nothing has changed.

for _, key in ipairs(frees) do redis.call('EXISTS', key) end
for _, key in ipairs(puts) do redis.call('EXISTS', key) end

local function queued(change)
  return string.sub(change[1], #queue + 2) .. ' ' .. change[2]
end
local is_finite = queue and expiry ~= '' and expiry ~= 'never'

for _, change in ipairs(adds) do
  redis.call('ZADD', change[1], 0, change[2])
  if is_finite then redis.call('ZADD', queue, expiry, queued(change)) end
end
if wanted then
  if new_expiry == '' then
    redis.call('SET', record_key, text, 'KEEPTTL')
  elseif new_expiry == 'never' then
    redis.call('SET', record_key, text)
  else
    redis.call('SET', record_key, text, 'PXAT', new_expiry)
  end
  for _, put in ipairs(puts) do
    if is_finite then
      redis.call('SET', put, reference, 'PXAT', expiry)
    else
      redis.call('SET', put, reference)
    end
  end
else
  redis.call('DEL', record_key)
end
for _, free in ipairs(frees) do redis.call('DEL', free) end
for _, change in ipairs(removes) do
  redis.pcall('ZREM', change[1], change[2])
  if queue then redis.pcall('ZREM', queue, queued(change)) end
end
if queue then
  if not is_finite then
    for _, change in ipairs(adds) do redis.pcall('ZREM', queue, queued(change)) end
  end
  clear_queue(queue, 16)
end
if erases then return erased end
return {changed, text}
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

const script& commit_script() {
  static const script only(std::string(common) + "return commit()\n");
  return only;
}

const script& mutation_script() {
  static const script only(std::string(common) + mutation, script::keys::some_unnamed);
  return only;
}

}  // namespace orm::redis
