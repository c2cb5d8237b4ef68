// The concurrency tests: sixteen threads, on every driver.
#define BOOST_TEST_MODULE concurrency
#include <boost/test/unit_test.hpp>
