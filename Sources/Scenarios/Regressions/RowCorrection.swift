internal import Regression
internal import SeriesCore

/// A value of a regression's table that a source gives otherwise, or a row that is left out.
package struct RowCorrection: Sendable {
  /// A level of each of these columns names the rows.
  let rows: [(column: String, level: String)]
  let column: String
  /// In place of what the table holds; nil where the rows are left out.
  let value: Double?
  /// Why, with the source.
  package let reason: String

  /// What was done, for a reader: `flow of KAZ CHN 2000 is 154.1, counted as 672.5`, or
  /// `84 rows of KAZ 2000 left out`.
  package let text: String

  /// The table with the correction; nil where no row is as it says.
  static func applied(
    to table: DataTable, rows: [(column: String, level: String)], column: String, value: Double?,
    reason: String
  ) -> (table: DataTable, correction: RowCorrection)? {
    guard let places = table.rows(where: rows), let first = places.first,
      let old = table.numbers(column)
    else { return nil }
    let name = rows.map(\.level).joined(separator: " ")
    let found = NumberText.shortest(old.values[first])
    let text: String
    let changed: DataTable
    if let value {
      guard let replaced = table.replacing(column, in: Set(places), by: value) else { return nil }
      changed = replaced
      let held = places.count == 1 ? "is \(found)" : "in \(places.count) rows"
      text = "\(column) of \(name) \(held), counted as \(NumberText.shortest(value))"
    } else {
      changed = table.removing(Set(places))
      text = "\(places.count) \(places.count == 1 ? "row" : "rows") of \(name) left out"
    }
    return (
      changed,
      RowCorrection(rows: rows, column: column, value: value, reason: reason, text: text)
    )
  }
}
