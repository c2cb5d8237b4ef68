// Records are texts joined by a character that none of them holds; what scripts look at comes first.
#include "raw_redis.hpp"

#include <charconv>
#include <stdexcept>

namespace bench {
namespace {

constexpr char between = '\x1f';

constexpr const char* by_email_script = R"lua(
local id = redis.call('GET', KEYS[1])
if not id then return false end
return {id, redis.call('GET', 'a:' .. id)}
)lua";

constexpr const char* page_script = R"lua(
local ids = redis.call('ZRANGE', KEYS[1], ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2])
if #ids == 0 then return {{}, {}} end
local keys = {}
for i, id in ipairs(ids) do keys[i] = 'a:' .. id end
return {ids, redis.call('MGET', unpack(keys))}
)lua";

constexpr const char* create_script = R"lua(
if redis.call('EXISTS', KEYS[1], KEYS[2]) > 0 then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('SET', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
return 1
)lua";

// The name is the last of a record.
constexpr const char* rename_script = R"lua(
local record = redis.call('GET', KEYS[1])
if not record then return 0 end
redis.call('SET', KEYS[1], string.match(record, '^[^\31]*\31[^\31]*\31[^\31]*\31') .. ARGV[1])
return 1
)lua";

constexpr const char* delete_script = R"lua(
local record = redis.call('GET', KEYS[1])
if not record then return 0 end
redis.call('DEL', KEYS[1], 'ae:' .. string.match(record, '^[^\31]*'))
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
)lua";

// ARGV: id, the rest of a new record up to its times, times and state, milliseconds of the expiry. Answers id and rest.
constexpr const char* put_script = R"lua(
local old = redis.call('GET', KEYS[1])
local id, kept = ARGV[1], ARGV[2]
if old then id, kept = string.match(old, '^([^\31]*)\31([^\31]*)\31') end
local record = id .. '\31' .. kept .. '\31' .. ARGV[3]
redis.call('SET', KEYS[1], record, 'PXAT', ARGV[4])
redis.call('SET', 'si:' .. id, ARGV[5], 'PXAT', ARGV[4])
return record
)lua";

constexpr const char* consume_script = R"lua(
local found = redis.call('HMGET', KEYS[1], 'remaining', 'resetAt')
local remaining, reset = tonumber(found[1]), tonumber(found[2])
if reset and reset > tonumber(ARGV[1]) then
  if remaining <= 0 then return 0 end
  redis.call('HSET', KEYS[1], 'remaining', remaining - 1, 'updatedAt', ARGV[1])
else
  redis.call('HSET', KEYS[1], 'remaining', ARGV[2] - 1, 'resetAt', ARGV[3], 'updatedAt', ARGV[1])
end
return 1
)lua";

std::string_view text_of(const redisReply& reply) { return {reply.str, static_cast<std::size_t>(reply.len)}; }

class parts {
 public:
  explicit parts(std::string_view record) : left_(record) {}
  std::string_view text() {
    const std::size_t end = left_.find(between);
    const std::string_view part = left_.substr(0, end);
    left_.remove_prefix(end == std::string_view::npos ? left_.size() : end + 1);
    return part;
  }
  std::int64_t number() {
    const std::string_view part = text();
    std::int64_t value = 0;
    std::from_chars(part.data(), part.data() + part.size(), value);
    return value;
  }
  std::string_view rest() const { return left_; }

 private:
  std::string_view left_;
};

void append(std::string& record, std::int64_t number) {
  char digits[24];
  record.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
  record += between;
}

raw_account account_of(std::string_view id, std::string_view record) {
  parts from(record);
  raw_account found;
  found.id = id;
  found.email = from.text();
  found.score = from.number();
  found.created_at = from.number();
  found.name = from.rest();
  return found;
}

std::string record_of(const raw_account& account) {
  std::string record = account.email + between;
  append(record, account.score);
  append(record, account.created_at);
  return record + account.name;
}

raw_session session_of(std::string_view token, std::string_view record) {
  parts from(record);
  raw_session found;
  found.token = token;
  found.id = from.text();
  found.user_id = from.text();
  found.expires_at = from.number();
  found.updated_at = from.number();
  found.state = from.rest();
  return found;
}

std::string milliseconds(std::int64_t microseconds) { return std::to_string(microseconds / 1000); }

}  // namespace

raw_redis::raw_redis(const std::string& socket) : connection_(redisConnectUnix(socket.c_str())) {
  if (!connection_ || connection_->err != 0) throw std::runtime_error("can't connect to " + socket);
  by_email_ = load(by_email_script);
  page_ = load(page_script);
  create_ = load(create_script);
  rename_ = load(rename_script);
  delete_ = load(delete_script);
  put_ = load(put_script);
  consume_ = load(consume_script);
}

