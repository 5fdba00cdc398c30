internal import Forecasting
internal import Regression
internal import Scenarios
internal import SeriesCore

/// The regression table of every model that is a regression.
enum CoefficientsReport {
  static let kind = ReportKind(
    file: "coefficients.csv", summary: "regression terms of the fitted models",
    columns: [
      .text("series", "series id"), .text("model", "model"), .text("window", "sample window"),
      .text("term", "term; slope is per period"), .number("estimate", "estimate"),
      .number("std_error", "standard error"), .number("statistic", "estimate over its error"),
      .number("p_value", "two-sided, by Student's t"),
      .number("conf_low", "lower end of the 95 % interval"),
      .number("conf_high", "upper end of the 95 % interval"),
      .integer("n", "observations used"), .integer("df", "degrees of freedom"),
      .number("r_squared", "R² of the regression"),
      .text("as_of", "data used up to here; empty for all"),
    ]
  ) { run in
    run.fits.flatMap { row -> [[ReportTable.Cell]] in
      guard case .success(let fit) = row.fit, let regression = fit.fitted.regression else {
        return []
      }
      return regression.coefficients.map { coefficient in
        let interval = regression.confidenceInterval(coefficient)
        return [
          .text(row.seriesID), .text(row.model), .text(row.window), .text(coefficient.term),
          .rounded(coefficient.estimate), .rounded(coefficient.standardError),
          .rounded(coefficient.statistic), .rounded(regression.pValue(coefficient)),
          .rounded(interval.low), .rounded(interval.high),
          .integer(fit.count), .integer(regression.degreesOfFreedom),
          .rounded(regression.rSquared), .text(row.vintage.asOf?.written),
        ]
      }
    }
  }
}
