// Which keys a model has and how long they may be.
#include <orm/sdk/driver.hpp>
#include <orm/sdk/rows/keys.hpp>

#include <boost/test/unit_test.hpp>

#include "sample.hpp"

namespace orm::tests {
namespace {

BOOST_AUTO_TEST_SUITE(keys)

BOOST_AUTO_TEST_CASE(declared_keys) {
  const auto keys = sdk::keys_of(sample_model());
  BOOST_REQUIRE(keys.size() == 3);
  BOOST_TEST(sdk::key_name(sample_model(), keys[0].fields) == "item(id)");
  BOOST_TEST(sdk::key_name(sample_model(), keys[1].fields) == "item(name, price)");
  BOOST_TEST(keys[1].unique);
  BOOST_TEST(sdk::key_name(sample_model(), keys[2].fields) == "item(name, size)");
  BOOST_TEST(!keys[2].unique);
}

BOOST_AUTO_TEST_CASE(limits) {
  const auto keys = sdk::keys_of(sample_model());
  const auto fits = [&](const row& each) {
    try {
      sdk::check_key_limits(sample_model(), 0, keys, each.data());
    } catch (const sdk::driver_error& error) {
      BOOST_TEST(error.code() == ORM_INVALID_VALUE);
      return false;
    }
    return true;
  };
  const std::string id(255, 'x');
  const std::string name(1048, 'n');
  const std::string price(1000, '9');
  BOOST_TEST(fits(make_item(id.c_str(), name.c_str(), 1, price.c_str())));
  BOOST_TEST(!fits(make_item((id + "x").c_str(), "n", 1)));
  BOOST_TEST(!fits(make_item("a", (name + "n").c_str(), 1, price.c_str())));
  BOOST_TEST(fits(make_item("a", (name + "n").c_str(), 1, ("-" + price.substr(1)).c_str())));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
