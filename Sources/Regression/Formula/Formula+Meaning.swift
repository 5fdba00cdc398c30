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

extension FormulaExpression {
  /// A column, or a function of one.
  fileprivate var isOneColumn: Bool {
    switch self {
    case .column, .call(_, .column): true
    default: false
    }
  }
}
