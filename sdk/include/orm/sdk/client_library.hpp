// Whether an adopted client comes from the client library that the driver uses: the same release of it, and where its
// handles lean on state that each copy of the library keeps for itself, the same copy. To be asked before the client
// is touched, since another release may lay it out differently.
#ifndef ORM_SDK_CLIENT_LIBRARY_HPP
#define ORM_SDK_CLIENT_LIBRARY_HPP

#include <orm/sdk/driver.hpp>

#include <string>
#include <string_view>

namespace orm::sdk {

// library: what users call it. version and mark: the driver's own, in the form that the kind prescribes; a mark of null
// lets other copies of the same version pass. What the application didn't say is not compared.
// Throws driver_error DRIVER_INCOMPATIBLE.
inline void require_same_client_library(const orm_open_arguments& arguments, std::string_view library,
                                        std::string_view version, const void* mark) {
  const std::string name(library);
  const std::string_view theirs = text_view(arguments.client_library);
  if (!theirs.empty() && theirs != version) {
    throw driver_error(ORM_DRIVER_INCOMPATIBLE, "the client comes from " + name + " " + std::string(theirs) +
                                                    ", the driver uses " + std::string(version) +
                                                    ": build both with one " + name);
  }
  const void* their_mark = arguments.client_library_mark;
  if (mark != nullptr && their_mark != nullptr && mark != their_mark) {
    throw driver_error(ORM_DRIVER_INCOMPATIBLE,
                       "the client comes from another copy of " + name +
                           " in this process than the driver's: link the application with the shared library, as the "
                           "driver is, not with a copy of its own");
  }
}

}  // namespace orm::sdk

#endif
