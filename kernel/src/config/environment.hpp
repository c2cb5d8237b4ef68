// ${NAME} and ${NAME:-default} in the texts of orm.toml.
#pragma once

#include <string>
#include <string_view>

namespace orm::detail {

// The text with what it reads from the environment put in; what is put in is not looked at again. As in a shell, an
// empty variable counts as unset where there is a default, and the default may itself name variables. Any other `$` is
// kept. Throws std::invalid_argument whose message shows no value: a variable without default that is not set, `${`
// that begins neither form.
std::string expand_environment(std::string_view text);

// A variable of the environment that decides what code is run; empty when unset or in a set-uid program.
std::string trusted_variable(const char* name);

}  // namespace orm::detail
