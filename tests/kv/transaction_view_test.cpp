// Ranges through a transaction's view, entry by entry.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "host.hpp"
#include "transaction_view.hpp"

#include <random>

namespace {

using namespace orm_test;
namespace data = boost::unit_test::data;

struct recorder final : map_backend {
  using map_backend::map_backend;
  std::vector<std::uint32_t> commit(const kv::commit_request& request) override {
    last = request;
    return map_backend::commit(request);
  }
  kv::commit_request last;
};

struct fixture {
  test_store store;
  std::shared_ptr<map_data> real_data = std::make_shared<map_data>();
  std::shared_ptr<map_data> twin_data = std::make_shared<map_data>();  // where the same is written at once
  map_backend real{real_data};
  map_backend twin{twin_data};
  kv::transaction_view view{store, real};
  std::minstd_rand random;

  std::string any_entry() { return "=" + std::to_string(100 + random() % 80) + " "; }

  kv::commit_request any_changes(int count) {
    kv::commit_request request;
    std::set<std::string> touched;
    for (int i = 0; i < count; ++i) {
      const std::string entry = any_entry();
      if (touched.insert(entry).second) request.entries.push_back({"i", entry, random() % 2 == 0});
    }
    return request;
  }

  kv::entry_range any_range() {
    kv::entry_range range{
        "i", {}, {}, random() % 2 == 0, random() % 2 == 0, static_cast<std::uint32_t>(1 + random() % 12)};
    if (random() % 3 != 0) range.from = any_entry();
    if (random() % 3 != 0) range.to = any_entry();
    return range;
  }

  static std::vector<std::vector<std::string>> read(kv::backend& from, const std::vector<kv::entry_range>& ranges) {
    std::vector<std::vector<std::string>> found;
    from.range(ranges, found);
    return found;
  }
};

BOOST_FIXTURE_TEST_SUITE(transaction_views, fixture)

BOOST_DATA_TEST_CASE_F(fixture, ranges_are_merged_whatever_their_bounds, data::xrange(20), seed) {
  random.seed(static_cast<std::uint32_t>(seed) + 1);
  const kv::commit_request at_first = any_changes(60);
  real.commit(at_first);
  twin.commit(at_first);
  for (int round = 0; round < 30; ++round) {
    const kv::commit_request changes = any_changes(6);
    BOOST_REQUIRE(view.commit(changes).empty());
    twin.commit(changes);
    const std::vector<kv::entry_range> ranges = {any_range(), any_range(), any_range()};
    BOOST_REQUIRE((read(view, ranges) == read(twin, ranges)));
  }
  BOOST_REQUIRE((real_data->indexes != twin_data->indexes));
  view.finish();
  BOOST_TEST((real_data->indexes == twin_data->indexes));
}

// Whatever changes within what a range answered is found out; what lies behind its last entry is not asked for.
BOOST_DATA_TEST_CASE_F(fixture, a_range_is_judged_as_far_as_it_went, data::make({false, true}), backward) {
  kv::commit_request some;
  for (const char* each : {"b", "d", "f", "h"}) some.entries.push_back({"i", each, true});
  real.commit(some);
  const kv::entry_range two{"i", "a", "z", false, backward, 2};
  const auto finish_after = [&](const char* entry, bool add) {
    kv::transaction_view fresh(store, real);
    read(fresh, {two});
    kv::commit_request own;
    own.puts.push_back({"k", "v"});
    fresh.commit(own);
    kv::commit_request other;
    other.entries.push_back({"i", entry, add});
    real.commit(other);
    try {
      fresh.finish();
    } catch (const orm::sdk::driver_error& error) {
      BOOST_TEST(error.code() == ORM_TRANSACTION_CONFLICT);
      other.entries[0].add = !add;
      real.commit(other);
      return false;
    }
    other.entries[0].add = !add;
    real.commit(other);
    return true;
  };
  BOOST_TEST(finish_after(backward ? "g" : "c", true) == false);
  BOOST_TEST(finish_after(backward ? "h" : "b", false) == false);
  BOOST_TEST(finish_after(backward ? "i" : "a", true) == false);
  BOOST_TEST(finish_after(backward ? "c" : "g", true));
  BOOST_TEST(finish_after(backward ? "b" : "h", false));
}

BOOST_AUTO_TEST_CASE(of_what_came_and_went_nothing_is_written) {
  recorder recorded(real_data);
  kv::transaction_view inside(store, recorded);
  kv::commit_request comes;
  comes.conditions.push_back({"k", {}});
  comes.puts.push_back({"k", "v"});
  kv::commit_request goes;
  goes.conditions.push_back({"k", "v"});
  goes.erases.push_back("k");
  BOOST_TEST(inside.commit(comes).empty());
  BOOST_TEST(inside.commit(comes) == std::vector<std::uint32_t>{0}, boost::test_tools::per_element());
  BOOST_TEST(inside.commit(goes).empty());
  inside.finish();
  BOOST_TEST(recorded.last.conditions.size() == 1u);
  BOOST_TEST(recorded.last.puts.empty());
  BOOST_TEST(recorded.last.erases.empty());
}

BOOST_AUTO_TEST_CASE(a_range_that_reads_otherwise_the_second_time_is_a_conflict_at_once) {
  const std::vector<kv::entry_range> whole = {{"i", {}, {}, false, false, 9}};
  read(view, whole);
  kv::commit_request other;
  other.entries.push_back({"i", "x", true});
  real.commit(other);
  BOOST_CHECK_EXCEPTION(read(view, whole), orm::sdk::driver_error, with_code(ORM_TRANSACTION_CONFLICT));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
