target_sources(orm_kernel PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/environment.cpp
  ${CMAKE_CURRENT_LIST_DIR}/find.cpp
  ${CMAKE_CURRENT_LIST_DIR}/install_directory.cpp
  ${CMAKE_CURRENT_LIST_DIR}/layout.cpp
  ${CMAKE_CURRENT_LIST_DIR}/load.cpp
)
