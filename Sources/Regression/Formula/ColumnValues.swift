internal import Glibc
internal import LinearAlgebra
internal import SeriesCore

/// A column, with what it lost by rounding where that is known.
struct ColumnValues {
  var high: [Double]
  var low: [Double]?

  init(_ high: [Double], low: [Double]? = nil) {
    self.high = high
    self.low = low
  }

  func pair(_ row: Int) -> DoubleDouble { DoubleDouble(high[row], low?[row] ?? 0) }

  func selecting(_ rows: [Int]) -> ColumnValues {
    ColumnValues(rows.map { high[$0] }, low: low.map { low in rows.map { low[$0] } })
  }

  /// The column computed element by element, in pairs where either is one.
  static func combine(
    _ a: ColumnValues, _ b: ColumnValues, plain: (Double, Double) -> Double,
    paired: (DoubleDouble, DoubleDouble) -> DoubleDouble
  ) -> ColumnValues {
    let n = a.high.count
    guard a.low != nil || b.low != nil else {
      return ColumnValues((0..<n).map { plain(a.high[$0], b.high[$0]) })
    }
    var result = ColumnValues([Double](repeating: 0, count: n))
    var low = result.high
    for i in 0..<n {
      let value = plain(a.high[i], b.high[i])
      let pair = value.isFinite ? paired(a.pair(i), b.pair(i)) : DoubleDouble(value)
      // At the ends of the doubles' range the parts of a pair overflow before the value does.
      let isSound = pair.high.isFinite && pair.low.isFinite
      result.high[i] = isSound ? pair.high : value
      low[i] = isSound ? pair.low : 0
    }
    result.low = low
    return result
  }

  static func * (a: ColumnValues, b: ColumnValues) -> ColumnValues {
    combine(a, b, plain: { $0 * $1 }, paired: { $0 * $1 })
  }

  func term(_ name: String) -> Design.Term {
    guard let low else { return Design.Term(name, high) }
    return Design.Term(name, extended: high.indices.map { DoubleDouble(high[$0], low[$0]) })
  }
}

/// Computes the expressions of a formula over the rows of a table.
struct ColumnEvaluator {
  let table: DataTable
  let lags: LagIndex?
  private var known: [String: ColumnValues] = [:]

  init(table: DataTable, lags: LagIndex?) {
    self.table = table
    self.lags = lags
  }

  mutating func values(_ expression: FormulaExpression) -> ColumnValues {
    let key = expression.text
    if let values = known[key] { return values }
    let values = compute(expression)
    known[key] = values
    return values
  }

  private mutating func compute(_ expression: FormulaExpression) -> ColumnValues {
    switch expression {
    case .number(let value, let text):
      let low = DoubleDouble(decimal: text)?.low ?? 0
      return ColumnValues(
        [Double](repeating: value, count: table.rowCount),
        low: low == 0 ? nil : [Double](repeating: low, count: table.rowCount))
    case .column(let name, _):
      return column(name)
    case .negated(let inner):
      let values = values(inner)
      return ColumnValues(values.high.map { -$0 }, low: values.low.map { $0.map { -$0 } })
    case .binary(let operation, let left, let right):
      return binary(operation, values(left), right)
    case .call(let function, let inner):
      let high = values(inner).high
      return switch function {
      case .log: ColumnValues(high.map(Glibc.log))
      case .log2: ColumnValues(high.map(Glibc.log2))
      case .log10: ColumnValues(high.map(Glibc.log10))
      case .log1p: ColumnValues(high.map(Glibc.log1p))
      case .exp: ColumnValues(high.map(Glibc.exp))
      case .expm1: ColumnValues(high.map(Glibc.expm1))
      case .sqrt: ColumnValues(high.map { $0.squareRoot() })
      case .abs: ColumnValues(high.map { Swift.abs($0) })
      }
    case .lag(let inner, let steps):
      return shifted(values(inner), by: steps)
    case .difference(let inner, let steps):
      let values = values(inner)
      return ColumnValues.combine(
        values, shifted(values, by: steps), plain: { $0 - $1 }, paired: { $0 - $1 })
    }
  }

  private func column(_ name: String) -> ColumnValues {
    guard let numbers = table.numbers(name) else {
      preconditionFailure("column '\(name)' was not read as numbers")
    }
    guard let texts = numbers.texts else { return ColumnValues(numbers.values) }
    let low = texts.map { DoubleDouble(decimal: $0)?.low ?? 0 }
    let isSound = zip(texts, numbers.values).allSatisfy { text, value in
      value.isNaN || DoubleDouble(decimal: text)?.high == value
    }
    return ColumnValues(
      numbers.values, low: isSound && low.contains(where: { $0 != 0 }) ? low : nil)
  }

  private mutating func binary(
    _ operation: FormulaExpression.Operator, _ left: ColumnValues, _ right: FormulaExpression
  ) -> ColumnValues {
    // Whole powers of short tables are exact to a pair, as those of poly are.
    if operation == .power, case .number(let degree, _) = right, degree >= 1, degree <= 20,
      degree == degree.rounded(), table.rowCount <= DataTable.exactRows
    {
      var power = ColumnValues(
        left.high, low: left.low ?? [Double](repeating: 0, count: left.high.count))
      for _ in 1..<max(1, Int(degree)) { power = power * left }
      return power
    }
    let right = values(right)
    return switch operation {
    case .plus: ColumnValues.combine(left, right, plain: { $0 + $1 }, paired: { $0 + $1 })
    case .minus: ColumnValues.combine(left, right, plain: { $0 - $1 }, paired: { $0 - $1 })
    case .times: left * right
    case .over: ColumnValues.combine(left, right, plain: { $0 / $1 }, paired: { $0 / $1 })
    case .power: ColumnValues(left.high.indices.map { pow(left.high[$0], right.high[$0]) })
    }
  }

  private func shifted(_ values: ColumnValues, by steps: Int) -> ColumnValues {
    guard let lags else { preconditionFailure("lags need an index") }
    let places = lags.rows(steps: steps)
    return ColumnValues(
      places.map { $0 < 0 ? .nan : values.high[Int($0)] },
      low: values.low.map { low in places.map { $0 < 0 ? 0 : low[Int($0)] } })
  }
}
