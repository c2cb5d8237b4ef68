// Numbers in network byte order, as PostgreSQL's binary formats have them.
#ifndef ORM_POSTGRES_WIRE_HPP
#define ORM_POSTGRES_WIRE_HPP

#include <bit>
#include <cstdint>
#include <cstring>

namespace orm::postgres {

template <class Unsigned>
inline Unsigned in_network_order(Unsigned value) {
  static_assert(std::endian::native == std::endian::little);
  if constexpr (sizeof value == 2) return __builtin_bswap16(value);
  if constexpr (sizeof value == 4) return __builtin_bswap32(value);
  if constexpr (sizeof value == 8) return __builtin_bswap64(value);
  return value;
}

// Both return the position after the number.
template <class Unsigned>
char* put(char* to, Unsigned value) {
  value = in_network_order(value);
  std::memcpy(to, &value, sizeof value);
  return to + sizeof value;
}

template <class Unsigned>
Unsigned get(const char* from) {
  Unsigned value;
  std::memcpy(&value, from, sizeof value);
  return in_network_order(value);
}

// Microseconds from 1970-01-01 to 2000-01-01, where PostgreSQL's timestamps begin.
inline constexpr std::int64_t timestamp_epoch = 946684800000000;

}  // namespace orm::postgres

#endif
