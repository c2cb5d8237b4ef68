// A host as small as these tests need it.
#include "postgres/driver_session.hpp"

#include <dlfcn.h>
#include <orm/sdk/value/cells.hpp>

#include <stdexcept>

namespace orm_test {

using orm::sdk::text_cell;
using orm::tests::statement_builder;

namespace {

enum : std::uint32_t { notes };
enum : std::uint32_t { id, text };

orm_error no_error() {
  orm_error error{};
  error.size = sizeof error;
  return error;
}

void require(std::int32_t code, const orm_error& error) {
  if (code != ORM_OK) throw std::runtime_error(error.message);
}

}  // namespace

const orm_driver& postgres_driver() {
  static const orm_driver* const driver = [] {
    void* const library = dlopen(ORM_POSTGRES_DRIVER, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<orm_driver_entry_function>(dlsym(library, ORM_ENTRY_SYMBOL));
    const orm_host host{sizeof(orm_host), ORM_ABI_MAJOR, ORM_ABI_MINOR, 0, nullptr, nullptr};
    orm_error error = no_error();
    const orm_driver* const found = entry(&host, &error);
    if (found == nullptr) throw std::runtime_error(error.message);
    return found;
  }();
  return *driver;
}

driver_store::driver_store(const std::string& url, std::int64_t timeout) {
  open({{{"url", 3}, text_cell(url)}, {{"timeout", 7}, orm::sdk::integer_cell(timeout)}}, nullptr);
}

driver_store::driver_store(PGconn* client) { open({}, client); }

void driver_store::open(const std::vector<orm_option>& options, PGconn* client) {
  schema_.model("notes");
  schema_.id();
  schema_.field("text", ORM_FIELD_STRING);
  orm_open_arguments arguments{};
  arguments.size = sizeof arguments;
  arguments.schema = &schema_.finish();
  arguments.options = options.data();
  arguments.option_count = static_cast<std::uint32_t>(options.size());
  orm_error error = no_error();
  const orm_driver& driver = postgres_driver();
  require(client == nullptr ? driver.open(&arguments, &store_, &error)
                            : driver.adopt(&arguments, "libpq", client, &store_, &error),
          error);
  orm_session* session = nullptr;
  require(driver.session_open(store_, &session, &error), error);
  const std::int32_t code = driver.push(session, 0, nullptr, &error);
  driver.session_close(session);
  require(code, error);
}

driver_session::driver_session(const driver_store& store) : store_(store.get()) {
  orm_error error = no_error();
  require(postgres_driver().session_open(store_, &session_, &error), error);
  statement_builder insert(ORM_INSERT, notes), find(ORM_FIND, notes), rename(ORM_UPDATE, notes);
  insert.columns = {id, text};
  find.where({orm::tests::leaf(ORM_NODE_EQ, id, 0)}).output = {id, text};
  rename.where({orm::tests::leaf(ORM_NODE_EQ, id, 0)}).assignments = {{text, ORM_ASSIGN_SET, 1}};
  insert_ = compile(insert.finish());
  find_ = compile(find.finish());
  rename_ = compile(rename.finish());
}

driver_session::~driver_session() {
  for (orm_plan* const each : {insert_, find_, rename_}) postgres_driver().release(store_, each);
  postgres_driver().session_close(session_);
}

orm_plan* driver_session::compile(const orm_statement& statement) {
  orm_error error = no_error();
  orm_plan* plan = nullptr;
  require(postgres_driver().compile(store_, &statement, &plan, &error), error);
  return plan;
}

driver_session::ending driver_session::run(const orm_plan* plan, const std::vector<orm_cell>& parameters) {
  std::uint64_t rows = 0;
  orm_sink sink{};
  sink.size = sizeof sink;
  sink.context = &rows;
  sink.row = [](void* context, const orm_cell*, std::uint32_t) -> std::int32_t {
    ++*static_cast<std::uint64_t*>(context);
    return 0;
  };
  orm_error error = no_error();
  const std::int32_t code = postgres_driver().execute(session_, plan, parameters.data(),
                                                      static_cast<std::uint32_t>(parameters.size()), &sink, &error);
  return {code, error.outcome, rows + sink.affected};
}

driver_session::ending driver_session::insert(const std::string& id) {
  return run(insert_, {text_cell(id), text_cell("new")});
}
driver_session::ending driver_session::find(const std::string& id) { return run(find_, {text_cell(id)}); }
driver_session::ending driver_session::rename(const std::string& id) {
  return run(rename_, {text_cell(id), text_cell("renamed")});
}

}  // namespace orm_test
