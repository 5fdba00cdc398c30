import Corridor

/// A term of a regression with its test and interval: the table of `corridor regress`.
struct CoefficientRow {
  let term: String
  let estimate: Double
  let error: Double
  let statistic: Double
  let pValue: Double
  let low: Double
  let high: Double

  /// - Parameter critical: standard errors from the estimate to the ends of the interval.
  init(
    _ term: String, _ estimate: Double, error: Double, critical: Double,
    pValue: (Double) -> Double
  ) {
    let statistic = estimate / error
    self.term = term
    self.estimate = estimate
    self.error = error
    self.statistic = statistic
    self.pValue = pValue(statistic)
    low = estimate - critical * error
    high = estimate + critical * error
  }

  static let table: Table<CoefficientRow> = [
    .text("term", "term of the formula") { $0.term },
    .exact("estimate", "coefficient") { $0.estimate },
    .exact("std_error", "standard error") { $0.error },
    .exact("statistic", "estimate over its error") { $0.statistic },
    .exact("p_value", "two-sided") { $0.pValue },
    .exact("conf_low", "lower end of the interval") { $0.low },
    .exact("conf_high", "upper end of the interval") { $0.high },
  ]
}
