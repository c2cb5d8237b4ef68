// What a driver declares of itself, before any store is opened.
#include "engine/engine.hpp"
#include "orm/store.hpp"
#include "plugin/driver_library.hpp"

namespace orm {

driver_capabilities describe_driver(const driver_file& file) {
  const orm_driver& driver = detail::driver_library::load(file)->driver();
  return detail::describe(driver, detail::declared_capabilities(driver, schema()));
}

}  // namespace orm
