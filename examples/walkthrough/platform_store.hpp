// The platform's storage layer, written once for every pairing of stores.
//
// Durable records are written first, fast state second: the two stores are two systems, nothing here commits to both,
// and everything in the fast one can be made again from the durable one.
#pragma once

#include <optional>
#include <string>

#include "control_plane.hpp"
#include "fast_state.hpp"

namespace platform {

// What is read for each purpose, and thereby the types of the rows.
inline constexpr auto owner_card = orm::select(users.id, users.email, users.name);
inline constexpr auto workspace_card = orm::select(workspaces.id, workspaces.slug, workspaces.name, workspaces.plan);
inline constexpr auto workspace_dashboard = orm::select(
    workspaces.id, workspaces.slug, workspaces.name, workspaces.plan,
    workspaces.memberships.select(memberships.role, memberships.user.select(users.email, users.name)),
    workspaces.subscriptions.select(subscriptions.provider_customer_id, subscriptions.status, subscriptions.renews_at));

struct new_workspace {
  std::string slug, name, owner_email, owner_name;
};
struct workspace_with_owner {
  orm::row<owner_card> owner;
  orm::row<workspace_card> workspace;
};

struct new_session {
  std::string token, user_id, workspace_id;
  orm::json state;
  orm::datetime expires_at;
};

struct rate_limit {
  std::string scope, identifier;
  orm::integer limit = 0;  // so many in a window
  orm::datetime reset_at;  // when the window ends that this call would start
};

struct dashboard {
  orm::row<workspace_dashboard> workspace;
  std::optional<orm::json> metrics;  // as cached; none when nothing is, or it expired
};

orm::datetime now();

// Used by any number of threads at once. Functions throw orm::error.
class platform_store {
 public:
  platform_store(orm::client<ControlPlane> durable, orm::client<FastState> fast);

  // Adds a workspace whose owner is the user with that e-mail, who is added or renamed; all or nothing where the
  // durable store has transactions. Throws unique_constraint_violation for a slug that is taken.
  workspace_with_owner create_workspace_with_owner(const new_workspace& wanted) const;

  // Starts the session with this token, or gives it this state and expiry.
  orm::record<SessionState> start_session(const new_session& wanted) const;

  // Takes one of the limit in the current window; false when it is used up. Exact: however many threads and processes
  // ask at once, `limit` of them succeed. The first call after a window's end starts the next.
  bool consume_workspace_rate_limit(const rate_limit& asked, orm::datetime at = now()) const;

  // A workspace by slug with members and subscriptions, and its cached metrics; nothing for an unknown slug.
  std::optional<dashboard> load_workspace_dashboard(const std::string& slug, orm::datetime at = now()) const;

  // Keeps metrics for load_workspace_dashboard(), for good without an expiry.
  void cache_metrics(const std::string& workspace_id, const orm::json& metrics,
                     std::optional<orm::datetime> expires_at) const;

  const orm::client<ControlPlane>& durable() const noexcept { return durable_; }
  const orm::client<FastState>& fast() const noexcept { return fast_; }

 private:
  orm::client<ControlPlane> durable_;
  orm::client<FastState> fast_;
};

}  // namespace platform
