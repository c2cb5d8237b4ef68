// The tests of access paths.
#define BOOST_TEST_MODULE access_paths
#include <boost/test/unit_test.hpp>
