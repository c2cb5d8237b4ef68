target_sources(orm_kernel PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/describe_driver.cpp
  ${CMAKE_CURRENT_LIST_DIR}/driver_library.cpp
  ${CMAKE_CURRENT_LIST_DIR}/driver_search.cpp
  ${CMAKE_CURRENT_LIST_DIR}/driver_table.cpp
  ${CMAKE_CURRENT_LIST_DIR}/elf_note.cpp
)
