// Decoding, the counterpart of arguments.cpp.
#include "result_cells.hpp"

#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/datetime.hpp>
#include <orm/sdk/value/double_sum.hpp>
#include <orm/sdk/value/json.hpp>

#include <bit>
#include <cmath>

#include "numeric.hpp"
#include "types.hpp"
#include "wire.hpp"

namespace orm::postgres {

using sdk::driver_error;

namespace {

bool can_hold(Oid column, orm_cell_type type) {
  switch (type) {
    case ORM_CELL_BOOLEAN:
      return column == oid::boolean;
    case ORM_CELL_INTEGER:
      return column == oid::int4 || column == oid::int8 || column == oid::int2;
    case ORM_CELL_DOUBLE:
      return column == oid::float8 || column == oid::float4 || column == oid::float8_array;
    case ORM_CELL_TEXT:
      return column == oid::text || column == oid::varchar;
    case ORM_CELL_DECIMAL:
      return column == oid::numeric;
    case ORM_CELL_JSON:
      return column == oid::jsonb;
    case ORM_CELL_BYTES:
      return column == oid::bytea;
    case ORM_CELL_DATETIME:
      return column == oid::timestamptz;
    default:
      return false;
  }
}

std::int64_t integer(const char* data, int length) {
  if (length == 8) return static_cast<std::int64_t>(get<std::uint64_t>(data));
  if (length == 4) return static_cast<std::int32_t>(get<std::uint32_t>(data));
  return static_cast<std::int16_t>(get<std::uint16_t>(data));
}

double real(const char* data, int length) {
  if (length == 4) return static_cast<double>(std::bit_cast<float>(get<std::uint32_t>(data)));
  return std::bit_cast<double>(get<std::uint64_t>(data));
}

}  // namespace

void result_cells::refuse(const output_field& of, const std::string& what) const {
  if (of.field == ORM_NONE) throw driver_error(ORM_DRIVER_FAILED, "a result holds " + what).on(plan_->model);
  const orm_model& model = sdk::model(schema_, of.model);
  const std::string where =
      std::string(sdk::text_view(model.name)) + "." + std::string(sdk::text_view(sdk::field(model, of.field).name));
  throw driver_error(ORM_DRIVER_FAILED, "field \"" + where + "\" holds " + what).on(of.model, {of.field});
}

void result_cells::open(const PGresult* rows, const plan& of) {
  rows_ = rows;
  plan_ = &of;
  if (cells_.size() < of.output.size()) {
    cells_.resize(of.output.size());
    texts_.reserve(of.output.size());
  }
}

void result_cells::check_columns(const PGresult* rows, const plan& of) {
  for (std::size_t i = 0; i < of.output.size(); ++i) {
    const sdk::sql::output_column& column = of.output[i];
    if (column.source != sdk::sql::output_source::result) continue;
    if (can_hold(PQftype(rows, static_cast<int>(column.index)), column.type)) continue;
    const output_field& meant = of.output_fields[i];
    throw driver_error(ORM_INVALID_SCHEMA, "column \"" + std::string(PQfname(rows, static_cast<int>(column.index))) +
                                               "\" has another type than the schema says: compare them with push")
        .on(meant.model, meant.field == ORM_NONE ? std::vector<std::uint32_t>() : std::vector{meant.field});
  }
}

std::string& result_cells::scratch() {
  if (used_texts_ == texts_.size()) texts_.emplace_back();
  std::string& text = texts_[used_texts_++];
  text.clear();
  return text;
}

// Most values are in the result as they are, and this is all that there is to do for them.
inline orm_cell result_cells::value(int row, int column, orm_cell_type type, const output_field& of) {
  const int length = PQgetlength(rows_, row, column);
  if (length == 0 && PQgetisnull(rows_, row, column) != 0) return sdk::null_cell();  // a null has no length
  const char* const data = PQgetvalue(rows_, row, column);
  const std::string_view bytes(data, static_cast<std::size_t>(length));
  if (type == ORM_CELL_TEXT || type == ORM_CELL_BYTES) return sdk::make_cell(type, bytes);
  return type == ORM_CELL_INTEGER ? sdk::integer_cell(integer(data, length)) : converted(bytes, column, type, of);
}

const orm_cell* result_cells::read(int row, std::uint32_t ordinal, const orm_cell* given) {
  using sdk::sql::output_source;
  used_texts_ = 0;
  orm_cell* to = cells_.data();
  const output_field* field = plan_->output_fields.data();
  for (const sdk::sql::output_column& wanted : plan_->output) {
    switch (wanted.source) {
      case output_source::result:
        *to = value(row, static_cast<int>(wanted.index), wanted.type, *field);
        break;
      case output_source::ordinal:
        *to = sdk::integer_cell(ordinal);
        break;
      case output_source::given:
        *to = given[wanted.index];
        break;
      case output_source::last_id:
        break;  // this dialect asks for it with RETURNING
    }
    ++to, ++field;
  }
  return cells_.data();
}

orm_cell result_cells::column(int row, int column, orm_cell_type type) {
  used_texts_ = 0;
  return value(row, column, type, {});
}

orm_cell result_cells::converted(std::string_view bytes, int column, orm_cell_type type, const output_field& of) {
  const char* const data = bytes.data();
  const int length = static_cast<int>(bytes.size());
  switch (type) {
    case ORM_CELL_BOOLEAN:
      return sdk::boolean_cell(*data != 0);
    case ORM_CELL_DATETIME: {
      const std::int64_t since_2000 = integer(data, length);
      std::int64_t instant = 0;
      if (__builtin_add_overflow(since_2000, timestamp_epoch, &instant) || instant < sdk::first_datetime ||
          instant > sdk::last_datetime) {
        refuse(of, "an instant outside the years 0001 to 9999, written by others");
      }
      return sdk::datetime_cell(instant);
    }
    case ORM_CELL_DOUBLE: {
      if (PQftype(rows_, column) != oid::float8_array) {
        const double number = real(data, length);
        if (!std::isfinite(number)) refuse(of, "a double that is not finite, written by others");
        return sdk::double_cell(number);
      }
      // An array without nulls: a header of 20 bytes, then each element after its length.
      sdk::double_sum sum;
      for (std::size_t at = 20; at + 12 <= bytes.size(); at += 12) {
        const double number = real(data + at + 4, 8);
        if (!std::isfinite(number)) refuse(of, "a double that is not finite, written by others");
        sum.add(number);
      }
      const auto total = sum.result();
      if (!total) throw driver_error(ORM_INVALID_VALUE, "the sum is beyond the range of a double").on(plan_->model);
      return sdk::double_cell(*total);
    }
    case ORM_CELL_DECIMAL: {
      std::string& text = scratch();
      switch (read_numeric(bytes, text)) {
        case numeric_status::ok:
          return sdk::decimal_cell(text);
        case numeric_status::not_a_number:
          refuse(of, "a number that is not finite, written by others");
        case numeric_status::too_long:
          break;
      }
      throw driver_error(ORM_INVALID_VALUE, "a decimal has more than 1,000 digits").on(plan_->model);
    }
    case ORM_CELL_JSON: {
      std::string& text = scratch();
      if (!sdk::append_canonical_json(text, bytes.substr(1))) {
        refuse(of, "JSON with a number beyond a double or more than 100 levels, written by others");
      }
      return sdk::json_cell(text);
    }
    default:
      return sdk::make_cell(type, bytes);
  }
}

}  // namespace orm::postgres
