// What a case file can't see: whether a driver joins, and that one which doesn't say so refuses to. On every driver
// under test, through its library.
#define BOOST_TEST_MODULE joined_finds
#include <dlfcn.h>
#include <orm/sdk/driver.h>
#include <orm/sdk/value/cells.hpp>

#include <boost/test/unit_test.hpp>
#include <functional>

#include "sql/schema_builder.hpp"
#include "support/store_fixture.hpp"

namespace orm_test {
namespace {

using orm::sdk::text_cell;
using orm::tests::schema_builder;
using orm::tests::statement_builder;

enum : std::uint32_t { id, name, boss_id };  // of a person
constexpr std::uint32_t boss = 0;

const orm_driver& table_of(const std::string& driver) {
  for (const orm::driver_file& file : orm::list_drivers({driver_directory()})) {
    if (file.name != driver) continue;
    void* const library = dlopen(file.path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<orm_driver_entry_function>(dlsym(library, ORM_ENTRY_SYMBOL));
    const orm_host host{sizeof(orm_host), ORM_ABI_MAJOR, ORM_ABI_MINOR, 0, nullptr, nullptr};
    orm_error failure{};
    failure.size = sizeof failure;
    if (const orm_driver* const found = entry(&host, &failure)) return *found;
    throw std::runtime_error(failure.message);
  }
  throw std::runtime_error("there is no driver \"" + driver + "\"");
}

// People and their bosses in a driver's store, without a kernel in between.
class people {
 public:
  explicit people(const driver_under_test& driver) : driver_(table_of(driver.name)) {
    failure_.size = sizeof failure_;
    schema_.model("people");
    schema_.id();
    schema_.field("name", ORM_FIELD_STRING);
    schema_.field("bossId", ORM_FIELD_STRING, {ORM_FIELD_NULLABLE});
    schema_.relation({0, ORM_RELATION_SINGULAR, 0, 0, boss_id, id, ORM_NONE, ORM_NONE, ORM_NONE, {}});
    const std::string url = driver.url_of(directory_.path().string(), "people");
    std::vector<orm_option> options;
    if (!url.empty()) options.push_back({{"url", 3}, text_cell(url)});
    orm_open_arguments arguments{};
    arguments.size = sizeof arguments;
    arguments.schema = &schema_.finish();
    arguments.options = options.data();
    arguments.option_count = static_cast<std::uint32_t>(options.size());
    require(driver_.open(&arguments, &store_, &failure_));
    require(driver_.session_open(store_, &session_, &failure_));
    const orm_text_sink ignored{sizeof(orm_text_sink), nullptr, nullptr};
    if (driver_.push) require(driver_.push(session_, 0, &ignored, &failure_));
  }
  ~people() {
    driver_.session_close(session_);
    driver_.close(store_);
  }

  bool joins() {
    orm_capabilities declared{};
    declared.size = sizeof declared;
    require(driver_.capabilities(&declared, &failure_));
    return (declared.features & ORM_CAN_JOINED_FINDS) != 0;
  }

  // The rows as "a|b|null"; the code where it is refused.
  std::vector<std::string> run(const orm_statement& statement, const std::vector<orm_cell>& parameters = {}) {
    orm_plan* plan = nullptr;
    if (const std::int32_t code = driver_.compile(store_, &statement, &plan, &failure_); code != ORM_OK)
      return {"code " + std::to_string(code)};
    std::vector<std::string> rows;
    const auto add = [](void* context, const orm_cell* cells, std::uint32_t count) -> std::int32_t {
      std::string row;
      for (std::uint32_t i = 0; i < count; ++i)
        row += (i == 0 ? "" : "|") + (orm::sdk::is_null(cells[i]) ? "null" : std::string(orm::sdk::text_of(cells[i])));
      static_cast<std::vector<std::string>*>(context)->push_back(row);
      return 0;
    };
    orm_sink sink{sizeof(orm_sink), add, &rows, 0};
    require(driver_.execute(session_, plan, parameters.data(), static_cast<std::uint32_t>(parameters.size()), &sink,
                            &failure_));
    driver_.release(store_, plan);
    return rows;
  }

 private:
  void require(std::int32_t code) const {
    if (code != ORM_OK) throw std::runtime_error(failure_.message);
  }

  temporary_directory directory_;
  const orm_driver& driver_;
  schema_builder schema_;
  orm_error failure_{};
  orm_store* store_ = nullptr;
  orm_session* session_ = nullptr;
};

void on_every_driver(const std::function<void(const driver_under_test&)>& test) {
  for (const driver_under_test& driver : drivers_under_test()) {
    BOOST_TEST_CONTEXT(driver.name) { test(driver); }
  }
}

BOOST_AUTO_TEST_CASE(work_where_they_are_declared_and_are_refused_elsewhere) {
  on_every_driver([](const driver_under_test& driver) {
    people store(driver);
    statement_builder insert(ORM_INSERT, 0);
    insert.columns = {id, name, boss_id};
    const orm_cell none = orm::sdk::null_cell();
    store.run(insert.finish(),
              {text_cell("a"), text_cell("Ann"), none, text_cell("b"), text_cell("Bob"), text_cell("a"), text_cell("c"),
               text_cell("Cay"), text_cell("gone"), text_cell("d"), text_cell("Dee"), text_cell("b")});
    statement_builder find(ORM_FIND, 0);
    find.output = {name};
    find.order = {{id, 0}};
    find.join(boss, ORM_NONE, {name, boss_id});
    find.join(boss, 0, {name});
    const std::vector<std::string> joined = {"Ann|null|null|null", "Bob|Ann|null|null", "Cay|null|null|null",
                                             "Dee|Bob|a|Ann"};
    const std::vector<std::string> refused = {"code " + std::to_string(ORM_UNSUPPORTED)};
    BOOST_TEST(store.run(find.finish()) == (store.joins() ? joined : refused), boost::test_tools::per_element());
  });
}

// A host of minor 1 ends its statements before the joins.
BOOST_AUTO_TEST_CASE(are_not_seen_by_an_older_host) {
  on_every_driver([](const driver_under_test& driver) {
    people store(driver);
    statement_builder insert(ORM_INSERT, 0);
    insert.columns = {id, name, boss_id};
    store.run(insert.finish(), {text_cell("a"), text_cell("Ann"), orm::sdk::null_cell()});
    statement_builder find(ORM_FIND, 0);
    find.output = {name};
    find.join(boss, ORM_NONE, {name});
    find.finish();
    find.statement.size = offsetof(orm_statement, parent_join);
    BOOST_TEST(store.run(find.statement) == (std::vector<std::string>{"Ann"}), boost::test_tools::per_element());
  });
}

// What explain shows: the joined relation is no statement of its own.
BOOST_AUTO_TEST_CASE(are_one_statement) {
  on_every_driver([](const driver_under_test& driver) {
    const bool joins = people(driver).joins();
    store_fixture store(driver);
    store.add_file("app", ORM_CASE_SCHEMAS "/joined.toml");
    const auto lines = [&](const std::string& select) {
      const json plan =
          store.ok(R"({"schema":"app","op":"explain","args":{"request":{"model":"person","op":"findMany",)"
                   R"("args":{"where":{"id":"p"},"select":{)" +
                   select + "}}}}}");
      return plan.at("plan").size();
    };
    const std::size_t alone = lines(R"("id":true)");
    const auto check = [&](const std::string& select, std::size_t levels) {
      const std::size_t shown = lines(R"("id":true,)" + select);
      if (joins && levels == 0)
        BOOST_TEST(shown == alone);
      else
        BOOST_TEST(shown > alone);
    };
    check(R"("manager":true)", 0);
    check(R"("manager":{"select":{"company":{"select":{"owner":{"select":{"badge":true}}}}}},"mentor":true)", 0);
    check(R"("firstNote":true)", 1);                              // one of several rows
    check(R"("manager":{"where":{"name":"Ann"}})", 1);            // a condition of its own
    check(R"("manager":{"select":{"notes":{"select":{}}}})", 1);  // a list below it
  });
}

}  // namespace
}  // namespace orm_test
