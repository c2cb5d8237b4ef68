// Expectations of exact SQL.
#ifndef ORM_TESTS_SQL_GOLDEN_HPP
#define ORM_TESTS_SQL_GOLDEN_HPP

#include <orm/sdk/driver.hpp>
#include <orm/sdk/sql/compiler.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

#include "blog_schema.hpp"

namespace orm::tests {

// Placeholders as "0 1:list row0 extra0 2:sort_key", in their order.
std::string spelled(const std::vector<sdk::sql::bind>& binds);

struct golden {
  golden() { build_blog(builder); }

  sdk::sql::compiled_statement compiled(statement_builder& statement, const sdk::sql::dialect& dialect) {
    return sdk::sql::compile(builder.finish(), statement.finish(), dialect);
  }
  void check(statement_builder& statement, const sdk::sql::dialect& dialect, const std::string& sql,
             const std::string& binds) {
    const sdk::sql::command main = compiled(statement, dialect).main;
    BOOST_CHECK_EQUAL(main.sql, sql);
    BOOST_CHECK_EQUAL(spelled(main.binds), binds);
  }

  schema_builder builder;
  const sdk::sql::dialect& sqlite = sdk::sql::sqlite_dialect();
  const sdk::sql::dialect& postgres = sdk::sql::postgres_dialect();
  const sdk::sql::dialect& mysql = sdk::sql::mysql_dialect();
};

}  // namespace orm::tests

#endif
