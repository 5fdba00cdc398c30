internal import Corridor

/// A column of a table that is given out, built cell by cell.
struct ArrowColumnBuilder {
  enum Kind { case text, number, integer }

  let name: String
  private let kind: Kind
  private(set) var nullCount = 0
  private var validity: [UInt8] = []
  private var numbers: [Double] = []
  private var integers: [Int64] = []
  private var offsets: [Int32] = [0]
  private var bytes: [UInt8] = []
  private var count = 0

  init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }

  /// As Arrow names the type.
  var format: String {
    switch kind {
    case .text: "u"
    case .number: "g"
    case .integer: "l"
    }
  }

  /// An empty cell is no value.
  ///
  /// - Throws: `UsageFault` for a text that the offsets of Arrow's utf8 do not reach.
  mutating func append(_ cell: UnsafeBufferPointer<UInt8>) throws {
    if count & 7 == 0 { validity.append(0) }
    if cell.isEmpty {
      nullCount += 1
    } else {
      validity[count >> 3] |= 1 << (count & 7)
    }
    count += 1
    switch kind {
    case .text:
      bytes.append(contentsOf: cell)
      guard let end = Int32(exactly: bytes.count) else {
        throw UsageFault("column '\(name)' would hold over 2 GiB of text: ask for fewer series")
      }
      offsets.append(end)
    case .number: numbers.append(cell.isEmpty ? 0 : try NumberText.parse(cell))
    case .integer: integers.append(cell.isEmpty ? 0 : try whole(cell))
    }
  }

  private func whole(_ cell: UnsafeBufferPointer<UInt8>) throws -> Int64 {
    let text = String(decoding: cell, as: UTF8.self)
    guard let number = Int64(text) else {
      throw UsageFault("column '\(name)': '\(text)' is no whole number of 64 bits")
    }
    return number
  }

  /// Copies for a caller, validity first: allocated by `malloc`, nil where all are valid.
  func buffers() -> [UnsafeMutableRawPointer?] {
    let valid = nullCount == 0 ? nil : ExportedArray.copy(validity)
    return switch kind {
    case .text: [valid, ExportedArray.copy(offsets), ExportedArray.copy(bytes)]
    case .number: [valid, ExportedArray.copy(numbers)]
    case .integer: [valid, ExportedArray.copy(integers)]
    }
  }
}
