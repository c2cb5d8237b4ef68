// Copies that outlive their source.
#include <orm/sdk/value/arena.hpp>
#include <orm/sdk/value/cells.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace orm::tests {
namespace {

BOOST_AUTO_TEST_SUITE(arena)

BOOST_AUTO_TEST_CASE(copies_stay) {
  sdk::cell_arena arena;
  std::vector<orm_cell> copies;
  for (int i = 0; i < 3000; ++i) {
    const std::string text(static_cast<std::size_t>(i), static_cast<char>('a' + i % 26));
    copies.push_back(arena.copy(sdk::text_cell(text)));
  }
  for (int i = 0; i < 3000; ++i) {
    const std::string text(static_cast<std::size_t>(i), static_cast<char>('a' + i % 26));
    BOOST_TEST(sdk::text_of(copies[static_cast<std::size_t>(i)]) == text);
  }
}

BOOST_AUTO_TEST_CASE(lists_are_copied_whole) {
  sdk::cell_arena arena;
  orm_cell copy;
  {
    const std::string a = "first";
    const std::string b = "second";
    const orm_cell members[] = {sdk::text_cell(a), sdk::text_cell(b)};
    copy = arena.copy(sdk::list_cell(members));
  }
  BOOST_TEST(sdk::text_of(sdk::list_of(copy)[1]) == "second");
}

BOOST_AUTO_TEST_CASE(cells_are_aligned_and_memory_is_used_again) {
  sdk::cell_arena arena;
  const char* first = arena.allocate(3, 1);
  BOOST_TEST(reinterpret_cast<std::uintptr_t>(arena.allocate_cells(2)) % alignof(orm_cell) == 0);
  arena.allocate(1 << 20, 1);
  arena.clear();
  BOOST_TEST((arena.allocate(3, 1) == first));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace orm::tests
