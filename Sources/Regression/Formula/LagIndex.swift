internal import SeriesCore

/// Which row of a table stands how many periods before which, within a series.
struct LagIndex: Sendable {
  /// The series of each row.
  let series: [Int32]
  /// The period of each row; the place within its series where the table has no periods.
  let ordinals: [Int]
  /// nil where rows are taken for consecutive.
  let axis: PeriodAxis?
  private let rowOf: [Key: Int32]

  private struct Key: Hashable {
    let series: Int32
    let ordinal: Int
  }

  /// - Parameter id: the column that tells series apart; nil for one series.
  /// - Parameter time: the column of periods; nil takes rows as they stand for consecutive.
  /// - Throws: `InputFault` for unreadable periods, empty ids, and two rows of one series and period.
  init(_ table: DataTable, id: String?, time: String?) throws(InputFault) {
    let count = table.rowCount
    if let id, let row = table.levels(id)?.codes.firstIndex(where: { $0 < 0 }) {
      throw table.fault(row: row, "no series in column '\(id)'", advice: "complete the row")
    }
    series = id.flatMap { table.levels($0)?.codes } ?? [Int32](repeating: 0, count: count)
    var ordinals = [Int](repeating: 0, count: count)
    if let time, let levels = table.levels(time) {
      let (axis, byLevel) = try Self.ordinals(of: levels, column: time, table: table)
      self.axis = axis
      for row in 0..<count {
        guard levels.codes[row] >= 0 else {
          throw table.fault(row: row, "no period in column '\(time)'", advice: "complete the row")
        }
        ordinals[row] = byLevel[Int(levels.codes[row])]
      }
    } else {
      axis = nil
      var next: [Int32: Int] = [:]
      for row in 0..<count {
        ordinals[row] = next[series[row], default: 0]
        next[series[row]] = ordinals[row] + 1
      }
    }
    var rowOf = [Key: Int32](minimumCapacity: count)
    for row in 0..<count {
      let key = Key(series: series[row], ordinal: ordinals[row])
      if let first = rowOf.updateValue(Int32(row), forKey: key) {
        let level = time.flatMap { table.levels($0) }
        let period = level.map { $0.names[Int($0.codes[row])] } ?? ""
        throw table.fault(
          row: row,
          "the period \(period) comes again (first in line \(table.line(ofRow: Int(first))))",
          advice: id == nil
            ? "one row a period, or a column of ids that tells series apart"
            : "one row a series and period")
      }
    }
    self.ordinals = ordinals
    self.rowOf = rowOf
  }

  private static func ordinals(
    of levels: DataTable.Levels, column: String, table: DataTable
  ) throws(InputFault) -> (axis: PeriodAxis, ordinals: [Int]) {
    var periods: [PeriodText] = []
    for (code, name) in levels.names.enumerated() {
      guard let period = PeriodText(name) else {
        throw table.fault(
          row: levels.codes.firstIndex(of: Int32(code)), "unreadable period '\(name)'",
          advice: "write 2023, 2023-S1, 2023-Q1, 2023-05, 2023-W05, 2023-05-01 or 1, 2, 3")
      }
      periods.append(period)
    }
    do throws(PeriodFault) {
      return try PeriodAxis.infer(periods)
    } catch {
      if case .duplicate(_, let second) = error {
        throw table.fault(
          row: levels.codes.firstIndex(of: Int32(second)),
          "the period '\(levels.names[second])' is written in two ways", advice: "write it in one")
      }
      throw table.fault(
        "the periods of column '\(column)' have no one frequency",
        advice: "use one notation for all rows")
    }
  }

  /// For each row the one `steps` periods before it, or −1.
  func rows(steps: Int) -> [Int32] {
    series.indices.map { rowOf[Key(series: series[$0], ordinal: ordinals[$0] - steps)] ?? -1 }
  }

  /// Rows in the order of series and periods.
  var order: [Int] {
    series.indices.sorted { (series[$0], ordinals[$0]) < (series[$1], ordinals[$1]) }
  }
}
