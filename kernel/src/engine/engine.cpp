// Opening a store, and the entry points through which every query runs.
#include "engine/engine.hpp"

#include <algorithm>
#include <chrono>

#include "engine/cells.hpp"
#include "engine/errors.hpp"
#include "engine/execution.hpp"
#include "engine/grouping.hpp"
#include "engine/scattered_arguments.hpp"
#include "orm/error.hpp"
#include "plan/shape.hpp"

namespace orm::detail {
namespace {

orm_text to_text(const std::string& text) { return {text.data(), text.size()}; }

bool has_expiry(const schema& schema) {
  for (const model& model : schema.models())
    if (model.expires != no_index) return true;
  return false;
}

// What a schema asks that a driver may not have: refused before anything is opened.
void check_schema_fits(const schema& schema, const driver_capabilities& can) {
  const auto refuse = [&](const model& model, const std::string& what) {
    throw error(error_code::unsupported,
                "the driver \"" + can.driver + "\" has no " + what + ", which model \"" + model.name + "\" asks for")
        .at_model(model.name)
        .from_driver(can.driver, "");
  };
  for (const model& model : schema.models()) {
    if (!model.name_space.empty() && !can.namespaces) refuse(model, "namespaces");
    if (model.fields[model.id].default_from == default_kind::increment && !can.generated_integer_ids)
      refuse(model, "generated integer ids");
  }
}

// A driver that doesn't take such a client may not know its own name, and an older one has no adopt() at all.
void refuse_kind(const raw_client& client, const driver_file& driver, const error& failure) {
  if (std::find(driver.kinds.begin(), driver.kinds.end(), client.kind) != driver.kinds.end()) return;
  throw error(error_code::unsupported,
              "the driver \"" + driver.name + "\" adopts no clients of kind \"" + client.kind + "\": " + failure.what())
      .from_driver(driver.name, failure.native());
}

}  // namespace

orm_capabilities declared_capabilities(const orm_driver& driver, const schema& schema) {
  orm_capabilities declared{};
  declared.size = sizeof declared;
  orm_error failure;
  failure.size = sizeof failure;
  if (driver.capabilities(&declared, &failure) != ORM_OK) throw_driver_error(failure, driver, schema);
  return declared;
}

driver_capabilities describe(const orm_driver& driver, const orm_capabilities& declared) {
  const auto has = [&](std::uint64_t feature) { return (declared.features & feature) != 0; };
  driver_capabilities can;
  can.driver = driver.name;
  can.version = driver.version;
  can.abi = std::to_string(driver.abi_major) + "." + std::to_string(driver.abi_minor);
  can.transactions = declared.transactions != ORM_TRANSACTIONS_NONE;
  can.interactive_transactions = declared.transactions == ORM_TRANSACTIONS_INTERACTIVE;
  can.foreign_keys = has(ORM_CAN_FOREIGN_KEYS);
  can.generated_integer_ids = has(ORM_CAN_INCREMENT_IDS);
  can.namespaces = has(ORM_CAN_NAMESPACES);
  can.ddl = has(ORM_CAN_DDL);
  can.native_relations = has(ORM_CAN_RELATION_FILTERS);
  can.pipelined_batch = has(ORM_CAN_PIPELINE);
  can.expires = has(ORM_CAN_EXPIRE);
  if (declared.isolations & ORM_ISOLATION_SERIALIZABLE) can.isolations.push_back("serializable");
  if (declared.isolations & ORM_ISOLATION_REPEATABLE_READ) can.isolations.push_back("repeatableRead");
  if (declared.isolations & ORM_ISOLATION_READ_COMMITTED) can.isolations.push_back("readCommitted");
  can.max_atomic_rows = declared.max_atomic_rows;
  return can;
}

engine::engine(std::shared_ptr<const orm::schema> schema, std::shared_ptr<const driver_library> library,
               const std::vector<std::pair<std::string, value>>& options, const std::string& directory,
               std::string name, const raw_client* adopted)
    : schema_(std::move(schema)),
      abi_schema_(schema_, std::move(name)),
      library_(std::move(library)),
      driver_(library_->driver()) {
  const orm_capabilities declared = declared_capabilities(driver_, *schema_);
  described_ = describe(driver_, declared);
  check_schema_fits(*schema_, described_);
  open(options, directory, adopted);

  orm_error failure;
  failure.size = sizeof failure;
  orm_store_info info{};
  info.size = sizeof info;
  info.max_sessions = 1;
  info.acquire_timeout_ms = 5000;
  if (driver_.info(store_, &info, &failure) != ORM_OK) {
    driver_.close(store_);
    throw_driver_error(failure, driver_, *schema_);
  }
  if (adopted != nullptr) info.max_sessions = 1;  // there is but the one connection
  orm_capabilities planned = declared;
  // A transaction of ours may be part of the application's, whose statements may each see another state.
  if (adopted != nullptr) planned.features &= ~static_cast<std::uint64_t>(ORM_CAN_LINKED_FINDS);
  target_.reset(new planning_target{*schema_, driver_, store_, planned, has_expiry(*schema_)});
  plans_ = std::make_unique<plan_cache>();
  sessions_ = std::make_unique<session_pool>(driver_, store_, info, *schema_);
}

void engine::open(const std::vector<std::pair<std::string, value>>& options, const std::string& directory,
                  const raw_client* adopted) {
  std::vector<orm_option> given;
  for (const auto& [name, setting] : options) given.push_back({to_text(name), to_cell(setting)});
  orm_open_arguments arguments{};
  arguments.size = sizeof arguments;
  arguments.schema = &abi_schema_.view();
  arguments.options = given.data();
  arguments.option_count = static_cast<std::uint32_t>(given.size());
  arguments.directory = to_text(directory);
  orm_error failure;
  failure.size = sizeof failure;
  std::int32_t code = ORM_OK;
  if (adopted == nullptr) {
    code = driver_.open(&arguments, &store_, &failure);
  } else {
    arguments.client_library = to_text(adopted->library);
    arguments.client_library_mark = adopted->library_mark;
    code = driver_.adopt(&arguments, adopted->kind.c_str(), adopted->handle, &store_, &failure);
  }
  if (code == ORM_UNSUPPORTED && adopted != nullptr)
    refuse_kind(*adopted, library_->file(), driver_error(failure, driver_, *schema_));
  if (code != ORM_OK) throw_driver_error(failure, driver_, *schema_);
}

engine::~engine() {
  sessions_.reset();
  plans_.reset();
  driver_.close(store_);
}

std::shared_ptr<const plan> engine::plan_for(const ast::query& query, bool records) {
  thread_local std::string shape;
  shape.clear();
  append_shape(query, records, shape);
  if (auto known = plans_->find(shape)) return known;
  return plans_->keep(shape, make_plan(*target_, query, records));
}

const plan& engine::plan_for(const static_query& query, bool records) {
  if (const plan* const known = plans_->find(query.slot)) return *known;
  ast::query shape;
  query.describe(shape);
  return *plans_->keep(query.slot, make_plan(*target_, shape, records));
}

namespace {

const plan& plan_within(const transaction* transaction, const plan& made) {
  return transaction != nullptr && made.linked ? *made.unlinked : made;
}

}  // namespace

std::uint32_t next_slot() noexcept {
  static std::atomic<std::uint32_t> next{0};
  return next.fetch_add(1, std::memory_order_relaxed);
}

std::int64_t now_microseconds() noexcept {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

const schema& schema_of(const engine& engine) noexcept { return engine.schema(); }

std::uint64_t run(engine& engine, transaction* transaction, const static_query& query, std::span<value> arguments,
                  const destination& to) {
  const plan& made = plan_within(transaction, engine.plan_for(query, to.root != nullptr));
  workspace memory;
  return execution(engine, transaction, made, argument_list(arguments), memory).run(to);
}

std::uint64_t run(engine& engine, transaction* transaction, ast::query& query, const destination& to) {
  if (query.operation == ast::operation::aggregate) return run_aggregate(engine, transaction, query, to);
  if (query.operation == ast::operation::find_first) query.take = 1;
  const std::shared_ptr<const plan> plan = engine.plan_for(query, to.root != nullptr);
  const scattered_arguments arguments(query);
  workspace memory;
  return execution(engine, transaction, plan_within(transaction, *plan), arguments.list(), memory).run(to);
}

std::vector<std::string> explain(engine& engine, ast::query& query) {
  if (query.operation == ast::operation::find_first) query.take = 1;
  const std::shared_ptr<const plan> plan = engine.plan_for(query, true);
  const scattered_arguments arguments(query);
  workspace memory;
  execution asked(engine, nullptr, *plan, arguments.list(), memory);
  asked.prepare();
  std::vector<std::string> lines;
  asked.explain(lines);
  return lines;
}

}  // namespace orm::detail
