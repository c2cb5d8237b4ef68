// Redis through orm, typed and as JSON requests, beside hiredis by hand. The same rows, one processor for client and
// server, interleaved rounds.
//
//   bench_redis [ROUNDS [ROWS]]      ROWS: of the largest model, a million unless given
#include <cstdlib>
#include <string>
#include <vector>

#include "contest.hpp"
#include "fast_workload.hpp"
#include "raw_redis.hpp"
#include "support/servers/redis_server.hpp"

namespace bench {
namespace {

constexpr double target = 1.05;
constexpr int batch_size = 100, page_size = 100, few_rows = 1'000, some_rows = 10'000;

std::int64_t microseconds(datetime time) { return time.time_since_epoch().count(); }

void add_accounts(raw_redis& raw, int begin, int end) {
  constexpr int at_once = 1'000;
  for (; begin < end; begin += at_once) {
    std::vector<raw_account> accounts;
    for (int n = begin; n < std::min(begin + at_once, end); ++n)
      accounts.push_back({account_id(n), email(n), "Account number " + std::to_string(n), n, 1});
    raw.create_accounts(accounts);
  }
}

std::string find_account(const std::string& field, const std::string& value) {
  return R"({"model":"account","op":"findUnique","args":{"where":{")" + field + R"(":")" + value + R"("}}})";
}

void finds(contest& contest, raw_redis& raw, const client<FastApp>& db, int rows) {
  const std::string among = ", " + std::to_string(rows) + " rows";
  contest.add(
      "find by id" + among, target, 5000,
      [&, rows](walk& at) { return raw.find_account(account_id(at.next(rows)))->email.size(); },
      [&, rows](walk& at) { return db.account.find_unique(a.id == account_id(at.next(rows)))->email.size(); },
      [rows](walk& at) { return find_account("id", account_id(at.next(rows))); });
  contest.add(
      "find by unique field" + among, target, 5000,
      [&, rows](walk& at) { return raw.find_account_by_email(email(at.next(rows)))->id.size(); },
      [&, rows](walk& at) { return db.account.find_unique(a.email == email(at.next(rows)))->id.size(); },
      [rows](walk& at) { return find_account("email", email(at.next(rows))); });
}

void lists(contest& contest, raw_redis& raw, const client<FastApp>& db) {
  contest.add(
      "batch of 100 finds by id", target, 100,
      [&](walk& at) {
        std::vector<std::string> ids;
        for (int i = 0; i < batch_size; ++i) ids.push_back(account_id(at.next(some_rows)));
        return raw.find_accounts(ids).size();
      },
      [&](walk& at) {
        std::vector queries{db.account.later().find_unique(a.id == account_id(at.next(some_rows)))};
        queries.reserve(batch_size);
        while (queries.size() < batch_size)
          queries.push_back(db.account.later().find_unique(a.id == account_id(at.next(some_rows))));
        return db.batch(std::move(queries)).size();
      },
      [](walk& at) {
        std::string request = R"({"op":"batch","args":{"requests":[)";
        for (int i = 0; i < batch_size; ++i)
          request += (i == 0 ? "" : ",") + find_account("id", account_id(at.next(some_rows)));
        return request + "]}}";
      });
  contest.add(
      "page of 100 by an index", target, 200,
      [&](walk& at) { return raw.page_of_accounts(at.next(some_rows - page_size), page_size).size(); },
      [&](walk& at) {
        return db.account
            .find_many(where(a.score >= at.next(some_rows - page_size)), order_by(a.score), take(page_size))
            .size();
      },
      [](walk& at) {
        return R"({"model":"account","op":"findMany","args":{"where":{"score":{"gte":)" +
               std::to_string(at.next(some_rows - page_size)) + R"(}},"orderBy":{"score":"asc"},"take":100}})";
      });
}

void sessions(contest& contest, raw_redis& raw, const client<FastApp>& db) {
  int fresh = 0;
  const json state = json::parse(session_state);
  contest.add(
      "session: upsert by token", target, 1000,
      [&](walk& at) {
        const std::int64_t time = microseconds(now());
        return raw
            .put_session({numbered("s", fresh++), token(at.next(session_count)), account_id(1), session_state,
                          time + 3'600'000'000, time})
            .id.size();
      },
      [&](walk& at) {
        const datetime time = now();
        return db.session
            .upsert(s.token == token(at.next(session_count)),
                    create(s.user_id = account_id(1), s.state = state, s.expires_at = time + std::chrono::hours(1)),
                    update(s.state = state, s.expires_at = time + std::chrono::hours(1), s.updated_at = time))
            .id.size();
      },
      [](walk& at) {
        const std::string kept = R"("state":)" + std::string(session_state) + R"(,"expiresAt":"2999-01-01T00:00:00Z")";
        return R"({"model":"session","op":"upsert","args":{"where":{"token":")" + token(at.next(session_count)) +
               R"("},"create":{"userId":")" + account_id(1) + R"(",)" + kept + R"(},"update":{)" + kept + "}}}";
      });
  contest.add(
      "session: find by token", target, 5000,
      [&](walk& at) { return raw.find_session(token(at.next(session_count)))->state.size(); },
      [&](walk& at) { return db.session.find_unique(s.token == token(at.next(session_count)))->id.size(); },
      [](walk& at) {
        return R"({"model":"session","op":"findUnique","args":{"where":{"token":")" + token(at.next(session_count)) +
               R"("}}})";
      });
}

