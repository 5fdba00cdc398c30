/// What the beginning of a file of observations says: its columns, and how its numbers are written.
struct ObservationHeader {
  let columns: ObservationColumns
  let numbers: NumberFormat

  /// Reads up to the header.
  ///
  /// - Throws: `InputFault` for a file that is empty or lacks a column.
  init(_ records: inout CSVRecordReader, _ options: ObservationOptions) throws(InputFault) {
    guard try records.next() else {
      throw InputFault(
        .malformed, file: records.name, line: 1, "the file is empty",
        advice: "a header line and observations are needed")
    }
    if options.isWide {
      columns = try Self.wideColumns(&records, options)
    } else {
      columns = try Self.longColumns(records, options)
    }
    let places = columns.periods.isEmpty ? [columns.value] : columns.periods.map(\.column)
    numbers = NumberFormat(options, found: .shown(by: records, columns: places, options))
    records.dropSample()
  }

  private static func header(_ records: borrowing CSVRecordReader) -> [String] {
    (0..<records.fieldCount).map { records.text($0) }
  }

  private static func longColumns(
    _ records: borrowing CSVRecordReader, _ options: ObservationOptions
  ) throws(InputFault) -> ObservationColumns {
    let header = header(records)
    let names = try ColumnNames(
      header, file: records.name, line: records.line, settings: options.names)
    let hint = HeaderHint.remedy(
      records.sampleRecords(), header: header, format: options.timeFormat)
    return try ObservationColumns(names, options: options, hint: hint)
  }

  /// Passes over the lines before the header and finds its columns.
  private static func wideColumns(
    _ records: inout CSVRecordReader, _ options: ObservationOptions
  ) throws(InputFault) -> ObservationColumns {
    let first = records.line
    for _ in 0..<100 {
      let header = header(records)
      let periods = WideHeader.periods(header, format: options.timeFormat)
      if !periods.isEmpty {
        let names = try ColumnNames(
          header, file: records.name, line: records.line, settings: options.names)
        return try ObservationColumns(wide: names, periods: periods, options: options)
      }
      guard try records.next() else { break }
    }
    throw InputFault(
      .malformed, file: records.name, line: first, "no header with periods as columns",
      remedy: Remedy("name columns 2023, 2023-Q1 or 2023-05", .drop(.wide)), names: options.names)
  }
}
