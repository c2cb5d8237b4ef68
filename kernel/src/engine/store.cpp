// orm::store: opening by configuration, and what is done to a store as a whole.
#include "orm/store.hpp"

#include "engine/engine.hpp"
#include "engine/errors.hpp"

namespace orm {

store store::open(std::shared_ptr<const orm::schema> schema, const configuration& configuration,
                  const store_configuration& selected) {
  auto library = detail::driver_library::load(selected.driver, configuration.driver_directories());
  return store(std::make_shared<detail::engine>(std::move(schema), std::move(library), selected.options,
                                                configuration.directory, selected.schema));
}

store store::adopt(std::shared_ptr<const orm::schema> schema, const raw_client& client,
                   const configuration& configuration, const store_configuration& selected) {
  const std::vector<std::string> directories = configuration.driver_directories();
  auto library = selected.driver.empty() ? detail::driver_library::load_for_kind(client.kind, directories)
                                         : detail::driver_library::load(selected.driver, directories);
  return store(std::make_shared<detail::engine>(std::move(schema), std::move(library), selected.options,
                                                configuration.directory, selected.schema, &client));
}

const schema& store::schema() const noexcept { return engine_->schema(); }
std::shared_ptr<const orm::schema> store::shared_schema() const noexcept { return engine_->shared_schema(); }
const driver_capabilities& store::capabilities() const noexcept { return engine_->capabilities(); }

namespace {

// Runs one call of the driver on a session of the store.
template <class Call>
void on_session(detail::engine& engine, Call call) {
  auto lease = engine.sessions().acquire();
  orm_error failure;
  failure.size = sizeof failure;
  if (call(lease.session(), &failure) == ORM_OK) return;
  lease.suspect();
  detail::throw_driver_error(failure, engine.driver(), engine.schema());
}

}  // namespace

std::vector<std::string> store::push(bool dry_run) const {
  std::vector<std::string> applied;
  const auto add = [](void* context, const char* data, std::uint64_t size) -> std::int32_t {
    static_cast<std::vector<std::string>*>(context)->emplace_back(data, size);
    return 0;
  };
  const orm_text_sink sink{sizeof(orm_text_sink), add, &applied};
  on_session(*engine_, [&](orm_session* session, orm_error* failure) {
    return engine_->driver().push(session, dry_run ? std::uint32_t{ORM_PUSH_DRY_RUN} : 0, &sink, failure);
  });
  return applied;
}

void store::reset() const {
  on_session(*engine_,
             [&](orm_session* session, orm_error* failure) { return engine_->driver().reset(session, failure); });
}

std::uint64_t store::purge() const {
  std::uint64_t removed = 0;
  on_session(*engine_, [&](orm_session* session, orm_error* failure) {
    return engine_->driver().purge(session, detail::now_microseconds(), &removed, failure);
  });
  return removed;
}

}  // namespace orm
