import Corridor

/// A CSV output that is opened with its first rows: without any it never comes to be.
struct LateOutput: ~Copyable {
  let path: String
  private let header: [String]
  private let dialect: (any TableDialect)?
  private var file: OutputFile?

  /// - Parameter dialect: how another program wants it; nil for CSV as it is.
  init(path: String, header: [String], dialect: (any TableDialect)? = nil) {
    self.path = path
    self.header = header
    self.dialect = dialect
  }

  /// Opens the output and writes the header, unless that is done.
  mutating func open() throws {
    guard file == nil else { return }
    var opened = try OutputFile(path: path)
    try opened.write(dialect?.head(header) ?? CSVWriter(header: header).bytes)
    file = consume opened
  }

  mutating func write(_ rows: [UInt8]) throws {
    guard !rows.isEmpty else { return }
    try open()
    try file?.write(dialect?.rows(rows, under: header) ?? rows)
  }

  /// Ends the output; it appears with the others of `pending`.
  mutating func close(into pending: inout PendingFiles) throws {
    guard let closing = file.take(), let rename = try closing.close() else { return }
    pending.add(rename)
  }
}
