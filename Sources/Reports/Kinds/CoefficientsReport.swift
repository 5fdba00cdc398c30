internal import Forecasting
internal import Regression
internal import Scenarios
internal import SeriesCore

/// The regression table of every model that is a regression.
enum CoefficientsReport {
  static let kind = ReportKind(
    file: "coefficients.csv", summary: "regression terms of the fitted models",
    columns: [
      .text("series", "series id, or the name of a regression"), .text("model", "model"),
      .text("window", "sample window"),
      .text("term", "term; slope is per period"), .number("estimate", "estimate"),
      .number("std_error", "standard error"), .number("statistic", "estimate over its error"),
      .number("p_value", "two-sided, by Student's t; normal where df is empty"),
      .number("conf_low", "lower end of the 95 % interval"),
      .number("conf_high", "upper end of the 95 % interval"),
      .integer("n", "observations used"), .integer("df", "degrees of freedom"),
      .number("r_squared", "R² of the regression; McFadden's for other families than the Gaussian"),
      .text("as_of", "data used up to here; empty for all"),
    ]
  ) { run in
    modelRows(run) + regressionRows(run)
  }

  private static func modelRows(_ run: ScenarioRun) -> [[ReportTable.Cell]] {
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

  /// The regressions of the scenario: their names under series, the family as the model.
  private static func regressionRows(_ run: ScenarioRun) -> [[ReportTable.Cell]] {
    run.regressions.flatMap { row -> [[ReportTable.Cell]] in
      guard case .success(let answer) = row.answer else { return [] }
      let (fit, covariance) = (answer.fit, answer.covariance)
      let critical = covariance.critical(level: 95)
      return fit.termNames.indices.map { j in
        let (estimate, error) = (fit.coefficients[j], covariance.standardErrors[j])
        let statistic = estimate / error
        return [
          .text(row.question.name), .text(fit.family.rawValue + " regression"),
          .text(row.question.formula.text), .text(fit.termNames[j]), .rounded(estimate),
          .rounded(error), .rounded(statistic), .rounded(covariance.pValue(statistic: statistic)),
          .rounded(estimate - critical * error), .rounded(estimate + critical * error),
          .integer(fit.count), .integer(covariance.degreesOfFreedom.map { Int($0) }),
          .rounded(fit.rSquared ?? fit.pseudoRSquared), .text(nil),
        ]
      }
    }
  }
}
