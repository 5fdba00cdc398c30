internal import SeriesCore

/// Which rows have all the values that a formula needs, and why the others have not.
struct RowFilter {
  private let table: DataTable
  /// 0 for a row in use, else 1 + the place of its reason.
  private var state: [UInt8]
  private(set) var notFinite: [String: Int] = [:]

  private static let reasons: [DropReason] = [.missing, .noLag, .notFinite, .zeroWeight]

  init(table: DataTable) {
    self.table = table
    state = [UInt8](repeating: 0, count: table.rowCount)
  }

  var rows: [Int] { state.indices.filter { state[$0] == 0 } }

  var dropped: [DropReason: Int] {
    var counts: [DropReason: Int] = [:]
    for code in state where code > 0 { counts[Self.reasons[Int(code) - 1], default: 0] += 1 }
    return counts
  }

  private mutating func drop(_ row: Int, _ reason: DropReason) {
    guard let code = Self.reasons.firstIndex(of: reason) else { return }
    // The first of the reasons in their order stands.
    let mark = UInt8(code + 1)
    if state[row] == 0 || mark < state[row] { state[row] = mark }
  }

  /// Rows whose expression is not finite are out: for an empty cell, a lag or the transformation.
  mutating func require(_ expression: FormulaExpression, _ values: ColumnValues) {
    guard values.high.contains(where: { !$0.isFinite }) else { return }
    var named: [String: Int] = [:]
    expression.collectColumns(into: &named)
    let columns = named.keys.sorted().compactMap { table.numbers($0)?.values }
    for row in values.high.indices where !values.high[row].isFinite {
      if columns.contains(where: { $0[row].isNaN }) {
        drop(row, .missing)
      } else if expression.usesLags, values.high[row].isNaN {
        drop(row, .noLag)
      } else {
        if state[row] == 0 { notFinite[expression.text, default: 0] += 1 }
        drop(row, .notFinite)
      }
    }
  }

  mutating func require(terms: [Formula.Term], of evaluator: inout ColumnEvaluator) {
    for factor in terms.flatMap(\.factors) {
      switch factor {
      case .numeric(let expression), .powers(let expression, _):
        require(expression, evaluator.values(expression))
      case .levels(let column, _, _): require(level: column)
      }
    }
  }

  mutating func require(level column: String) {
    guard let codes = table.levels(column)?.codes else { return }
    for row in codes.indices where codes[row] < 0 { drop(row, .missing) }
  }

  mutating func require(number column: String) {
    guard let values = table.numbers(column)?.values else { return }
    for row in values.indices where values[row].isNaN { drop(row, .missing) }
  }

  mutating func require(weights column: String) throws(RegressionError) {
    guard let values = table.numbers(column)?.values else { return }
    for row in values.indices {
      if values[row] < 0 {
        throw .input(
          table.fault(
            row: row,
            "the weight \(NumberText.shortest(values[row])) in column '\(column)' is negative",
            advice: "weights are zero or more"))
      }
      if values[row].isNaN {
        drop(row, .missing)
      } else if values[row] == 0 {
        drop(row, .zeroWeight)
      }
    }
  }
}
