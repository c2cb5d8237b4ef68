/* Cells: how they are made, compared, hashed and measured. Order and equality are those of every store. Pure: any
 * thread may call it. Cells made of a text borrow it. */
#ifndef ORM_SDK_VALUE_CELLS_HPP
#define ORM_SDK_VALUE_CELLS_HPP

#include <orm/sdk/driver.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace orm::sdk {

inline orm_cell make_cell(orm_cell_type type, std::int64_t value) {
  orm_cell cell{};
  cell.type = static_cast<std::uint8_t>(type);
  cell.as.integer = value;
  return cell;
}

inline orm_cell make_cell(orm_cell_type type, std::string_view text) {
  orm_cell cell{};
  cell.type = static_cast<std::uint8_t>(type);
  cell.length = static_cast<std::uint32_t>(text.size());
  cell.as.text = text.data();
  return cell;
}

inline orm_cell null_cell() { return make_cell(ORM_CELL_NULL, std::int64_t{0}); }
inline orm_cell boolean_cell(bool value) { return make_cell(ORM_CELL_BOOLEAN, std::int64_t{value}); }
inline orm_cell integer_cell(std::int64_t value) { return make_cell(ORM_CELL_INTEGER, value); }
inline orm_cell datetime_cell(std::int64_t instant) { return make_cell(ORM_CELL_DATETIME, instant); }
inline orm_cell text_cell(std::string_view text) { return make_cell(ORM_CELL_TEXT, text); }
inline orm_cell decimal_cell(std::string_view normalised) { return make_cell(ORM_CELL_DECIMAL, normalised); }
inline orm_cell json_cell(std::string_view canonical) { return make_cell(ORM_CELL_JSON, canonical); }
inline orm_cell bytes_cell(std::string_view bytes) { return make_cell(ORM_CELL_BYTES, bytes); }

/* value: finite; -0 becomes 0. */
inline orm_cell double_cell(double value) {
  orm_cell cell{};
  cell.type = ORM_CELL_DOUBLE;
  cell.as.real = value + 0.0;
  return cell;
}

inline orm_cell list_cell(std::span<const orm_cell> cells) {
  orm_cell cell{};
  cell.type = ORM_CELL_LIST;
  cell.length = static_cast<std::uint32_t>(cells.size());
  cell.as.list = cells.data();
  return cell;
}

// The one element of a list; null where there is none.
inline orm_cell only_cell(const orm_cell& list) { return list.length == 0 ? null_cell() : list.as.list[0]; }

inline bool is_null(const orm_cell& cell) { return cell.type == ORM_CELL_NULL; }

/* Whether the value is bytes that the cell points to: TEXT, DECIMAL, JSON, BYTES. */
inline bool has_text(const orm_cell& cell) { return cell.type >= ORM_CELL_TEXT && cell.type <= ORM_CELL_BYTES; }

/* The bytes of a cell with has_text(). */
inline std::string_view text_of(const orm_cell& cell) { return {cell.as.text, cell.length}; }

/* The cells of a LIST. */
inline std::span<const orm_cell> list_of(const orm_cell& cell) { return {cell.as.list, cell.length}; }

/* The type of the cells of a field. */
constexpr orm_cell_type cell_type_of(std::uint32_t field_type) {
  switch (field_type) {
    case ORM_FIELD_BOOLEAN:
      return ORM_CELL_BOOLEAN;
    case ORM_FIELD_INTEGER:
    case ORM_FIELD_BIGINT:
      return ORM_CELL_INTEGER;
    case ORM_FIELD_DECIMAL:
      return ORM_CELL_DECIMAL;
    case ORM_FIELD_DOUBLE:
      return ORM_CELL_DOUBLE;
    case ORM_FIELD_JSON:
      return ORM_CELL_JSON;
    case ORM_FIELD_BYTES:
      return ORM_CELL_BYTES;
    case ORM_FIELD_DATETIME:
      return ORM_CELL_DATETIME;
    default:
      return ORM_CELL_TEXT; /* strings and enums */
  }
}

/* Negative, zero or positive, for two cells of one field: null first, false before true, text and bytes by their
 * bytes, decimals by value. */
int compare_cells(const orm_cell& left, const orm_cell& right);

/* Null equals null. */
bool equal_cells(const orm_cell& left, const orm_cell& right);

/* Equal cells have equal hashes. Not the same from one process to the next. */
std::size_t hash_cell(const orm_cell& cell);
std::size_t hash_cells(std::span<const orm_cell> cells);

/* For hashing cells one by one, from 0 on: what hash_cells does. */
std::size_t combine_hashes(std::size_t so_far, std::size_t next);

/* ---- keys ---------------------------------------------------------------------------------------------------- */

inline constexpr std::size_t id_byte_limit = 255;   /* of a text id */
inline constexpr std::size_t key_byte_limit = 2048; /* of one unique key or index */

/* What one cell counts towards key_byte_limit: the bytes of text and bytes, the digits of a decimal, else 0. */
std::size_t key_bytes(const orm_cell& cell);

}  // namespace orm::sdk

#endif
