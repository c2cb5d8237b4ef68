// URLs and slots.
#include <boost/test/unit_test.hpp>

#include "redis/slot_map.hpp"
#include "redis/url.hpp"

namespace orm_test {
namespace {

using orm::redis::hash_slot;
using orm::redis::read_url;
using orm::redis::server_url;

server_url read(const std::string& text) {
  std::string problem;
  const auto made = read_url(text, problem);
  BOOST_TEST_REQUIRE(made.has_value(), problem);
  return *made;
}

bool refuses(const std::string& text) {
  std::string problem;
  return !read_url(text, problem) && !problem.empty();
}

BOOST_AUTO_TEST_SUITE(parts)

BOOST_AUTO_TEST_CASE(urls) {
  const server_url whole = read("rediss://user%40x:p%3Aw%25@db.example:7000/12");
  BOOST_TEST(whole.tls);
  BOOST_TEST(whole.user == "user@x");
  BOOST_TEST(whole.password == "p:w%");
  BOOST_TEST(whole.at.host == "db.example");
  BOOST_TEST(whole.at.port == 7000);
  BOOST_TEST(whole.database == 12);
  BOOST_TEST(read("redis://h").at.text() == "h:6379");
  BOOST_TEST(read("redis://:pw@h").password == "pw");
  BOOST_TEST(read("redis://:pw@h").user.empty());
  BOOST_TEST(read("redis://pw@h").password == "pw");
  BOOST_TEST(read("redis://:a/b@c@h/1").password == "a/b@c");
  BOOST_TEST(read("redis://[::1]:7/3").at.text() == "[::1]:7");
  BOOST_TEST(read("redis://h/").database == 0);
  BOOST_TEST(read("redis://h?db=4").database == 4);
  const server_url local = read("redis+unix://:pw@/run/my%20redis.sock?db=2");
  BOOST_TEST(local.at.path == "/run/my redis.sock");
  BOOST_TEST(local.password == "pw");
  BOOST_TEST(local.database == 2);
}

BOOST_AUTO_TEST_CASE(urls_that_are_none) {
  for (const char* each : {"", "h:6379", "http://h", "redis://h:0", "redis://h:65536", "redis://h:x", "redis://h/one",
                           "redis://h/-1", "redis://h/0?x=1", "redis://:%zz@h", "redis+unix://run/redis.sock",
                           "redis+unix://", "redis://[::1", "redis://h/1/2"}) {
    BOOST_TEST(refuses(each), each);
  }
}

BOOST_AUTO_TEST_CASE(slots) {
  BOOST_TEST(hash_slot("123456789") == 0x31C3u);  // the check value of this CRC16
  BOOST_TEST(hash_slot("foo") == 12182u);
  BOOST_TEST(hash_slot("a:{foo}:b") == 12182u);
  BOOST_TEST(hash_slot("{foo}{bar}") == 12182u);
  BOOST_TEST(hash_slot("{}foo") != 12182u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
