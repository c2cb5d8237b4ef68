// A host as small as these tests need it.
#include "support/driver_session.hpp"

#include <dlfcn.h>
#include <orm/sdk/value/cells.hpp>

#include <stdexcept>

#include "support/drivers.hpp"

namespace orm_test {

using orm::sdk::text_cell;
using orm::tests::statement_builder;

namespace {

enum : std::uint32_t { id_field, text_field };

orm_error no_error() {
  orm_error error{};
  error.size = sizeof error;
  return error;
}

void require(std::int32_t code, const orm_error& error) {
  if (code != ORM_OK) throw std::runtime_error(error.message);
}

const orm_driver& load(const std::string& name) {
  void* const library = dlopen((driver_directory() + "/lib" + name + ".so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(dlerror());
  const auto entry = reinterpret_cast<orm_driver_entry_function>(dlsym(library, ORM_ENTRY_SYMBOL));
  const orm_host host{sizeof host, ORM_ABI_MAJOR, ORM_ABI_MINOR, 0, nullptr, nullptr};
  orm_error error = no_error();
  const orm_driver* const found = entry(&host, &error);
  if (found == nullptr) throw std::runtime_error(error.message);
  return *found;
}

}  // namespace

driver_store::driver_store(const std::string& driver, const std::string& url, std::int64_t timeout)
    : driver_(load(driver)) {
  std::vector<orm_option> options = {{{"url", 3}, text_cell(url)}, {{"timeout", 7}, orm::sdk::integer_cell(timeout)}};
  if (driver == "redis") options.push_back({{"prefix", 6}, text_cell("app")});
  const orm_open_arguments given = arguments(options);
  orm_error error = no_error();
  require(driver_.open(&given, &store_, &error), error);
  push();
}

driver_store::driver_store(const std::string& driver, const char* kind, void* client) : driver_(load(driver)) {
  const orm_open_arguments given = arguments({});
  orm_error error = no_error();
  require(driver_.adopt(&given, kind, client, &store_, &error), error);
  push();
}

// Borrows the options.
orm_open_arguments driver_store::arguments(const std::vector<orm_option>& options) {
  schema_.model("note");
  schema_.id();
  schema_.field("text", ORM_FIELD_STRING);
  orm_open_arguments arguments{};
  arguments.size = sizeof arguments;
  arguments.schema = &schema_.finish();
  arguments.options = options.data();
  arguments.option_count = static_cast<std::uint32_t>(options.size());
  return arguments;
}

void driver_store::push() {
  orm_session* session = nullptr;
  orm_error error = no_error();
  require(driver_.session_open(store_, &session, &error), error);
  const std::int32_t code = driver_.push(session, 0, nullptr, &error);
  driver_.session_close(session);
  require(code, error);
}

driver_session::driver_session(const driver_store& store) : driver_(store.driver_), store_(store.store_) {
  orm_error error = no_error();
  require(driver_.session_open(store_, &session_, &error), error);
  statement_builder create(ORM_INSERT, 0), find(ORM_FIND, 0), rename(ORM_UPDATE, 0);
  create.columns = {id_field, text_field};
  find.where({orm::tests::leaf(ORM_NODE_EQ, id_field, 0)}).output = {text_field};
  rename.where({orm::tests::leaf(ORM_NODE_EQ, id_field, 0)}).assignments = {{text_field, ORM_ASSIGN_SET, 1}};
  create_ = compile(create.finish());
  find_ = compile(find.finish());
  rename_ = compile(rename.finish());
}

driver_session::~driver_session() {
  for (orm_plan* const each : {create_, find_, rename_}) driver_.release(store_, each);
  driver_.session_close(session_);
}

orm_plan* driver_session::compile(const orm_statement& statement) {
  orm_error error = no_error();
  orm_plan* plan = nullptr;
  require(driver_.compile(store_, &statement, &plan, &error), error);
  return plan;
}

driver_session::answer driver_session::run(const orm_plan* plan, const std::vector<std::string>& texts) {
  std::vector<orm_cell> cells;
  for (const std::string& text : texts) cells.push_back(text_cell(text));
  answer got;
  orm_sink sink{};
  sink.size = sizeof sink;
  sink.context = &got;
  sink.row = [](void* context, const orm_cell* row, std::uint32_t) -> std::int32_t {
    answer& told = *static_cast<answer*>(context);
    told.text = std::string(orm::sdk::text_of(*row));
    ++told.rows;
    return 0;
  };
  orm_error error = no_error();
  got.code = driver_.execute(session_, plan, cells.data(), static_cast<std::uint32_t>(cells.size()), &sink, &error);
  got.outcome = error.outcome;
  got.rows += sink.affected;
  if (got.code != ORM_OK) got.text = error.message;
  return got;
}

driver_session::answer driver_session::create(const std::string& id) { return run(create_, {id, "text of " + id}); }

driver_session::answer driver_session::begin() {
  answer got;
  orm_error error = no_error();
  got.code = driver_.begin(session_, 0, ORM_ISOLATION_SERIALIZABLE, &error);
  return got;
}

driver_session::answer driver_session::commit() {
  answer got;
  orm_error error = no_error();
  got.code = driver_.commit(session_, &error);
  got.outcome = error.outcome;
  if (got.code != ORM_OK) got.text = error.message;
  return got;
}

driver_session::answer driver_session::find(const std::string& id) { return run(find_, {id}); }
driver_session::answer driver_session::rename(const std::string& id) { return run(rename_, {id, "renamed"}); }

}  // namespace orm_test
