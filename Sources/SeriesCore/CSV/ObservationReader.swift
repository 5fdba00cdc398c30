/// Streams observations, `(series, period, value)`, from long CSV.
///
/// Columns are found by name: `unique_id,ds,y` or `series,period,value` with optional
/// `unit,basis,source,status,known_from`, or SDMX-CSV (`TIME_PERIOD,OBS_VALUE`), whose dimensions make the id,
/// joined by points. A file with no id column holds one series, named after the file.
public struct ObservationReader: ~Copyable {
  private var records: CSVRecordReader
  private let columns: ObservationColumns
  private let allowsFormulas: Bool
  private let key = KeyBytes()
  /// The id of a file that has no id column.
  public let impliedID: String

  public init(_ source: consuming ByteSource, options: ObservationOptions = .init())
    throws(InputFault)
  {
    impliedID = Self.stem(source.name)
    allowsFormulas = options.allowsFormulas
    var records = try CSVRecordReader(source)
    guard try records.next() else {
      throw InputFault(
        .malformed, file: records.name, line: 1, "the file is empty",
        advice: "a header line and observations are needed")
    }
    var header: [String] = []
    for i in 0..<records.fieldCount { header.append(records.text(i)) }
    columns = try ObservationColumns(
      header: header, options: options, line: records.line, file: records.name)
    self.records = records
  }

  public var name: String { records.name }
  /// The line of the current observation.
  public var line: Int { records.line }

  /// The share of a regular file that has been read; nil where its size is not known.
  public var share: Double? { records.share }

  /// The bytes of the current observation's id; nil when the file has no id column. Valid until the
  /// next call of `next`.
  @inline(__always)
  public var idBytes: UnsafeBufferPointer<UInt8>? {
    if let id = columns.id { return records.field(id) }
    return columns.key.isEmpty ? nil : key.bytes
  }

  /// A further cell of an observation.
  public enum Attribute: Sendable { case unit, basis, source }

  /// The bytes of a further cell of the current observation; nil without that column or when empty.
  public func bytes(_ attribute: Attribute) -> UnsafeBufferPointer<UInt8>? {
    let index: Int?
    switch attribute {
    case .unit: index = columns.unit
    case .basis: index = columns.basis
    case .source: index = columns.source
    }
    guard let index else { return nil }
    let field = records.field(index)
    return field.isEmpty ? nil : field
  }

  /// Whether the file says when observations were published.
  var hasKnownFrom: Bool { columns.knownFrom != nil }

  /// The date from which the current observation was known; nil where the cell is empty.
  ///
  /// - Throws: `InputFault` with the line of an unreadable date.
  func knownFrom() throws(InputFault) -> PeriodText? {
    guard let column = columns.knownFrom else { return nil }
    let field = records.field(column)
    if field.isEmpty { return nil }
    guard let date = PeriodText(bytes: field), date.kind != .interval else {
      throw records.fault(
        "unreadable date '\(records.text(column))' in known_from",
        advice: "write 2024-01-23, or 2024-01 for the end of the month")
    }
    return date
  }

  /// One observation: its period, and its value or nil where the cell is empty.
  public struct Observation: Sendable {
    public let period: PeriodText
    public let value: Double?
  }

  /// Reads the next observation; nil at the end.
  ///
  /// - Throws: `InputFault` with the line of a ragged row, an unreadable period or a bad number.
  @inline(__always)
  public mutating func next() throws(InputFault) -> Observation? {
    guard try records.next() else { return nil }
    guard records.fieldCount == columns.count else { throw raggedRow() }
    if !columns.key.isEmpty { joinKey() }
    let timeField = records.field(columns.time)
    guard let period = PeriodText(bytes: timeField) else { throw unreadablePeriod() }
    let valueField = records.field(columns.value)
    if valueField.isEmpty { return Observation(period: period, value: nil) }
    do throws(NumberText.Fault) {
      return Observation(period: period, value: try NumberText.parse(valueField))
    } catch {
      if error == .empty { return Observation(period: period, value: nil) }
      throw badNumber(error)
    }
  }

