// From SQLSTATEs to errors. Which key was violated is told by the constraint's name where push made it, else by the
// columns that the error's detail lists.
#include "errors.hpp"

#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/rows/refusals.hpp>
#include <orm/sdk/sql/ddl.hpp>

#include <algorithm>
#include <array>
#include <system_error>
#include <vector>

namespace orm::postgres {

using sdk::driver_error;
using sdk::text_view;

namespace {

std::string_view field_of(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

std::string model_name(const failed_call& call) {
  if (call.schema == nullptr || call.model == ORM_NONE) return "the schema";
  return "model \"" + std::string(text_view(sdk::model(*call.schema, call.model).name)) + "\"";
}

std::uint32_t model_of_table(const orm_schema& schema, std::string_view space, std::string_view table) {
  std::uint32_t found = ORM_NONE;
  for (std::uint32_t m = 0; m < schema.model_count; ++m) {
    const orm_model& model = sdk::model(schema, m);
    if (text_view(model.table) != table) continue;
    if (text_view(model.name_space) == space) return m;
    if (model.name_space.size == 0) found = m;  // of whatever namespace the search path leads to
  }
  return found;
}

// The columns of "Key (a, "B c")=(1, 2) ...", which is the same in every language; none without such a detail.
std::vector<std::string> columns_in(std::string_view detail) {
  std::vector<std::string> columns;
  const std::size_t open = detail.find('(');
  if (open == std::string_view::npos) return columns;
  std::string name;
  bool quoted = false;
  for (std::size_t i = open + 1; i < detail.size(); ++i) {
    const char c = detail[i];
    if (c == '"' && quoted && i + 1 < detail.size() && detail[i + 1] == '"') {
      name += detail[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ',' || c == ')')) {
      columns.push_back(std::move(name));
      name.clear();
      if (c == ')') return detail.substr(i + 1, 2) == "=(" ? columns : std::vector<std::string>();
      ++i;  // the space
    } else {
      name += c;
    }
  }
  return {};
}

bool are_columns(const orm_model& model, const std::vector<std::uint32_t>& key, const std::vector<std::string>& names) {
  return std::equal(
      key.begin(), key.end(), names.begin(), names.end(),
      [&](std::uint32_t field, const std::string& name) { return text_view(sdk::field(model, field).column) == name; });
}

std::vector<std::uint32_t> violated_key(const PGresult* result, const orm_schema& schema, std::uint32_t index) {
  const orm_model& model = sdk::model(schema, index);
  const std::string_view name = field_of(result, PG_DIAG_CONSTRAINT_NAME);
  for (const auto& known : sdk::sql::index_definitions(schema, sdk::sql::postgres_dialect())) {
    if (known.model == index && known.unique && known.name == name) return known.fields;
  }
  const std::vector<std::string> columns = columns_in(field_of(result, PG_DIAG_MESSAGE_DETAIL));
  for (const sdk::model_key& key : sdk::keys_of(model)) {
    if (key.unique && are_columns(model, key.fields, columns)) return key.fields;
  }
  if (name == std::string(text_view(model.table)) + "_pkey") return {model.id};
  return {};
}

driver_error unique_violation(const PGresult* result, const failed_call& call) {
  std::string text = "another row has the same ";
  std::vector<std::uint32_t> key;
  if (call.schema != nullptr && call.model != ORM_NONE) key = violated_key(result, *call.schema, call.model);
  text += key.empty() ? "key \"" + std::string(field_of(result, PG_DIAG_CONSTRAINT_NAME)) + "\" of " + model_name(call)
                      : sdk::key_name(sdk::model(*call.schema, call.model), key);
  return driver_error(ORM_UNIQUE_CONSTRAINT_VIOLATION, std::move(text)).on(call.model, std::move(key));
}

// The table that refers, and its field where that is certain.
driver_error reference_violation(const PGresult* result, const failed_call& call) {
  std::uint32_t from = call.model;
  std::vector<std::uint32_t> fields;
  if (call.schema != nullptr) {
    const std::uint32_t named =
        model_of_table(*call.schema, field_of(result, PG_DIAG_SCHEMA_NAME), field_of(result, PG_DIAG_TABLE_NAME));
    if (named != ORM_NONE) from = named;
  }
  if (call.schema != nullptr && from != ORM_NONE) {
    const orm_model& model = sdk::model(*call.schema, from);
    const std::string_view name = field_of(result, PG_DIAG_CONSTRAINT_NAME);
    const std::vector<std::string> columns = columns_in(field_of(result, PG_DIAG_MESSAGE_DETAIL));
    std::vector<std::uint32_t> references;
    for (std::uint32_t i = 0; i < model.field_count; ++i) {
      if (!sdk::is_reference(sdk::field(model, i))) continue;
      references.push_back(i);
      const std::string made =
          std::string(text_view(model.table)) + "_" + std::string(text_view(sdk::field(model, i).column)) + "_fkey";
      if (made == name) fields = {i};
    }
    if (fields.empty() && references.size() == 1) fields = references;
    for (const std::uint32_t i : references) {
      if (fields.empty() && are_columns(model, {i}, columns)) fields = {i};
    }
  }
  return driver_error(ORM_FOREIGN_KEY_VIOLATION,
                      "a reference would lead to no row: write the referenced row first, delete it last (" +
                          std::string(field_of(result, PG_DIAG_MESSAGE_PRIMARY)) + ")")
      .on(from, std::move(fields));
}

driver_error refused_value(const PGresult* result, const failed_call& call) {
  std::vector<std::uint32_t> fields;
  const std::string_view state = sqlstate(result);
  if (call.schema != nullptr && call.model != ORM_NONE) {
    const orm_model& model = sdk::model(*call.schema, call.model);
    // 22012: how a decimal with too many digits is refused.
    const bool too_large = state == "22003" || state == "22012";
    if (too_large && call.computed != nullptr && !call.computed->empty()) {
      return sdk::result_out_of_range(model, call.model, *call.computed);
    }
    if (state == "2200H" && sdk::is_increment(sdk::field(model, model.id))) {
      return sdk::ids_used_up(model, call.model);
    }
    for (const sdk::sql::size_check& check : sdk::sql::size_checks(model, sdk::sql::postgres_dialect())) {
      if (state == "23514" && check.name == field_of(result, PG_DIAG_CONSTRAINT_NAME)) {
        return sdk::key_too_long(model, call.model, check.key);
      }
    }
  }
  const std::string_view column = field_of(result, PG_DIAG_COLUMN_NAME);
  if (call.schema != nullptr && call.model != ORM_NONE && !column.empty()) {
    const orm_model& model = sdk::model(*call.schema, call.model);
    for (std::uint32_t i = 0; i < model.field_count; ++i) {
      if (text_view(sdk::field(model, i).column) == column) fields = {i};
    }
  }
  return driver_error(ORM_INVALID_VALUE, (call.writes ? "a value written to " : "a value asked of ") +
                                             model_name(call) +
                                             " is refused: " + std::string(field_of(result, PG_DIAG_MESSAGE_PRIMARY)))
      .on(call.model, std::move(fields));
}

enum class meaning : unsigned char {
  unique,
  reference,
  value,
  missing,
  conflict,
  deadlock,
  connection,
  timeout,
  cancelled,
  authorisation,
  read_only,
  space,
  too_complex,
  unsupported,
  schema,
  failed
};

struct known_state {
  std::string_view state;  // or the class that it begins with
  meaning means;
};

// The first that fits counts. https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr auto known_states = std::to_array<known_state>({
    {"23505", meaning::unique},      {"23503", meaning::reference},
    {"23001", meaning::reference},   {"23P01", meaning::unique},
    {"23", meaning::value},          {"22012", meaning::value},
    {"2200H", meaning::value},       {"22", meaning::value},
    {"54000", meaning::value},       {"54", meaning::too_complex},
    {"42P01", meaning::missing},     {"42703", meaning::missing},
    {"3F000", meaning::missing},     {"42501", meaning::authorisation},
    {"28", meaning::authorisation},  {"40001", meaning::conflict},
    {"40P01", meaning::deadlock},    {"40", meaning::conflict},
    {"25006", meaning::read_only},   {"25P02", meaning::conflict},
    {"55P03", meaning::timeout},     {"57014", meaning::cancelled},
    {"57P", meaning::connection},    {"25P03", meaning::connection},
    {"53100", meaning::space},       {"53200", meaning::space},
    {"53", meaning::connection},     {"08", meaning::connection},
    {"3D000", meaning::connection},  {"42P21", meaning::schema},
    {"42P22", meaning::schema},      {"42804", meaning::schema},
    {"42P07", meaning::schema},      {"42710", meaning::schema},
    {"42883", meaning::schema},      {"42P10", meaning::schema},
    {"0A000", meaning::unsupported},
});

meaning meaning_of(std::string_view state) {
  const auto* known = std::find_if(known_states.begin(), known_states.end(),
                                   [&](const known_state& each) { return state.starts_with(each.state); });
  return known == known_states.end() ? meaning::failed : known->means;
}

driver_error translated(const PGresult* result, const failed_call& call) {
  const std::string message(field_of(result, PG_DIAG_MESSAGE_PRIMARY));
  switch (meaning_of(sqlstate(result))) {
    case meaning::unique:
      return unique_violation(result, call);
    case meaning::reference:
      return reference_violation(result, call);
    case meaning::value:
      return refused_value(result, call);
    case meaning::missing:
      return driver_error(ORM_MISSING_TABLE, "the database lacks a table or column of " + model_name(call) + " (" +
                                                 message + "): push the schema")
          .on(call.model);
    case meaning::conflict:
      return driver_error(ORM_TRANSACTION_CONFLICT,
                          "another transaction was in the way (" + message + "): run it again")
          .retryable();
    case meaning::deadlock:
      return driver_error(ORM_DEADLOCK, "two transactions waited for each other (" + message + "): run it again")
          .retryable();
    case meaning::connection:
      return driver_error(ORM_CONNECTION_FAILED, "the server ended the connection: " + message).retryable();
    case meaning::timeout:
      return driver_error(ORM_TIMEOUT, "a lock was not given in time: " + message).retryable();
    case meaning::cancelled:
      return driver_error(ORM_CANCELLED, "the statement was cancelled");
    case meaning::authorisation:
      return driver_error(ORM_NOT_AUTHORIZED, "the server does not allow it: " + message).on(call.model);
    case meaning::read_only:
      return driver_error(ORM_NOT_AUTHORIZED,
                          "the server only reads, as a replica does (" + message +
                              "): write to the primary, target_session_attrs=read-write in the url finds it");
    case meaning::space:
      return driver_error(ORM_OUT_OF_SPACE, "the server has no room left: " + message);
    case meaning::too_complex:
      return driver_error(ORM_UNSUPPORTED,
                          "more than PostgreSQL takes in one statement (" + message + "): ask for less at once");
    case meaning::unsupported:
      if (wants_preparing(result)) break;
      return driver_error(ORM_UNSUPPORTED,
                          "the server can't do this (" + message +
                              "): on a standby, which has no serializable transactions, ask for the isolation "
                              "repeatableRead, or go to the primary");
    case meaning::schema:
      return driver_error(ORM_INVALID_SCHEMA, "a table of " + model_name(call) + " differs from the schema: " + message)
          .on(call.model);
    case meaning::failed:
      break;
  }
  return driver_error(ORM_DRIVER_FAILED, "PostgreSQL: " + (message.empty() ? PQresultErrorMessage(result) : message))
      .on(call.model);
}

}  // namespace

