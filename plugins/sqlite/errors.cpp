// From result codes to errors. Which key was violated is in the message only: it is compared with the texts that
// SQLite would write for each key of the model, so that no name in a schema can be mistaken for punctuation.
#include "errors.hpp"

#include <orm/sdk/rows/keys.hpp>
#include <orm/sdk/rows/refusals.hpp>
#include <orm/sdk/sql/ddl.hpp>

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

namespace orm::sqlite {

using sdk::driver_error;

namespace {

struct named_code {
  int code;
  const char* name;
};

constexpr named_code code_names[] = {
    {SQLITE_ERROR, "SQLITE_ERROR"},
    {SQLITE_PERM, "SQLITE_PERM"},
    {SQLITE_BUSY, "SQLITE_BUSY"},
    {SQLITE_LOCKED, "SQLITE_LOCKED"},
    {SQLITE_NOMEM, "SQLITE_NOMEM"},
    {SQLITE_READONLY, "SQLITE_READONLY"},
    {SQLITE_INTERRUPT, "SQLITE_INTERRUPT"},
    {SQLITE_IOERR, "SQLITE_IOERR"},
    {SQLITE_CORRUPT, "SQLITE_CORRUPT"},
    {SQLITE_FULL, "SQLITE_FULL"},
    {SQLITE_CANTOPEN, "SQLITE_CANTOPEN"},
    {SQLITE_PROTOCOL, "SQLITE_PROTOCOL"},
    {SQLITE_SCHEMA, "SQLITE_SCHEMA"},
    {SQLITE_TOOBIG, "SQLITE_TOOBIG"},
    {SQLITE_CONSTRAINT, "SQLITE_CONSTRAINT"},
    {SQLITE_MISMATCH, "SQLITE_MISMATCH"},
    {SQLITE_MISUSE, "SQLITE_MISUSE"},
    {SQLITE_AUTH, "SQLITE_AUTH"},
    {SQLITE_RANGE, "SQLITE_RANGE"},
    {SQLITE_NOTADB, "SQLITE_NOTADB"},
    {SQLITE_BUSY_SNAPSHOT, "SQLITE_BUSY_SNAPSHOT"},
    {SQLITE_CONSTRAINT_UNIQUE, "SQLITE_CONSTRAINT_UNIQUE"},
    {SQLITE_CONSTRAINT_PRIMARYKEY, "SQLITE_CONSTRAINT_PRIMARYKEY"},
    {SQLITE_CONSTRAINT_ROWID, "SQLITE_CONSTRAINT_ROWID"},
    {SQLITE_CONSTRAINT_FOREIGNKEY, "SQLITE_CONSTRAINT_FOREIGNKEY"},
    {SQLITE_CONSTRAINT_CHECK, "SQLITE_CONSTRAINT_CHECK"},
    {SQLITE_CONSTRAINT_NOTNULL, "SQLITE_CONSTRAINT_NOTNULL"},
    {SQLITE_CONSTRAINT_DATATYPE, "SQLITE_CONSTRAINT_DATATYPE"},
    {SQLITE_CONSTRAINT_FUNCTION, "SQLITE_CONSTRAINT_FUNCTION"},
    {SQLITE_CONSTRAINT_TRIGGER, "SQLITE_CONSTRAINT_TRIGGER"},
};

std::string name_of(int code) {
  for (const int wanted : {code, code & 0xff}) {
    const auto* known = std::find_if(std::begin(code_names), std::end(code_names),
                                     [&](const named_code& c) { return c.code == wanted; });
    if (known != std::end(code_names)) {
      return wanted == code ? known->name : known->name + (" (" + std::to_string(code) + ")");
    }
  }
  return "SQLITE (" + std::to_string(code) + ")";
}

std::string model_name(const failed_call& call) {
  if (call.schema == nullptr || call.model == ORM_NONE) return "the schema";
  return "model \"" + std::string(sdk::text_view(sdk::model(*call.schema, call.model).name)) + "\"";
}

// An index that the schema does not declare: "table.column, table.column", as far as each column is a field's.
std::vector<std::uint32_t> undeclared_key(std::string_view columns, const orm_model& model) {
  const std::string table = std::string(sdk::text_view(model.table)) + ".";
  std::vector<std::uint32_t> fields;
  while (columns.starts_with(table)) {
    columns.remove_prefix(table.size());
    std::uint32_t found = ORM_NONE;
    std::size_t length = 0;
    for (std::uint32_t i = 0; i < model.field_count; ++i) {
      const std::string_view name = sdk::text_view(sdk::field(model, i).column);
      const std::string_view rest = columns.starts_with(name) ? columns.substr(name.size()) : "?";
      if (!rest.empty() && !rest.starts_with(", " + table)) continue;
      found = i;
      length = name.size();
    }
    if (found == ORM_NONE) return {};
    fields.push_back(found);
    if (columns.size() == length) return fields;
    columns.remove_prefix(length + 2);
  }
  return {};
}

// The fields of the key whose rendering ends the message; none if no key of the model matches.
std::vector<std::uint32_t> violated_key(const std::string& message, const failed_call& call) {
  constexpr std::string_view head = "UNIQUE constraint failed: ";
  if (call.schema == nullptr || call.model == ORM_NONE || message.compare(0, head.size(), head) != 0) return {};
  const orm_model& model = sdk::model(*call.schema, call.model);
  const auto matches = [&](const std::vector<std::uint32_t>& key) {
    std::string text;
    for (const std::uint32_t field : key) {
      text += (text.empty() ? "" : ", ") + std::string(sdk::text_view(model.table)) + "." +
              std::string(sdk::text_view(sdk::field(model, field).column));
    }
    return message.compare(head.size(), std::string::npos, text) == 0;
  };
  for (const sdk::model_key& key : sdk::keys_of(model)) {
    if (key.unique && matches(key.fields)) return key.fields;
  }
  return undeclared_key(std::string_view(message).substr(head.size()), model);
}

std::string names_of(const std::vector<std::uint32_t>& fields, const failed_call& call) {
  std::string out;
  for (const std::uint32_t field : fields) {
    out += (out.empty() ? "\"" : ", \"") +
           std::string(sdk::text_view(sdk::field(*call.schema, call.model, field).name)) + "\"";
  }
  return out;
}

driver_error unique_violation(const std::string& message, const failed_call& call) {
  std::vector<std::uint32_t> key = call.taken_key != nullptr ? *call.taken_key : violated_key(message, call);
  std::string text = "a row of " + model_name(call) + " with the same ";
  text += key.empty() ? "key exists (" + message + ")" : names_of(key, call) + " exists";
  return driver_error(ORM_UNIQUE_CONSTRAINT_VIOLATION, std::move(text)).on(call.model, std::move(key));
}

// SQLite does not say which reference failed; it is named where it is known otherwise.
driver_error reference_violation(const failed_call& call) {
  const sdk::sql::referring_field by = call.violated;
  if (by.model == ORM_NONE) {
    return driver_error(ORM_FOREIGN_KEY_VIOLATION,
                        "a reference from or to a row of " + model_name(call) +
                            " leads to no row: write the referenced row first, delete it last")
        .on(call.model);
  }
  const std::string name = sdk::key_name(sdk::model(*call.schema, by.model), {&by.field, 1});
  return driver_error(ORM_FOREIGN_KEY_VIOLATION, "the reference " + name +
                                                     " would lead to no row: write the referenced row first, delete it "
                                                     "last")
      .on(by.model, {by.field});
}

bool begins(const std::string& text, std::string_view head) { return text.compare(0, head.size(), head) == 0; }

// A check is told by its name, or by that of the one column that it begins with.
driver_error check_violation(const std::string& message, const failed_call& call) {
  const orm_model& model = sdk::model(*call.schema, call.model);
  constexpr std::string_view head = "CHECK constraint failed: ";
  const std::string name = message.compare(0, head.size(), head) == 0 ? message.substr(head.size()) : std::string();
  if (sdk::is_increment(sdk::field(model, model.id)) && sdk::text_view(sdk::field(model, model.id).column) == name) {
    return sdk::ids_used_up(model, call.model);
  }
  for (const sdk::sql::size_check& check : sdk::sql::size_checks(model, sdk::sql::sqlite_dialect())) {
    if (check.name == name) return sdk::key_too_long(model, call.model, check.key);
  }
  return driver_error(ORM_INVALID_VALUE, "a value written to " + model_name(call) + " is refused: " + message)
      .on(call.model);
}

driver_error constraint(int code, const std::string& message, const failed_call& call) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return unique_violation(message, call);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return reference_violation(call);
    case SQLITE_CONSTRAINT_FUNCTION:
      if (call.computed != nullptr) {
        return sdk::result_out_of_range(sdk::model(*call.schema, call.model), call.model, *call.computed);
      }
      break;
    case SQLITE_CONSTRAINT_CHECK:
      if (call.schema != nullptr && call.model != ORM_NONE) return check_violation(message, call);
      break;
    default:
      break;
  }
  return driver_error(ORM_INVALID_VALUE, "a value written to " + model_name(call) + " is refused: " + message)
      .on(call.model);
}