std::string raw_redis::load(const char* script) { return std::string(text_of(*run({"SCRIPT", "LOAD", script}))); }

void raw_redis::send(std::span<const std::string_view> words) {
  std::vector<const char*> data(words.size());
  std::vector<std::size_t> sizes(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    data[i] = words[i].data();
    sizes[i] = words[i].size();
  }
  redisAppendCommandArgv(connection_.get(), static_cast<int>(words.size()), data.data(), sizes.data());
}

raw_redis::reply raw_redis::next() {
  void* made = nullptr;
  if (redisGetReply(connection_.get(), &made) != REDIS_OK) throw std::runtime_error(connection_->errstr);
  reply owned(static_cast<redisReply*>(made));
  if (owned->type == REDIS_REPLY_ERROR) throw std::runtime_error(std::string(text_of(*owned)));
  return owned;
}

raw_redis::reply raw_redis::run(std::span<const std::string_view> words) {
  send(words);
  return next();
}

std::optional<raw_account> raw_redis::find_account(const std::string& id) {
  const reply found = run({"GET", "a:" + id});
  if (found->type == REDIS_REPLY_NIL) return std::nullopt;
  return account_of(id, text_of(*found));
}

std::optional<raw_account> raw_redis::find_account_by_email(const std::string& email) {
  const reply found = run({"EVALSHA", by_email_, "1", "ae:" + email});
  if (found->type == REDIS_REPLY_NIL) return std::nullopt;
  return account_of(text_of(*found->element[0]), text_of(*found->element[1]));
}

std::vector<raw_account> raw_redis::find_accounts(const std::vector<std::string>& ids) {
  std::vector<std::string> keys;
  keys.reserve(ids.size());
  std::vector<std::string_view> words{"MGET"};
  words.reserve(ids.size() + 1);
  for (const std::string& id : ids) words.push_back(keys.emplace_back("a:" + id));
  const reply found = run(words);
  std::vector<raw_account> accounts;
  accounts.reserve(ids.size());
  for (std::size_t i = 0; i < found->elements; ++i)
    if (found->element[i]->type == REDIS_REPLY_STRING)
      accounts.push_back(account_of(ids[i], text_of(*found->element[i])));
  return accounts;
}

std::vector<raw_account> raw_redis::page_of_accounts(std::int64_t from_score, int take) {
  const reply found = run({"EVALSHA", page_, "1", "as", std::to_string(from_score), std::to_string(take)});
  const redisReply &ids = *found->element[0], &records = *found->element[1];
  std::vector<raw_account> accounts;
  accounts.reserve(ids.elements);
  for (std::size_t i = 0; i < ids.elements; ++i)
    if (records.element[i]->type == REDIS_REPLY_STRING)
      accounts.push_back(account_of(text_of(*ids.element[i]), text_of(*records.element[i])));
  return accounts;
}

bool raw_redis::create_account(const raw_account& account) {
  return run({"EVALSHA", create_, "3", "a:" + account.id, "ae:" + account.email, "as", account.id, record_of(account),
              std::to_string(account.score)})
             ->integer == 1;
}

void raw_redis::create_accounts(const std::vector<raw_account>& accounts) {
  for (const raw_account& each : accounts) {
    const std::string key = "a:" + each.id, email = "ae:" + each.email, record = record_of(each),
                      score = std::to_string(each.score);
    const std::string_view words[] = {"EVALSHA", create_, "3", key, email, "as", each.id, record, score};
    send(words);
  }
  for (std::size_t i = 0; i < accounts.size(); ++i) next();
}

bool raw_redis::rename_account(const std::string& id, const std::string& name) {
  return run({"EVALSHA", rename_, "1", "a:" + id, name})->integer == 1;
}

bool raw_redis::delete_account(const std::string& id) {
  return run({"EVALSHA", delete_, "2", "a:" + id, "as", id})->integer == 1;
}

std::optional<raw_session> raw_redis::find_session(const std::string& token) {
  const reply found = run({"GET", "s:" + token});
  if (found->type == REDIS_REPLY_NIL) return std::nullopt;
  return session_of(token, text_of(*found));
}

raw_session raw_redis::put_session(const raw_session& session) {
  std::string rest;
  append(rest, session.expires_at);
  append(rest, session.updated_at);
  rest += session.state;
  const reply record = run({"EVALSHA", put_, "1", "s:" + session.token, session.id, session.user_id, rest,
                            milliseconds(session.expires_at), session.token});
  return session_of(session.token, text_of(*record));
}

bool raw_redis::consume(const std::string& scope, const std::string& identifier, std::int64_t now, std::int64_t limit,
                        std::int64_t reset_at) {
  return run({"EVALSHA", consume_, "1", "b:" + scope + ":" + identifier, std::to_string(now), std::to_string(limit),
              std::to_string(reset_at)})
             ->integer == 1;
}

}  // namespace bench
