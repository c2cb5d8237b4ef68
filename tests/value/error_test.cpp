// What fail() writes.
#include <orm/sdk/value/error.hpp>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <string>

namespace orm::tests {
namespace {

BOOST_AUTO_TEST_SUITE(error)

BOOST_AUTO_TEST_CASE(everything_is_set) {
  orm_error error;
  std::memset(&error, 0xee, sizeof error);
  error.size = sizeof error;
  const std::uint32_t fields[] = {3, 1};
  sdk::error_details details;
  details.model = 7;
  details.fields = fields;
  details.native = "23505";
  details.outcome = ORM_OUTCOME_ROLLED_BACK;
  details.retryable = true;
  BOOST_TEST(sdk::fail(&error, ORM_UNIQUE_CONSTRAINT_VIOLATION, "taken", details) == ORM_UNIQUE_CONSTRAINT_VIOLATION);
  BOOST_TEST(error.code == ORM_UNIQUE_CONSTRAINT_VIOLATION);
  BOOST_TEST(error.retryable == 1);
  BOOST_TEST(error.outcome == ORM_OUTCOME_ROLLED_BACK);
  BOOST_TEST(error.model == 7);
  BOOST_TEST(error.field_count == 2);
  BOOST_TEST(error.fields[1] == 1);
  BOOST_TEST(std::string(error.native) == "23505");
  BOOST_TEST(std::string(error.message) == "taken");
}

BOOST_AUTO_TEST_CASE(texts_end_between_characters) {
  orm_error error{};
  error.size = sizeof error;
  std::string message;
  while (message.size() < 3000) message += "\xe2\x82\xac";  // three bytes: 1,023 is a multiple, so shift by one
  sdk::fail(&error, ORM_TIMEOUT, "x" + message);
  BOOST_TEST(std::strlen(error.message) == 1 + 340 * 3);
  BOOST_TEST(error.model == ORM_NONE);
}

BOOST_AUTO_TEST_CASE(too_small_or_none) {
  BOOST_TEST(sdk::fail(nullptr, ORM_TIMEOUT, "x") == ORM_TIMEOUT);
  orm_error error{};
  error.size = 8;
  BOOST_TEST(sdk::fail(&error, ORM_TIMEOUT, "x") == ORM_TIMEOUT);
  BOOST_TEST(error.code == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
