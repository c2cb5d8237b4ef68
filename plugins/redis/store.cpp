// Opening a store: the server must answer, and says whether it is a cluster.
#include "store.hpp"

#include "backend.hpp"
#include "borrowed_link.hpp"
#include "cluster_link.hpp"
#include "direct_link.hpp"

namespace orm::redis {
namespace {

using sdk::kv::hash_tag;

sdk::kv::kv_options toolkit_options(const options& settings, bool is_cluster) {
  sdk::kv::kv_options made;
  made.can = capabilities_of_redis();
  made.layout.prefix = settings.prefix;
  made.layout.tag = settings.tag.value_or(is_cluster ? hash_tag::schema : hash_tag::none);
  made.layout.stored_by = settings.stored_by;
  made.refuse_scans = settings.refuse_scans;
  made.max_atomic_rows = settings.max_rows;
  made.one_tag_a_commit = is_cluster;
  return made;
}

}  // namespace

sdk::kv::backend_capabilities capabilities_of_redis() {
  sdk::kv::backend_capabilities can;
  can.expiry = can.mutations = can.pipelines = true;
  return can;
}

servers::servers(const options& settings) : settings_(settings), dialer_(settings), map_(settings.server.at) {
  auto tried = std::make_unique<direct_link>(dialer_, settings_);
  pipeline question;
  question.add({"INFO", "cluster"});
  tried->run(question, effect::none);
  // Whoever may not ask for this is told MOVED by a cluster.
  const bool answered = !is_error(question[0]);
  is_cluster_ =
      settings_.cluster.value_or(answered && text_of(question[0]).find("cluster_enabled:1") != std::string_view::npos);
  if (!is_cluster_) first_ = std::move(tried);
}

std::unique_ptr<link> servers::connect() {
  if (is_cluster_) return std::make_unique<cluster_link>(dialer_, map_, settings_);
  const std::lock_guard lock(mutex_);
  if (first_ != nullptr) return std::move(first_);
  return std::make_unique<direct_link>(dialer_, settings_);
}

store::store(const orm_schema& schema, const redis::options& settings, std::unique_ptr<servers> at)
    : kv_store(schema, toolkit_options(settings, at->is_cluster())),
      servers_(std::move(at)),
      timeout_(settings.timeout),
      pool_(settings.pool),
      scripts_(models(), servers_->is_cluster()) {}

store::store(const orm_schema& schema, const redis::options& settings, redisContext* client)
    : kv_store(schema, toolkit_options(settings, false)),
      client_(client),
      timeout_(settings.timeout),
      pool_(settings.pool),
      scripts_(models(), false) {}

std::unique_ptr<sdk::kv::backend> store::connect() {
  std::unique_ptr<link> to =
      servers_ != nullptr ? servers_->connect() : std::make_unique<borrowed_link>(client_, timeout_);
  return std::make_unique<redis_backend>(std::move(to), scripts_);
}

orm_store_info store::info() { return pool_.info(); }

}  // namespace orm::redis
