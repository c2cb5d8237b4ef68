// The reader of driver notes meets files of every kind, most of them broken.
#include "plugin/elf_note.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <random>

#include "own_directory.hpp"
#include "samples.hpp"

using orm::detail::library_note;
using orm::detail::library_status;

namespace {

library_note note_of(const std::string& bytes) {
  const int file = memfd_create("note.so", MFD_CLOEXEC);
  BOOST_REQUIRE(write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  const library_note note = orm::detail::read_library_note(file, bytes.size());
  close(file);
  return note;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(elf_note)

BOOST_AUTO_TEST_CASE(of_a_driver) {
  const library_note note = note_of(orm_test::read_bytes(orm_test::sample("later_minor")));
  BOOST_TEST((note.status == library_status::driver));
  BOOST_TEST(note.name == "sample");
  BOOST_TEST(note.version == "1.2.3");
  BOOST_TEST(note.abi_major == 1);
  BOOST_TEST(note.abi_minor == 7);
}

BOOST_AUTO_TEST_CASE(of_other_files) {
  BOOST_TEST((note_of("").status == library_status::not_elf));
  BOOST_TEST((note_of("\x7f").status == library_status::not_elf));
  BOOST_TEST((note_of("a text\n").status == library_status::not_elf));
  BOOST_TEST((note_of("\x7f"
                      "ELF")
                  .status == library_status::damaged));
  BOOST_TEST((note_of(orm_test::read_bytes(orm_test::sample("no_note"))).status == library_status::no_note));
}

BOOST_AUTO_TEST_CASE(cut_anywhere) {
  const std::string whole = orm_test::read_bytes(orm_test::sample("good"));
  for (std::size_t size = 4; size < whole.size(); size += size < 1024 ? 7 : 997) {
    const library_note note = note_of(whole.substr(0, size));
    // What only the linker of a build reads stands at the end and is not missed.
    const bool told = note.status == library_status::damaged || note.status == library_status::driver;
    BOOST_TEST(told, "size " << size);
  }
  BOOST_TEST((note_of(whole.substr(0, whole.size() / 4)).status == library_status::damaged));
}

BOOST_AUTO_TEST_CASE(a_size_that_the_file_no_longer_has) {
  const std::string whole = orm_test::read_bytes(orm_test::sample("good"));
  orm_test::write_file("shrunk.so", whole.substr(0, 100));
  const int file = open("shrunk.so", O_RDONLY | O_CLOEXEC);
  BOOST_TEST((orm::detail::read_library_note(file, whole.size()).status == library_status::damaged));
  close(file);
  BOOST_TEST((orm::detail::read_library_note(-1, whole.size()).status == library_status::unreadable));
}

BOOST_AUTO_TEST_CASE(bytes_changed_anywhere) {
  const std::string whole = orm_test::read_bytes(orm_test::sample("good"));
  std::mt19937 random(20261122);
  for (int round = 0; round < 2000; ++round) {
    std::string changed = whole;
    for (int i = 0; i < 8; ++i) changed[random() % 1024] = static_cast<char>(random() % 3 == 0 ? 0xff : random());
    const library_note note = note_of(changed);
    BOOST_TEST(note.name.size() < 32);
  }
}

BOOST_AUTO_TEST_CASE(a_note_that_makes_no_sense) {
  std::string bytes = orm_test::read_bytes(orm_test::sample("good"));
  const std::size_t name = bytes.find(std::string("sample\0\0\0\0", 10));
  BOOST_REQUIRE(name != std::string::npos);
  std::string unterminated = bytes;
  unterminated.replace(name, 32, std::string(32, 'x'));
  BOOST_TEST((note_of(unterminated).status == library_status::bad_note));
  std::string unprintable = bytes;
  unprintable[name] = '\n';
  BOOST_TEST((note_of(unprintable).status == library_status::bad_note));
  std::string nameless = bytes;
  nameless[name] = '\0';
  BOOST_TEST((note_of(nameless).status == library_status::bad_note));
}

BOOST_AUTO_TEST_SUITE_END()
