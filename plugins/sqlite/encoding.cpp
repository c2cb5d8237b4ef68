#include "encoding.hpp"

#include <memory>
#include <string>

#include "errors.hpp"

namespace orm::sqlite {

void require_utf8(sqlite3* handle) {
  sqlite3_stmt* query = nullptr;
  const int code = sqlite3_prepare_v2(handle, "PRAGMA encoding", -1, &query, nullptr);
  const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> closer(query, sqlite3_finalize);
  if (code != SQLITE_OK) throw failure(handle, code, {});
  const int step = sqlite3_step(query);
  if (step != SQLITE_ROW) throw failure(handle, step, {});
  const std::string found = reinterpret_cast<const char*>(sqlite3_column_text(query, 0));
  if (found == "UTF-8") return;
  throw sdk::driver_error(ORM_UNSUPPORTED, "the database holds text as " + found +
                                               ", which sorts it otherwise than every other store: it must be UTF-8");
}

}  // namespace orm::sqlite
