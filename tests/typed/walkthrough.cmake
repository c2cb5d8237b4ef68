# Runs PROGRAM twice on every pairing of memory and SQLite; after the first line, which names the drivers, all must print
# the same.
file(REMOVE_RECURSE "${DIRECTORY}")
file(MAKE_DIRECTORY "${DIRECTORY}")
file(WRITE "${DIRECTORY}/orm.toml" "plugins = [\"${PLUGINS}\"]
[schemas.control_plane]
driver = \"memory\"
[schemas.fast_state]
driver = \"memory\"
[profiles.durable.schemas.control_plane]
driver = \"sqlite\"
url = \"sqlite:control_plane.db\"
[profiles.fast.schemas.fast_state]
driver = \"sqlite\"
url = \"sqlite:fast_state.db\"
[profiles.both.schemas.control_plane]
driver = \"sqlite\"
url = \"sqlite:control_plane.db\"
[profiles.both.schemas.fast_state]
driver = \"sqlite\"
url = \"sqlite:fast_state.db\"
")

foreach(profile "" "" durable durable fast fast both both)
  set(options --config "${DIRECTORY}/orm.toml")
  if(profile)
    list(APPEND options --profile ${profile})
  endif()
  execute_process(COMMAND "${PROGRAM}" ${options} RESULT_VARIABLE status OUTPUT_VARIABLE printed ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "with profile '${profile}' it ends with ${status}: ${errors}")
  endif()
  string(REGEX REPLACE "^[^\n]*\n" "" story "${printed}")
  if(NOT DEFINED first_story)
    set(first_story "${story}")
  elseif(NOT story STREQUAL first_story)
    message(FATAL_ERROR "with profile '${profile}' it prints\n${story}\nand first it printed\n${first_story}")
  endif()
endforeach()

execute_process(COMMAND "${PROGRAM}" --help RESULT_VARIABLE status OUTPUT_VARIABLE printed)
if(NOT status EQUAL 0 OR NOT printed MATCHES "^usage: walkthrough")
  message(FATAL_ERROR "--help: ${status} ${printed}")
endif()
execute_process(COMMAND "${PROGRAM}" --frobnicate RESULT_VARIABLE status ERROR_VARIABLE errors)
if(NOT status EQUAL 2)
  message(FATAL_ERROR "an unknown option: ${status} ${errors}")
endif()
