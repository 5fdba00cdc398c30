internal import SeriesCore

/// Makes the columns of terms: numbers, powers, dummies and their products.
///
/// A factor has a dummy a level; where what is left of the term without it is in the model too, its
/// first level (or `ref`) goes without, as in R: the intercept stands for it. A level that `ref` names
/// goes without everywhere, also in products whose other columns are no terms of their own.
struct DesignBuilder {
  let table: DataTable
  let rows: [Int]
  let formula: Formula
  var evaluator: ColumnEvaluator
  /// The rows whose levels make the dummies; those of a fit when others are predicted.
  private let levelRows: [Int]
  private let isWhole: Bool

  private static let mostColumns = 5_000
  /// Products of a decomposition, rows × columns²: some minutes of work.
  private static let mostProducts = 2e11

  init(
    table: DataTable, rows: [Int], levelRows: [Int]? = nil, formula: Formula,
    evaluator: ColumnEvaluator
  ) {
    self.table = table
    self.rows = rows
    self.levelRows = levelRows ?? rows
    self.formula = formula
    self.evaluator = evaluator
    isWhole = rows.count == table.rowCount
  }

  private struct Part {
    var name: String
    /// nil stands for ones.
    var values: ColumnValues?
  }

  mutating func columns(of terms: [Formula.Term]) throws(RegressionError) -> [Design.Term] {
    var result: [Design.Term] = []
    for term in terms {
      var parts = [Part(name: "", values: nil)]
      for factor in term.factors {
        let next = try self.parts(of: factor, in: term, among: terms)
        guard Self.isBearable(result.count + parts.count * next.count, rows: rows.count) else {
          throw .tooManyColumns(
            term: term.text, columns: parts.count * next.count, observations: rows.count)
        }
        parts = next.flatMap { b in
          parts.map { a in
            let values: ColumnValues?
            if let x = a.values, let y = b.values {
              values = x * y
            } else {
              values = a.values ?? b.values
            }
            return Part(name: a.name.isEmpty ? b.name : a.name + ":" + b.name, values: values)
          }
        }
      }
      for part in parts {
        guard let values = part.values else { continue }
        guard rows == levelRows else {
          result.append(Design.Term(part.name, values.high))
          continue
        }
        // Rows in use have finite numbers; powers and products of them may leave the doubles.
        if !term.isNumber, let place = values.high.firstIndex(where: { !$0.isFinite }) {
          throw .input(
            table.fault(
              row: rows[place], "the term '\(part.name)' is greater than doubles can be",
              advice: "change the unit of its columns"))
        }
        result.append(values.term(part.name))
      }
    }
    return result
  }

  private static func isBearable(_ columns: Int, rows: Int) -> Bool {
    columns <= mostColumns && Double(rows) * Double(columns) * Double(columns) <= mostProducts
  }

  private mutating func selected(_ expression: FormulaExpression) -> ColumnValues {
    let values = evaluator.values(expression)
    return isWhole ? values : values.selecting(rows)
  }

  private mutating func parts(
    of factor: Formula.Factor, in term: Formula.Term, among terms: [Formula.Term]
  ) throws(RegressionError) -> [Part] {
    switch factor {
    case .numeric(let expression):
      return [Part(name: factor.text, values: selected(expression))]
    case .powers(let expression, let degree):
      let base = selected(expression)
      var power = ColumnValues(
        base.high,
        low: base.low
          ?? (rows.count <= DataTable.exactRows
            ? [Double](repeating: 0, count: base.high.count) : nil))
      var result: [Part] = []
      for k in 1...degree {
        if k > 1 { power = power * base.paired(like: power) }
        result.append(Part(name: factor.text + "\(k)", values: k == 1 ? base : power))
      }
      return result
    case .levels(let column, let reference, _):
      return try dummies(
        column, reference: reference,
        isContrast: reference != nil || isContrast(factor, in: term, among: terms))
    }
  }

  /// Whether the term without this factor is in the model.
  private func isContrast(
    _ factor: Formula.Factor, in term: Formula.Term, among terms: [Formula.Term]
  ) -> Bool {
    let margin = Formula.Term(factors: term.factors.filter { $0.text != factor.text })
    if margin.factors.isEmpty {
      return formula.hasIntercept || !formula.effects.isEmpty
        || isAfterFactor(term, among: terms)
    }
    return terms.contains { $0.isSame(as: margin) }
  }

  /// Without an intercept the first factor keeps all its levels and those after it do not.
  private func isAfterFactor(_ term: Formula.Term, among terms: [Formula.Term]) -> Bool {
    let first = terms.first { other in
      other.factors.count == 1
        && other.factors.contains { factor in
          if case .levels = factor { true } else { false }
        }
    }
    return first.map { !$0.isSame(as: term) } ?? false
  }

  private func dummies(
    _ column: String, reference: String?, isContrast: Bool
  ) throws(RegressionError) -> [Part] {
    guard let levels = table.levels(column) else {
      preconditionFailure("column '\(column)' was not read as levels")
    }
    var isUsed = [Bool](repeating: false, count: levels.names.count)
    for row in levelRows { isUsed[Int(levels.codes[row])] = true }
    let used = levels.names.indices.filter { isUsed[$0] }
    var left: Int?
    if let reference {
      guard let place = used.first(where: { levels.names[$0] == reference }) else {
        let near = nearestName(to: reference, among: used.map { levels.names[$0] })
        throw .unknownLevel(column: column, level: reference, nearest: near)
      }
      left = place
    }
    // A factor of one level keeps its dummy, which is then named among the collinear terms.
    let kept = used.filter { !(isContrast && used.count > 1 && $0 == (left ?? used[0])) }
    guard Self.isBearable(kept.count, rows: rows.count) else {
      throw .tooManyColumns(
        term: "factor(\(column))", columns: kept.count, observations: rows.count)
    }
    var columns = [[Double]](
      repeating: [Double](repeating: 0, count: rows.count), count: kept.count)
    var placeOf = [Int](repeating: -1, count: levels.names.count)
    for (j, level) in kept.enumerated() { placeOf[level] = j }
    for (i, row) in rows.enumerated() {
      let j = placeOf[Int(levels.codes[row])]
      if j >= 0 { columns[j][i] = 1 }
      if !isUsed[Int(levels.codes[row])] {
        // A level that the fit has not seen: no prediction.
        for j in columns.indices { columns[j][i] = .nan }
      }
    }
    let prefix = "factor(\(FormulaExpression.quoted(column)))"
    return kept.indices.map {
      Part(name: prefix + levels.names[kept[$0]], values: ColumnValues(columns[$0]))
    }
  }
}

extension Formula.Term {
  fileprivate var isNumber: Bool {
    guard factors.count == 1, case .numeric = factors[0] else { return false }
    return true
  }
}

extension ColumnValues {
  /// With low parts where the other column has them, so that products keep theirs.
  func paired(like other: ColumnValues) -> ColumnValues {
    guard other.low != nil, low == nil else { return self }
    return ColumnValues(high, low: [Double](repeating: 0, count: high.count))
  }
}
