# Runs PROGRAM, the walkthrough on clients that an application owns, on each of PAIRINGS (such as postgres_redis, separated
# by commas), twice. Each time it must tell what WALKTHROUGH tells on stores in memory.
file(REMOVE_RECURSE "${DIRECTORY}")
file(MAKE_DIRECTORY "${DIRECTORY}")
file(WRITE "${DIRECTORY}/orm.toml"
  "plugins = [\"${PLUGINS}\"]\n[schemas.control_plane]\ndriver = \"memory\"\n[schemas.fast_state]\ndriver = \"memory\"\n")
execute_process(COMMAND "${WALKTHROUGH}" --config "${DIRECTORY}/orm.toml" OUTPUT_VARIABLE wanted COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "^.*will do nothing next time.\n" "" wanted "${wanted}")

string(REPLACE "," ";" pairings "${PAIRINGS}")
foreach(pairing IN LISTS pairings)
  string(REPLACE "_" ";" clients "${pairing}")
  foreach(time first second)
    execute_process(COMMAND "${PROGRAM}" ${clients} WORKING_DIRECTORY "${DIRECTORY}"
      RESULT_VARIABLE status OUTPUT_VARIABLE told ERROR_VARIABLE errors)
    if(NOT status EQUAL 0 OR NOT errors STREQUAL "")
      message(FATAL_ERROR "on clients ${pairing} it ends the ${time} time with ${status}: ${errors}")
    endif()
    if(NOT told STREQUAL wanted)
      message(FATAL_ERROR "on clients ${pairing} it tells the ${time} time\n${told}\ninstead of\n${wanted}")
    endif()
  endforeach()
endforeach()
list(LENGTH pairings count)
message("the same on ${count} pairings of clients, twice each")
