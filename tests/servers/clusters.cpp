// Redis Cluster.
#include <boost/test/unit_test.hpp>

#include "support/servers/redis_cluster.hpp"

namespace orm_test {
namespace {

BOOST_AUTO_TEST_SUITE(clusters)

BOOST_AUTO_TEST_CASE(a_slot_moves_with_its_keys) {
  redis_cluster cluster;
  const int slot = cluster.slot_of("k");
  const std::size_t first = cluster.master_of(slot), other = (first + 1) % redis_cluster::master_count;
  cluster.node(first).run({"SET", "k", "v"});
  BOOST_CHECK_THROW(cluster.node(other).run({"GET", "k"}), std::runtime_error);  // MOVED
  cluster.move(slot, other);
  BOOST_TEST(cluster.master_of(slot) == other);
  BOOST_TEST(cluster.node(other).run({"GET", "k"}) == "v");
}

BOOST_AUTO_TEST_CASE(a_replica_follows_its_master) {
  redis_cluster::options options;
  options.replicas = 1;
  redis_cluster cluster(options);
  const int slot = cluster.slot_of("k");
  const std::size_t first = cluster.master_of(slot);
  cluster.node(first).run({"SET", "k", "v"});
  cluster.node(first).run({"WAIT", "1", "5000"});
  cluster.node(first).kill();
  std::size_t next = first;
  BOOST_TEST_REQUIRE(eventually([&] {
    try {
      next = cluster.master_of(slot);
      return cluster.node(next).run({"GET", "k"}) == "v";
    } catch (const std::runtime_error&) {
      return false;
    }
  }));
  BOOST_TEST(next != first);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm_test
