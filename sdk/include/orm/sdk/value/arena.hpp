/* Memory for texts and cells that live together and go together. */
#ifndef ORM_SDK_VALUE_ARENA_HPP
#define ORM_SDK_VALUE_ARENA_HPP

#include <orm/sdk/driver.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace orm::sdk {

/* Hands out memory that stays where it is until clear() or the end of the arena. Not for several threads at once. */
class cell_arena {
 public:
  cell_arena() = default;
  cell_arena(cell_arena&&) = default;
  cell_arena& operator=(cell_arena&&) = default;

  char* allocate(std::size_t size, std::size_t alignment);
  orm_cell* allocate_cells(std::size_t count);

  std::string_view copy(std::string_view text);

  /* The same value, with its text, or the cells of its list, in the arena. */
  orm_cell copy(const orm_cell& cell);

  /* Gives everything up; keeps one block for what comes next. */
  void clear();

 private:
  struct block {
    std::unique_ptr<char[]> data;
    std::size_t size;
  };
  std::vector<block> blocks_; /* the last one is being filled */
  std::size_t used_ = 0;      /* of the last block */
};

}  // namespace orm::sdk

#endif
