// A bounded reader of ELF files (System V ABI, chapter 4 "ELF Header", chapter 5 "Program Header" and "Note Section").
// It goes by program headers: those are what the dynamic linker goes by, and they survive stripping.
#include "plugin/elf_note.hpp"

#include <elf.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "orm/sdk/driver.h"
#include "orm/sdk/value/text.hpp"

// The header of the library that this code is in; every linker defines it where it is used.
extern "C" __attribute__((visibility("hidden"))) const Elf64_Ehdr __ehdr_start;

namespace orm::detail {
namespace {

static_assert(sizeof(orm_note) == 3 * sizeof(std::uint32_t) + 4 + ORM_NOTE_DESCRIPTOR_SIZE);
static_assert(sizeof(orm_kind_note) == 3 * sizeof(std::uint32_t) + 4 + ORM_KIND_NOTE_DESCRIPTOR_SIZE);

constexpr std::size_t most_segments = 128;     // a shared library has about ten
constexpr std::size_t most_note_bytes = 8192;  // of one segment; a build id and our notes take about 250

std::string machine_name(std::uint16_t machine) {
  switch (machine) {
    case EM_X86_64:
      return "x86-64";
    case EM_AARCH64:
      return "AArch64";
    case EM_386:
      return "32-bit x86";
    case EM_ARM:
      return "32-bit ARM";
    case EM_RISCV:
      return "RISC-V";
    case EM_PPC64:
      return "PowerPC 64";
    case EM_S390:
      return "s390x";
    default:
      return "machine number " + std::to_string(machine);
  }
}

class elf_reader {
 public:
  elf_reader(int file, std::uint64_t size) : file_(file), size_(size) {}

  library_note read() {
    if (!read_header()) return note_;
    if (!read_segments()) return note_;
    if (!read_notes()) return note_;
    if (note_.status == library_status::wrong_machine) return note_;
    note_.status = note_.name.empty() ? library_status::no_note : library_status::driver;
    return note_;
  }

 private:
  bool stop(library_status status, std::string detail = {}) {
    note_.status = status;
    note_.detail = std::move(detail);
    return false;
  }

