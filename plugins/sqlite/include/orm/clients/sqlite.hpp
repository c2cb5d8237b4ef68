// sqlite3* for orm::adopt(), by the driver "sqlite". Needs sqlite3.h, and the program linked with the shared library
// that the driver uses: SQLite must be in a process only once.
//
// Kind "sqlite3": the library's version is sqlite3_sourceid(), its mark the address of that text.
#pragma once

#include <sqlite3.h>
#include <orm/raw_client.hpp>

namespace orm {

template <>
struct client_traits<sqlite3*> {
  static raw_client view(sqlite3* client) { return {"sqlite3", client, sqlite3_sourceid(), sqlite3_sourceid()}; }
};

}  // namespace orm
