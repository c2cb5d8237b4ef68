// conformance_test -- [--driver NAME] [--command ORM] DIRECTORY...
// conformance_adopted_test -- --driver NAME --client KIND DIRECTORY...
//
// Runs every *.json of the directories on every driver under test, or on one; each case is a test of its own. With
// --command the lines go through `ORM query`, with --client to stores over clients that this program owns, else through
// the protocol in this process.
#define BOOST_TEST_NO_MAIN
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <boost/test/unit_test_parameters.hpp>
#include <iostream>

#include "conformance/case_run.hpp"

namespace {

using namespace orm_test;
namespace ut = boost::unit_test;

struct arguments {
  std::vector<driver_under_test> drivers = drivers_under_test();
  std::string way;
  std::vector<std::filesystem::path> files;
};

arguments read_arguments(int count, char** words) {
  arguments made;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--driver") {
      made.drivers = {find_driver(words[++i])};
    } else if (word == "--command" || word == "--client") {
      made.way = words[++i];
    } else {
      for (const auto& entry : std::filesystem::directory_iterator(word))
        if (entry.path().extension() == ".json") made.files.push_back(entry.path());
    }
  }
  std::sort(made.files.begin(), made.files.end());
  if (made.files.empty()) throw std::runtime_error("no case files given");
  return made;
}

// The cases of one set on one driver share their endpoint; the next set's replaces it.
class shared_endpoint {
 public:
  endpoint& of(const case_set& set, const driver_under_test& driver, const std::string& way) {
    if (!endpoint_ || key_ != &set) {
      endpoint_.reset();
      endpoint_ = open_endpoint(set, driver, way);
      key_ = &set;
    }
    return *endpoint_;
  }
  void close() { endpoint_.reset(); }

 private:
  std::unique_ptr<endpoint> endpoint_;
  const case_set* key_ = nullptr;
};

shared_endpoint current;

ut::test_suite* make_suite(const std::shared_ptr<case_set>& set, const driver_under_test& driver,
                           const std::string& way) {
  auto* suite = new ut::test_suite(set->name, __FILE__, __LINE__);
  for (const conformance_case& one : set->cases) {
    const auto run = [set, driver, way, &one] {
      try {
        const case_outcome outcome = run_case(current.of(*set, driver, way), *set, one);
        if (outcome.left_out)
          std::cout << driver.name << ": left out: " << one.name << " " << *outcome.left_out << '\n';
        for (const std::string& failure : outcome.failures) BOOST_ERROR(driver.name << ": " << failure);
        BOOST_TEST(outcome.failures.empty());
      } catch (...) {
        current.close();
        throw;
      }
    };
    suite->add(ut::make_test_case(run, one.name, __FILE__, __LINE__));
  }
  return suite;
}

bool add_suites() {
  auto& master = ut::framework::master_test_suite();
  const arguments given = read_arguments(master.argc, master.argv);
  for (const driver_under_test& driver : given.drivers) {
    auto* suite = new ut::test_suite(driver.name, __FILE__, __LINE__);
    for (const auto& file : given.files)
      suite->add(make_suite(std::make_shared<case_set>(case_set::load(file)), driver, given.way));
    master.add(suite);
  }
  return true;
}

}  // namespace

int main(int count, char** words) {
  const int status = ut::unit_test_main(&add_suites, count, words);
  current.close();
  return status;
}
