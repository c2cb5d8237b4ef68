# Installation: the kernel library, the SDK and its toolkits, their headers, the CMake package `orm`. Programs and
# drivers install themselves where they are defined.
set(ORM_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/orm")

set(ORM_INSTALLED_TARGETS orm_kernel orm_clients orm_sdk orm_value orm_options orm_rows orm_sql)
if(TARGET orm_kv)
  list(APPEND ORM_INSTALLED_TARGETS orm_kv)
endif()
install(TARGETS ${ORM_INSTALLED_TARGETS} EXPORT ormTargets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY kernel/include/ sdk/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
foreach(directory ${ORM_CLIENT_HEADERS})
  install(DIRECTORY "${directory}/" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
endforeach()
install(EXPORT ormTargets NAMESPACE orm:: DESTINATION ${ORM_CMAKE_DIR})

configure_package_config_file(cmake/ormConfig.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/ormConfig.cmake"
  INSTALL_DESTINATION ${ORM_CMAKE_DIR} PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/ormConfigVersion.cmake"
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMajorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/ormConfig.cmake" "${CMAKE_CURRENT_BINARY_DIR}/ormConfigVersion.cmake"
  cmake/OrmAddDriver.cmake cmake/driver.map DESTINATION ${ORM_CMAKE_DIR})
