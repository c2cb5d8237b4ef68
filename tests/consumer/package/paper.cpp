// A driver of its own, the smallest that can be opened: a store where nothing is found and nothing can be written.
#include <orm/sdk/client_library.hpp>
#include <orm/sdk/driver.hpp>
#include <orm/sdk/schema_view.hpp>

namespace {

struct nothing_found final : orm::sdk::driver_plan {};

class paper_session final : public orm::sdk::driver_session {
 public:
  void execute(const orm::sdk::driver_plan&, const orm_cell*, std::uint32_t, orm_sink&) override {}
};

class paper_store final : public orm::sdk::driver_store {
 public:
  std::unique_ptr<orm::sdk::driver_session> open_session() override { return std::make_unique<paper_session>(); }

  std::unique_ptr<orm::sdk::driver_plan> compile(const orm_statement& statement) override {
    if (statement.kind != ORM_FIND) throw orm::sdk::driver_error(ORM_UNSUPPORTED, "the driver paper writes nothing");
    return std::make_unique<nothing_found>();
  }
};

class paper_driver final : public orm::sdk::driver {
 public:
  orm_capabilities capabilities() override {
    orm_capabilities can = {};
    can.size = sizeof can;
    return can;
  }
  std::unique_ptr<orm::sdk::driver_store> open(const orm_open_arguments&) override {
    return std::make_unique<paper_store>();
  }
  std::unique_ptr<orm::sdk::driver_store> adopt(const orm_open_arguments& arguments, std::string_view, void*) override {
    orm::sdk::require_same_client_library(arguments, "paper", "1.0", nullptr);
    return std::make_unique<paper_store>();
  }
};

}  // namespace

ORM_EXPORT_DRIVER(paper_driver, "paper", "1.0.0");
ORM_DRIVER_ADOPTS("paper");
