// The work of the SQL benchmarks: a schema, its rows, and the names that both are made of.
#pragma once

#include <string>

#include <orm/orm.hpp>

#include "walk.hpp"

namespace bench {

using namespace orm;

enum class plan { free, pro, enterprise };
constexpr auto orm_names(plan) { return names("free", "pro", "enterprise"); }

template <class Q>
struct Membership;
template <class Q>
struct Subscription;

template <class Q>
struct User {
  static constexpr auto table = "users";
  pk<Q, "id"> id;
  col<Q, "email", text, unique> email;
  col<Q, "name", text> name;
  col<Q, "createdAt", datetime, default_now> created_at;
};

template <class Q>
struct Workspace {
  static constexpr auto table = "workspaces";
  pk<Q, "id"> id;
  col<Q, "slug", text, unique> slug;
  col<Q, "name", text> name;
  col<Q, "plan", plan> tier;
  many<Q, "memberships", Membership, "workspaceId"> memberships;
  many<Q, "subscriptions", Subscription, "workspaceId"> subscriptions;
};

template <class Q>
struct Membership {
  static constexpr auto table = "workspace_memberships";
  using keys = uniques<unique_on<"userId", "workspaceId">>;
  pk<Q, "id"> id;
  col<Q, "userId", uuid, references<User>> user_id;
  col<Q, "workspaceId", uuid, references<Workspace>> workspace_id;
  col<Q, "role", text, default_to<"member">> role;
  one<Q, "user", User, "userId"> user;
};

template <class Q>
struct Subscription {
  static constexpr auto table = "subscriptions";
  pk<Q, "id"> id;
  col<Q, "workspaceId", uuid, references<Workspace>> workspace_id;
  col<Q, "providerCustomerId", text, unique> provider_customer_id;
  col<Q, "status", text> status;
  col<Q, "renewsAt", std::optional<datetime>> renews_at;
};

template <class C>
struct App {
  static constexpr auto schema = "bench";
  model_of<C, User> user;
  model_of<C, Workspace> workspace;
  model_of<C, Membership> membership;
  model_of<C, Subscription> subscription;
};

inline constexpr fields<User> u;
inline constexpr fields<Workspace> w;
inline constexpr fields<Membership> m;
inline constexpr fields<Subscription> s;

constexpr int user_count = 10'000, workspace_count = 1'000, members_each = 10, subscriptions_each = 2;

inline std::string user_id(int number) { return numbered("u", number); }
inline std::string email(int number) { return numbered("mail", number) + "@example.org"; }
inline std::string slug(int number) { return numbered("team", number); }

void fill(client<App>& db);

}  // namespace bench
