/// Streams observations, `(series, period, value)`, from CSV.
///
/// Columns are found by name: `unique_id,ds,y` or `series,period,value` with optional
/// `unit,basis,source,status,known_from`, or SDMX-CSV (`TIME_PERIOD,OBS_VALUE`), whose dimensions
/// make the id, joined by points; else by usual names in any case (`Date`, `Year`, `Value`). A file
/// with no id column holds one series, named after the file. A wide file has a column a period and a
/// row a series.
///
/// What changes a value is applied or refused: multipliers of SDMX, marks between thousands, decimal
/// commas, flags.
package struct ObservationReader: ~Copyable {
  private var records: CSVRecordReader
  /// What rows without a need for a second look are read by; the rest stands in `layout`, so that the
  /// reader stays small.
  private let count: Int
  private let idColumn: Int
  private let timeColumn: Int
  private let valueColumn: Int
  private let joinsKey: Bool
  private let layout: Layout
  /// Fields of a row: the header's, and empty ones behind where every row ends in a separator.
  private var width: Int
  private var hasRows = false
  /// Whether rows are read without a second look.
  private var isPlain: Bool
  /// The period of a wide row that comes next.
  private var nextPeriod = 0
  private let key = KeyBytes()
  /// The id of a file that has no id column.
  package var impliedID: String { layout.impliedID }

  /// What a file's header and the caller say, once for all rows.
  private final class Layout {
    let columns: ObservationColumns
    let timeFormat: TimeFormat
    let gate: CopyGate
    let impliedID: String
    var numbers: NumberFormat
    let composedUnit = KeyBytes()
    let composedBasis = KeyBytes()

    init(_ header: ObservationHeader, _ options: ObservationOptions, impliedID: String) {
      columns = header.columns
      numbers = header.numbers
      timeFormat = options.timeFormat
      gate = CopyGate(allowsFormulas: options.allowsFormulas, names: options.names)
      self.impliedID = impliedID
      if let unit = columns.unitText { composedUnit.replace(with: unit) }
    }
  }

  /// - Throws: `InputFault` for a file that is no CSV, is empty, or lacks a column.
  package init(_ source: consuming ByteSource, options: ObservationOptions = .init())
    throws(InputFault)
  {
    let name = source.name
    var records = try CSVRecordReader(
      source,
      format: CSVFormat(
        encoding: options.encoding, separator: options.separator, names: options.names))
    // All that can fail stands before the first property is set.
    let header = try ObservationHeader(&records, options)
    layout = Layout(header, options, impliedID: Self.stem(name))
    count = header.columns.count
    idColumn = header.columns.id ?? -1
    timeColumn = header.columns.time
    valueColumn = header.columns.value
    joinsKey = !header.columns.key.isEmpty
    width = header.columns.count
    isPlain =
      header.columns.isPlain && header.numbers.isPlain && options.timeFormat == .written
    self.records = records
  }

  /// Whether a column of this name is usually the value, in any case.
  package static func isUsualValue(_ name: String) -> Bool {
    ObservationColumns.isValue(name.lowercased())
  }

  package var name: String { records.name }
  /// The line of the current observation.
  package var line: Int { records.line }

  /// The share of a regular file that has been read; nil where its size is not known.
  package var share: Double? { records.share }

  /// The bytes of the current observation's id; nil when the file has no id column. Valid until the
  /// next call of `next`.
  @inline(__always)
  package var idBytes: UnsafeBufferPointer<UInt8>? {
    if idColumn >= 0 { return records.field(idColumn) }
    return joinsKey ? key.bytes : nil
  }

  /// A further cell of an observation.
  package enum Attribute: Sendable { case unit, basis, source }

  /// The bytes of a further cell of the current observation; nil without that column or when empty.
  /// Valid until the next call.
  package func bytes(_ attribute: Attribute) -> UnsafeBufferPointer<UInt8>? {
    let field: UnsafeBufferPointer<UInt8>
    switch attribute {
    case .unit:
      if layout.columns.unitText != nil { return layout.composedUnit.bytes }
      guard let unit = layout.columns.unit else { return nil }
      field = code(unit)
    case .basis:
      if layout.columns.basis == nil, !layout.columns.basisParts.isEmpty { return composeBasis() }
      guard let basis = layout.columns.basis else { return nil }
      field = records.field(basis)
    case .source:
      guard let source = layout.columns.source else { return nil }
      field = records.field(source)
    }
    return field.isEmpty ? nil : field
  }

  /// A cell, or the code of a cell that has its label with it.
  private func code(_ column: Int) -> UnsafeBufferPointer<UInt8> {
    let field = records.field(column)
    guard layout.columns.labelled.contains(column),
      let colon = field.firstIndex(of: UInt8(ascii: ":"))
    else { return field }
    return UnsafeBufferPointer(rebasing: field[..<colon])
  }

  private func composeBasis() -> UnsafeBufferPointer<UInt8>? {
    layout.composedBasis.removeAll()
    for (column, name) in layout.columns.basisParts {
      let cell = code(column)
      if cell.isEmpty { continue }
      if !layout.composedBasis.bytes.isEmpty { layout.composedBasis.append(", ") }
      layout.composedBasis.append(name + " ")
      layout.composedBasis.append(cell)
    }
    return layout.composedBasis.bytes.isEmpty ? nil : layout.composedBasis.bytes
  }

  /// How far the current value can be relied on; nil without a word that is known.
  var status: ValueStatus? {
    guard let column = layout.columns.status else { return nil }
    return ValueStatus(rawValue: records.text(column))
  }

  /// Whether the file says how far values can be relied on.
  var hasStatus: Bool { layout.columns.status != nil }

  /// Whether the file says when observations were published.
  var hasKnownFrom: Bool { layout.columns.knownFrom != nil }

  /// The date from which the current observation was known; nil where the cell is empty.
  ///
  /// - Throws: `InputFault` with the line of an unreadable date.
  func knownFrom() throws(InputFault) -> PeriodText? {
    guard let column = layout.columns.knownFrom else { return nil }
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
  package struct Observation: Sendable {
    package let period: PeriodText
    package let value: Double?
  }

  /// Reads the next observation; nil at the end.
  ///
  /// - Throws: `InputFault` with the line of a ragged row, an unreadable period or a bad number.
  @inline(__always)
  package mutating func next() throws(InputFault) -> Observation? {
    guard isPlain else { return try nextWithCare() }
    guard try records.next() else { return nil }
    guard records.fieldCount == count else { return try widen() }
    hasRows = true
    if joinsKey { joinKey() }
    guard let period = PeriodText(bytes: records.field(timeColumn)) else {
      return try unreadablePeriod()
    }
    let valueField = records.field(valueColumn)
    if valueField.isEmpty { return Observation(period: period, value: nil) }
    do throws(NumberText.Fault) {
      return Observation(period: period, value: try NumberText.parse(valueField))
    } catch {
      return Observation(period: period, value: try number(valueColumn))
    }
  }

  /// The first row may have empty fields behind those of the header; all must then.
  private mutating func widen() throws(InputFault) -> Observation? {
    guard !hasRows, records.fieldCount > layout.columns.count else { throw raggedRow() }
    width = records.fieldCount
    isPlain = false
    return try currentRow()
  }

  /// The same as `next` for rows that need a second look.
  private mutating func nextWithCare() throws(InputFault) -> Observation? {
    if nextPeriod > 0, nextPeriod < layout.columns.periods.count { return try widePeriod() }
    guard try records.next() else { return nil }
    if records.fieldCount != width {
      guard !hasRows, records.fieldCount > layout.columns.count else { throw raggedRow() }
      width = records.fieldCount
    }
    return try currentRow()
  }

  private mutating func currentRow() throws(InputFault) -> Observation? {
    for column in layout.columns.count..<max(layout.columns.count, width)
    where !records.field(column).isEmpty {
      throw raggedRow()
    }
    hasRows = true
    for column in layout.columns.unnamed where !records.field(column).isEmpty {
      throw records.fault(
        "'\(records.text(column))' in column \(column + 1), which has no name",
        advice: "name the column")
    }
    if let action = layout.columns.action, code(action).elementsEqual([UInt8(ascii: "D")]) {
      throw records.fault(
        "the row takes an observation back (action D)", advice: "ask for the whole data set")
    }
    if joinsKey { joinKey() }
    if !layout.columns.periods.isEmpty {
      nextPeriod = 0
      return try widePeriod()
    }
    let field = records.field(timeColumn)
    guard let period = PeriodText(bytes: field, format: layout.timeFormat) else {
      return try unreadablePeriod()
    }
    return Observation(period: period, value: try number(valueColumn))
  }

  private mutating func widePeriod() throws(InputFault) -> Observation {
    let (column, period) = layout.columns.periods[nextPeriod]
    nextPeriod += 1
    return Observation(period: period, value: try number(column))
  }

  /// The number in a cell, with the row's multiplier; nil where there is none.
  private mutating func number(_ column: Int) throws(InputFault) -> Double? {
    var power = 0
    if let multiplier = layout.columns.multiplier {
      guard let found = UnitMultiplier.power(records.field(multiplier)) else {
        throw records.fault(
          "'\(records.text(multiplier))' is no multiplier",
          advice: "write a power of ten, 6 for millions")
      }
      power = found
    }
    do throws(NumberFormat.Fault) {
      return try layout.numbers.parse(records.field(column), power: power)
    } catch {
      throw records.fault(error.message, error.remedy)
    }
  }

  private func joinKey() {
    key.removeAll()
    for (i, column) in layout.columns.key.enumerated() {
      if i > 0 { key.append(UInt8(ascii: ".")) }
      key.append(layout.columns.labelled.isEmpty ? records.field(column) : code(column))
    }
  }

  /// Checks an id before it is copied to any output, and gives it as text.
  package func checkedID(_ bytes: UnsafeBufferPointer<UInt8>) throws(InputFault) -> String {
    guard !bytes.isEmpty else {
      throw records.fault("the series id is empty", advice: "name the series")
    }
    try requireCopyable(bytes, "the series id")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same check for a text that is not in the file, such as an id made from its name.
  package func checkedText(_ text: String) throws(InputFault) -> String {
    if let refusal = layout.gate.refusal(text) {
      throw records.fault(
        refusal.message(text, what: "the name of the file"), refusal.remedy())
    }
    return text
  }

  /// Refuses a cell that is copied to outputs and must not be.
  func requireCopyable(
    _ bytes: UnsafeBufferPointer<UInt8>, _ what: String
  ) throws(InputFault) {
    guard let refusal = layout.gate.refusal(bytes) else { return }
    throw records.fault(
      refusal.message(String(decoding: bytes, as: UTF8.self), what: what), refusal.remedy())
  }

  /// A fault at the current line.
  package func fault(_ message: String, advice: String? = nil) -> InputFault {
    records.fault(message, advice: advice)
  }

  /// A fault at the current line, with settings in its remedy.
  func fault(_ message: String, _ remedy: Remedy) -> InputFault { records.fault(message, remedy) }

  private func raggedRow() -> InputFault {
    records.raggedRow(columns: layout.columns.count, width: hasRows ? width : nil)
  }

  /// Passes over a row of empty fields, as spreadsheets write them.
  private mutating func unreadablePeriod() throws(InputFault) -> Observation? {
    if (0..<records.fieldCount).allSatisfy({ records.field($0).isEmpty }) { return try next() }
    let text = records.text(timeColumn)
    if let fault = PeriodText.fault(text) {
      throw records.fault("the period '\(text)' \(fault.message)", fault.remedy)
    }
    throw records.fault(
      "unreadable period '\(text)'",
      advice: "write 2023, 2023-S1, 2023-Q1, 2023-05, 2023-W05, 2023-05-01 or 1, 2, 3")
  }

  /// A file's name without folders, `.gz` and its last extension; `series` for standard input.
  package static func stem(_ path: String) -> String {
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

  func append(_ bytes: some Sequence<UInt8>) { for byte in bytes { append(byte) } }

  func append(_ text: String) { append(text.utf8) }

  func replace(with text: String) {
    removeAll()
    append(text)
  }

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
