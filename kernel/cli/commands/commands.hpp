// The commands of `orm`, one source file each.
#pragma once

#include "../command.hpp"

namespace orm::cli {

command init_command();
command check_command();
command drivers_command();
command push_command();
command query_command();
command explain_command();
command purge_command();
command reset_command();
command generate_command();
command completion_command();

}  // namespace orm::cli