  private func joinKey() {
    key.removeAll()
    for (i, field) in columns.key.enumerated() {
      if i > 0 { key.append(UInt8(ascii: ".")) }
      for byte in records.field(field) { key.append(byte) }
    }
  }

  /// Checks an id before it is copied to any output, and gives it as text.
  public func checkedID(_ bytes: UnsafeBufferPointer<UInt8>) throws(InputFault) -> String {
    guard !bytes.isEmpty else {
      throw records.fault("the series id is empty", advice: "name the series")
    }
    try refuseFormula(bytes)
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw records.fault("the series id has a control character in it", advice: "rename it")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same check for a text that is not in the file, such as an id made from its name.
  public func checkedText(_ text: String) throws(InputFault) -> String {
    var copy = text
    if !allowsFormulas, copy.withUTF8({ isSpreadsheetFormula($0) }) { throw formulaFault(text) }
    return text
  }

  /// Refuses a cell that is copied to outputs and that a spreadsheet would run.
  func refuseFormula(_ bytes: UnsafeBufferPointer<UInt8>) throws(InputFault) {
    guard !allowsFormulas, isSpreadsheetFormula(bytes) else { return }
    throw formulaFault(String(decoding: bytes, as: UTF8.self))
  }

  private func formulaFault(_ cell: String) -> InputFault {
    records.fault(
      "'\(cell)' would run as a formula in a spreadsheet",
      advice: "rename it or give --allow-formulas")
  }

  /// A fault at the current line.
  public func fault(_ message: String, advice: String? = nil) -> InputFault {
    records.fault(message, advice: advice)
  }

  private func raggedRow() -> InputFault {
    let found = records.fieldCount
    let plural = found == 1 ? "field" : "fields"
    return records.fault(
      "\(found) \(plural) where the header has \(columns.count)",
      advice: found > columns.count
        ? "quote fields with commas and write decimals with a point" : "complete the row")
  }

  private func unreadablePeriod() -> InputFault {
    records.fault(
      "unreadable period '\(records.text(columns.time))'",
      advice: "write 2023, 2023-S1, 2023-Q1, 2023-05, 2023-W05, 2023-05-01 or 1, 2, 3")
  }

  private func badNumber(_ fault: NumberText.Fault) -> InputFault {
    let cell = records.text(columns.value)
    switch fault {
    case .decimalComma:
      return records.fault("decimal comma in '\(cell)'", advice: "write it with a point")
    case .notFinite:
      return records.fault(
        "'\(cell)' is not a finite number", advice: "leave the field empty for no value")
    case .notANumber, .empty:
      return records.fault(
        "'\(cell)' is not a number", advice: "leave the field empty for no value")
    }
  }

  /// A file's name without folders, `.gz` and its last extension; `series` for standard input.
  public static func stem(_ path: String) -> String {
    if path == "-" { return "series" }
    var name = path.split(separator: "/").last ?? "series"
    if name.count > 3, name.hasSuffix(".gz") { name = name.dropLast(3) }
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return String(name) }
    return String(name[..<dot])
  }
}

/// Bytes put together that stay where they are until the next are.
final class KeyBytes {
  private var storage = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64)
  private var count = 0

  deinit { storage.deallocate() }

  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: storage[..<count])
  }

  func removeAll() { count = 0 }

  func append(_ byte: UInt8) {
    if count == storage.count {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * count)
      _ = larger.update(fromContentsOf: storage)
      storage.deallocate()
      storage = larger
    }
    storage[count] = byte
    count += 1
  }
}

/// Whether a spreadsheet would run this cell: it begins with `=`, `+`, `-`, `@` or a tab and is no
/// number.
public func isSpreadsheetFormula(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = cell.first else { return false }
  let starts: [UInt8] = [0x3D, 0x2B, 0x2D, 0x40, 0x09]
  guard starts.contains(first) else { return false }
  do throws(NumberText.Fault) {
    _ = try NumberText.parse(cell)
    return false
  } catch {
    return true
  }
}
