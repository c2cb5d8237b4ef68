// PGconn* for orm::adopt(), by the driver "postgres". Needs libpq-fe.h.
//
// Kind "libpq": the library's version is PQlibVersion() in decimal digits, its mark the address of that function.
#pragma once

#include <libpq-fe.h>
#include <orm/raw_client.hpp>

#include <string>

namespace orm {

template <>
struct client_traits<PGconn*> {
  static raw_client view(PGconn* client) {
    return {"libpq", client, std::to_string(PQlibVersion()), reinterpret_cast<const void*>(&PQlibVersion)};
  }
};

}  // namespace orm
