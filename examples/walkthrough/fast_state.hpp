// The fast state: what a platform may lose and make again. Sessions, rate limits, cached values.
#pragma once

#include <optional>

#include <orm/orm.hpp>

namespace platform {

template <class Q>
struct SessionState {
  static constexpr auto table = "session_state";

  orm::pk<Q, "id"> id;
  orm::col<Q, "sessionToken", orm::text, orm::unique> session_token;
  orm::col<Q, "userId", orm::uuid> user_id;
  orm::col<Q, "workspaceId", orm::uuid> workspace_id;
  orm::col<Q, "state", orm::json> state;
  orm::col<Q, "expiresAt", orm::datetime> expires_at;
  orm::col<Q, "updatedAt", orm::datetime, orm::default_now> updated_at;
};

template <class Q>
struct RateLimitBucket {
  static constexpr auto table = "rate_limit_buckets";
  using keys = orm::uniques<orm::unique_on<"scope", "identifier">>;

  orm::pk<Q, "id"> id;
  orm::col<Q, "scope", orm::text> scope;
  orm::col<Q, "identifier", orm::text> identifier;
  orm::col<Q, "remaining", orm::integer> remaining;
  orm::col<Q, "resetAt", orm::datetime> reset_at;
  orm::col<Q, "updatedAt", orm::datetime, orm::default_now> updated_at;
};

template <class Q>
struct CacheEntry {
  static constexpr auto table = "cache_entries";
  using keys = orm::uniques<orm::unique_on<"namespace", "key">>;

  orm::pk<Q, "id"> id;
  orm::col<Q, "namespace", orm::text> name_space;
  orm::col<Q, "key", orm::text> key;
  orm::col<Q, "value", orm::json> value;
  orm::col<Q, "expiresAt", std::optional<orm::datetime>> expires_at;
  orm::col<Q, "updatedAt", orm::datetime, orm::default_now> updated_at;
};

template <class C>
struct FastState {
  static constexpr auto schema = "fast_state";
  static constexpr auto description = "State that is fast to reach and may be lost.";

  orm::model_of<C, SessionState> session;
  orm::model_of<C, RateLimitBucket> bucket;
  orm::model_of<C, CacheEntry> cache;
};

inline constexpr orm::fields<SessionState> sessions;
inline constexpr orm::fields<RateLimitBucket> buckets;
inline constexpr orm::fields<CacheEntry> cache_entries;

}  // namespace platform
