// Clients that the application owns: how a driver is found for one, and what it does with it.
#define BOOST_TEST_MODULE adopt
#include <boost/test/unit_test.hpp>
