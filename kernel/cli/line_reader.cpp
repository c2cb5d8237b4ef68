// Lines of standard input, however long they are.
#include "line_reader.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "orm/error.hpp"

namespace orm::cli {

namespace {
constexpr std::size_t buffer_size = 64 * 1024;
constexpr std::size_t ordinary_line = 1024 * 1024;  // memory kept from one line to the next
}  // namespace

line_reader::line_reader(int descriptor, std::size_t limit)
    : descriptor_(descriptor), limit_(limit), buffer_(buffer_size) {}

bool line_reader::next(std::string_view& line) {
  if (line_.capacity() > ordinary_line) {
    std::string().swap(line_);  // assigning an empty one would keep the memory
  } else {
    line_.clear();
  }
  bool any = false;
  while (!unread_.empty() || fill()) {
    const std::size_t end = unread_.find('\n');
    if (end != std::string_view::npos) {
      const std::string_view part = unread_.substr(0, end);
      unread_.remove_prefix(end + 1);
      if (!any) return line = part, true;
      keep(part);
      return line = line_, true;
    }
    any = true;
    keep(unread_);
    unread_ = {};
  }
  return line = line_, any;
}

bool line_reader::fill() {
  for (;;) {
    const ssize_t size = ::read(descriptor_, buffer_.data(), buffer_.size());
    if (size >= 0) return unread_ = {buffer_.data(), static_cast<std::size_t>(size)}, size > 0;
    if (errno != EINTR) {
      throw error(error_code::driver_failed, "standard input can't be read: " + std::generic_category().message(errno));
    }
  }
}

void line_reader::keep(std::string_view part) {
  line_.append(part.substr(0, std::min(part.size(), limit_ + 1 - line_.size())));
}

}  // namespace orm::cli