std::string_view sqlstate(const PGresult* result) { return field_of(result, PG_DIAG_SQLSTATE); }

driver_error failure(const PGresult* result, const failed_call& call) {
  driver_error error = translated(result, call);
  error.native(std::string(sqlstate(result)));
  if (call.writes) error.outcome(ORM_OUTCOME_ROLLED_BACK);
  return error;
}

driver_error connection_failure(std::string_view detail, std::string_view state, orm_outcome outcome) {
  while (!detail.empty() && (detail.back() == '\n' || detail.back() == ' ')) detail.remove_suffix(1);
  const bool refused = state.starts_with("28");
  return driver_error(refused ? ORM_NOT_AUTHORIZED : ORM_CONNECTION_FAILED,
                      std::string(refused ? "the server does not let us in: " : "no connection to the server: ") +
                          std::string(detail))
      .native(std::string(state))
      .retryable(!refused)
      .outcome(outcome);
}

driver_error no_descriptor(const char* call, int number) {
  return connection_failure(std::string(call) + ": " + std::generic_category().message(number), "",
                            ORM_OUTCOME_NOT_SENT);
}

bool wants_preparing(const PGresult* result) {
  const std::string_view state = sqlstate(result);
  if (state != "0A000") return state == "26000";
  // "cached plan must not change result type", in whatever language: told by the function that says so, since a standby
  // that is asked for a serializable transaction answers with the same code.
  const std::string_view function = field_of(result, PG_DIAG_SOURCE_FUNCTION);
  return function.empty() || function == "RevalidateCachedQuery";
}

}  // namespace orm::postgres
