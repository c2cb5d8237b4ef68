// The work of the Redis benchmark: accounts that are found by key and listed by score, sessions that expire, rate
// limits.
#pragma once

#include <chrono>
#include <string>

#include <orm/orm.hpp>

#include "walk.hpp"

namespace bench {

using namespace orm;

template <class Q>
struct Account {
  static constexpr auto table = "accounts";
  using indexes = indexed<index_on<"score">>;
  pk<Q, "id"> id;
  col<Q, "email", text, unique> email;
  col<Q, "name", text> name;
  col<Q, "score", integer> score;
  col<Q, "createdAt", datetime, default_now> created_at;
};

template <class Q>
struct Session {
  static constexpr auto table = "sessions";
  static constexpr auto expires = "expiresAt";
  pk<Q, "id"> id;
  col<Q, "token", text, unique> token;
  col<Q, "userId", uuid> user_id;
  col<Q, "state", json> state;
  col<Q, "expiresAt", datetime> expires_at;
  col<Q, "updatedAt", datetime, default_now> updated_at;
};

template <class Q>
struct Bucket {
  static constexpr auto table = "buckets";
  using keys = uniques<unique_on<"scope", "identifier">>;
  pk<Q, "id"> id;
  col<Q, "scope", text> scope;
  col<Q, "identifier", text> identifier;
  col<Q, "remaining", integer> remaining;
  col<Q, "resetAt", datetime> reset_at;
  col<Q, "updatedAt", datetime, default_now> updated_at;
};

template <class C>
struct FastApp {
  static constexpr auto schema = "fast";
  model_of<C, Account> account;
  model_of<C, Session> session;
  model_of<C, Bucket> bucket;
};

inline constexpr fields<Account> a;
inline constexpr fields<Session> s;
inline constexpr fields<Bucket> b;

inline constexpr int session_count = 1'000, bucket_count = 1'000, limit = 2'000'000'000;
inline constexpr auto session_state = R"({"cart":["book","lamp"],"step":3})";

inline std::string account_id(int number) { return numbered("a", number); }
inline std::string email(int number) { return numbered("mail", number) + "@example.org"; }
inline std::string token(int number) { return numbered("token", number); }
inline std::string address(int number) { return numbered("ip", number); }

// The clock that applications read.
inline datetime now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

// Accounts whose numbers are from `begin` up to, without, `end`; their scores are their numbers.
void add_accounts(const client<FastApp>& db, int begin, int end);

}  // namespace bench
