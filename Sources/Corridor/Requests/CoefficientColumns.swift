package import Regression
package import Reports

/// The columns of a table of coefficients, of means and of quantiles alike.
package enum CoefficientColumns {
  package static let table: Table<CoefficientTable.Row> = [
    .text("term", "term of the formula") { $0.term },
    .exact("estimate", "coefficient") { $0.estimate },
    .exact("std_error", "standard error") { $0.standardError },
    .exact("statistic", "estimate over its error") { $0.statistic },
    .exact("p_value", "two-sided") { $0.pValue },
    .exact("conf_low", "lower end of the interval") { $0.low },
    .exact("conf_high", "upper end of the interval") { $0.high },
  ]
}
