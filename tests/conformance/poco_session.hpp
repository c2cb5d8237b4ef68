// Sessions of Poco::Data on the storage of a driver under test.
#pragma once

#include <memory>
#include <orm/clients/poco.hpp>
#include <string>

namespace orm_test {

// driver: sqlite or postgres, url as it takes it.
std::shared_ptr<Poco::Data::Session> open_poco_session(const std::string& driver, const std::string& url);

}  // namespace orm_test
