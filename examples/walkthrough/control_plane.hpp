// The control plane: what a platform must not lose. Users, workspaces, who belongs to which, what they pay for, and
// what was done.
#pragma once

#include <optional>

#include <orm/orm.hpp>

namespace platform {

enum class plan_tier { free, pro, enterprise };
constexpr auto orm_names(plan_tier) { return orm::names("free", "pro", "enterprise"); }

template <class Q>
struct WorkspaceMembership;
template <class Q>
struct Subscription;
template <class Q>
struct AuditLog;

template <class Q>
struct User {
  static constexpr auto table = "users";
  static constexpr auto description = "People, known by their e-mail address.";

  orm::pk<Q, "id"> id;
  orm::col<Q, "email", orm::text, orm::unique> email;
  orm::col<Q, "name", orm::text> name;
  orm::col<Q, "createdAt", orm::datetime, orm::default_now> created_at;
  orm::many<Q, "memberships", WorkspaceMembership, "userId"> memberships;
};

template <class Q>
struct Workspace {
  static constexpr auto table = "workspaces";
  static constexpr auto description = "What people share and pay for.";

  orm::pk<Q, "id"> id;
  orm::col<Q, "slug", orm::text, orm::unique> slug;
  orm::col<Q, "name", orm::text> name;
  orm::col<Q, "plan", plan_tier> plan;
  orm::col<Q, "createdAt", orm::datetime, orm::default_now> created_at;
  orm::many<Q, "memberships", WorkspaceMembership, "workspaceId"> memberships;
  orm::many<Q, "subscriptions", Subscription, "workspaceId"> subscriptions;
  orm::many<Q, "auditLogs", AuditLog, "workspaceId"> audit_logs;
};

template <class Q>
struct WorkspaceMembership {
  static constexpr auto table = "workspace_memberships";
  using keys = orm::uniques<orm::unique_on<"userId", "workspaceId">>;

  orm::pk<Q, "id"> id;
  orm::col<Q, "userId", orm::uuid, orm::references<User>> user_id;
  orm::col<Q, "workspaceId", orm::uuid, orm::references<Workspace>> workspace_id;
  orm::col<Q, "role", orm::text, orm::default_to<"member">> role;
  orm::col<Q, "createdAt", orm::datetime, orm::default_now> created_at;
  orm::one<Q, "user", User, "userId"> user;
  orm::one<Q, "workspace", Workspace, "workspaceId"> workspace;
};

template <class Q>
struct Subscription {
  static constexpr auto table = "subscriptions";

  orm::pk<Q, "id"> id;
  orm::col<Q, "workspaceId", orm::uuid, orm::references<Workspace>> workspace_id;
  orm::col<Q, "providerCustomerId", orm::text, orm::unique> provider_customer_id;
  orm::col<Q, "status", orm::text> status;
  orm::col<Q, "renewsAt", std::optional<orm::datetime>> renews_at;
  orm::col<Q, "createdAt", orm::datetime, orm::default_now> created_at;
  orm::one<Q, "workspace", Workspace, "workspaceId"> workspace;
};

template <class Q>
struct AuditLog {
  static constexpr auto table = "audit_logs";

  orm::pk<Q, "id"> id;
  orm::col<Q, "workspaceId", orm::uuid, orm::references<Workspace>> workspace_id;
  orm::col<Q, "action", orm::text> action;
  orm::col<Q, "actorId", std::optional<orm::uuid>> actor_id;
  orm::col<Q, "payload", orm::json> payload;
  orm::col<Q, "createdAt", orm::datetime, orm::default_now> created_at;
  orm::one<Q, "workspace", Workspace, "workspaceId"> workspace;
};

template <class C>
struct ControlPlane {
  static constexpr auto schema = "control_plane";
  static constexpr auto description = "Durable control-plane data.";

  orm::model_of<C, User> user;
  orm::model_of<C, Workspace> workspace;
  orm::model_of<C, WorkspaceMembership> membership;
  orm::model_of<C, Subscription> subscription;
  orm::model_of<C, AuditLog> audit_log;
};

// What conditions, assignments and selections are written with.
inline constexpr orm::fields<User> users;
inline constexpr orm::fields<Workspace> workspaces;
inline constexpr orm::fields<WorkspaceMembership> memberships;
inline constexpr orm::fields<Subscription> subscriptions;
inline constexpr orm::fields<AuditLog> audit_logs;

}  // namespace platform