  bool read_at(std::uint64_t offset, void* to, std::size_t count) {
    if (offset > size_ || count > size_ - offset) return stop(library_status::damaged);
    auto* out = static_cast<char*>(to);
    while (count > 0) {
      const ssize_t got = pread(file_, out, count, static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return stop(library_status::unreadable, std::strerror(errno));
      if (got == 0) return stop(library_status::damaged);  // it shrank meanwhile
      out += got;
      offset += static_cast<std::uint64_t>(got);
      count -= static_cast<std::size_t>(got);
    }
    return true;
  }

  bool read_header() {
    unsigned char identity[EI_NIDENT] = {};
    if (size_ < SELFMAG) return stop(library_status::not_elf);
    if (!read_at(0, identity, std::min<std::uint64_t>(size_, sizeof identity))) return false;
    if (std::memcmp(identity, ELFMAG, SELFMAG) != 0) return stop(library_status::not_elf);
    if (size_ < sizeof header_) return stop(library_status::damaged);
    constexpr unsigned char order = std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
    if (identity[EI_CLASS] != ELFCLASS64) return stop(library_status::wrong_machine, "a 32-bit machine");
    if (identity[EI_DATA] != order) return stop(library_status::wrong_machine, "a machine of the other byte order");
    if (!read_at(0, &header_, sizeof header_)) return false;
    if (header_.e_machine != __ehdr_start.e_machine)
      stop(library_status::wrong_machine, machine_name(header_.e_machine));  // the note can be read all the same
    if (header_.e_type != ET_DYN) return stop(library_status::not_shared);
    return true;
  }

  // What is mapped must lie inside the file: touching a page past its end would kill the process.
  bool read_segments() {
    if (header_.e_phentsize != sizeof(Elf64_Phdr) || header_.e_phnum == 0 || header_.e_phnum > most_segments)
      return stop(library_status::damaged);
    segments_.resize(header_.e_phnum);
    if (!read_at(header_.e_phoff, segments_.data(), segments_.size() * sizeof(Elf64_Phdr))) return false;
    for (const Elf64_Phdr& segment : segments_) {
      const bool outside = segment.p_offset > size_ || segment.p_filesz > size_ - segment.p_offset;
      if (outside) return stop(library_status::damaged);
    }
    return true;
  }

  bool read_notes() {
    for (const Elf64_Phdr& segment : segments_) {
      if (segment.p_type != PT_NOTE || segment.p_filesz > most_note_bytes) continue;
      std::vector<char> notes(segment.p_filesz);
      if (!read_at(segment.p_offset, notes.data(), notes.size())) return false;
      if (!read_notes(notes, segment.p_align == 8 ? 8 : 4)) return false;
    }
    return true;
  }

  // False: one of ours makes no sense.
  bool read_notes(const std::vector<char>& notes, std::uint64_t alignment) {
    const auto padded = [&](std::uint64_t bytes) { return (bytes + alignment - 1) / alignment * alignment; };
    for (std::uint64_t at = 0; at + sizeof(Elf64_Nhdr) <= notes.size();) {
      Elf64_Nhdr each;
      std::memcpy(&each, notes.data() + at, sizeof each);
      const std::uint64_t descriptor = at + padded(sizeof each + std::uint64_t{each.n_namesz});
      if (descriptor > notes.size() || each.n_descsz > notes.size() - descriptor) return true;
      const bool ours = each.n_namesz == sizeof ORM_NOTE_OWNER &&
                        std::memcmp(notes.data() + at + sizeof each, ORM_NOTE_OWNER, sizeof ORM_NOTE_OWNER) == 0;
      if (ours && !read_descriptor(each.n_type, notes.data() + descriptor, each.n_descsz))
        return stop(library_status::bad_note);
      at = descriptor + padded(each.n_descsz);
    }
    return true;
  }

  // A later ABI may append to a descriptor, and have notes of other types.
  bool read_descriptor(std::uint32_t type, const char* descriptor, std::uint32_t size) {
    if (type == ORM_NOTE_TYPE) return note_.name.empty() ? read_driver(descriptor, size) : true;
    if (type == ORM_KIND_NOTE_TYPE) return read_kind(descriptor, size);
    return true;
  }

  bool read_driver(const char* descriptor, std::uint32_t size) {
    if (size < ORM_NOTE_DESCRIPTOR_SIZE) return false;
    orm_note found;
    std::memcpy(&found.abi_major, descriptor, ORM_NOTE_DESCRIPTOR_SIZE);
    const auto name = terminated(found.name, sizeof found.name);
    const auto version = terminated(found.version, sizeof found.version);
    if (!name || name->empty() || !version) return false;
    note_.name = *name;
    note_.version = *version;
    note_.abi_major = found.abi_major;
    note_.abi_minor = found.abi_minor;
    return true;
  }

  bool read_kind(const char* descriptor, std::uint32_t size) {
    if (size < ORM_KIND_NOTE_DESCRIPTOR_SIZE) return false;
    const auto kind = terminated(descriptor, ORM_KIND_NOTE_DESCRIPTOR_SIZE);
    if (!kind || kind->empty()) return false;
    note_.kinds.push_back(*kind);
    return true;
  }

  static std::optional<std::string> terminated(const char* text, std::size_t capacity) {
    const std::string_view found(text, strnlen(text, capacity));
    const auto printable = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; };
    if (found.size() == capacity || sdk::check_text(found) != sdk::text_status::ok) return std::nullopt;
    if (!std::all_of(found.begin(), found.end(), printable)) return std::nullopt;
    return std::string(found);
  }

  int file_;
  std::uint64_t size_;
  Elf64_Ehdr header_{};
  std::vector<Elf64_Phdr> segments_;
  library_note note_;
};

}  // namespace

library_note read_library_note(int file, std::uint64_t size) { return elf_reader(file, size).read(); }

}  // namespace orm::detail
