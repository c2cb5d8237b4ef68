// ${NAME} and ${NAME:-default}.
#include "config/environment.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "config_file.hpp"

using orm::detail::expand_environment;
using orm_test::variable;

namespace {

std::string problem_of(const char* text) {
  try {
    expand_environment(text);
  } catch (const std::invalid_argument& problem) {
    return problem.what();
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(environment)

BOOST_AUTO_TEST_CASE(reads_variables) {
  const variable a("ORM_TEST_A", "one"), b("ORM_TEST_B", "${ORM_TEST_A}"), empty("ORM_TEST_EMPTY", "");
  BOOST_TEST(expand_environment("${ORM_TEST_A}") == "one");
  BOOST_TEST(expand_environment("<${ORM_TEST_A}-${ORM_TEST_A}>") == "<one-one>");
  BOOST_TEST(expand_environment("${ORM_TEST_B}") == "${ORM_TEST_A}");
  BOOST_TEST(expand_environment("<${ORM_TEST_EMPTY}>") == "<>");
}

BOOST_AUTO_TEST_CASE(defaults) {
  const variable a("ORM_TEST_A", "one"), empty("ORM_TEST_EMPTY", "");
  BOOST_TEST(expand_environment("${ORM_TEST_A:-two}") == "one");
  BOOST_TEST(expand_environment("${ORM_TEST_NONE:-postgresql:///app}") == "postgresql:///app");
  BOOST_TEST(expand_environment("${ORM_TEST_NONE:-}") == "");
  BOOST_TEST(expand_environment("${ORM_TEST_EMPTY:-two}") == "two");
  BOOST_TEST(expand_environment("${ORM_TEST_NONE:-<${ORM_TEST_A}>}!") == "<one>!");
}

BOOST_AUTO_TEST_CASE(anything_else_is_kept) {
  BOOST_TEST(expand_environment("") == "");
  BOOST_TEST(expand_environment("pa$$word $HOME $ } {") == "pa$$word $HOME $ } {");
}

BOOST_AUTO_TEST_CASE(refusals) {
  BOOST_TEST(problem_of("${ORM_TEST_NONE}") ==
             "the environment variable ORM_TEST_NONE is not set: set it, or write ${ORM_TEST_NONE:-default}");
  BOOST_TEST(problem_of("${A") == "\"${\" is not closed by \"}\"");
  BOOST_TEST(problem_of("${}") == "\"${\" begins neither ${NAME} nor ${NAME:-default}");
  BOOST_TEST(problem_of("${1A}") == "\"${\" begins neither ${NAME} nor ${NAME:-default}");
  BOOST_TEST(problem_of("${A-B}") == "\"${\" begins neither ${NAME} nor ${NAME:-default}");
}

BOOST_AUTO_TEST_SUITE_END()
