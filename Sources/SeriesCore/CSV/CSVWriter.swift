/// Builds RFC 4180 text: UTF-8, LF, header first, an empty field for no value.
package struct CSVWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private let columns: Int
  private var inRow = 0

  package init(header: [String]) {
    columns = header.count
    for name in header { field(name) }
    endRow()
  }

  /// Adds a text field, quoted when it must be.
  package mutating func field(_ text: String) {
    separate()
    CSVCell.append(text, to: &bytes)
  }

  /// Adds a text that was made ready before.
  @inline(__always)
  package mutating func field(_ cell: CSVCell) {
    separate()
    bytes.append(contentsOf: cell.bytes)
  }

  /// Adds a number, or an empty field for nil, NaN and infinities: they are no values.
  package mutating func field(_ value: Double?) {
    separate()
    guard let value, value.isFinite else { return }
    bytes.append(contentsOf: NumberText.shortest(value).utf8)
  }

  package mutating func field(_ value: Int?) {
    separate()
    guard let value else { return }
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Ends the row.
  ///
  /// - Precondition: it has as many fields as the header.
  package mutating func endRow() {
    precondition(inRow == columns, "a row of \(inRow) fields under a header of \(columns)")
    bytes.append(0x0A)
    inRow = 0
  }

  /// Takes what was written so far out of the writer, so that large outputs go out in pieces.
  package mutating func takeBytes() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func separate() {
    if inRow > 0 { bytes.append(0x2C) }
    inRow += 1
  }
}

/// A text made ready to be written many times, quoted when it must be.
package struct CSVCell: Sendable {
  fileprivate let bytes: [UInt8]

  package init(_ text: String) {
    var bytes: [UInt8] = []
    Self.append(text, to: &bytes)
    self.bytes = bytes
  }

  fileprivate static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &bytes) }
  }

  /// Appends the UTF-8 of a text, quoted when it must be.
  package static func append(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
    let needsQuotes = text.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard needsQuotes else {
      bytes.append(contentsOf: text)
      return
    }
    bytes.append(0x22)
    for byte in text {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
