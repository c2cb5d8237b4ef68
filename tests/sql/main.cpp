// SQL: golden statements and schemas per dialect, and the SQLite driver through its library.
#define BOOST_TEST_MODULE sql
#include <boost/test/unit_test.hpp>
