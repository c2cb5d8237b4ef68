# orm_target(NAME): what every target of this project is built with. Targets only, no global flags.
function(orm_target name)
  target_compile_features(${name} PRIVATE cxx_std_20)
  set_target_properties(${name} PROPERTIES
    CXX_EXTENSIONS OFF
    C_STANDARD 11
    CXX_VISIBILITY_PRESET hidden
    C_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  # g++ 12 sees overlapping copies in "text" + std::string (GCC bug 105651, mended in 13).
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic
    $<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
  if(ORM_SANITIZE)
    target_compile_options(${name} PRIVATE -fsanitize=${ORM_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${name} PRIVATE -fsanitize=${ORM_SANITIZE})
  endif()
endfunction()
