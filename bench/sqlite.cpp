// SQLite through orm, typed and as JSON requests, beside sqlite3 by hand. One file, one processor, interleaved rounds.
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

#include <filesystem>
#include <string>

#include <orm/orm.hpp>

#include "raw_sqlite.hpp"
#include "rounds.hpp"

using namespace orm;

namespace {

enum class plan { free, pro, enterprise };
constexpr auto orm_names(plan) { return names("free", "pro", "enterprise"); }

template <class Q> struct Membership;
template <class Q> struct Subscription;

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

constexpr fields<User> u;
constexpr fields<Workspace> w;
constexpr fields<Membership> m;
constexpr fields<Subscription> s;

constexpr int user_count = 10'000, workspace_count = 1'000, members_each = 10, subscriptions_each = 2;

std::string numbered(const char* prefix, int number) {
  char text[64];
  std::snprintf(text, sizeof text, "%s-%08d-0000-7000-8000-000000000000", prefix, number);
  return text;
}
std::string user_id(int number) { return numbered("u", number); }
std::string email(int number) { return numbered("mail", number) + "@example.org"; }
std::string slug(int number) { return numbered("team", number); }

template <class Client>
void fill(Client& db) {
  db.transaction([](auto& tx) {
    for (int i = 0; i < user_count; ++i)
      tx.user.create(u.id = user_id(i), u.email = email(i), u.name = "User number " + std::to_string(i), select(u.id));
    for (int i = 0; i < workspace_count; ++i) {
      const std::string id = numbered("w", i);
      tx.workspace.create(w.id = id, w.slug = slug(i), w.name = "Team " + std::to_string(i), w.tier = plan::pro,
                          select(w.id));
      for (int k = 0; k < members_each; ++k)
        tx.membership.create(m.user_id = user_id((i * 7 + k * 13) % user_count), m.workspace_id = id, m.role = "member",
                             select(m.id));
      for (int k = 0; k < subscriptions_each; ++k)
        tx.subscription.create(s.workspace_id = id, s.provider_customer_id = numbered("c", i * subscriptions_each + k),
                               s.status = "active", select(s.id));
    }
    return 0;
  });
}

// Numbers that visit everything, the same for every contender.
class walk {
 public:
  int next(int below) { return static_cast<int>((state_ = state_ * 1103515245u + 12345u) >> 8) % below; }

 private:
  unsigned state_ = 1;
};

std::size_t read_bytes = 0;  // what is read is looked at, so that nobody's work is optimised away

}  // namespace

