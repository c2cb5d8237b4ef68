// Where a conformance case's lines go: the protocol in this process, or an `orm query` process.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "conformance/case_file.hpp"
#include "support/drivers.hpp"

namespace orm_test {

class endpoint {
 public:
  virtual ~endpoint() = default;
  virtual std::string respond(std::string_view line) = 0;
};

// Every schema of the set opened on the driver, with fresh storage.
std::unique_ptr<endpoint> open_in_process(const case_set& set, const driver_under_test& driver);
// The same through the command: its path, a configuration file of its own.
std::unique_ptr<endpoint> open_command(const case_set& set, const driver_under_test& driver,
                                       const std::string& command);

// The one of the program: `way` is its --command or --client, empty without.
std::unique_ptr<endpoint> open_endpoint(const case_set& set, const driver_under_test& driver, const std::string& way);

}  // namespace orm_test
