// Opening: what the schema needs and the backend has.
#include <orm/sdk/kv/store.hpp>

#include "plan.hpp"
#include "session.hpp"

#include <algorithm>

namespace orm::sdk::kv {
namespace {

// What one option says about another, so that each has to be looked at in one place only.
kv_options completed(kv_options options) {
  if (!options.can.atomic_commit) {
    options.can.ordered_indexes = options.can.transactions = options.can.mutations = false;
  }
  options.layout.indexed = options.layout.indexed && options.can.ordered_indexes;
  options.commit_attempts = std::max(options.commit_attempts, 1u);
  return options;
}

}  // namespace

orm_capabilities capabilities_of(const backend_capabilities& can, std::uint64_t max_atomic_rows) {
  orm_capabilities declared{};
  declared.size = sizeof declared;
  const bool transactions = can.atomic_commit && can.transactions;
  declared.transactions = transactions ? ORM_TRANSACTIONS_INTERACTIVE : ORM_TRANSACTIONS_NONE;
  if (transactions) declared.isolations = ORM_ISOLATION_SERIALIZABLE;
  if (can.counters) declared.features |= ORM_CAN_INCREMENT_IDS;
  if (can.expiry) declared.features |= ORM_CAN_EXPIRE;
  if (can.pipelines) declared.features |= ORM_CAN_PIPELINE;
  declared.max_atomic_rows = max_atomic_rows;
  return declared;
}

kv_store::kv_store(const orm_schema& schema, kv_options options)
    : schema_(schema),
      options_(completed(std::move(options))),
      models_(layout_of(schema_, options_.layout)),
      known_(std::make_unique<std::atomic<bool>[]>(models_.size())) {
  check_schema();
}

void kv_store::check_schema() const {
  if (options_.one_tag_a_commit && options_.layout.tag == hash_tag::none) {
    throw driver_error(ORM_INVALID_CONFIG,
                       "a cluster needs a hash tag, of each model or of the schema, to keep together what is written "
                       "in one step");
  }
  for (const model_layout& each : models_) {
    const orm_model& model = each.model();
    const std::string name(text_view(model.name));
    if (!options_.can.counters && is_increment(field(model, model.id))) {
      throw driver_error(ORM_UNSUPPORTED, "this store counts no ids: those of model \"" + name + "\" are incremented")
          .on(each.model_index(), {model.id});
    }
    if (options_.can.atomic_commit) continue;
    for (std::uint32_t i = 0; i < each.keys().size(); ++i) {
      if (!each.keys()[i].unique || each.is_stored_key(i)) continue;
      throw driver_error(ORM_UNSUPPORTED, "this store can't keep two keys unique: model \"" + name +
                                              "\" is stored by " +
                                              key_name(model, each.keys()[each.stored_key()].fields) +
                                              ", and declares " + key_name(model, each.keys()[i].fields) + " too")
          .on(each.model_index(), each.keys()[i].fields);
    }
  }
}

std::unique_ptr<driver_session> kv_store::open_session() { return std::make_unique<kv_session>(*this); }

std::unique_ptr<driver_plan> kv_store::compile(const orm_statement& statement) {
  auto plan = std::make_unique<kv_plan>(statement, *this);
  if (options_.refuse_scans) plan->refuse_scan();
  return plan;
}

}  // namespace orm::sdk::kv
