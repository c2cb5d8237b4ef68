// Names that the compiler makes, within what a store allows.
#ifndef ORM_SQL_NAMES_HPP
#define ORM_SQL_NAMES_HPP

#include <cstddef>
#include <cstdint>
#include <string>

namespace orm::sdk::sql {

// wanted, cut at the end of a character and completed by a hash of the whole where it is longer than limit bytes
// (0: no limit), or where an earlier attempt has to be evaded.
std::string limited_name(const std::string& wanted, std::size_t limit, std::uint32_t attempt = 0);

}  // namespace orm::sdk::sql

#endif
