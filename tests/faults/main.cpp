// The fault tests: what happens when files, disks, locks and processes fail.
#define BOOST_TEST_MODULE faults
#include <boost/test/unit_test.hpp>
