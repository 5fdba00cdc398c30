internal import CSQLite

/// What SQLite says of a call that failed.
package struct SQLiteError: Error, Equatable {
  /// SQLite's primary result code.
  package let code: Int32
  package let message: String

  init(_ code: Int32, _ connection: OpaquePointer?) {
    self.code = code & 0xFF
    // A connection's message is that of its latest call; without one there are SQLite's own words.
    let text = connection.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
    message = text.map { String(cString: $0) } ?? "result \(code)"
  }

  /// Another program holds the file.
  var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }

  /// The file does not begin as SQLite's do.
  var isNoDatabase: Bool { code == SQLITE_NOTADB }

  /// The file began as SQLite's and makes no sense further on.
  var isDamaged: Bool { code == SQLITE_CORRUPT }

  /// The system refuses to open or to write the file.
  var isRefusal: Bool {
    [SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR, SQLITE_PERM].contains(code)
  }
}
