internal import SeriesCore

/// A table that becomes CSV: columns that each read their cell from a row.
///
/// A column is a name, what it holds, its unit where the name of the row's unit does not say it, and a
/// closure. Header, cells and the descriptor's schema come from the same column, so that they cannot
/// come apart. Tables of one kind of row stand side by side in an array literal:
///
/// ```swift
/// let table: Table<Regression.Row> = [
///   .text("term", "term") { $0.term },
///   .exact("estimate", "estimate") { $0.estimate },
/// ]
/// table.csv(rows)
/// ```
package struct Table<Row>: Sendable {
  package typealias Reading<Value> = @Sendable (Row) -> Value

  struct Column: Sendable {
    /// What is read from a row. Numbers that are not finite are no values.
    enum Cell: Sendable {
      case text(Reading<String?>)
      case exact(Reading<Double?>)
      case rounded(Reading<Double?>)
      case integer(Reading<Int?>)
    }

    let description: ColumnDescription
    let cell: Cell
  }

  let columns: [Column]

  private init(columns: [Column]) { self.columns = columns }

  private init(
    _ name: String, _ kind: ColumnDescription.Kind, _ summary: String, _ unit: String?,
    _ cell: Column.Cell
  ) {
    columns = [
      Column(
        description: ColumnDescription(name: name, kind: kind, summary: summary, unit: unit),
        cell: cell)
    ]
  }

  /// Tables side by side.
  package init(joining tables: [Table]) { columns = tables.flatMap(\.columns) }

  /// A text; none is an empty cell.
  package static func text(
    _ name: String, _ summary: String, unit: String? = nil, _ read: @escaping Reading<String?>
  ) -> Table {
    Table(name, .text, summary, unit, .text(read))
  }

  /// `yes` or `no`.
  package static func answer(
    _ name: String, _ summary: String, _ read: @escaping Reading<Bool?>
  ) -> Table {
    text(name, summary) { row in read(row).map { $0 ? "yes" : "no" } }
  }

  /// A number with all its digits.
  package static func exact(
    _ name: String, _ summary: String, unit: String? = nil, _ read: @escaping Reading<Double?>
  ) -> Table {
    Table(name, .number, summary, unit, .exact(read))
  }

  /// A number of six significant digits: what differs between CPU kernels stays out of the file.
  package static func rounded(
    _ name: String, _ summary: String, unit: String? = nil, _ read: @escaping Reading<Double?>
  ) -> Table {
    Table(name, .roundedNumber, summary, unit, .rounded(read))
  }

  /// A whole number.
  package static func integer(
    _ name: String, _ summary: String, unit: String? = nil, _ read: @escaping Reading<Int?>
  ) -> Table {
    Table(name, .integer, summary, unit, .integer(read))
  }

  /// The courses of events whose rows would be this one again, and are left out.
  package static func alike(_ read: @escaping Reading<[String]>) -> Table {
    text("also", "other courses that say the same, whose rows are left out") { row in
      let names = read(row)
      return names.isEmpty ? nil : names.joined(separator: "; ")
    }
  }

  /// 1 for what came true, 0 for what did not.
  package static func flag(
    _ name: String, _ summary: String, _ read: @escaping Reading<Bool?>
  ) -> Table {
    integer(name, summary) { row in read(row).map { $0 ? 1 : 0 } }
  }

  /// The same columns over rows that hold such a row.
  package func of<Whole>(_ part: @escaping @Sendable (Whole) -> Row) -> Table<Whole> {
    Table<Whole>(
      columns: columns.map { column in
        let cell: Table<Whole>.Column.Cell =
          switch column.cell {
          case .text(let read): .text { read(part($0)) }
          case .exact(let read): .exact { read(part($0)) }
          case .rounded(let read): .rounded { read(part($0)) }
          case .integer(let read): .integer { read(part($0)) }
          }
        return Table<Whole>.Column(description: column.description, cell: cell)
      })
  }

  /// The names of the columns.
  package var header: [String] { columns.map(\.description.name) }

  /// What the columns hold.
  package var descriptions: [ColumnDescription] { columns.map(\.description) }

  /// The table as CSV, header first.
  package func csv(_ rows: some Sequence<Row>) -> [UInt8] {
    var writer = CSVWriter(header: header)
    append(rows, to: &writer)
    return writer.takeBytes()
  }

  /// Rows as CSV without the header, for outputs that are written in pieces.
  package func lines(_ rows: some Sequence<Row>) -> [UInt8] {
    var writer = CSVWriter(header: header)
    _ = writer.takeBytes()
    append(rows, to: &writer)
    return writer.takeBytes()
  }

  private func append(_ rows: some Sequence<Row>, to writer: inout CSVWriter) {
    for row in rows {
      for column in columns {
        switch column.cell {
        case .text(let read): writer.field(read(row) ?? "")
        case .exact(let read): writer.field(read(row))
        case .rounded(let read):
          writer.field(read(row).map { SignificantDigits.round($0, to: 6) })
        case .integer(let read): writer.field(read(row))
        }
      }
      writer.endRow()
    }
  }
}

extension Table: ExpressibleByArrayLiteral {
  package init(arrayLiteral tables: Table...) { self.init(joining: tables) }
}

/// What a column holds.
package struct ColumnDescription: Equatable, Sendable {
  package enum Kind: Sendable {
    case text
    case number
    /// Six significant digits.
    case roundedNumber
    case integer
  }

  package let name: String
  package let kind: Kind
  package let summary: String
  /// The unit in words, such as `a fraction`; nil where another column of the row names it or there
  /// is none.
  package let unit: String?

  /// The type as Frictionless names it.
  package var type: String {
    switch kind {
    case .text: "string"
    case .number, .roundedNumber: "number"
    case .integer: "integer"
    }
  }

  /// Summary, unit and digits in a line.
  package var text: String {
    summary + (unit.map { ", \($0)" } ?? "")
      + (kind == .roundedNumber ? "; six significant digits" : "")
  }
}
