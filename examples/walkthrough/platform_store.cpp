// The storage helpers. None knows which stores it runs on.
#include "platform_store.hpp"

#include <chrono>
#include <utility>

namespace platform {
namespace {

constexpr auto dashboard_namespace = "workspace-dashboard";

// Runs work(db) in a transaction where the store has interactive ones; else its steps one by one, so that what fails
// half way keeps what came before.
template <template <class> class App, class Work>
auto together(const orm::client<App>& db, const Work& work) {
  if (orm::capabilities(db).interactive_transactions) return db.transaction(orm::retry{5}, work);
  return work(db);
}

}  // namespace

orm::datetime now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

platform_store::platform_store(orm::client<ControlPlane> durable, orm::client<FastState> fast)
    : durable_(std::move(durable)), fast_(std::move(fast)) {}

workspace_with_owner platform_store::create_workspace_with_owner(const new_workspace& wanted) const {
  return together(durable_, [&](auto& db) {
    auto owner = db.user.upsert(users.email == wanted.owner_email, orm::create(users.name = wanted.owner_name),
                                orm::update(users.name = wanted.owner_name), owner_card);
    auto workspace = db.workspace.create(workspaces.slug = wanted.slug, workspaces.name = wanted.name,
                                         workspaces.plan = plan_tier::free, workspace_card);
    db.membership.create(memberships.user_id = owner.id, memberships.workspace_id = workspace.id,
                         memberships.role = "owner", orm::no_record);
    return workspace_with_owner{std::move(owner), std::move(workspace)};
  });
}

orm::record<SessionState> platform_store::start_session(const new_session& wanted) const {
  return fast_.session.upsert(
      sessions.session_token == wanted.token,
      orm::create(sessions.user_id = wanted.user_id, sessions.workspace_id = wanted.workspace_id,
                  sessions.state = wanted.state, sessions.expires_at = wanted.expires_at),
      orm::update(sessions.state = wanted.state, sessions.expires_at = wanted.expires_at, sessions.updated_at = now()));
}

bool platform_store::consume_workspace_rate_limit(const rate_limit& asked, orm::datetime at) const {
  if (asked.limit <= 0) return false;
  const auto bucket = buckets.scope == asked.scope && buckets.identifier == asked.identifier;
  for (;;) {
    // One conditional update is atomic on every store, and the number of rows it changed says who got through.
    if (fast_.bucket.update_many(bucket && buckets.reset_at > at && buckets.remaining > 0, buckets.remaining -= 1,
                                 buckets.updated_at = at) == 1) {
      return true;
    }
    // The window is over: whoever comes first starts the next and takes the first place in it.
    if (fast_.bucket.update_many(bucket && buckets.reset_at <= at, buckets.remaining = asked.limit - 1,
                                 buckets.reset_at = asked.reset_at, buckets.updated_at = at) == 1) {
      return true;
    }
    const auto found = fast_.bucket.find_unique(bucket, orm::select(buckets.remaining, buckets.reset_at));
    if (found && found->reset_at > at && found->remaining <= 0) return false;
    // There is no bucket yet, or another thread made or restarted it in between: try again with one that is there.
    if (!found) {
      fast_.bucket.upsert(bucket, orm::create(buckets.remaining = asked.limit, buckets.reset_at = asked.reset_at),
                          orm::update(), orm::no_record);
    }
  }
}

std::optional<dashboard> platform_store::load_workspace_dashboard(const std::string& slug, orm::datetime at) const {
  auto workspace = durable_.workspace.find_unique(workspaces.slug == slug, workspace_dashboard);
  if (!workspace) return std::nullopt;
  auto cached =
      fast_.cache.find_unique(cache_entries.name_space == dashboard_namespace && cache_entries.key == workspace->id,
                              orm::select(cache_entries.value, cache_entries.expires_at));
  dashboard loaded{std::move(*workspace), std::nullopt};
  if (cached && (!cached->expires_at || *cached->expires_at > at)) loaded.metrics = std::move(cached->value);
  return loaded;
}

void platform_store::cache_metrics(const std::string& workspace_id, const orm::json& metrics,
                                   std::optional<orm::datetime> expires_at) const {
  fast_.cache.upsert(cache_entries.name_space == dashboard_namespace && cache_entries.key == workspace_id,
                     orm::create(cache_entries.value = metrics, cache_entries.expires_at = expires_at),
                     orm::update(cache_entries.value = metrics, cache_entries.expires_at = expires_at,
                                 cache_entries.updated_at = now()),
                     orm::no_record);
}

}  // namespace platform
