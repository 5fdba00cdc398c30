internal import Glibc

/// What readers of a fit ask of its formula.
extension Formula {
  /// A value of the response in the unit of what it is the logarithm of: exp, 2^, 10^ or expm1 where
  /// the response is one `log`, `log2`, `log10` or `log1p`, else the value itself.
  public func natural(_ value: Double) -> Double {
    guard case .call(let function, _) = response else { return value }
    return switch function {
    case .log: exp(value)
    case .log2: exp2(value)
    case .log10: pow(10, value)
    case .log1p: expm1(value)
    default: value
    }
  }

  /// The name among the coefficients of the term that is the natural logarithm of a column, whose
  /// coefficient is an elasticity; nil when the formula has none.
  public func logarithmTerm(of column: String) -> String? {
    for term in terms + endogenous where term.factors.count == 1 {
      guard case .numeric(.call(.log, .column(let name, _))) = term.factors[0], name == column
      else {
        continue
      }
      return term.text
    }
    return nil
  }

  /// The column that the response is the natural logarithm of; nil for another response.
  package var logarithmOfResponse: String? {
    guard case .call(.log, .column(let name, _)) = response else { return nil }
    return name
  }

  /// Whether each term is a column or a function of one, in the response too, without fixed effects and
  /// instruments: what a test of a long-run relation takes.
  package var relatesColumns: Bool {
    guard effects.isEmpty, endogenous.isEmpty, instruments.isEmpty, response.isOneColumn else {
      return false
    }
    return terms.allSatisfy { term in
      guard term.factors.count == 1, case .numeric(let expression) = term.factors[0] else {
        return false
      }
      return expression.isOneColumn
    }
  }
}

extension Formula {
  /// The terms without response, intercept and effects, to be computed for rows that need no response.
  package var termsAlone: Formula {
    Formula(
      text: text, response: .number(0, text: "0"), hasIntercept: false, terms: terms + endogenous,
      takesRest: takesRest, removed: removed, effects: [], endogenous: [], instruments: [])
  }

  /// Fixed effects that are not each by one of these columns, or by one of them and `other`, or by `other` alone.
  package func effectNames(beyond columns: [String], with other: String?) -> [String] {
    effects.filter { effect in
      let names = Set(effect.columns.map(\.name)).subtracting([other].compactMap { $0 })
      return !(names.isEmpty || names.count == 1 && names.isSubset(of: columns))
    }.map(\.text)
  }

  /// The columns that a term of a frame is made of, by the name that it has there: one of a term's own, or of a level
  /// or power of it.
  package func columns(ofTerm name: String) -> Set<String> {
    let pieces = name.split(separator: ":", omittingEmptySubsequences: false)
    var found: [String: Int] = [:]
    for term in terms + endogenous {
      let isOf =
        term.text == name
        || pieces.count == term.factors.count
          && zip(term.factors, pieces).allSatisfy { factor, piece in
            switch factor {
            case .numeric: factor.text == piece
            case .levels: piece.hasPrefix(factor.text)
            case .powers(let expression, _): piece.hasPrefix(expression.text)
            }
          }
      if isOf { Self.collect(term, into: &found) }
    }
    return Set(found.keys)
  }

  /// Whether some fixed effect goes by this column, alone or with others.
  package func hasEffect(of column: String) -> Bool {
    effects.contains { effect in effect.columns.contains { $0.name == column } }
  }
}

extension FormulaExpression {
  /// A column, or a function of one.
  fileprivate var isOneColumn: Bool {
    switch self {
    case .column, .call(_, .column): true
    default: false
    }
  }
}
