// A client that the application owns, as the kernel sees it: a kind, a pointer, and which library it comes from.
//
// What knows a client's type is a specialisation of client_traits, in a header beside the driver that adopts it
// (orm/clients/sqlite.hpp, ...). Whoever writes a driver for another client library writes one likewise:
//
//   template <>
//   struct orm::client_traits<paper_desk*> {
//     static raw_client view(paper_desk* desk) { return {"paper", desk, paper_version(), nullptr}; }
//   };
//
// and has the driver declare the kind: ORM_DRIVER_ADOPTS("paper") (driver.h).
#pragma once

#include <string>

namespace orm {

struct raw_client {
  std::string kind;                    // what the driver's note says: "sqlite3", "libpq", "hiredis"
  void* handle = nullptr;              // borrowed
  std::string library;                 // version of the client library that the application uses; empty: not said
  const void* library_mark = nullptr;  // an address that each copy of that library has once; null: not said
};

// Specialised for each type of clients. A type that is no pointer is handed over by reference.
template <class Client>
struct client_traits;

}  // namespace orm
