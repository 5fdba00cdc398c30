#include <sqlite3.h>

/// Binds a text that SQLite copies: the destructor SQLITE_TRANSIENT is a cast that Swift cannot write.
static inline int corridor_bind_text(
    sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}
