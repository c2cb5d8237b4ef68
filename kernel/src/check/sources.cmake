target_sources(orm_kernel PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/conform.cpp
  ${CMAKE_CURRENT_LIST_DIR}/query_rules.cpp
)
