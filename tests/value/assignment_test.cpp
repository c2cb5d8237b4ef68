// What updates make of values.
#include <orm/sdk/value/assignment.hpp>
#include <orm/sdk/value/cells.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <string>

namespace orm::tests {
namespace {

using namespace sdk;

struct calculator {
  std::string operator()(orm_field_type type, orm_assignment_kind kind, const orm_cell& current,
                         const orm_cell& operand) {
    orm_cell out = text_cell("untouched");
    const orm_code code = apply_assignment(type, kind, current, operand, arena, out);
    if (code == ORM_INVALID_VALUE) return text_of(out) == "untouched" ? "invalid" : "touched";
    if (code != ORM_OK) return "unsupported";
    if (is_null(out)) return "null";
    if (has_text(out)) return std::string(text_of(out));
    if (out.type == ORM_CELL_DOUBLE)
      return (std::signbit(out.as.real) ? "-" : "") + std::to_string(std::fabs(out.as.real));
    return std::to_string(out.as.integer);
  }
  cell_arena arena;
};

BOOST_FIXTURE_TEST_SUITE(assignment, calculator)

BOOST_AUTO_TEST_CASE(every_type_of_number) {
  auto& result = *this;
  BOOST_TEST(result(ORM_FIELD_INTEGER, ORM_ASSIGN_ADD, integer_cell(2147483647), integer_cell(1)) == "invalid");
  BOOST_TEST(result(ORM_FIELD_INTEGER, ORM_ASSIGN_SUBTRACT, integer_cell(-2147483647), integer_cell(1)) ==
             "-2147483648");
  BOOST_TEST(result(ORM_FIELD_BIGINT, ORM_ASSIGN_MULTIPLY, integer_cell(2147483647), integer_cell(2)) == "4294967294");
  BOOST_TEST(result(ORM_FIELD_BIGINT, ORM_ASSIGN_MULTIPLY, integer_cell(INT64_MAX), integer_cell(2)) == "invalid");
  BOOST_TEST(result(ORM_FIELD_DECIMAL, ORM_ASSIGN_MULTIPLY, decimal_cell("-12.5"), decimal_cell("0.08")) == "-1");
  BOOST_TEST(result(ORM_FIELD_DECIMAL, ORM_ASSIGN_ADD, decimal_cell(std::string(1000, '9')), decimal_cell("1")) ==
             "invalid");
  BOOST_TEST(result(ORM_FIELD_DOUBLE, ORM_ASSIGN_ADD, double_cell(0.25), double_cell(0.5)) == "0.750000");
  BOOST_TEST(result(ORM_FIELD_DOUBLE, ORM_ASSIGN_MULTIPLY, double_cell(1e308), double_cell(10)) == "invalid");
  BOOST_TEST(result(ORM_FIELD_DOUBLE, ORM_ASSIGN_MULTIPLY, double_cell(5e-324), double_cell(-0.25)) == "0.000000");
  BOOST_TEST(result(ORM_FIELD_DOUBLE, ORM_ASSIGN_MULTIPLY, double_cell(0), double_cell(-1)) == "0.000000");
}

BOOST_AUTO_TEST_CASE(null_and_set) {
  auto& result = *this;
  BOOST_TEST(result(ORM_FIELD_INTEGER, ORM_ASSIGN_ADD, null_cell(), integer_cell(1)) == "null");
  BOOST_TEST(result(ORM_FIELD_STRING, ORM_ASSIGN_SET, text_cell("a"), text_cell("b")) == "b");
  BOOST_TEST(result(ORM_FIELD_STRING, ORM_ASSIGN_SET, text_cell("a"), null_cell()) == "null");
  BOOST_TEST(result(ORM_FIELD_STRING, ORM_ASSIGN_ADD, text_cell("a"), text_cell("b")) == "unsupported");
  BOOST_TEST(result(ORM_FIELD_INTEGER, static_cast<orm_assignment_kind>(9), integer_cell(1), integer_cell(1)) ==
             "unsupported");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
