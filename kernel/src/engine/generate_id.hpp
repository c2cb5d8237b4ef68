// Generated ids: UUIDv7 (RFC 9562, section 5.7), time-ordered.
#pragma once

#include <string>

namespace orm::detail {

// A new id in its textual form. Ids that one thread makes grow; any thread may call it.
std::string generate_id();

}  // namespace orm::detail
