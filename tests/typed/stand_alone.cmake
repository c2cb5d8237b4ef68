# Compiles each of HEADERS by itself, without a warning.
set(flags -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Werror)
foreach(directory ${INCLUDES})
  list(APPEND flags "-I${directory}")
endforeach()

foreach(header ${HEADERS})
  file(WRITE "${DIRECTORY}/alone.cpp" "#include \"${header}\"\n")
  execute_process(COMMAND "${COMPILERS}" ${flags} "${DIRECTORY}/alone.cpp" RESULT_VARIABLE status
                  ERROR_VARIABLE messages)
  if(NOT status EQUAL 0)
    message(SEND_ERROR "${header} does not compile alone:\n${messages}")
  endif()
endforeach()
