// The walkthrough's steps.
#include "story.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace platform {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr auto slug = "acme";
constexpr auto ada = "ada@acme.dev";
constexpr auto grace = "grace@acme.dev";
constexpr auto token = "walkthrough-session";

void title(const char* text) { std::printf("\n%s\n", text); }

// A new workspace from a clean slate: what an earlier run left goes first, those who refer before those referred to.
void clear_earlier_run(const platform_store& store) {
  const auto& durable = store.durable();
  if (const auto earlier = durable.workspace.find_unique(workspaces.slug == slug, select(workspaces.id))) {
    durable.audit_log.remove_many(audit_logs.workspace_id == earlier->id);
    durable.subscription.remove_many(subscriptions.workspace_id == earlier->id);
    durable.membership.remove_many(memberships.workspace_id == earlier->id);
    durable.workspace.remove(workspaces.id == earlier->id);
    store.fast().cache.remove_many(cache_entries.key == earlier->id);
  }
  durable.user.remove_many(users.email.in({ada, grace}));
  store.fast().session.remove_many(sessions.session_token == token);
  store.fast().bucket.remove_many(buckets.scope == slug);
}

workspace_with_owner create_workspace(const platform_store& store) {
  title("1. A workspace with its owner (durable store)");
  const auto made = store.create_workspace_with_owner({slug, "Acme", ada, "Ada"});
  std::printf("   workspace \"%s\" on the %s plan, owned by %s <%s>\n", made.workspace.name.c_str(),
              std::string(orm::name_of(made.workspace.plan)).c_str(), made.owner.name.c_str(),
              made.owner.email.c_str());
  try {
    store.create_workspace_with_owner({slug, "Another Acme", ada, "Ada"});
  } catch (const orm::error& refused) {
    std::printf("   the slug a second time: %s on %s.%s, on every store\n",
                std::string(to_string(refused.code())).c_str(), refused.model().c_str(),
                refused.fields().empty() ? "?" : refused.fields()[0].c_str());
  }
  std::printf("   users with that e-mail: %d\n", static_cast<int>(store.durable().user.count(users.email == ada)));
  return made;
}

void add_details(const platform_store& store, const workspace_with_owner& made) {
  title("2. A member, subscriptions, an audit log (durable store, the typed client as it is)");
  const auto& db = store.durable();
  const auto member = db.user.create(users.name = "Grace", users.email = grace);
  db.membership.create(memberships.user_id = member.id, memberships.workspace_id = made.workspace.id);
  db.subscription.create_many(
      {{subscriptions.workspace_id = made.workspace.id, subscriptions.provider_customer_id = "cus_acme_1",
        subscriptions.status = "active", subscriptions.renews_at = now() + hours(24 * 30)},
       {subscriptions.workspace_id = made.workspace.id, subscriptions.provider_customer_id = "cus_acme_2",
        subscriptions.status = "canceled"}},
      orm::no_record);
  db.audit_log.create(audit_logs.workspace_id = made.workspace.id, audit_logs.action = "workspace.created",
                      audit_logs.actor_id = made.owner.id,
                      audit_logs.payload = orm::json::parse(R"({"by": "ada", "plan": "free"})"));
  db.workspace.update(workspaces.id == made.workspace.id, workspaces.plan = plan_tier::pro, orm::no_record);

  const auto members = db.user.find_many(
      where(users.memberships.some(memberships.workspace.is(workspaces.slug == slug))), order_by(users.name),
      select(users.name,
             users.memberships.where(memberships.workspace_id == made.workspace.id).select(memberships.role)));
  for (const auto& each : members)
    std::printf("   %s is %s of it\n", each.name.c_str(), each.memberships.at(0).role.c_str());
}

void start_session(const platform_store& store, const workspace_with_owner& made) {
  title("3. A session (fast store)");
  for (const char* state : {R"({"theme": "dark"})", R"({"theme": "light", "tabs": [1, 2]})"}) {
    const auto session =
        store.start_session({token, made.owner.id, made.workspace.id, orm::json::parse(state), now() + hours(8)});
    std::printf("   state %s\n", session.state.dump().c_str());
  }
  std::printf("   sessions with this token: %d\n",
              static_cast<int>(store.fast().session.count(sessions.session_token == token)));
}

// Asks from many threads at once; answers how many got through.
int ask_together(const platform_store& store, const rate_limit& limit, int threads, int each, orm::datetime at) {
  std::atomic<int> allowed{0};
  std::atomic<bool> failed{false};
  std::vector<std::thread> asking;
  for (int t = 0; t < threads; ++t) {
    asking.emplace_back([&] {
      try {
        for (int i = 0; i < each; ++i) allowed += store.consume_workspace_rate_limit(limit, at);
      } catch (const orm::error& failure) {
        if (!failed.exchange(true)) std::fprintf(stderr, "walkthrough: %s\n", failure.what());
      }
    });
  }
  for (std::thread& each_thread : asking) each_thread.join();
  return allowed;
}

void limit_rate(const platform_store& store) {
  title("4. A rate limit under concurrency (fast store)");
  constexpr int threads = 16, each = 5;
  const orm::datetime start = now();
  const rate_limit first{slug, "api", 25, start + minutes(1)};
  std::printf("   window 1: %d threads ask %d times for 25 places: %d get one\n", threads, threads * each,
              ask_together(store, first, threads, each, start));
  const rate_limit second{slug, "api", 25, start + minutes(2)};
  std::printf("   window 2, a minute later: %d get one\n",
              ask_together(store, second, threads, each, start + minutes(1)));
}

void print_dashboard(const platform_store& store) {
  const auto loaded = store.load_workspace_dashboard(slug);
  const auto& workspace = loaded->workspace;
  std::printf("   %s (%s): %d members, %d subscriptions, metrics %s\n", workspace.name.c_str(),
              std::string(orm::name_of(workspace.plan)).c_str(), static_cast<int>(workspace.memberships.size()),
              static_cast<int>(workspace.subscriptions.size()),
              loaded->metrics ? loaded->metrics->dump().c_str() : "not cached");
}

void load_dashboard(const platform_store& store, const workspace_with_owner& made) {
  title("5. The dashboard: the durable store's rows, the fast store's cache");
  print_dashboard(store);
  store.cache_metrics(made.workspace.id, orm::json::parse(R"({"requests": 50, "members": 2})"), now() + minutes(5));
  std::printf("   metrics are computed and cached for five minutes\n");
  print_dashboard(store);
  store.cache_metrics(made.workspace.id, orm::json::parse(R"({"requests": 50})"), now() - minutes(1));
  std::printf("   the entry expires\n");
  print_dashboard(store);
  std::printf("   a workspace that nobody made: %s\n",
              store.load_workspace_dashboard("nobody") ? "found" : "nothing, not an error");
}

}  // namespace

void tell_story(const platform_store& store) {
  clear_earlier_run(store);
  const auto made = create_workspace(store);
  add_details(store, made);
  start_session(store, made);
  limit_rate(store);
  load_dashboard(store, made);
  std::printf(
      "\nDurable records came first, fast state second: two stores, two systems, and what the fast one loses is made\n"
      "again. Nothing above names a driver; edit orm.toml and the same program runs on another pairing.\n");
}

}  // namespace platform
