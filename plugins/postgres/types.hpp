// The types that this driver sends and reads, by their numbers in PostgreSQL's catalog (pg_type.dat; they never
// change).
#ifndef ORM_POSTGRES_TYPES_HPP
#define ORM_POSTGRES_TYPES_HPP

#include <libpq-fe.h>
#include <orm/sdk/driver.h>

namespace orm::postgres::oid {

inline constexpr Oid boolean = 16;
inline constexpr Oid bytea = 17;
inline constexpr Oid int8 = 20;
inline constexpr Oid int2 = 21;
inline constexpr Oid int4 = 23;
inline constexpr Oid text = 25;
inline constexpr Oid float4 = 700;
inline constexpr Oid float8 = 701;
inline constexpr Oid float8_array = 1022;
inline constexpr Oid varchar = 1043;
inline constexpr Oid timestamptz = 1184;
inline constexpr Oid numeric = 1700;
inline constexpr Oid jsonb = 3802;

// Of a value for a field of that type (orm_field_type), or of a list of them; 0: take and skip.
constexpr Oid of_field(std::uint16_t type, bool list) {
  switch (type) {
    case ORM_FIELD_BOOLEAN:
      return list ? 1000 : boolean;
    case ORM_FIELD_INTEGER:
      return list ? 1007 : int4;
    case ORM_FIELD_BIGINT:
    case 0:
      return list ? 1016 : int8;
    case ORM_FIELD_DECIMAL:
      return list ? 1231 : numeric;
    case ORM_FIELD_DOUBLE:
      return list ? float8_array : float8;
    case ORM_FIELD_JSON:
      return list ? 3807 : jsonb;
    case ORM_FIELD_BYTES:
      return list ? 1001 : bytea;
    case ORM_FIELD_DATETIME:
      return list ? 1185 : timestamptz;
    default:
      return list ? 1009 : text;  // strings and enums
  }
}

}  // namespace orm::postgres::oid

#endif
