// Exact arithmetic and sums as SQL functions, by the rules on values.
#include "functions.hpp"

#include <orm/sdk/value/assignment.hpp>
#include <orm/sdk/value/cells.hpp>
#include <orm/sdk/value/decimal.hpp>
#include <orm/sdk/value/double_sum.hpp>

#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace orm::sqlite {

namespace {

// SQLITE_CONSTRAINT_FUNCTION is how a value that does not fit leaves a function; errors.cpp reads it.
void refuse(sqlite3_context* context, const char* message) {
  sqlite3_result_error(context, message, -1);
  sqlite3_result_error_code(context, SQLITE_CONSTRAINT_FUNCTION);
}

std::string_view text_of(sqlite3_value* value) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
  return {text == nullptr ? "" : text, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

orm_cell cell_of(std::uint32_t field_type, sqlite3_value* value) {
  if (sqlite3_value_type(value) == SQLITE_NULL) return sdk::null_cell();
  switch (field_type) {
    case ORM_FIELD_DOUBLE:
      return sdk::double_cell(sqlite3_value_double(value));
    case ORM_FIELD_DECIMAL:
      return sdk::decimal_cell(text_of(value));
    default:
      return sdk::integer_cell(sqlite3_value_int64(value));
  }
}

template <orm_assignment_kind Kind>
void arithmetic(sqlite3_context* context, int, sqlite3_value** values) try {
  const auto type = static_cast<std::uint32_t>(sqlite3_value_int(values[0]));
  sdk::cell_arena arena;
  orm_cell result{};
  const orm_code code =
      sdk::apply_assignment(type, Kind, cell_of(type, values[1]), cell_of(type, values[2]), arena, result);
  if (code != ORM_OK) return refuse(context, "the result does not fit the field");
  if (!sdk::has_text(result)) return give_cell(context, result);
  sqlite3_result_text(context, result.as.text, static_cast<int>(result.length), SQLITE_TRANSIENT);
} catch (...) {
  sqlite3_result_error_nomem(context);
}

// An aggregate's state: made at the first value, so that none means that there was no value.
template <class State>
State* state_of(sqlite3_context* context, bool make) {
  auto** slot = static_cast<State**>(sqlite3_aggregate_context(context, make ? int{sizeof(State*)} : 0));
  if (slot == nullptr) return nullptr;
  if (*slot == nullptr && make) *slot = new State();
  return *slot;
}

void add_decimal(sqlite3_context* context, int, sqlite3_value** values) try {
  const int type = sqlite3_value_type(values[0]);
  if (type == SQLITE_NULL) return;
  auto* sum = state_of<sdk::decimal_sum>(context, true);
  if (sum == nullptr) return sqlite3_result_error_nomem(context);
  if (type == SQLITE_INTEGER) {
    sum->add(std::int64_t{sqlite3_value_int64(values[0])});
  } else {
    sum->add(text_of(values[0]));
  }
} catch (...) {
  sqlite3_result_error_nomem(context);
}

void finish_decimal(sqlite3_context* context) try {
  const std::unique_ptr<sdk::decimal_sum> sum(state_of<sdk::decimal_sum>(context, false));
  if (sum == nullptr) return sqlite3_result_null(context);
  std::string text;
  if (sum->result(text) != sdk::decimal_status::ok) return refuse(context, "the sum has too many digits");
  sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
} catch (...) {
  sqlite3_result_error_nomem(context);
}

void add_double(sqlite3_context* context, int, sqlite3_value** values) try {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  auto* sum = state_of<sdk::double_sum>(context, true);
  if (sum == nullptr) return sqlite3_result_error_nomem(context);
  sum->add(sqlite3_value_double(values[0]));
} catch (...) {
  sqlite3_result_error_nomem(context);
}

void finish_double(sqlite3_context* context) {
  const std::unique_ptr<sdk::double_sum> sum(state_of<sdk::double_sum>(context, false));
  if (sum == nullptr) return sqlite3_result_null(context);
  const auto result = sum->result();
  if (!result) return refuse(context, "the sum is too large for a double");
  sqlite3_result_double(context, *result);
}

// Sign: 1 keeps the greatest, -1 the least.
template <int Sign>
void compare_decimals(sqlite3_context* context, int, sqlite3_value** values) try {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
  auto* best = state_of<std::string>(context, true);
  if (best == nullptr) return sqlite3_result_error_nomem(context);
  const std::string_view candidate = text_of(values[0]);
  if (best->empty() || sdk::compare_decimal(candidate, *best) * Sign > 0) *best = candidate;
} catch (...) {
  sqlite3_result_error_nomem(context);
}

void finish_comparison(sqlite3_context* context) {
  const std::unique_ptr<std::string> best(state_of<std::string>(context, false));
  if (best == nullptr) return sqlite3_result_null(context);
  sqlite3_result_text(context, best->data(), static_cast<int>(best->size()), SQLITE_TRANSIENT);
}

struct function {
  const char* name;
  int arguments;
  void (*scalar)(sqlite3_context*, int, sqlite3_value**);
  void (*step)(sqlite3_context*, int, sqlite3_value**);
  void (*final)(sqlite3_context*);
};

constexpr function functions[] = {
    {"orm_add", 3, arithmetic<ORM_ASSIGN_ADD>, nullptr, nullptr},
    {"orm_subtract", 3, arithmetic<ORM_ASSIGN_SUBTRACT>, nullptr, nullptr},
    {"orm_multiply", 3, arithmetic<ORM_ASSIGN_MULTIPLY>, nullptr, nullptr},
    {"orm_sum_decimal", 1, nullptr, add_decimal, finish_decimal},
    {"orm_sum_double", 1, nullptr, add_double, finish_double},
    {"orm_min_decimal", 1, nullptr, compare_decimals<-1>, finish_comparison},
    {"orm_max_decimal", 1, nullptr, compare_decimals<1>, finish_comparison},
};

}  // namespace

void give_cell(sqlite3_context* context, const orm_cell& cell) {
  switch (static_cast<orm_cell_type>(cell.type)) {
    case ORM_CELL_BOOLEAN:
    case ORM_CELL_INTEGER:
    case ORM_CELL_DATETIME:
      return sqlite3_result_int64(context, cell.as.integer);
    case ORM_CELL_DOUBLE:
      return sqlite3_result_double(context, cell.as.real);
    case ORM_CELL_TEXT:
    case ORM_CELL_DECIMAL:
    case ORM_CELL_JSON:
      return sqlite3_result_text64(context, cell.length == 0 ? "" : cell.as.text, cell.length, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case ORM_CELL_BYTES:
      return sqlite3_result_blob64(context, cell.length == 0 ? "" : cell.as.text, cell.length, SQLITE_STATIC);
    case ORM_CELL_NULL:
    case ORM_CELL_LIST:
    case ORM_CELL_ABSENT:
      return sqlite3_result_null(context);
  }
}

int register_functions(sqlite3* db) {
  for (const function& f : functions) {
    const int code =
        sqlite3_create_function_v2(db, f.name, f.arguments, SQLITE_UTF8 | SQLITE_DIRECTONLY | SQLITE_DETERMINISTIC,
                                   nullptr, f.scalar, f.step, f.final, nullptr);
    if (code != SQLITE_OK) return code;
  }
  return register_list_table(db);
}

void unregister_functions(sqlite3* db) {
  for (const function& f : functions) {
    sqlite3_create_function_v2(db, f.name, f.arguments, SQLITE_UTF8, nullptr, nullptr, nullptr, nullptr, nullptr);
  }
  unregister_list_table(db);
}

}  // namespace orm::sqlite
