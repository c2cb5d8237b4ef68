// Listing directories: nothing of any file is run.
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "orm/store.hpp"
#include "own_directory.hpp"
#include "samples.hpp"

using orm_test::directory_with;
using orm_test::new_directory;
using orm_test::sample;
using orm_test::write_file;
namespace fs = std::filesystem;

namespace {

std::string problem_of(const std::string& directory) {
  const auto files = orm::list_drivers({directory});
  BOOST_REQUIRE(files.size() == 1);
  return files[0].problem;
}

// A copy of the good sample whose ELF header says another machine.
void write_for_other_machine(const std::string& path) {
  std::string bytes = orm_test::read_bytes(sample("good"));
  const char aarch64 = static_cast<char>(183), x86_64 = 62;
  bytes[18] = bytes[18] == aarch64 ? x86_64 : aarch64;
  write_file(path, bytes);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(list)

BOOST_AUTO_TEST_CASE(a_good_driver) {
  const std::string directory = directory_with("good", "good", "anything.so");
  const auto files = orm::list_drivers({directory});
  BOOST_REQUIRE(files.size() == 1);
  BOOST_TEST(files[0].path == directory + "/anything.so");
  BOOST_TEST(files[0].name == "sample");
  BOOST_TEST(files[0].version == "1.2.3");
  BOOST_TEST(files[0].abi == "1.0");
  BOOST_TEST(files[0].problem == "");
}

BOOST_AUTO_TEST_CASE(only_regular_files_that_end_in_so) {
  const std::string directory = directory_with("mixed", "good", "b.so");
  fs::copy_file(sample("good"), directory + "/a.so.1");
  fs::create_directory(directory + "/c.so");
  fs::create_symlink("/nowhere", directory + "/d.so");
  fs::create_symlink("b.so", directory + "/e.so");
  BOOST_REQUIRE(::mkfifo((directory + "/f.so").c_str(), 0600) == 0);
  const auto files = orm::list_drivers({directory, fs::absolute("gone").string(), directory + "/"});
  BOOST_REQUIRE(files.size() == 1);
  BOOST_TEST(files[0].path == directory + "/b.so");
}

BOOST_AUTO_TEST_CASE(problems) {
  write_file(new_directory("text") + "/x.so", "not a library\n");
  BOOST_TEST(problem_of("text") == "it is not an ELF file, so not a shared library");

  write_file(new_directory("cut") + "/x.so", orm_test::read_bytes(sample("good")).substr(0, 3000));
  BOOST_TEST(problem_of("cut") == "it is truncated or damaged: copy or build it again");

  BOOST_TEST(problem_of(directory_with("noteless", "no_note", "x.so")) ==
             "it carries no driver note (.note.orm.driver), so it is not a driver");

  BOOST_TEST(problem_of(directory_with("new", "abi_99", "x.so")) ==
             "it is built for driver ABI 99.0, too new for this kernel's 1.2: update the kernel");
  BOOST_TEST(problem_of(directory_with("old", "abi_0", "x.so")) ==
             "it is built for driver ABI 0.0, too old for this kernel's 1.2: build the driver again");
  BOOST_TEST(problem_of(directory_with("later", "later_minor", "x.so")) == "");
}

BOOST_AUTO_TEST_CASE(another_machine) {
  write_for_other_machine(new_directory("machine") + "/x.so");
  const auto files = orm::list_drivers({"machine"});
  BOOST_REQUIRE(files.size() == 1);
  BOOST_TEST(files[0].name == "sample");
  BOOST_TEST(files[0].problem.starts_with("it is built for another machine, "));
  std::string bits = orm_test::read_bytes(sample("good"));
  bits[4] = 1;
  write_file(new_directory("bits") + "/x.so", bits);
  BOOST_TEST(problem_of("bits") == "it is built for another machine, a 32-bit machine");
}

BOOST_AUTO_TEST_CASE(writable_by_anyone) {
  const std::string file = directory_with("open_file", "good", "x.so") + "/x.so";
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  BOOST_TEST(problem_of("open_file") == "anyone may write to it: chmod o-w " + file);

  const std::string directory = directory_with("open_directory", "good", "x.so");
  fs::permissions(directory, fs::perms::others_write, fs::perm_options::add);
  BOOST_TEST(problem_of("open_directory") == "anyone may write to its directory: chmod o-w " + directory);

  // A link from a safe directory leads there all the same.
  fs::create_symlink(directory + "/x.so", new_directory("safe") + "/x.so");
  BOOST_TEST(problem_of("safe") == "anyone may write to its directory: chmod o-w " + directory);
}

BOOST_AUTO_TEST_CASE(unreadable, *boost::unit_test::precondition([](boost::unit_test::test_unit_id) {
                       return geteuid() != 0;  // root reads everything
                     })) {
  fs::permissions(directory_with("closed", "good", "x.so") + "/x.so", fs::perms::none);
  BOOST_TEST(problem_of("closed") == "it can't be read: Permission denied");
}

BOOST_AUTO_TEST_CASE(one_name_twice) {
  const std::string directory = directory_with("twice", "good", "a.so");
  fs::copy_file(sample("later_minor"), directory + "/b.so");
  const auto files = orm::list_drivers({directory});
  BOOST_REQUIRE(files.size() == 2);
  BOOST_TEST(files[0].problem == directory + "/b.so declares the same name: remove one of them");
  BOOST_TEST(files[1].problem == directory + "/a.so declares the same name: remove one of them");
}

BOOST_AUTO_TEST_CASE(in_the_order_of_the_directories) {
  const std::string second = directory_with("order/2", "no_note", "z.so"),
                    first = directory_with("order/1", "good", "y.so");
  const auto files = orm::list_drivers({second, first});
  BOOST_REQUIRE(files.size() == 2);
  BOOST_TEST(files[0].path == second + "/z.so");
  BOOST_TEST(files[1].path == first + "/y.so");
}

BOOST_AUTO_TEST_SUITE_END()
