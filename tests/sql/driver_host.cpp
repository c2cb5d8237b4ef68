// A host for the SQLite driver, as small as these tests need it.
#include "driver_host.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <stdexcept>

namespace orm::tests {

const orm_driver& sqlite_driver() {
  static const orm_driver* driver = [] {
    void* library = dlopen(ORM_SQLITE_DRIVER, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<orm_driver_entry_function>(dlsym(library, ORM_ENTRY_SYMBOL));
    orm_host host{sizeof(orm_host), ORM_ABI_MAJOR, ORM_ABI_MINOR, 0, nullptr, nullptr};
    orm_error error{};
    error.size = sizeof error;
    const orm_driver* found = entry(&host, &error);
    if (found == nullptr) throw std::runtime_error(error.message);
    return found;
  }();
  return *driver;
}

scratch_directory::scratch_directory() {
  std::string name = (std::filesystem::temp_directory_path() / "orm-sqlite-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch directory");
  path_ = name;
}

scratch_directory::~scratch_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

open_result open_store(const orm_schema& schema, const std::string& url, const std::vector<orm_option>& more) {
  std::vector<orm_option> options = more;
  options.push_back({{"url", 3}, sdk::text_cell(url)});
  orm_open_arguments arguments{};
  arguments.size = sizeof arguments;
  arguments.schema = &schema;
  arguments.options = options.data();
  arguments.option_count = static_cast<std::uint32_t>(options.size());
  open_result out;
  out.error.size = sizeof out.error;
  sqlite_driver().open(&arguments, &out.store, &out.error);
  return out;
}

std::string spelled(const orm_cell& cell) {
  switch (cell.type) {
    case ORM_CELL_NULL:
      return "null";
    case ORM_CELL_DOUBLE:
      return std::to_string(cell.as.real);
    case ORM_CELL_TEXT:
    case ORM_CELL_DECIMAL:
    case ORM_CELL_JSON:
    case ORM_CELL_BYTES:
      return {cell.as.text, cell.length};
    default:
      return std::to_string(cell.as.integer);
  }
}

host_session::host_session(orm_store* store) : store_(store) {
  error.size = sizeof error;
  if (sqlite_driver().session_open(store_, &session, &error) != ORM_OK) throw std::runtime_error(error.message);
}

host_session::~host_session() { sqlite_driver().session_close(session); }

answer host_session::run(const orm_statement& statement, const std::vector<orm_cell>& parameters,
                         std::size_t stop_after) {
  answer out;
  out.error.size = sizeof out.error;
  orm_plan* plan = nullptr;
  out.code = sqlite_driver().compile(store_, &statement, &plan, &out.error);
  if (out.code != ORM_OK) return out;
  struct receiver {
    std::vector<std::string>& rows;
    std::size_t stop_after;
  } receiver{out.rows, stop_after};
  orm_sink sink{};
  sink.size = sizeof sink;
  sink.context = &receiver;
  sink.row = [](void* context, const orm_cell* cells, std::uint32_t count) -> std::int32_t {
    auto& to = *static_cast<struct receiver*>(context);
    std::string row;
    for (std::uint32_t i = 0; i < count; ++i) row += (i == 0 ? "" : "|") + spelled(cells[i]);
    to.rows.push_back(row);
    return to.rows.size() == to.stop_after ? 1 : 0;
  };
  out.code = sqlite_driver().execute(session, plan, parameters.data(), static_cast<std::uint32_t>(parameters.size()),
                                     &sink, &out.error);
  out.affected = sink.affected;
  sqlite_driver().release(store_, plan);
  return out;
}

std::int32_t host_session::push(std::uint32_t flags) {
  applied.clear();
  orm_text_sink sink{};
  sink.size = sizeof sink;
  sink.context = &applied;
  sink.text = [](void* context, const char* data, std::uint64_t size) -> std::int32_t {
    static_cast<std::vector<std::string>*>(context)->emplace_back(data, size);
    return 0;
  };
  return sqlite_driver().push(session, flags, &sink, &error);
}

}  // namespace orm::tests
