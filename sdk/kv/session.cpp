// Statements, and what is done to a store as a whole.
#include "session.hpp"

#include "catalog.hpp"
#include "purge.hpp"
#include "reader.hpp"
#include "writer.hpp"

namespace orm::sdk::kv {

class kv_session::call {
 public:
  explicit call(kv_session& session) : session_(session) {
    session_.cancelled_.store(false, std::memory_order_relaxed);
    session_.backend_->begin_call();
    session_.running_.store(true, std::memory_order_relaxed);
  }
  ~call() { session_.running_.store(false, std::memory_order_relaxed); }
  call(const call&) = delete;
  call& operator=(const call&) = delete;

 private:
  kv_session& session_;
};

void kv_session::execute(const driver_plan& of, const orm_cell* parameters, std::uint32_t count, orm_sink& sink) {
  const auto& plan = static_cast<const kv_plan&>(of);
  if (!plan.accepts(count)) {
    throw driver_error(ORM_INVALID_QUERY, std::to_string(count) + " parameters do not fit the statement");
  }
  const call running(*this);
  require_catalog(store_, *backend_, *plan.where);
  if (plan.is_through()) require_catalog(store_, *backend_, *plan.through.where);
  const execution run{plan, parameters, count, sink, store_, *backend_, cancelled_, cells_};
  switch (plan.kind) {
    case ORM_FIND:
      return reader(run).find();
    case ORM_AGGREGATE:
      return reader(run).aggregate();
    case ORM_INSERT:
      return writer(run).insert();
    case ORM_UPDATE:
      return writer(run).update();
    case ORM_UPSERT:
      return writer(run).upsert();
    case ORM_DELETE:
      return writer(run).remove();
    default:
      break;  // compile() let no other kind pass
  }
}

void kv_session::push(std::uint32_t flags, const text_sink& applied) {
  const call running(*this);
  const bool dry = (flags & ORM_PUSH_DRY_RUN) != 0;
  for (const model_layout& each : store_.models()) push_catalog(store_, *backend_, each, dry, applied);
}

void kv_session::reset() {
  const call running(*this);
  for (const model_layout& each : store_.models()) {
    store_.set_known(each.model_index(), false);
    backend_->erase_all(each.prefix());
  }
}

std::uint64_t kv_session::purge(std::int64_t now) {
  const call running(*this);
  const orm_cell clock = datetime_cell(now);
  std::uint64_t removed = 0;
  for (const model_layout& each : store_.models()) {
    if (!has_expiry(each.model())) continue;
    require_catalog(store_, *backend_, each);
    orm_node filter;
    const kv_plan plan(expired_rows(each, filter), store_);
    orm_sink nobody{sizeof nobody, nullptr, nullptr, 0};
    const execution run{plan, &clock, 1, nobody, store_, *backend_, cancelled_, cells_};
    removed += purge_records(run);
    if (store_.options().can.expiry && store_.options().can.ordered_indexes) sweep_indexes(run);
  }
  return removed;
}

void kv_session::cancel() noexcept {
  if (!running_.load(std::memory_order_relaxed)) return;
  cancelled_.store(true);
  backend_->cancel();
}

}  // namespace orm::sdk::kv
