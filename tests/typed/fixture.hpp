// Opens an application on each driver under test, with fresh storage.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

#include "club.hpp"
#include "support/drivers.hpp"
#include "support/temporary_directory.hpp"

namespace orm_test {

template <template <class> class App>
orm::client<App> open_fresh(const driver_under_test& driver, const std::string& directory) {
  const auto configuration = configuration_for(driver, directory, orm::schema_of<App>()->name());
  auto db = orm::open<App>(configuration, orm::schema_of<App>()->name());
  orm::reset(db);
  orm::bootstrap(db);
  return db;
}

// Runs test(db) on every driver.
template <template <class> class App = club::Club, class Test>
void on_each_driver(const Test& test) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT("driver " << driver.name) {
      const temporary_directory directory;
      test(open_fresh<App>(driver, directory.path().string()));
    }
  }
}

// The code of the error that an action throws; fails the test when it throws none.
template <class Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const orm::error& refused) {
    return std::string(to_string(refused.code()));
  }
  return "no error";
}

}  // namespace orm_test
