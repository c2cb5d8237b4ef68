// Lines of standard input, however long they are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace orm::cli {

// Reads lines from a file descriptor. A line longer than the limit is cut one byte after it and the rest of it thrown
// away as it arrives, so that no line occupies more than the limit and the next one is read normally.
class line_reader {
 public:
  line_reader(int descriptor, std::size_t limit);

  // The next line without its line break, valid until the next call; false at the end of input. The last line may
  // lack a line break. Throws error(driver_failed) where reading fails.
  bool next(std::string_view& line);

 private:
  bool fill();
  void keep(std::string_view part);

  int descriptor_;
  std::size_t limit_;
  std::vector<char> buffer_;
  std::string_view unread_;  // of the buffer
  std::string line_;         // a line that spans several buffers
};

}  // namespace orm::cli
