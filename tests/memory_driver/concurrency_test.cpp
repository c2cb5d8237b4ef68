// Many threads: nothing is lost, nothing is seen half done. Run it under the thread sanitizer too.
#include "host.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

namespace orm::tests {
namespace {

BOOST_AUTO_TEST_SUITE(concurrency)

BOOST_AUTO_TEST_CASE(transfers_keep_the_sum) {
  store in(60'000);
  connection setup(in);
  for (const char* id : {"u1", "u2", "u3", "u4"}) setup.add_user(id, id, 1000);
  const auto add = in.compile(
      statement(ORM_UPDATE, user_model).assign({{user::score, ORM_ASSIGN_ADD, 0}}).where({equals(user::id, 1)}));
  const auto sum = in.compile(statement(ORM_AGGREGATE, user_model).aggregate({}, {{ORM_AGGREGATE_SUM, user::score}}));
  std::atomic<int> wrong{0};
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&, t] {
      connection on(in);
      for (int i = 0; i < 300; ++i) {
        const std::string from = "u" + std::to_string(1 + (i + t) % 4);
        const std::string to = "u" + std::to_string(1 + (i * 3 + t + 1) % 4);
        if (on.begin() != ORM_OK) ++failed;
        if (on.run(add, {number(-1), text(from.c_str())}).affected != 1) ++failed;
        if (on.run(add, {number(1), text(to.c_str())}).affected != 1) ++failed;
        if ((i % 7 == 0 ? on.rollback() : on.commit()) != ORM_OK) ++failed;
      }
    });
    threads.emplace_back([&] {
      connection on(in);
      for (int i = 0; i < 300; ++i) {
        const answer got = on.run(sum, {});
        if (got.code != ORM_OK || got.rows.at(0) != "4000") ++wrong;
      }
    });
  }
  for (std::thread& each : threads) each.join();
  BOOST_TEST(wrong.load() == 0);
  BOOST_TEST(failed.load() == 0);
}

BOOST_AUTO_TEST_CASE(upserts_of_one_key_create_it_once) {
  store in(60'000);
  const auto upsert = in.compile(statement(ORM_UPSERT, user_model)
                                     .columns({user::id, user::email, user::score})
                                     .conflict({user::email})
                                     .assign({{user::score, ORM_ASSIGN_ADD, 2}}));
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      connection on(in);
      for (int i = 0; i < 200; ++i) {
        const std::string id = std::to_string(t) + "-" + std::to_string(i);
        if (on.run(upsert, {text(id.c_str()), text("same"), number(1)}).code != ORM_OK) ++failed;
      }
    });
  }
  for (std::thread& each : threads) each.join();
  connection on(in);
  BOOST_TEST(failed.load() == 0);
  BOOST_TEST(on.run(statement(ORM_FIND, user_model).output({user::score}), {}).rows == std::vector<std::string>{"800"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
