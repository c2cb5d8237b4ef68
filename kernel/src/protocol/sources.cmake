target_sources(orm_kernel PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/filter_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/value_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/query_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/record.cpp
  ${CMAKE_CURRENT_LIST_DIR}/aggregate_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/protocol.cpp
  ${CMAKE_CURRENT_LIST_DIR}/model_request.cpp
  ${CMAKE_CURRENT_LIST_DIR}/request_shape.cpp
  ${CMAKE_CURRENT_LIST_DIR}/response.cpp
)
