find_package(Poco REQUIRED COMPONENTS Foundation)

target_sources(orm_kernel PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/abi_schema.cpp
  ${CMAKE_CURRENT_LIST_DIR}/build.cpp
  ${CMAKE_CURRENT_LIST_DIR}/build_field.cpp
  ${CMAKE_CURRENT_LIST_DIR}/build_relation.cpp
  ${CMAKE_CURRENT_LIST_DIR}/default_value.cpp
  ${CMAKE_CURRENT_LIST_DIR}/identifier.cpp
  ${CMAKE_CURRENT_LIST_DIR}/load.cpp
  ${CMAKE_CURRENT_LIST_DIR}/names.cpp
  ${CMAKE_CURRENT_LIST_DIR}/schema.cpp
  ${CMAKE_CURRENT_LIST_DIR}/../toml/toml_file.cpp
)
target_link_libraries(orm_kernel PRIVATE $<BUILD_INTERFACE:Poco::Foundation>)
