// What a shared library says of itself in its driver note (driver.h), read from the file without running any of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace orm::detail {

enum class library_status : std::uint8_t {
  driver,      // the note is there
  unreadable,  // see library_note::detail
  not_elf,
  damaged,        // truncated, or structures that lead outside the file
  not_shared,     // an ELF file, but no shared library
  wrong_machine,  // see library_note::detail; the note may be there all the same
  no_note,
  bad_note,  // the note is there and makes no sense
};

struct library_note {
  library_status status = library_status::unreadable;
  std::string detail;
  std::string name;  // of the driver; empty unless the note was read
  std::string version;
  std::vector<std::string> kinds;  // of clients that it adopts
  std::uint32_t abi_major = 0;
  std::uint32_t abi_minor = 0;
};

// Reads the notes from an open file of that size. Survives any content: every offset is checked against the size, and
// at most some ten kilobytes are read. The file's position is left alone.
library_note read_library_note(int file, std::uint64_t size);

}  // namespace orm::detail
