// What a client does besides queries: savepoints, opening by name.
#include "orm/typed/client.hpp"

namespace orm::detail {

savepoint::savepoint(transaction& within) : within_(&within) { set_savepoint(within); }

savepoint::~savepoint() {
  if (!within_) return;
  try {
    rollback_to_savepoint(*within_);
  } catch (...) {
    // The exception on its way says what went wrong; the transaction around this part ends with it.
  }
}

void savepoint::release() {
  release_savepoint(*within_);
  within_ = nullptr;
}

engine& engine_of(const store& opened, const schema& expected) {
  if (&opened.schema() != &expected) {
    throw error(error_code::invalid_schema, "the store was opened with the schema \"" + opened.schema().name() +
                                                "\", not with that which the application \"" + expected.name() +
                                                "\" declares: open it with schema_of<>()");
  }
  return opened.engine();
}

store open_by_name(std::shared_ptr<const schema> schema, std::string_view name) {
  const configuration found = configuration::find();
  return store::open(std::move(schema), found, found.schema(name));
}

store open_alone(std::shared_ptr<const schema> schema, const store_configuration& selected) {
  return store::open(std::move(schema), configuration(), selected);
}

}  // namespace orm::detail
