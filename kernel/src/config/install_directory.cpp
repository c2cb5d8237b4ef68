// Asks the dynamic linker where this library is.
#include "config/install_directory.hpp"

#include <dlfcn.h>

#include <filesystem>

namespace orm::detail {

std::string installed_driver_directory() {
  Dl_info self{};
  static const char anchor = 0;
  if (dladdr(&anchor, &self) != 0 && self.dli_fname != nullptr) {
    std::error_code failed;
    const auto library = std::filesystem::canonical(self.dli_fname, failed);
    const auto beside = library.parent_path() / "orm" / "drivers";
    if (!failed && std::filesystem::is_directory(beside, failed)) return beside.string();
  }
  return ORM_INSTALL_DRIVER_DIR;
}

}  // namespace orm::detail
