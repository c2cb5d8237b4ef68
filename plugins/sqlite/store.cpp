// Opening a store touches no database that does not exist yet: its first session creates the file.
#include "store.hpp"

#include <unistd.h>
#include <orm/sdk/value/text.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "errors.hpp"
#include "plan.hpp"
#include "session.hpp"

namespace orm::sqlite {

using sdk::driver_error;

namespace {

[[noreturn]] void refuse_schema(const std::string& message) { throw driver_error(ORM_INVALID_SCHEMA, message); }

std::string folded(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(), sdk::fold_case);
  return out;
}

// SQLite compares names without regard to ASCII case and keeps some for itself.
void check_name(std::string_view name, const std::string& where, std::set<std::string>& others) {
  if (name.empty() || name.find('\0') != std::string_view::npos) refuse_schema(where + " needs a name without NUL");
  if (!others.insert(folded(name)).second) {
    refuse_schema(where + ": SQLite can't tell the name \"" + std::string(name) + "\" from one that differs in case");
  }
}

void check_schema(const orm_schema& schema) {
  std::set<std::string> tables = {"orm_list"};
  for (std::uint32_t m = 0; m < schema.model_count; ++m) {
    const orm_model& model = sdk::model(schema, m);
    const std::string where = "model \"" + std::string(sdk::text_view(model.name)) + "\"";
    if (model.name_space.size != 0) {
      throw driver_error(ORM_UNSUPPORTED, where + " has a namespace, and SQLite has none: leave it out").on(m);
    }
    check_name(sdk::text_view(model.table), where, tables);
    if (folded(sdk::text_view(model.table)).compare(0, 7, "sqlite_") == 0) {
      refuse_schema(where + ": tables whose names begin with \"sqlite_\" are SQLite's own");
    }
    std::set<std::string> columns;
    for (std::uint32_t i = 0; i < model.field_count; ++i) {
      const orm_field& field = sdk::field(model, i);
      check_name(sdk::text_view(field.column), where + ", field \"" + std::string(sdk::text_view(field.name)) + "\"",
                 columns);
    }
  }
}

// Only reads, and so leaves a file that is something else untouched.
void check_file(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path file(path);
  if (fs::is_directory(file, ignored)) {
    throw driver_error(ORM_CONNECTION_FAILED, "\"" + path + "\" is a directory: the url must name a file");
  }
  if (!fs::exists(file, ignored)) {
    if (fs::is_directory(file.parent_path(), ignored)) {
      if (access(file.parent_path().c_str(), W_OK | X_OK) == 0) return;
      throw driver_error(ORM_CONNECTION_FAILED,
                         "there is no \"" + path + "\", and it can't be created: the directory can't be written to");
    }
    throw driver_error(ORM_CONNECTION_FAILED, "the directory \"" + file.parent_path().string() +
                                                  "\" of the database does not exist: create it or correct the url");
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    throw driver_error(ORM_CONNECTION_FAILED, "\"" + path + "\" can't be read: check the rights on it");
  }
  constexpr std::string_view magic("SQLite format 3\0", 16);
  std::string head(magic.size(), '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (stream.gcount() != 0 && (stream.gcount() < 16 || head != magic)) {
    throw failure(SQLITE_NOTADB, "", {});
  }
}

}  // namespace

store::store(const orm_open_arguments& arguments) : schema_(*arguments.schema), options_(read_options(arguments)) {
  check_schema(schema_);
  if (!options_.in_memory()) check_file(options_.path);
}

store::store(const orm_open_arguments& arguments, std::shared_ptr<adopted_client> client)
    : schema_(*arguments.schema), client_(std::move(client)) {
  check_schema(schema_);
}

std::unique_ptr<connection> store::connect(const std::atomic<activity>& state) {
  if (client_ != nullptr) return std::make_unique<connection>(*client_);
  {
    const std::lock_guard lock(kept_mutex_);
    if (kept_ != nullptr) {
      kept_->watch(state);
      return std::move(kept_);
    }
  }
  return std::make_unique<connection>(options_, state);
}

void store::disconnect(std::unique_ptr<connection> done) {
  if (client_ != nullptr || !options_.in_memory()) return;
  done->watch(idle_);
  const std::lock_guard lock(kept_mutex_);
  kept_ = std::move(done);
}

std::unique_ptr<sdk::driver_session> store::open_session() { return std::make_unique<session>(*this); }

std::unique_ptr<sdk::driver_plan> store::compile(const orm_statement& statement) {
  return std::make_unique<plan>(*this, statement);
}

orm_store_info store::info() {
  sdk::pool_options pool = options_.pool;
  if (client_ != nullptr || options_.in_memory()) pool.sessions = 1;
  return pool.info();
}

void store::explain(const sdk::driver_plan& plan, const orm_cell*, std::uint32_t, const sdk::text_sink& lines) {
  const sdk::sql::compiled_statement& sql = static_cast<const sqlite::plan&>(plan).sql;
  for (const auto& command : sql.before) lines(command.sql);
  for (const auto& command : sql.before_row) lines(command.sql);
  if (!sql.count.sql.empty()) lines(sql.count.sql);
  lines(sql.main.sql);
}

}  // namespace orm::sqlite
