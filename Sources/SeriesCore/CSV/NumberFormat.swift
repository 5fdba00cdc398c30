/// How the numbers of a file are written; reads one cell at a time.
///
/// A mark that changes a value is applied where the format says so, else the cell is refused: never
/// dropped, never guessed.
package struct NumberFormat: Sendable {
  package enum Decimal: Sendable {
    case point
    case comma
    /// Whichever a cell shows without doubt; the first such cell decides for all after it.
    case open
  }

  private(set) var decimal: Decimal
  let thousands: ThousandsMark?
  let dropsFlags: Bool

  /// - Parameter options: a thousands point means a decimal comma.
  /// - Parameter found: the decimal mark where the options name none.
  package init(_ options: ObservationOptions, found: Decimal) {
    thousands = options.thousands
    dropsFlags = options.dropsFlags
    switch options.decimal {
    case .point: decimal = .point
    case .comma: decimal = .comma
    case nil:
      switch options.thousands {
      case .point: decimal = .comma
      case .comma: decimal = .point
      default: decimal = found
      }
    }
  }

  /// Whether `NumberText.parse` reads every number of it.
  var isPlain: Bool { decimal == .point && thousands != .point }

  /// A cell that is no number in this format.
  package struct Fault: Error {
    package let message: String
    package let remedy: Remedy
  }

  /// A number, or nil for a missing value.
  ///
  /// - Parameter power: the number is multiplied by this power of ten, without rounding twice.
  package mutating func parse(
    _ field: UnsafeBufferPointer<UInt8>, power: Int = 0
  ) throws(Fault) -> Double? {
    let cell = NumberCell(field)
    if cell.isMissing { return nil }
    if decimal == .open {
      switch NumberEvidence(cell) {
      case .point: decimal = .point
      case .comma: decimal = .comma
      case .either: throw cell.fault(self)
      case .none: break
      }
    }
    do throws(NumberText.Fault) {
      if let text = plainText(cell.bytes[...]) {
        return try NumberText.parse(text, power: power)
      }
      guard dropsFlags, let number = cell.beforeFlag else { throw .notANumber }
      if NumberCell.isMissing(number[...]) { return nil }
      guard let text = plainText(number[...]) else { throw .notANumber }
      return try NumberText.parse(text, power: power)
    } catch {
      throw cell.fault(self)
    }
  }

  /// A cell with a point and without marks between thousands and flags, so that its decimals can be
  /// read exactly; as it is where that is no number.
  func plain(_ field: UnsafeBufferPointer<UInt8>) -> String {
    if isPlain, thousands == nil, !dropsFlags { return String(decoding: field, as: UTF8.self) }
    let cell = NumberCell(field)
    let number = dropsFlags ? cell.beforeFlag ?? cell.bytes : cell.bytes
    return String(decoding: plainText(number[...]) ?? number, as: UTF8.self)
  }

  /// The number with a point and without marks between thousands; nil when it is none.
  private func plainText(_ cell: ArraySlice<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    var rest = cell
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      text.append(sign)
      rest = rest.dropFirst()
    }
    let decimalByte: UInt8 = decimal == .comma ? 0x2C : 0x2E
    var groups: [Int] = []
    var digits = 0
    while let byte = rest.first {
      if byte >= 0x30, byte <= 0x39 {
        text.append(byte)
        digits += 1
        rest = rest.dropFirst()
      } else if let length = thousands?.length(at: rest) {
        groups.append(digits)
        digits = 0
        rest = rest.dropFirst(length)
      } else {
        break
      }
    }
    if !groups.isEmpty {
      groups.append(digits)
      guard (1...3).contains(groups[0]), groups.dropFirst().allSatisfy({ $0 == 3 }) else {
        return nil
      }
    }
    if rest.first == decimalByte {
      text.append(0x2E)
      rest = rest.dropFirst()
      while let byte = rest.first, byte >= 0x30, byte <= 0x39 {
        text.append(byte)
        rest = rest.dropFirst()
      }
    }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      text.append(contentsOf: rest)
      rest = []
    }
    return rest.isEmpty ? text : nil
  }
}

extension NumberFormat.Decimal {
  /// What the first rows behind the header show: the point where commas separate fields, else what the
  /// numbers of some columns are unmistakable in.
  static func shown(
    by records: borrowing CSVRecordReader, columns: [Int], _ options: ObservationOptions
  ) -> Self {
    if options.decimal != nil || records.separator == CSVDialect.comma { return .point }
    var (points, commas) = (0, 0)
    for record in records.sampleRecords() where record.line > records.line {
      for place in columns where place < record.fields.count {
        switch NumberEvidence(NumberCell(record.fields[place].utf8)) {
        case .point: points += 1
        case .comma: commas += 1
        case .either, .none: break
        }
      }
    }
    // Numbers of the rarer kind are refused, each with its line.
    if points == 0, commas == 0 { return .open }
    return commas > points ? .comma : .point
  }
}

extension ThousandsMark {
  /// The bytes of this mark at the start; nil where another stands there.
  fileprivate func length(at bytes: ArraySlice<UInt8>) -> Int? {
    forms.first { bytes.starts(with: $0) }?.count
  }

  private var forms: [[UInt8]] {
    switch self {
    case .comma: [[0x2C]]
    case .point: [[0x2E]]
    case .apostrophe: [[0x27], [0xE2, 0x80, 0x99]]
    // Plain, no-break, narrow no-break, thin.
    case .space: [[0x20], [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x89]]
    }
  }
}

/// What one cell says of the decimal mark of its file.
enum NumberEvidence {
  /// No mark, or no number.
  case none
  case point
  case comma
  /// One mark before three digits: `1.234`, `1,234`.
  case either

  init(_ cell: NumberCell) {
    var text = (cell.beforeFlag ?? cell.bytes)[...]
    if text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") {
      text = text.dropFirst()
    }
    let isMark: (UInt8) -> Bool = { $0 == 0x2C || $0 == 0x2E }
    let isGroup: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x27 || $0 >= 0x80 }
    let isDigit: (UInt8) -> Bool = { $0 >= 0x30 && $0 <= 0x39 }
    let marks = text.indices.filter { isMark(text[$0]) }
    guard let last = marks.last, text.contains(where: isDigit),
      text.allSatisfy({
        isMark($0) || isGroup($0) || isDigit($0) || $0 | 0x20 == 0x65 || $0 == 0x2D
      })
    else {
      self = .none
      return
    }
    let own: NumberEvidence = text[last] == 0x2C ? .comma : .point
    let other: NumberEvidence = text[last] == 0x2C ? .point : .comma
    if Set(marks.map { text[$0] }).count == 2 {
      self = own
    } else if marks.count > 1 {
      // The same mark twice stands between thousands.
      self = other
    } else {
      let (front, behind) = (text[..<last], text[text.index(after: last)...])
      let isDoubtful =
        behind.count == 3 && behind.allSatisfy(isDigit) && (1...3).contains(front.count)
        && front.allSatisfy(isDigit) && front.first != 0x30
      self = isDoubtful ? .either : own
    }
  }
}
