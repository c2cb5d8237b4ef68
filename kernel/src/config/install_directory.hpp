// The directory of the drivers that were installed together with the kernel.
#pragma once

#include <string>

namespace orm::detail {

// orm/drivers beside the kernel's own library, so that an installation may be moved; where that does not exist, the
// directory that the build was configured for.
std::string installed_driver_directory();

}  // namespace orm::detail
