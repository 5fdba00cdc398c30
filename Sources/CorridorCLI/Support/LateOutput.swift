import Corridor

/// A CSV output that is opened with its first rows: without any it never comes to be.
struct LateOutput: ~Copyable {
  let path: String
  private let header: [UInt8]
  private var file: OutputFile?

  init(path: String, header: [String]) {
    self.path = path
    self.header = CSVWriter(header: header).bytes
  }

  /// Opens the output and writes the header, unless that is done.
  mutating func open() throws {
    guard file == nil else { return }
    var opened = try OutputFile(path: path)
    try opened.write(header)
    file = consume opened
  }

  mutating func write(_ rows: [UInt8]) throws {
    guard !rows.isEmpty else { return }
    try open()
    try file?.write(rows)
  }

  /// Ends the output; it appears with the others of `pending`.
  mutating func close(into pending: inout PendingFiles) throws {
    guard let closing = file.take(), let rename = try closing.close() else { return }
    pending.add(rename)
  }
}
