// What a driver declares, in the kernel's words.
#include <boost/test/unit_test.hpp>

#include "orm/store.hpp"
#include "samples.hpp"

BOOST_AUTO_TEST_CASE(describe_driver) {
  const std::string directory = orm_test::directory_with("describe", "good", "x.so");
  const auto files = orm::list_drivers({directory});
  BOOST_REQUIRE(files.size() == 1);
  const orm::driver_capabilities can = orm::describe_driver(files[0]);
  BOOST_TEST(can.driver == "sample");
  BOOST_TEST(can.version == "1.2.3");
  BOOST_TEST(can.abi == "1.0");
  BOOST_TEST(can.transactions);
  BOOST_TEST(!can.interactive_transactions);
  BOOST_TEST(can.namespaces);
  BOOST_TEST(!can.foreign_keys);
  BOOST_TEST(can.isolations == std::vector<std::string>{"serializable"}, boost::test_tools::per_element());
  BOOST_TEST(can.max_atomic_rows == 10000);
}

BOOST_AUTO_TEST_CASE(describe_a_file_with_a_problem) {
  const std::string directory = orm_test::directory_with("describe_bad", "abi_99", "x.so");
  const auto files = orm::list_drivers({directory});
  BOOST_REQUIRE(files.size() == 1);
  BOOST_TEST(orm_test::refusal(orm::error_code::driver_incompatible, [&] {
               orm::describe_driver(files[0]);
             }).ends_with("too new for this kernel's 1.2: update the kernel"));
}
