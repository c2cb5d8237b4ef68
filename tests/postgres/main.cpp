// The tests of the PostgreSQL driver.
#define BOOST_TEST_MODULE postgres
#include <boost/test/unit_test.hpp>
