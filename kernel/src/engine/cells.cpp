// Cells and values; and the typed members that cells are read into.
#include "engine/cells.hpp"

#include "orm/detail/engine.hpp"
#include "orm/sdk/value/cells.hpp"

namespace orm::detail {

orm_cell to_cell(const value& given) noexcept {
  switch (given.kind()) {
    case value_kind::boolean:
      return sdk::boolean_cell(given.integer() != 0);
    case value_kind::integer:
      return sdk::integer_cell(given.integer());
    case value_kind::real:
      return sdk::double_cell(given.real());
    case value_kind::text:
      return sdk::text_cell(given.text());
    case value_kind::decimal:
      return sdk::decimal_cell(given.text());
    case value_kind::json:
      return sdk::json_cell(given.text());
    case value_kind::bytes:
      return sdk::bytes_cell(given.text());
    case value_kind::datetime:
      return sdk::datetime_cell(given.integer());
    case value_kind::null:
    case value_kind::list:
    case value_kind::absent:
      break;
  }
  return sdk::null_cell();
}

value to_value(const orm_cell& cell) {
  switch (cell.type) {
    case ORM_CELL_BOOLEAN:
      return value::of_boolean(cell.as.integer != 0);
    case ORM_CELL_INTEGER:
      return value::of_integer(cell.as.integer);
    case ORM_CELL_DOUBLE:
      return value::of_real(cell.as.real);
    case ORM_CELL_TEXT:
      return value::of_text(std::string(sdk::text_of(cell)));
    case ORM_CELL_DECIMAL:
      return value::of_decimal(std::string(sdk::text_of(cell)));
    case ORM_CELL_JSON:
      return value::of_canonical_json(std::string(sdk::text_of(cell)));
    case ORM_CELL_BYTES:
      return value::of_bytes(std::string(sdk::text_of(cell)));
    case ORM_CELL_DATETIME:
      return value::of_datetime(cell.as.integer);
    default:
      return {};
  }
}

void read_cell(const orm_cell* cells, std::size_t index, bool& member) { member = cells[index].as.integer != 0; }
void read_cell(const orm_cell* cells, std::size_t index, std::int32_t& member) {
  member = static_cast<std::int32_t>(cells[index].as.integer);
}
void read_cell(const orm_cell* cells, std::size_t index, std::int64_t& member) { member = cells[index].as.integer; }
void read_cell(const orm_cell* cells, std::size_t index, double& member) { member = cells[index].as.real; }
void read_cell(const orm_cell* cells, std::size_t index, std::string& member) {
  member.assign(cells[index].as.text, cells[index].length);
}
std::int64_t read_datetime(const orm_cell* cells, std::size_t index) { return cells[index].as.integer; }
std::string_view view_text(const orm_cell* cells, std::size_t index) { return sdk::text_of(cells[index]); }
bool is_null(const orm_cell* cells, std::size_t index) noexcept { return cells[index].type == ORM_CELL_NULL; }

}  // namespace orm::detail