int main(int count, char** arguments) {
  const std::size_t rounds = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 21;
  if (!bench::pin_to_processor(0)) std::puts("not pinned to one processor: ratios are noisier");
  const auto directory = std::filesystem::temp_directory_path() / ("orm-bench-" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  const std::string path = directory / "bench.db";

  configuration config;
  config.plugins = {ORM_BENCH_PLUGINS};
  config.directory = directory;
  store_configuration selected;
  selected.schema = "bench";
  selected.driver = "sqlite";
  selected.options = {{"url", value::of_text("sqlite:" + path)}};
  config.schemas = {selected};
  {
    auto db = orm::open<App>(config, "bench");
    bootstrap(db);
    fill(db);
    protocol json;
    json.add("bench", store_of(db));
    bench::raw_sqlite raw(path);

    const auto find = [&](const char* title, auto raw_find, auto typed_find, auto json_request, int operations) {
      bench::print(title, bench::compare({{"raw",
                                           [&](std::size_t n) {
                                             walk at;
                                             while (n--) read_bytes += raw_find(at);
                                           }},
                                          {"typed",
                                           [&](std::size_t n) {
                                             walk at;
                                             while (n--) read_bytes += typed_find(at);
                                           }},
                                          {"json",
                                           [&](std::size_t n) {
                                             walk at;
                                             while (n--) read_bytes += json.respond(json_request(at)).size();
                                           }}},
                                         static_cast<std::size_t>(operations), rounds));
    };

    find(
        "find by id", [&](walk& at) { return raw.find_user(user_id(at.next(user_count)))->email.size(); },
        [&](walk& at) { return db.user.find_unique(u.id == user_id(at.next(user_count)))->email.size(); },
        [&](walk& at) {
          return R"({"model":"user","op":"findUnique","args":{"where":{"id":")" + user_id(at.next(user_count)) +
                 R"("}}})";
        },
        5000);
    find(
        "find by unique", [&](walk& at) { return raw.find_user_by_email(email(at.next(user_count)))->id.size(); },
        [&](walk& at) { return db.user.find_unique(u.email == email(at.next(user_count)))->id.size(); },
        [&](walk& at) {
          return R"({"model":"user","op":"findUnique","args":{"where":{"email":")" + email(at.next(user_count)) +
                 R"("}}})";
        },
        5000);
    find(
        "page of 100", [&](walk& at) { return raw.page_of_users(email(at.next(9'000)), 100).size(); },
        [&](walk& at) {
          return db.user.find_many(where(u.email > email(at.next(9'000))), order_by(u.email), take(100)).size();
        },
        [&](walk& at) {
          return R"({"model":"user","op":"findMany","args":{"where":{"email":{"gt":")" + email(at.next(9'000)) +
                 R"("}},"orderBy":{"email":"asc"},"take":100}})";
        },
        200);
    find(
        "dashboard, 3 levels", [&](walk& at) { return raw.dashboard(slug(at.next(workspace_count)))->members.size(); },
        [&](walk& at) {
          return db.workspace
              .find_unique(w.slug == slug(at.next(workspace_count)),
                           select(w.id, w.slug, w.name, w.tier, w.memberships.select(m.role, m.user.select(u.email, u.name)),
                                  w.subscriptions.select(s.provider_customer_id, s.status, s.renews_at)))
              ->memberships.size();
        },
        [&](walk& at) {
          return R"({"model":"workspace","op":"findUnique","args":{"where":{"slug":")" + slug(at.next(workspace_count)) +
                 R"("},"select":{"id":true,"slug":true,"name":true,"plan":true,"memberships":{"select":{"role":true,)"
                 R"("user":{"select":{"email":true,"name":true}}}},"subscriptions":{"select":{)"
                 R"("providerCustomerId":true,"status":true,"renewsAt":true}}}}})";
        },
        500);

    int fresh = user_count;
    const auto write = [&](const char* title, auto raw_write, auto typed_write, auto json_request, int operations) {
      bench::print(title, bench::compare({{"raw",
                                           [&](std::size_t n) {
                                             while (n--) raw_write(fresh++);
                                           }},
                                          {"typed",
                                           [&](std::size_t n) {
                                             while (n--) typed_write(fresh++);
                                           }},
                                          {"json",
                                           [&](std::size_t n) {
                                             while (n--) read_bytes += json.respond(json_request(fresh++)).size();
                                           }}},
                                         static_cast<std::size_t>(operations), rounds));
    };
    write(
        "create", [&](int n) { raw.create_user({user_id(n), email(n), "New", 1}); },
        [&](int n) { db.user.create(u.id = user_id(n), u.email = email(n), u.name = "New"); },
        [&](int n) {
          return R"({"model":"user","op":"create","args":{"data":{"id":")" + user_id(n) + R"(","email":")" + email(n) +
                 R"(","name":"New"}}})";
        },
        200);
    write(
        "update by id", [&](int n) { raw.rename_user(user_id(n % user_count), "Renamed"); },
        [&](int n) { db.user.update_many(where(u.id == user_id(n % user_count)), u.name = "Renamed"); },
        [&](int n) {
          return R"({"model":"user","op":"updateMany","args":{"where":{"id":")" + user_id(n % user_count) +
                 R"("},"data":{"name":"Renamed"}}})";
        },
        200);
    write(
        "upsert by email",
        [&](int n) { raw.upsert_user({user_id(n), email(n % user_count), "Again", 1}); },
        [&](int n) {
          db.user.upsert(u.email == email(n % user_count), create(u.id = user_id(n), u.name = "Again"),
                         update(u.name = "Again"));
        },
        [&](int n) {
          return R"({"model":"user","op":"upsert","args":{"where":{"email":")" + email(n % user_count) +
                 R"("},"create":{"id":")" + user_id(n) + R"(","name":"Again"},"update":{"name":"Again"}}})";
        },
        200);
    constexpr int rows = 1000;
    write(
        "create many, 1,000",
        [&](int) {
          std::vector<bench::raw_user> users;
          for (int i = 0; i < rows; ++i, ++fresh) users.push_back({user_id(fresh), email(fresh), "Many", 1});
          raw.create_users(users);
        },
        [&](int) {
          std::vector<draft<User>> users;
          for (int i = 0; i < rows; ++i, ++fresh)
            users.emplace_back(u.id = user_id(fresh), u.email = email(fresh), u.name = "Many");
          db.user.create_many(users, select(u.id));
        },
        [&](int) {
          std::string request = R"({"model":"user","op":"createMany","args":{"select":{"id":true},"data":[)";
          for (int i = 0; i < rows; ++i, ++fresh) {
            if (i > 0) request += ",";
            request += R"({"id":")" + user_id(fresh) + R"(","email":")" + email(fresh) + R"(","name":"Many"})";
          }
          return request + "]}}";
        },
        1);
  }
  std::filesystem::remove_all(directory);
  return read_bytes == 0;
}
