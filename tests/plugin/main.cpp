// The test program of finding and loading drivers.
#define BOOST_TEST_MODULE plugin
#include <boost/test/unit_test.hpp>

#include "own_directory.hpp"

using orm_test::own_directory;
BOOST_TEST_GLOBAL_FIXTURE(own_directory);
