internal import Forecasting
internal import Regression
internal import Scenarios
internal import SeriesCore

/// The regression table of every model that is a regression.
enum CoefficientsReport {
  static let kind = ReportKind(
    file: "coefficients.csv", summary: "regression terms of the fitted models", table: table
  ) { run in modelRows(run) + regressionRows(run) }

  private struct Row {
    let series: String
    let model: String
    let window: String
    let term: String
    let estimate: Double
    let standardError: Double
    let statistic: Double
    let pValue: Double
    let interval: (low: Double, high: Double)
    let count: Int
    let degreesOfFreedom: Int?
    let rSquared: Double?
    let asOf: String?
  }

  private static let table: Table<Row> = [
    .text("series", "series id, or the name of a regression") { $0.series },
    .text("model", "model") { $0.model },
    .text("window", "sample window") { $0.window },
    .text("term", "term; slope is per period") { $0.term },
    .rounded("estimate", "estimate") { $0.estimate },
    .rounded("std_error", "standard error") { $0.standardError },
    .rounded("statistic", "estimate over its error") { $0.statistic },
    .rounded("p_value", "two-sided, by Student's t; normal where df is empty") { $0.pValue },
    .rounded("conf_low", "lower end of the 95 % interval") { $0.interval.low },
    .rounded("conf_high", "upper end of the 95 % interval") { $0.interval.high },
    .integer("n", "observations used") { $0.count },
    .integer("df", "degrees of freedom") { $0.degreesOfFreedom },
    .rounded(
      "r_squared", "R² of the regression; McFadden's for other families than the Gaussian"
    ) { $0.rSquared },
    .text("as_of", "data used up to here; empty for all") { $0.asOf },
  ]

  private static func modelRows(_ run: ScenarioRun) -> [Row] {
    run.fits.flatMap { row -> [Row] in
      guard case .success(let fit) = row.fit, let regression = fit.fitted.regression else {
        return []
      }
      return regression.coefficients.map { coefficient in
        Row(
          series: row.seriesID, model: row.model, window: row.window, term: coefficient.term,
          estimate: coefficient.estimate, standardError: coefficient.standardError,
          statistic: coefficient.statistic, pValue: regression.pValue(coefficient),
          interval: regression.confidenceInterval(coefficient), count: fit.count,
          degreesOfFreedom: regression.degreesOfFreedom, rSquared: regression.rSquared,
          asOf: row.vintage.asOf?.written)
      }
    }
  }

  /// The regressions of the scenario: their names under series, the family as the model.
  private static func regressionRows(_ run: ScenarioRun) -> [Row] {
    run.regressions.flatMap { row -> [Row] in
      guard case .success(let answer) = row.answer, answer.sameFit == nil else { return [] }
      let (fit, covariance) = (answer.fit, answer.covariance)
      return answer.coefficients.rows.enumerated().map { j, coefficient in
        let freedom = covariance.termDegreesOfFreedom?[j] ?? covariance.degreesOfFreedom
        return Row(
          series: row.question.name, model: fit.family.rawValue + " regression",
          window: row.question.formula.text, term: coefficient.term,
          estimate: coefficient.estimate, standardError: coefficient.standardError ?? .nan,
          statistic: coefficient.statistic ?? .nan, pValue: coefficient.pValue ?? .nan,
          interval: (coefficient.low ?? .nan, coefficient.high ?? .nan), count: fit.count,
          degreesOfFreedom: freedom.map { Int($0) },
          rSquared: fit.rSquared ?? fit.pseudoRSquared, asOf: nil)
      }
    }
  }
}
