target_sources(orm_kernel PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/filter.cpp
)
