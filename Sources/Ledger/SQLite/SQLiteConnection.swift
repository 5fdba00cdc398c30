internal import CSQLite

/// One connection to an SQLite file, with foreign keys in force. Not for two threads at once.
package final class SQLiteConnection {
  private let handle: OpaquePointer

  /// Opens a file, and makes it unless `readonly`.
  ///
  /// - Parameter patience: milliseconds to wait for another program's lock.
  /// - Throws: `SQLiteError`, also where the file is no database.
  package init(path: String, readonly: Bool = false, patience: Int32 = 60_000) throws(SQLiteError) {
    var opened: OpaquePointer?
    let flags =
      (readonly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
      | SQLITE_OPEN_NOMUTEX
    // A relative path has a folder, so that SQLite takes it for no address and no name of its own.
    let plain = path.hasPrefix("/") ? path : "./" + path
    let code = sqlite3_open_v2(plain, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      defer { sqlite3_close_v2(opened) }
      throw SQLiteError(code, opened)
    }
    handle = opened
    sqlite3_busy_timeout(handle, patience)
    try execute("PRAGMA foreign_keys = ON")
    // SQLite takes any file for a database until it reads a page.
    _ = try prepare("SELECT * FROM sqlite_master LIMIT 1").next()
  }

  /// Statements that are not finalised yet keep the file open until they are.
  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that take no arguments and give no rows.
  package func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw SQLiteError(code, handle) }
  }

  /// Compiles one statement, to be run once or many times.
  package func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else { throw SQLiteError(code, handle) }
    return SQLiteStatement(statement, of: handle)
  }

  /// The first column of the first row as an integer; nil without a row or where it is NULL.
  package func integer(
    _ sql: String, _ arguments: [SQLiteValue] = []
  ) throws(SQLiteError) -> Int64? {
    let statement = try prepare(sql)
    try statement.bind(arguments)
    guard try statement.next() else { return nil }
    return statement.isNull(0) ? nil : statement.integer(0)
  }

  /// The row that the last INSERT made.
  package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

  package enum Transaction: String {
    /// Takes no lock before it reads.
    case deferred = "BEGIN DEFERRED"
    /// Waits for its turn to write at once, so that it never fails midway for another writer.
    case immediate = "BEGIN IMMEDIATE"
  }

  /// Whether a transaction has begun and not ended.
  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Ends a transaction with nothing done. SQLite does so by itself after some errors.
  package func rollBack() {
    if isInTransaction { try? execute("ROLLBACK") }
  }

  /// Runs `body` whole or not at all; in a transaction that has begun it is a part of that.
  package func transaction<Value>(
    _ kind: Transaction, _ body: (SQLiteConnection) throws(SQLiteError) -> Value
  ) throws(SQLiteError) -> Value {
    if isInTransaction { return try body(self) }
    try execute(kind.rawValue)
    do throws(SQLiteError) {
      let value = try body(self)
      try execute("COMMIT")
      return value
    } catch {
      rollBack()
      throw error
    }
  }
}
