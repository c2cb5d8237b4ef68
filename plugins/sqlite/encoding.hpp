// How a database holds text.
#ifndef ORM_SQLITE_ENCODING_HPP
#define ORM_SQLITE_ENCODING_HPP

#include <sqlite3.h>

namespace orm::sqlite {

// Throws driver_error UNSUPPORTED where the database holds text as UTF-16: it compares and sorts by its units then,
// which is not the order of every other store. Reads the file.
void require_utf8(sqlite3* handle);

}  // namespace orm::sqlite

#endif
