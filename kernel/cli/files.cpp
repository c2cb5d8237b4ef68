// Files that are written whole or not at all: a temporary file beside the real one, then a rename.
#include "files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "orm/error.hpp"

namespace orm::cli {

namespace {

// Ctrl-C and its like wait until the file is complete or gone.
class signals_held {
 public:
  signals_held() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held, signal);
    ::sigprocmask(SIG_BLOCK, &held, &before_);
  }
  ~signals_held() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
  signals_held(const signals_held&) = delete;
  signals_held& operator=(const signals_held&) = delete;

 private:
  sigset_t before_;
};

[[noreturn]] void fail(const std::string& path, int number) {
  const error_code code = number == ENOSPC || number == EDQUOT                     ? error_code::out_of_space
                          : number == EACCES || number == EPERM || number == EROFS ? error_code::not_authorized
                                                                                   : error_code::invalid_config;
  throw error(code, path + " can't be written: " + std::generic_category().message(number));
}

// Answers 0 or the error number.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0 ? 0 : errno;
}

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file || std::filesystem::is_directory(path, ignored)) {
    throw error(error_code::invalid_config, path + " can't be read");
  }
  return text;
}

void write_file(const std::string& path, std::string_view text) {
  const signals_held held;
  // The file behind a symbolic link is replaced, not the link.
  std::error_code failure;
  std::filesystem::path real = std::filesystem::weakly_canonical(path, failure);
  if (failure) real = path;
  if (real.has_parent_path()) std::filesystem::create_directories(real.parent_path(), failure);
  if (failure) fail(path, failure.value());
  std::string temporary = real.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) fail(path, errno);
  struct stat old;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const mode_t mode = ::stat(real.c_str(), &old) == 0 ? (old.st_mode & 0777) : (0666 & ~mask);
  int number = write_all(descriptor, text);
  if (::fchmod(descriptor, mode) != 0 && number == 0) number = errno;
  if (::close(descriptor) != 0 && number == 0) number = errno;
  if (number == 0 && ::rename(temporary.c_str(), real.c_str()) != 0) number = errno;
  if (number != 0) {
    ::unlink(temporary.c_str());
    fail(path, number);
  }
}

}  // namespace orm::cli
