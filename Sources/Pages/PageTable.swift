internal import SeriesCore

/// A report as a page reads it: texts of cells by the names of their columns.
///
/// Pages are made of reports alone, so that whatever number stands on a page stands in a file
/// beside it. A column that a report has not is a missing cell.
package struct PageTable: Sendable {
  let file: String
  let columns: [String]
  package let rows: [PageRow]

  init(file: String, columns: [String] = [], rows: [PageRow] = []) {
    (self.file, self.columns, self.rows) = (file, columns, rows)
  }

  /// - Parameter bytes: CSV as `Table.csv` writes it.
  init(file: String, bytes: [UInt8]) {
    guard var reader = try? CSVRecordReader(ByteSource(name: file, bytes: bytes)),
      (try? reader.next()) == true
    else {
      self.init(file: file)
      return
    }
    let columns = reader.texts
    let places = Dictionary(
      columns.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    var rows: [PageRow] = []
    while (try? reader.next()) == true { rows.append(PageRow(cells: reader.texts, places: places)) }
    self.init(file: file, columns: columns, rows: rows)
  }

  package var isEmpty: Bool { rows.isEmpty }

  package func filter(_ isKept: (PageRow) -> Bool) -> PageTable {
    PageTable(file: file, columns: columns, rows: rows.filter(isKept))
  }

  /// The first rows.
  func prefix(_ count: Int) -> PageTable {
    PageTable(file: file, columns: columns, rows: Array(rows.prefix(count)))
  }

  /// The last rows.
  func suffix(_ count: Int) -> PageTable {
    PageTable(file: file, columns: columns, rows: rows.suffix(count))
  }

  /// The different texts of a column in the order in which they come; empty cells count.
  package func values(_ column: String) -> [String] {
    var seen = Set<String>()
    return rows.map { $0[column] }.filter { seen.insert($0).inserted }
  }

  /// The rows that agree in a column beside each other.
  func ordered(by column: String) -> PageTable {
    PageTable(file: file, columns: columns, rows: groups(column).flatMap(\.rows))
  }

  /// The tables of the rows that agree in some columns, in the order of their first rows.
  func groups(_ keys: String...) -> [PageTable] {
    var order: [[String]] = []
    var members: [[String]: [PageRow]] = [:]
    for row in rows {
      let key = keys.map { row[$0] }
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(row)
    }
    return order.map { PageTable(file: file, columns: columns, rows: members[$0] ?? []) }
  }
}

/// One row of a report.
package struct PageRow: Sendable {
  fileprivate let cells: [String]
  fileprivate let places: [String: Int]

  /// The cell's text as the file has it; empty for none.
  package subscript(_ column: String) -> String {
    guard let place = places[column], place < cells.count else { return "" }
    return cells[place]
  }

  package func has(_ column: String) -> Bool { !self[column].isEmpty }

  /// The year of its period; nil for periods that are not of the calendar.
  var year: Int? {
    let period = self["period"]
    guard period.count == 4 || period.dropFirst(4).first == "-" else { return nil }
    return Int(period.prefix(4))
  }

  func number(_ column: String) -> Double? {
    let text = self[column]
    return text.isEmpty ? nil : try? NumberText.parse(text)
  }
}
