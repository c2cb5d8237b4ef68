// Poco's connectors for SQLite and PostgreSQL.
#include "conformance/poco_session.hpp"

#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Statement.h>
#include <libpq-fe.h>

#include <stdexcept>

namespace orm_test {
namespace {

// The connector for PostgreSQL takes the words of libpq, not its URLs.
std::string words_of_url(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parts(PQconninfoParse(url.c_str(), nullptr),
                                                                           PQconninfoFree);
  if (parts == nullptr) throw std::runtime_error("not a URL of PostgreSQL: " + url);
  std::string words;
  for (const PQconninfoOption* each = parts.get(); each->keyword != nullptr; ++each)
    if (each->val != nullptr) words += std::string(words.empty() ? "" : " ") + each->keyword + "=" + each->val;
  return words;
}

}  // namespace

std::shared_ptr<Poco::Data::Session> open_poco_session(const std::string& driver, const std::string& url) {
  if (driver == "sqlite") {
    Poco::Data::SQLite::Connector::registerConnector();
    const auto session = std::make_shared<Poco::Data::Session>("SQLite", url.substr(url.find(':') + 1));
    *session << "PRAGMA synchronous = off", Poco::Data::Keywords::now;  // no test pulls the plug
    return session;
  }
  if (driver != "postgres") throw std::runtime_error("Poco has no connector for the driver " + driver);
  Poco::Data::PostgreSQL::Connector::registerConnector();
  return std::make_shared<Poco::Data::Session>("PostgreSQL", words_of_url(url));
}

}  // namespace orm_test
