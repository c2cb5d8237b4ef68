// The test program's entry.
#define BOOST_TEST_MODULE memory_driver
#include <boost/test/unit_test.hpp>