// As the walkthrough does it: one conditional update, whose count says who got through.
void limits(contest& contest, raw_redis& raw, const client<FastApp>& db) {
  const datetime reset = now() + std::chrono::hours(24);
  for (int n = 0; n < bucket_count; ++n) {
    raw.consume("ip", address(n), microseconds(now()), limit, microseconds(reset));
    db.bucket.create(b.scope = "ip", b.identifier = address(n), b.remaining = limit, b.reset_at = reset, no_record);
  }
  contest.add(
      "rate limit: take a place", target, 1000,
      [&, reset](walk& at) {
        return raw.consume("ip", address(at.next(bucket_count)), microseconds(now()), limit, microseconds(reset));
      },
      [&](walk& at) {
        const datetime time = now();
        return db.bucket.update_many(
            b.scope == "ip" && b.identifier == address(at.next(bucket_count)) && b.reset_at > time && b.remaining > 0,
            b.remaining -= 1, b.updated_at = time);
      },
      [](walk& at) {
        return R"({"model":"bucket","op":"updateMany","args":{"where":{"scope":"ip","identifier":")" +
               address(at.next(bucket_count)) +
               R"(","resetAt":{"gt":"2020-01-01T00:00:00Z"},"remaining":{"gt":0}},"data":{"remaining":{"decrement":1},)"
               R"("updatedAt":"2026-01-01T00:00:00Z"}}})";
      });
}

void writes(contest& contest, raw_redis& raw, const client<FastApp>& db, int fresh) {
  contest.add(
      "create", target, 1000,
      [&](walk&) {
        const int n = fresh++;
        return raw.create_account({account_id(n), email(n), "New", n, microseconds(now())});
      },
      [&](walk&) {
        const int n = fresh++;
        return db.account.create(a.id = account_id(n), a.email = email(n), a.name = "New", a.score = n).id.size();
      },
      [&](walk&) {
        const int n = fresh++;
        return R"({"model":"account","op":"create","args":{"data":{"id":")" + account_id(n) + R"(","email":")" +
               email(n) + R"(","name":"New","score":)" + std::to_string(n) + "}}}";
      });
  contest.add(
      "update by id", target, 1000,
      [&](walk& at) { return raw.rename_account(account_id(at.next(some_rows)), "Renamed"); },
      [&](walk& at) {
        return db.account.update_many(where(a.id == account_id(at.next(some_rows))), a.name = "Renamed");
      },
      [](walk& at) {
        return R"({"model":"account","op":"updateMany","args":{"where":{"id":")" + account_id(at.next(some_rows)) +
               R"("},"data":{"name":"Renamed"}}})";
      });

  int doomed = fresh;  // the first of the accounts that the next run deletes
  contest.add(
      "delete by id", target, 1000, [&](walk&) { return raw.delete_account(account_id(doomed++)); },
      [&](walk&) { return db.account.remove(a.id == account_id(doomed++)); },
      [&](walk&) {
        return R"({"model":"account","op":"delete","args":{"where":{"id":")" + account_id(doomed++) + R"("}}})";
      },
      [&](std::size_t count) { add_accounts(raw, doomed, doomed + static_cast<int>(count)); },
      [&](std::size_t count) { add_accounts(db, doomed, doomed + static_cast<int>(count)); });
}

void run(std::size_t rounds, int many_rows) {
  const orm_test::redis_server server;
  configuration config;
  config.plugins = {ORM_BENCH_PLUGINS};
  store_configuration selected;
  selected.schema = "fast";
  selected.driver = "redis";
  // Rate limits are found by their other key only.
  selected.options = {{"url", value::of_text(server.url())},
                      {"stored_by", value::of_json(R"({"bucket":"scope_identifier"})")}};
  auto db = orm::open<FastApp>(selected, config);
  bootstrap(db);
  protocol json("fast");
  json.add("fast", store_of(db));
  raw_redis raw(server.socket());
  const auto grow = [&](int begin, int end) {
    add_accounts(raw, begin, end);
    add_accounts(db, begin, end);
  };

  contest contest(json, rounds);
  grow(0, few_rows);
  finds(contest, raw, db, few_rows);
  grow(few_rows, some_rows);
  lists(contest, raw, db);
  sessions(contest, raw, db);
  limits(contest, raw, db);
  writes(contest, raw, db, many_rows);
  grow(some_rows, many_rows);
  finds(contest, raw, db, many_rows);
}

}  // namespace
}  // namespace bench

int main(int count, char** arguments) {
  bench::print_machine();
  bench::take_processor(0);
  bench::run(count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 21,
             count > 2 ? static_cast<int>(std::strtol(arguments[2], nullptr, 10)) : 1'000'000);
}
