// Servers that are not there, and servers that refuse.
#include <boost/test/unit_test.hpp>

#include "faults/own_server.hpp"
#include "orm/error.hpp"
#include "support/servers/postgres_server.hpp"

namespace orm_test {
namespace {

// What opening, pushing or the first request says.
std::string first_refusal(const server_kind& kind, const std::string& url) {
  store_fixture store({kind.driver, url});
  return thrown_code([&] {
    try {
      store.add_text("app", note_schema, short_patience());
    } catch (const orm::error& refused) {
      const std::string message = refused.what();
      BOOST_TEST(message.find(postgres_password) == std::string::npos, message);
      BOOST_TEST(message.find("://") == std::string::npos, message);
      throw;
    }
  });
}

BOOST_AUTO_TEST_SUITE(server_access)

BOOST_AUTO_TEST_CASE(a_port_that_nobody_listens_on) {
  for (const server_kind& kind : kinds_under_test()) BOOST_TEST_CONTEXT(kind.driver)
  BOOST_TEST(first_refusal(kind, kind.url_of_port(free_port())) == "CONNECTION_FAILED");
}

BOOST_AUTO_TEST_CASE(a_password_that_is_right_and_one_that_is_wrong) {
  for (const server_kind& kind : kinds_under_test()) {
    BOOST_TEST_CONTEXT(kind.driver) {
      const auto server = kind.start_with_password();
      BOOST_TEST(first_refusal(kind, kind.tcp_url(*server)) == "");
      BOOST_TEST(first_refusal(kind, kind.tcp_url_with(*server, "secret")) == "NOT_AUTHORIZED");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
