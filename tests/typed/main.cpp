// The typed API: what compiles, and what it does on each driver.
#define BOOST_TEST_MODULE typed
#include <boost/test/unit_test.hpp>
