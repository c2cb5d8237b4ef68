// A SQL store through orm, typed and as JSON requests, beside its client library by hand. The same rows, one processor
// for client and server, interleaved rounds.
//
//   bench_sqlite [ROUNDS]   bench_postgres [ROUNDS]
#include <cstdlib>
#include <string>
#include <vector>

#include "contest.hpp"
#include "sql_store.hpp"
#include "workload.hpp"

namespace bench {
namespace {

constexpr int batch_size = 100, page_size = 100, bulk_size = 1000;

std::string find_by(const std::string& field, const std::string& value) {
  return R"({"model":"user","op":"findUnique","args":{"where":{")" + field + R"(":")" + value + R"("}}})";
}

std::vector<std::string> next_ids(walk& at, int count) {
  std::vector<std::string> ids;
  for (int i = 0; i < count; ++i) ids.push_back(user_id(at.next(user_count)));
  return ids;
}

void finds(contest& contest, raw_sql& raw, const client<App>& db) {
  contest.add(
      "find by id", targets.find, 5000,
      [&](walk& at) { return raw.find_user(user_id(at.next(user_count)))->email.size(); },
      [&](walk& at) { return db.user.find_unique(u.id == user_id(at.next(user_count)))->email.size(); },
      [&](walk& at) { return find_by("id", user_id(at.next(user_count))); });
  contest.add(
      "find by unique field", targets.find, 5000,
      [&](walk& at) { return raw.find_user_by_email(email(at.next(user_count)))->id.size(); },
      [&](walk& at) { return db.user.find_unique(u.email == email(at.next(user_count)))->id.size(); },
      [&](walk& at) { return find_by("email", email(at.next(user_count))); });
  contest.add(
      "batch of 100 finds by id", targets.find, 100,
      [&](walk& at) { return raw.find_users_each(next_ids(at, batch_size)).size(); },
      [&](walk& at) {
        std::vector queries{db.user.later().find_unique(u.id == user_id(at.next(user_count)))};
        queries.reserve(batch_size);
        while (queries.size() < batch_size)
          queries.push_back(db.user.later().find_unique(u.id == user_id(at.next(user_count))));
        return db.batch(std::move(queries)).size();
      },
      [&](walk& at) {
        std::string request = R"({"op":"batch","args":{"requests":[)";
        for (int i = 0; i < batch_size; ++i)
          request += (i == 0 ? "" : ",") + find_by("id", user_id(at.next(user_count)));
        return request + "]}}";
      });
}

void pages(contest& contest, raw_sql& raw, const client<App>& db) {
  contest.add(
      "page of 100", targets.page, 200,
      [&](walk& at) { return raw.page_of_users(email(at.next(9'000)), page_size).size(); },
      [&](walk& at) {
        return db.user.find_many(where(u.email > email(at.next(9'000))), order_by(u.email), take(page_size)).size();
      },
      [&](walk& at) {
        return R"({"model":"user","op":"findMany","args":{"where":{"email":{"gt":")" + email(at.next(9'000)) +
               R"("}},"orderBy":{"email":"asc"},"take":100}})";
      });

  const auto typed = [&](walk& at) {
    return db.workspace
        .find_unique(w.slug == slug(at.next(workspace_count)),
                     select(w.id, w.slug, w.name, w.tier, w.memberships.select(m.role, m.user.select(u.email, u.name)),
                            w.subscriptions.select(s.provider_customer_id, s.status, s.renews_at)))
        ->memberships.size();
  };
  const auto json = [&](walk& at) {
    return R"({"model":"workspace","op":"findUnique","args":{"where":{"slug":")" + slug(at.next(workspace_count)) +
           R"("},"select":{"id":true,"slug":true,"name":true,"plan":true,"memberships":{"select":{"role":true,)"
           R"("user":{"select":{"email":true,"name":true}}}},"subscriptions":{"select":{)"
           R"("providerCustomerId":true,"status":true,"renewsAt":true}}}}})";
  };
  const auto by_hand = [&](bool one_snapshot) {
    return [&raw, one_snapshot](walk& at) {
      return raw.dashboard(slug(at.next(workspace_count)), one_snapshot)->members.size();
    };
  };
  contest.add("dashboard, 3 levels", targets.page, 500, by_hand(false), typed, json);
  contest.add("dashboard, raw from one snapshot too", targets.page, 500, by_hand(true), typed, json);
}

void writes(contest& contest, raw_sql& raw, const client<App>& db) {
  int fresh = user_count;
  contest.add(
      "create", targets.write, 200,
      [&](walk&) {
        const int n = fresh++;
        raw.create_user({user_id(n), email(n), "New", 1});
        return 1;
      },
      [&](walk&) {
        const int n = fresh++;
        return db.user.create(u.id = user_id(n), u.email = email(n), u.name = "New").id.size();
      },
      [&](walk&) {
        const int n = fresh++;
        return R"({"model":"user","op":"create","args":{"data":{"id":")" + user_id(n) + R"(","email":")" + email(n) +
               R"(","name":"New"}}})";
      });
  contest.add(
      "update by id", targets.write, 200,
      [&](walk& at) {
        raw.rename_user(user_id(at.next(user_count)), "Renamed");
        return 1;
      },
      [&](walk& at) { return db.user.update_many(where(u.id == user_id(at.next(user_count))), u.name = "Renamed"); },
      [&](walk& at) {
        return R"({"model":"user","op":"updateMany","args":{"where":{"id":")" + user_id(at.next(user_count)) +
               R"("},"data":{"name":"Renamed"}}})";
      });
  contest.add(
      "upsert by e-mail", targets.write, 200,
      [&](walk& at) {
        return raw.upsert_user({user_id(fresh++), email(at.next(user_count)), "Again", 1}).id.size();
      },
      [&](walk& at) {
        return db.user
            .upsert(u.email == email(at.next(user_count)), create(u.id = user_id(fresh++), u.name = "Again"),
                    update(u.name = "Again"))
            .id.size();
      },
      [&](walk& at) {
        return R"({"model":"user","op":"upsert","args":{"where":{"email":")" + email(at.next(user_count)) +
               R"("},"create":{"id":")" + user_id(fresh++) + R"(","name":"Again"},"update":{"name":"Again"}}})";
      });
  contest.add(
      "create 1,000 in one call", targets.write, 1,
      [&](walk&) {
        std::vector<raw_user> users;
        for (int i = 0; i < bulk_size; ++i, ++fresh) users.push_back({user_id(fresh), email(fresh), "Many", 1});
        raw.create_users(users);
        return 1;
      },
      [&](walk&) {
        std::vector<draft<User>> users;
        for (int i = 0; i < bulk_size; ++i, ++fresh)
          users.emplace_back(u.id = user_id(fresh), u.email = email(fresh), u.name = "Many");
        return db.user.create_many(std::move(users), no_record);
      },
      [&](walk&) {
        std::string request = R"({"model":"user","op":"createMany","args":{"select":{"id":true},"data":[)";
        for (int i = 0; i < bulk_size; ++i, ++fresh)
          request += std::string(i == 0 ? "" : ",") + R"({"id":")" + user_id(fresh) + R"(","email":")" + email(fresh) +
                     R"(","name":"Many"})";
        return request + "]}}";
      });
}

void run(std::size_t rounds) {
  const std::unique_ptr<sql_store> store = make_store();
  configuration config;
  config.plugins = {ORM_BENCH_PLUGINS};
  store_configuration selected;
  selected.schema = "bench";
  selected.driver = store->driver();
  selected.options = {{"url", value::of_text(store->url())}};
  auto db = orm::open<App>(selected, config);
  bootstrap(db);
  fill(db);
  protocol json("bench");
  json.add("bench", store_of(db));
  const std::unique_ptr<raw_sql> raw = store->by_hand();

  contest contest(json, rounds);
  finds(contest, *raw, db);
  pages(contest, *raw, db);
  writes(contest, *raw, db);
}

}  // namespace
}  // namespace bench

int main(int count, char** arguments) {
  bench::print_machine();
  bench::take_processor(0);
  bench::run(count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 21);
}
