internal import CSQLite

/// A value on its way into a statement.
package enum SQLiteValue {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  static func optional(_ value: Double?) -> SQLiteValue { value.map(real) ?? .null }
  static func optional(_ value: String?) -> SQLiteValue { value.map(text) ?? .null }
  static func optional(_ value: Bool?) -> SQLiteValue { value.map(flag) ?? .null }
  /// SQLite has no truth values: 1 or 0.
  static func flag(_ value: Bool) -> SQLiteValue { .integer(value ? 1 : 0) }
}

/// A compiled statement of one connection. Values enter by binding alone, never as text of SQL.
package final class SQLiteStatement {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  private let columns: [String: Int32]

  init(_ handle: OpaquePointer, of connection: OpaquePointer) {
    self.handle = handle
    self.connection = connection
    var columns: [String: Int32] = [:]
    for index in 0..<sqlite3_column_count(handle) {
      guard let name = sqlite3_column_name(handle, index) else { continue }
      columns[String(cString: name)] = index
    }
    self.columns = columns
  }

  deinit { sqlite3_finalize(handle) }

  /// Binds all arguments anew; the statement begins again.
  package func bind(_ arguments: [SQLiteValue]) throws(SQLiteError) {
    precondition(
      arguments.count == sqlite3_bind_parameter_count(handle), "an argument for each ? of the SQL")
    sqlite3_reset(handle)
    for (index, argument) in arguments.enumerated() {
      let place = Int32(index + 1)
      let code =
        switch argument {
        case .null: sqlite3_bind_null(handle, place)
        case .integer(let value): sqlite3_bind_int64(handle, place, value)
        case .real(let value): sqlite3_bind_double(handle, place, value)
        case .text(let value): bind(value, place)
        }
      guard code == SQLITE_OK else { throw SQLiteError(code, connection) }
    }
  }

  private func bind(_ text: String, _ place: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress, bytes.count <= Int(Int32.max) else {
        return bytes.isEmpty ? corridor_bind_text(handle, place, "", 0) : SQLITE_TOOBIG
      }
      return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        corridor_bind_text(handle, place, $0, Int32(bytes.count))
      }
    }
  }

  /// Runs a statement that gives no rows.
  package func run(_ arguments: [SQLiteValue]) throws(SQLiteError) {
    try bind(arguments)
    while try next() {}
    sqlite3_reset(handle)
  }

  /// Goes on to the next row.
  ///
  /// - Returns: whether there is one.
  package func next() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      let error = SQLiteError(code, connection)
      sqlite3_reset(handle)
      throw error
    }
  }

  // MARK: The row at hand

  private func index(_ column: String) -> Int32 {
    guard let index = columns[column] else { preconditionFailure("the SQL names no \(column)") }
    return index
  }

  package func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }
  package func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }
  package func real(_ index: Int32) -> Double { sqlite3_column_double(handle, index) }

  package func text(_ index: Int32) -> String {
    guard let start = sqlite3_column_text(handle, index) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, index))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  // The schema says which columns are never NULL: those are read as they are.
  func integer(_ column: String) -> Int64 { integer(index(column)) }
  func real(_ column: String) -> Double { real(index(column)) }
  func text(_ column: String) -> String { text(index(column)) }
  func flag(_ column: String) -> Bool { integer(column) != 0 }

  func optionalReal(_ column: String) -> Double? {
    isNull(index(column)) ? nil : real(column)
  }

  func optionalText(_ column: String) -> String? {
    isNull(index(column)) ? nil : text(column)
  }

  func optionalFlag(_ column: String) -> Bool? {
    isNull(index(column)) ? nil : flag(column)
  }
}
