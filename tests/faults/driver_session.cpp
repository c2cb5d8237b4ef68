// The entry point of a driver's library.
#include "faults/driver_session.hpp"

#include <dlfcn.h>
#include <orm/sdk/value/cells.hpp>

#include <stdexcept>

namespace orm_test {
namespace {

enum : std::uint32_t { id_field, text_field };

const orm_driver& load(const std::string& name) {
  void* const library = dlopen((driver_directory() + "/lib" + name + ".so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(dlerror());
  const auto entry = reinterpret_cast<orm_driver_entry_function>(dlsym(library, ORM_ENTRY_SYMBOL));
  const orm_host host{sizeof host, ORM_ABI_MAJOR, ORM_ABI_MINOR, 0, nullptr, nullptr};
  orm_error error{};
  error.size = sizeof error;
  const orm_driver* const found = entry(&host, &error);
  if (found == nullptr) throw std::runtime_error(error.message);
  return *found;
}

}  // namespace

driver_session::driver_session(const std::string& driver, const std::string& url) : driver_(load(driver)) {
  schema_.model("note");
  schema_.id();
  schema_.field("text", ORM_FIELD_STRING);
  // So much patience that a test which waits for it fails.
  const orm_option options[] = {{{"url", 3}, orm::sdk::text_cell(url)},
                                {{"timeout", 7}, orm::sdk::integer_cell(60'000)},
                                {{"prefix", 6}, orm::sdk::text_cell("app")}};
  orm_open_arguments arguments{};
  arguments.size = sizeof arguments;
  arguments.schema = &schema_.finish();
  arguments.options = options;
  arguments.option_count = driver == "redis" ? 3 : 2;
  orm_error error{};
  error.size = sizeof error;
  if (driver_.open(&arguments, &store_, &error) != ORM_OK) throw std::runtime_error(error.message);
  if (driver_.session_open(store_, &session_, &error) != ORM_OK) throw std::runtime_error(error.message);
}

driver_session::~driver_session() {
  driver_.session_close(session_);
  driver_.close(store_);
}

driver_session::answer driver_session::create(const std::string& id) {
  orm::tests::statement_builder insert(ORM_INSERT, 0);
  insert.columns = {id_field, text_field};
  return run(insert.finish(), {id, "text of " + id});
}

driver_session::answer driver_session::find(const std::string& id) {
  orm::tests::statement_builder find(ORM_FIND, 0);
  find.where({orm::tests::leaf(ORM_NODE_EQ, id_field, 0)});
  find.output = {text_field};
  return run(find.finish(), {id});
}

driver_session::answer driver_session::run(const orm_statement& statement, const std::vector<std::string>& texts) {
  orm_error error{};
  error.size = sizeof error;
  orm_plan* plan = nullptr;
  if (driver_.compile(store_, &statement, &plan, &error) != ORM_OK) throw std::runtime_error(error.message);
  std::vector<orm_cell> cells;
  for (const std::string& text : texts) cells.push_back(orm::sdk::text_cell(text));
  answer got;
  orm_sink sink{};
  sink.size = sizeof sink;
  sink.context = &got;
  sink.row = [](void* context, const orm_cell* row, std::uint32_t) -> std::int32_t {
    static_cast<answer*>(context)->text = std::string(orm::sdk::text_of(*row));
    return 0;
  };
  got.code = driver_.execute(session_, plan, cells.data(), static_cast<std::uint32_t>(cells.size()), &sink, &error);
  got.outcome = error.outcome;
  if (got.code != ORM_OK) got.text = error.message;
  driver_.release(store_, plan);
  return got;
}

}  // namespace orm_test
