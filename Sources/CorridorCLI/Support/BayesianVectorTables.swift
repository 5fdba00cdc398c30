import Corridor

/// The tables of `corridor var --prior`.
enum BayesianVectorTables {
  /// A variable in a forecast period.
  struct ForecastRow {
    /// The set of given values; nil where the file names none.
    let scenario: String?
    let variable: String
    let period: String
    let mean: Double
    let median: Double
    let deviation: Double
    /// One a level.
    let intervals: [(low: Double, high: Double)]
  }

  static func forecast(_ levels: [Double], hasScenarios: Bool) -> Table<ForecastRow> {
    let scenario: Table<ForecastRow> = [
      .text("scenario", "set of given values") { $0.scenario }
    ]
    let rest: Table<ForecastRow> = [
      .text("variable", "variable, as its term is written") { $0.variable },
      .text("ds", "forecast period") { $0.period },
      .exact("mean", "mean of the draws") { $0.mean },
      .exact("median", "median of the draws") { $0.median },
      .exact("std_error", "standard deviation of the draws") { $0.deviation },
      .exactIntervals(levels) { row, place in row.intervals[place] },
    ]
    return hasScenarios ? Table(joining: [scenario, rest]) : rest
  }

  /// The whole fit and one set of given values.
  struct SummaryRow {
    let scenario: String?
    let answer: BayesianVectorAnswer
    let forecast: BayesianVectorFit.Forecast
    let trend: String
    let seed: UInt64

    var fit: BayesianVectorFit { answer.fit }

    func tightness(
      _ read: (Hyperparameters) -> Double?, _ share: Double
    ) -> Double? { fit.tightness(read, share) }
  }

  private static func spread(
    _ name: String, _ summary: String,
    _ read: @escaping @Sendable (Hyperparameters) -> Double?
  ) -> Table<SummaryRow> {
    [
      .exact(name, summary + ", posterior median") { $0.tightness(read, 0.5) },
      .exact(name + "_lo90", summary + ", 5 % quantile") { $0.tightness(read, 0.05) },
      .exact(name + "_hi90", summary + ", 95 % quantile") { $0.tightness(read, 0.95) },
    ]
  }

  static func summary(hasScenarios: Bool) -> Table<SummaryRow> {
    let scenario: Table<SummaryRow> = [
      .text("scenario", "set of given values") { $0.scenario }
    ]
    let rest: Table<SummaryRow> = [
      .text("variables", "variables") { $0.fit.names.joined(separator: ";") },
      .integer("n", "periods in use") { $0.fit.count },
      .integer("lags", "lags of every variable") { $0.fit.lags },
      .text("chosen_by", "what chose the lags") {
        $0.answer.hasGivenLags ? "given" : "marginal likelihood"
      },
      .text("trend", "deterministic terms") { $0.trend },
      .text("prior", "prior") { _ in "minnesota" },
      .text("prior_mean", "coefficient of the own last value, by variable") {
        $0.fit.prior.mean.map { NumberText.shortest($0) }.joined(separator: ";")
      },
      .text("error_scale", "residual variance that scales the prior, by variable") {
        $0.fit.errorScales.map { NumberText.shortest($0) }.joined(separator: ";")
      },
      .text("tightness_by", "given, or auto: weighed by the marginal likelihood") {
        $0.fit.prior.overall == .weighed ? "auto" : "given"
      },
      spread("tightness", "tightness") { $0.overall },
      spread("sum_of_coefficients", "tightness of the unit roots") { $0.sum },
      spread("initial_observation", "tightness of the first values") { $0.initial },
      .exact("log_marginal_likelihood", "of the data, the tightness integrated out") {
        $0.fit.logMarginalLikelihood
      },
      .exact("greatest_root", "greatest root's modulus at the posterior mean") {
        $0.fit.greatestRoot
      },
      .integer("draws", "paths drawn") { $0.forecast.draws },
      .text("seed", "seed of the draws") { String($0.seed) },
      .integer("conditions", "values that the forecast holds") { $0.forecast.conditions.count },
      .exact("plausibility", "how far they are from what the model expects, mean χ²") {
        $0.forecast.plausibility
      },
      .exact("p_value", "probability of values as far out, over the posterior") {
        $0.forecast.plausibilityTail
      },
    ]
    return hasScenarios ? Table(joining: [scenario, rest]) : rest
  }

  /// A term of an equation.
  struct CoefficientRow {
    let equation: String
    let coefficient: BayesianVectorFit.Coefficient
  }

  static let coefficients: Table<CoefficientRow> = [
    .text("equation", "variable on the left") { $0.equation },
    .text("term", "term") { $0.coefficient.term },
    .exact("mean", "posterior mean") { $0.coefficient.mean },
    .exact("std_dev", "posterior standard deviation") { $0.coefficient.deviation },
  ]
}
