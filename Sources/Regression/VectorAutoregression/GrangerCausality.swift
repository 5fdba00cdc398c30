internal import StatisticsCore

/// The test that the past of some variables does not help to forecast another one, given the past of
/// all others: F of the restricted against the full equation.
///
/// Source: Granger (1969); Lütkepohl (2005), 3.6.1. Checked: R lmtest `grangertest` for two
/// variables, statsmodels `test_causality` for more.
public struct GrangerCausality: Sendable, Equatable {
  /// The variable that is forecast.
  public let caused: String
  /// The variables whose past is left out of the restricted equation.
  public let causing: [String]
  /// F, zero or more.
  public let statistic: Double
  /// Lags × causing variables.
  public let numeratorDegrees: Int
  /// n − m of the equation.
  public let denominatorDegrees: Int

  /// P(F > statistic) without causality.
  public var pValue: Double {
    FDistribution.upperTail(
      statistic, numerator: Double(numeratorDegrees), denominator: Double(denominatorDegrees))
  }
}

extension VectorAutoregressionFit {
  /// Whether `causing` help to forecast `caused`.
  ///
  /// - Throws: `RegressionError.invalid` for an unknown or repeated name, no causing variable, or one
  ///   that is the caused one.
  public func grangerCausality(
    of caused: String, by causing: [String]
  ) throws(RegressionError) -> GrangerCausality {
    let equation = try index(of: caused)
    guard !causing.isEmpty, !causing.contains(caused), Set(causing).count == causing.count else {
      throw .invalid(
        argument: "causing variables",
        detail: "one or more others than '\(caused)' are needed, each once")
    }
    var left: Set<String> = []
    for name in causing {
      _ = try index(of: name)
      for lag in 1...lags { left.insert("\(name).l\(lag)") }
    }
    let start = data.count - count
    let terms = data.terms(lags: lags, deterministic: deterministic, from: start)
      .filter { !left.contains($0.name) }
    let response = Array(data.variables[equation].values[start...])
    let restricted = try OLS().fit(
      Design(terms, observations: count), response: .init(caused, response))
    let full = equations[equation].residualSumOfSquares
    let restrictions = left.count
    let difference = max(0, restricted.residualSumOfSquares - full)
    return GrangerCausality(
      caused: caused, causing: causing,
      statistic: difference / Double(restrictions) / (full / Double(degreesOfFreedom)),
      numeratorDegrees: restrictions, denominatorDegrees: degreesOfFreedom)
  }
}
