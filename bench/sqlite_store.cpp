// A database in a file of its own.
#include <unistd.h>

#include <filesystem>

#include "raw_sqlite.hpp"

namespace bench {
namespace {

class sqlite_store final : public sql_store {
 public:
  sqlite_store() : directory_(std::filesystem::temp_directory_path() / ("orm-bench-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(directory_);
  }
  ~sqlite_store() override {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  std::string driver() const override { return "sqlite"; }
  std::string url() const override { return "sqlite:" + path(); }
  std::unique_ptr<raw_sql> by_hand() override { return std::make_unique<raw_sqlite>(path()); }

 private:
  std::string path() const { return directory_ / "bench.db"; }

  std::filesystem::path directory_;
};

}  // namespace

const sql_targets targets = {1.00, 1.10, 0.90};

std::unique_ptr<sql_store> make_store() { return std::make_unique<sqlite_store>(); }

}  // namespace bench
