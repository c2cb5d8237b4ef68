# Compiles SOURCE with each of COMPILERS; fails unless that fails and the first error has the text that the file's first
# line announces: "// expect: orm: ...".
file(STRINGS "${SOURCE}" first_line LIMIT_COUNT 1)
string(REGEX REPLACE "^// expect: " "" expected "${first_line}")
set(flags -std=c++20 -fsyntax-only)
foreach(directory ${INCLUDES})
  list(APPEND flags "-I${directory}")
endforeach()

foreach(compiler ${COMPILERS})
  execute_process(COMMAND "${compiler}" ${flags} "${SOURCE}" RESULT_VARIABLE status ERROR_VARIABLE messages
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
