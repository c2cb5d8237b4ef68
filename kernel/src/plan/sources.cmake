target_sources(orm_kernel PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/level_output.cpp
  ${CMAKE_CURRENT_LIST_DIR}/shape.cpp
  ${CMAKE_CURRENT_LIST_DIR}/planner.cpp
  ${CMAKE_CURRENT_LIST_DIR}/statement_builder.cpp
  ${CMAKE_CURRENT_LIST_DIR}/filter_plan.cpp
)
