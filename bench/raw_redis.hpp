// hiredis by hand, with a layout made for exactly this work:
//
//   a:ID     an account: email, score, time and name, one string     ae:EMAIL   its id     as   ids by score
//   s:TOKEN  a session, one string that expires                      si:ID      its token, which expires with it
//   b:SCOPE:IDENTIFIER  a rate limit, one hash
//
// What one plain command does is one; what must happen together is one script. Each function is one round trip.
#pragma once

#include <hiredis/hiredis.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct raw_account {
  std::string id, email, name;
  std::int64_t score, created_at;
};

struct raw_session {
  std::string id, token, user_id, state;
  std::int64_t expires_at, updated_at;
};

// One connection. Times are microseconds since 1970. Not thread-safe. Throws std::runtime_error.
class raw_redis {
 public:
  explicit raw_redis(const std::string& socket);

  std::optional<raw_account> find_account(const std::string& id);
  std::optional<raw_account> find_account_by_email(const std::string& email);
  std::vector<raw_account> find_accounts(const std::vector<std::string>& ids);
  std::vector<raw_account> page_of_accounts(std::int64_t from_score, int take);
  bool create_account(const raw_account& account);  // false: the id or the e-mail is taken
  void create_accounts(const std::vector<raw_account>& accounts);
  bool rename_account(const std::string& id, const std::string& name);
  bool delete_account(const std::string& id);

  std::optional<raw_session> find_session(const std::string& token);
  // Creates it, or changes state and times of the one that is there.
  raw_session put_session(const raw_session& session);

  // Takes one place; false when all are taken. A window that is over begins again.
  bool consume(const std::string& scope, const std::string& identifier, std::int64_t now, std::int64_t limit,
               std::int64_t reset_at);

 private:
  struct free_reply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
  };
  using reply = std::unique_ptr<redisReply, free_reply>;
  struct free_context {
    void operator()(redisContext* context) const { redisFree(context); }
  };

  std::string load(const char* script);
  reply run(std::span<const std::string_view> words);
  reply run(std::initializer_list<std::string_view> words) { return run(std::span(words.begin(), words.size())); }
  void send(std::span<const std::string_view> words);
  reply next();

  std::unique_ptr<redisContext, free_context> connection_;
  std::string by_email_, page_, create_, rename_, delete_, put_, consume_;  // digests of scripts
};

}  // namespace bench
