// Poco::Data::Session for orm::adopt(): its connector says at run time which driver it goes to. Needs Poco's Data, and
// for sessions of the PostgreSQL connector the headers of that connector and libpq-fe.h. Adds nothing to link with.
//
// What is adopted is the session's native handle, of kind "sqlite3" or "libpq"; a transaction that the session began is
// joined like any other. The client library is not said, since Poco does not show it.
#pragma once

#include <Poco/Any.h>
#include <Poco/Data/Session.h>
#include <orm/error.hpp>
#include <orm/raw_client.hpp>

#include <string>

#if __has_include(<libpq-fe.h>) && __has_include(<Poco/Data/PostgreSQL/SessionHandle.h>)
#include <Poco/Data/PostgreSQL/SessionHandle.h>
#define ORM_POCO_HAS_POSTGRESQL
#endif

struct sqlite3;

namespace orm {

template <>
struct client_traits<Poco::Data::Session> {
  // Throws error: connection_failed for a session that is closed, unsupported for one of another connector.
  static raw_client view(Poco::Data::Session& session) {
    if (!session.isConnected())
      throw error(error_code::connection_failed, "the Poco session is closed: open it before it is adopted");
    const std::string connector = session.connector();
    if (connector == "sqlite") return {"sqlite3", Poco::AnyCast<sqlite3*>(session.getProperty("handle")), {}, nullptr};
#ifdef ORM_POCO_HAS_POSTGRESQL
    if (connector == "postgresql") {
      PGconn* const client = *Poco::AnyCast<Poco::Data::PostgreSQL::SessionHandle*>(session.getProperty("handle"));
      return {"libpq", client, {}, nullptr};
    }
#endif
    throw error(error_code::unsupported, "sessions of Poco's connector \"" + connector +
                                             "\" can't be adopted: use the connector for SQLite or PostgreSQL");
  }
};

}  // namespace orm
