# Compiles SOURCE with each of COMPILERS; fails unless that fails and the first error has the text that the file's first
# line announces: "// expect: orm: ...". DIRECTORY: what precompile.cmake made.
file(STRINGS "${SOURCE}" first_line LIMIT_COUNT 1)
string(REGEX REPLACE "^// expect: " "" expected "${first_line}")
set(flags -std=c++20 -fsyntax-only)
foreach(directory ${INCLUDES})
  list(APPEND flags "-I${directory}")
endforeach()

foreach(compiler ${COMPILERS})
  get_filename_component(compiler_name "${compiler}" NAME)
  # g++ finds the precompiled form where it looks for club.hpp; clang++ wants to be told.
  set(precompiled "")
  if(compiler MATCHES "clang")
    set(precompiled -include-pch "${DIRECTORY}/${compiler_name}/club.hpp.gch")
  endif()
  execute_process(COMMAND "${compiler}" "-I${DIRECTORY}/${compiler_name}" ${precompiled} ${flags} "${SOURCE}" RESULT_VARIABLE status ERROR_VARIABLE messages
                  OUTPUT_QUIET)
  if(status EQUAL 0)
    message(FATAL_ERROR "${compiler} compiles it; expected: ${expected}")
  endif()
  string(REGEX MATCH "[^\n]*error: [^\n]*" first_error "${messages}")
  string(FIND "${first_error}" "${expected}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "${compiler} says first:\n${first_error}\nexpected: ${expected}")
  endif()
endforeach()
