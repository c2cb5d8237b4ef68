# What PROGRAM says of itself, and to options that it doesn't know.
execute_process(COMMAND "${PROGRAM}" --help RESULT_VARIABLE status OUTPUT_VARIABLE printed)
if(NOT status EQUAL 0 OR NOT printed MATCHES "^usage: walkthrough")
  message(FATAL_ERROR "--help: ${status} ${printed}")
endif()
execute_process(COMMAND "${PROGRAM}" --frobnicate RESULT_VARIABLE status ERROR_VARIABLE errors)
if(NOT status EQUAL 2)
  message(FATAL_ERROR "an unknown option: ${status} ${errors}")
endif()
