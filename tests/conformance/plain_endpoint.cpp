// conformance_test: what an application and the command do.
#include "conformance/endpoint.hpp"

namespace orm_test {

std::unique_ptr<endpoint> open_endpoint(const case_set& set, const driver_under_test& driver, const std::string& way) {
  return way.empty() ? open_in_process(set, driver) : open_command(set, driver, way);
}

}  // namespace orm_test