// SQLITE_ERROR covers everything that is wrong with a statement; only the text tells what.
driver_error statement_error(const std::string& message, const failed_call& call) {
  const bool lacks_table = begins(message, "no such table");
  if (lacks_table || begins(message, "no such column") || message.find(" has no column named ") != std::string::npos) {
    return driver_error(ORM_MISSING_TABLE, "the database lacks a " + std::string(lacks_table ? "table" : "column") +
                                               " of " + model_name(call) + " (" + message + "): push the schema")
        .on(call.model);
  }
  if (begins(message, "parser stack overflow") || begins(message, "Expression tree is too large")) {
    return driver_error(ORM_UNSUPPORTED, "the filter is nested deeper than SQLite can read: ask for less at once");
  }
  if (begins(message, "too many levels of trigger recursion")) {
    return driver_error(ORM_UNSUPPORTED,
                        "a delete cascades over more levels than SQLite follows (1,000): delete in parts")
        .on(call.model);
  }
  if (begins(message, "foreign key mismatch")) {
    return driver_error(ORM_INVALID_SCHEMA, "a table of the database differs from the schema: " + message)
        .on(call.model);
  }
  return driver_error(ORM_DRIVER_FAILED, "SQLite: " + message).on(call.model);
}

driver_error translated(int code, const std::string& message, const failed_call& call) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return constraint(code, message, call);
    case SQLITE_ERROR:
      return statement_error(message, call);
    case SQLITE_BUSY:
      if (code == SQLITE_BUSY_SNAPSHOT) {
        return driver_error(ORM_TRANSACTION_CONFLICT,
                            "another writer changed the database since this transaction read it")
            .retryable();
      }
      [[fallthrough]];
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return driver_error(ORM_TIMEOUT, "the database stayed locked by another writer for the whole busy_timeout")
          .retryable();
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
      return driver_error(ORM_INVALID_VALUE, "a value written to " + model_name(call) + " is refused: " + message)
          .on(call.model);
    case SQLITE_INTERRUPT:
      return driver_error(ORM_CANCELLED, "the statement was cancelled");
    case SQLITE_FULL:
      return driver_error(ORM_OUT_OF_SPACE, "no space is left for the database");
    case SQLITE_NOMEM:
      return driver_error(ORM_OUT_OF_SPACE, "out of memory");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return driver_error(ORM_NOT_AUTHORIZED,
                          "the database can't be written (" + message + "): check the rights on file and directory");
    case SQLITE_CANTOPEN:
      return driver_error(ORM_CONNECTION_FAILED, "the database can't be opened (" + message +
                                                     "): check that its directory exists and the "
                                                     "rights on file and directory");
    case SQLITE_NOTADB:
      return driver_error(ORM_DRIVER_FAILED, "the file is no SQLite database, or it is encrypted: check the url");
    case SQLITE_CORRUPT:
      return driver_error(ORM_DRIVER_FAILED,
                          "the database file is damaged (" + message +
                              "): restore it from a backup, or rescue what is readable with sqlite3's .recover");
    default:
      return driver_error(ORM_DRIVER_FAILED, "SQLite: " + message);
  }
}

}  // namespace

driver_error failure(int code, const std::string& message, const failed_call& call) {
  driver_error error = translated(code, message, call);
  error.native(name_of(code));
  if (call.writes) {
    const bool open = call.commits && (code & 0xff) == SQLITE_IOERR;
    error.outcome(open ? ORM_OUTCOME_UNKNOWN : ORM_OUTCOME_ROLLED_BACK);
  }
  return error;
}

driver_error failure(sqlite3* db, int code, const failed_call& call) {
  const int extended = db == nullptr ? code : sqlite3_extended_errcode(db);
  const bool same = (extended & 0xff) == (code & 0xff);
  // A device, a quota or a limit without room for a write shows as an I/O error; SQLite keeps the reason for some calls
  // only, and leaves it in errno for the others.
  const int kept = db == nullptr ? 0 : sqlite3_system_errno(db);
  const int reason = kept != 0 ? kept : errno;
  const bool full = extended == SQLITE_IOERR_WRITE && (reason == ENOSPC || reason == EDQUOT || reason == EFBIG);
  return failure(full   ? SQLITE_FULL
                 : same ? extended
                        : code,
                 db == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db), call);
}

}  // namespace orm::sqlite
