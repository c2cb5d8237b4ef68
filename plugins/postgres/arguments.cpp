// Encoding. A list is one array: its header, then for each element the length and the value.
// Formats: the *_recv functions in src/backend/utils/adt, array_recv() for arrays.
#include "arguments.hpp"

#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/integer.hpp>

#include <bit>

#include "numeric.hpp"
#include "types.hpp"
#include "wire.hpp"

namespace orm::postgres {

namespace {

constexpr std::size_t largest_value = (std::size_t{1} << 30) - 1;  // what PostgreSQL can allocate for one value
constexpr std::size_t array_header = 20;

// At most this many bytes are written by write_value().
std::size_t size_limit(const orm_cell& cell) {
  if (!sdk::has_text(cell)) return 8;
  return cell.type == ORM_CELL_DECIMAL ? numeric_size_limit(cell.length) : std::size_t{cell.length} + 1;
}

char* write_value(const orm_cell& cell, std::uint16_t type, char* to) {
  switch (static_cast<orm_cell_type>(cell.type)) {
    case ORM_CELL_BOOLEAN:
      *to = cell.as.integer != 0 ? 1 : 0;
      return to + 1;
    case ORM_CELL_DATETIME:
      return put(to, static_cast<std::uint64_t>(cell.as.integer - timestamp_epoch));
    case ORM_CELL_DOUBLE:
      return put(to, std::bit_cast<std::uint64_t>(cell.as.real));
    case ORM_CELL_DECIMAL:
      return write_numeric(sdk::text_of(cell), to);
    case ORM_CELL_JSON:
      *to++ = 1;  // jsonb's version
      [[fallthrough]];
    case ORM_CELL_TEXT:
    case ORM_CELL_BYTES:
      if (cell.length != 0) std::memcpy(to, cell.as.text, cell.length);
      return to + cell.length;
    default:
      break;
  }
  if (type != ORM_FIELD_INTEGER) return put(to, static_cast<std::uint64_t>(cell.as.integer));
  if (!sdk::integer_fits(type, cell.as.integer)) {
    throw sdk::driver_error(ORM_INVALID_VALUE, "an integer of more than 32 bits").outcome(ORM_OUTCOME_NOT_SENT);
  }
  return put(to, static_cast<std::uint32_t>(cell.as.integer));
}

[[noreturn]] void throw_too_large() {
  throw sdk::driver_error(ORM_INVALID_VALUE, "a value, or a list of values, is larger than PostgreSQL takes (1 GiB)")
      .outcome(ORM_OUTCOME_NOT_SENT);
}

}  // namespace

void arguments::add(const orm_cell& cell, std::uint16_t type) {
  if (sdk::is_null(cell)) return add(nullptr, 0);
  if (cell.type == ORM_CELL_TEXT || cell.type == ORM_CELL_BYTES) {
    if (cell.length > largest_value) throw_too_large();
    return add(cell.length == 0 ? "" : cell.as.text, cell.length);
  }
  char* const from = arena_.allocate(size_limit(cell), 1);
  add(from, static_cast<std::size_t>(write_value(cell, type, from) - from));
}

template <class CellAt>
void arguments::add_list(std::uint16_t type, std::uint32_t length, CellAt cell_at) {
  std::size_t size = array_header;
  bool has_null = false;
  for (std::uint32_t i = 0; i < length; ++i) {
    size += 4 + size_limit(cell_at(i));
    has_null = has_null || sdk::is_null(cell_at(i));
  }
  if (size > largest_value) throw_too_large();
  char* const from = arena_.allocate(size, 1);
  char* to = put(from, std::uint32_t{length == 0 ? 0u : 1u});  // dimensions
  to = put(to, std::uint32_t{has_null ? 1u : 0u});
  to = put(to, std::uint32_t{oid::of_field(type, false)});
  if (length != 0) {
    to = put(to, length);
    to = put(to, std::uint32_t{1});  // the first element's index
  }
  for (std::uint32_t i = 0; i < length; ++i) {
    const orm_cell& cell = cell_at(i);
    if (sdk::is_null(cell)) {
      to = put(to, ~std::uint32_t{0});
      continue;
    }
    char* const end = write_value(cell, type, to + 4);
    put(to, static_cast<std::uint32_t>(end - (to + 4)));
    to = end;
  }
  add(from, static_cast<std::size_t>(to - from));
}

void arguments::assign(std::span<const sdk::sql::bind> binds, const bind_values& values) {
  arena_.clear();
  values_.clear();
  lengths_.clear();
  if (formats_.size() < binds.size()) formats_.resize(binds.size(), 1);
  for (const sdk::sql::bind& bind : binds) {
    const bool list = bind.form == sdk::sql::bind_form::list;
    switch (bind.source) {
      case sdk::sql::bind_source::parameter: {
        const orm_cell& cell = values.parameters[bind.index];
        if (list) {
          add_list(bind.type, cell.length, [&](std::uint32_t i) -> const orm_cell& { return cell.as.list[i]; });
        } else {
          add(bind.form == sdk::sql::bind_form::only ? sdk::only_cell(cell) : cell, bind.type);
        }
        break;
      }
      case sdk::sql::bind_source::row_value: {
        const auto cell_at = [&](std::uint32_t i) -> const orm_cell& {
          return values.rows[std::size_t{i} * values.width + bind.index];
        };
        if (list) {
          add_list(bind.type, values.row_count, cell_at);
        } else {
          add(cell_at(0), bind.type);
        }
        break;
      }
      case sdk::sql::bind_source::extra:
        add(values.extra[bind.index], bind.type);
        break;
    }
  }
}

}  // namespace orm::postgres
