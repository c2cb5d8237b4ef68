# Compiles HEADER once for each of COMPILERS, for must_not_compile.cmake.
file(REMOVE_RECURSE "${DIRECTORY}")
set(flags -std=c++20 -x c++-header)
foreach(directory ${INCLUDES})
  list(APPEND flags "-I${directory}")
endforeach()
get_filename_component(name "${HEADER}" NAME)

foreach(compiler ${COMPILERS})
  get_filename_component(compiler_name "${compiler}" NAME)
  file(MAKE_DIRECTORY "${DIRECTORY}/${compiler_name}")
  execute_process(COMMAND "${compiler}" ${flags} "${HEADER}" -o "${DIRECTORY}/${compiler_name}/${name}.gch"
                  RESULT_VARIABLE status ERROR_VARIABLE messages)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${compiler} does not compile ${HEADER}:\n${messages}")
  endif()
endforeach()
