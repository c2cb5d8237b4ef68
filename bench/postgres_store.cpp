// A server of its own, reached over its unix socket.
#include "raw_postgres.hpp"
#include "support/servers/postgres_server.hpp"

namespace bench {
namespace {

// Nothing but the benchmark's own statements is to run, and nothing waits for the disk.
orm_test::postgres_server::options quiet() {
  orm_test::postgres_server::options made;
  made.settings = {{"autovacuum", "off"}, {"shared_buffers", "256MB"}, {"checkpoint_timeout", "1h"}};
  return made;
}

class postgres_store final : public sql_store {
 public:
  std::string driver() const override { return "postgres"; }
  std::string url() const override { return server_.url(); }
  std::unique_ptr<raw_sql> by_hand() override {
    server_.run("VACUUM ANALYZE");
    return std::make_unique<raw_postgres>(server_.url());
  }

 private:
  orm_test::postgres_server server_{quiet()};
};

}  // namespace

const sql_targets targets = {1.05, 1.05, 1.05};

std::unique_ptr<sql_store> make_store() { return std::make_unique<postgres_store>(); }

}  // namespace bench
