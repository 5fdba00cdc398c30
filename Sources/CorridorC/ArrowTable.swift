internal import CCorridor
internal import Corridor

/// A table of the program, given out as an Arrow batch.
///
/// Its columns are read back from the program's own text, whose numbers read back to the same doubles:
/// the library cannot say anything else than the program.
struct ArrowTable {
  private var columns: [ArrowColumnBuilder]
  private var rowCount = 0

  /// - Parameters:
  ///   - header: the names of the columns.
  ///   - texts: those that hold text; the others hold numbers.
  init(header: [String], texts: Set<String>) {
    columns = header.map {
      ArrowColumnBuilder(name: $0, kind: texts.contains($0) ? .text : .number)
    }
  }

  /// - Parameters:
  ///   - csv: with a header.
  ///   - descriptions: what the columns hold, in any order, of other tables too.
  init(csv: [UInt8], _ descriptions: [ColumnDescription]) throws {
    var kinds: [String: ArrowColumnBuilder.Kind] = [:]
    for column in descriptions {
      kinds[column.name] =
        switch column.kind {
        case .text: .text
        case .integer: .integer
        case .number, .roundedNumber: .number
        }
    }
    let end = (csv.firstIndex(of: 0x0A) ?? csv.count - 1) + 1
    columns =
      try Self.records(Array(csv[..<end])).first.map { header in
        header.map { ArrowColumnBuilder(name: $0, kind: kinds[$0] ?? .number) }
      } ?? []
    try append(lines: Array(csv[end...]))
  }

  /// Appends rows of CSV without a header.
  mutating func append(lines: [UInt8]) throws {
    guard !lines.isEmpty else { return }
    var reader = try Self.reader(lines)
    while try reader.next() {
      for place in columns.indices { try columns[place].append(reader.field(place)) }
      rowCount += 1
    }
  }

  private static func reader(_ csv: [UInt8]) throws(InputFault) -> CSVRecordReader {
    try CSVRecordReader(
      ByteSource(name: "table", bytes: csv), format: CSVFormat(separator: UInt8(ascii: ",")))
  }

  private static func records(_ csv: [UInt8]) throws(InputFault) -> [[String]] {
    var reader = try reader(csv)
    var records: [[String]] = []
    while try reader.next() { records.append(reader.texts) }
    return records
  }

  /// Moves the table to where the pointers lead.
  ///
  /// - Parameters:
  ///   - schema: a pointer to an `ArrowSchema`.
  ///   - array: a pointer to an `ArrowArray`.
  func move(to schema: UnsafeMutableRawPointer, _ array: UnsafeMutableRawPointer) {
    schema.assumingMemoryBound(to: ArrowSchema.self).pointee = ExportedSchema.make(
      format: "+s", name: "",
      children: columns.map { ExportedSchema.make(format: $0.format, name: $0.name, children: []) })
    array.assumingMemoryBound(to: ArrowArray.self).pointee = ExportedArray.make(
      length: rowCount, nullCount: 0, buffers: [nil],
      children: columns.map { column in
        ExportedArray.make(
          length: rowCount, nullCount: column.nullCount, buffers: column.buffers(), children: [])
      })
  }
}
