import Corridor

/// The tables of `corridor var`.
enum VectorAutoregressionTables {
  /// A variable in a forecast period.
  struct ForecastRow {
    /// The set of given values; nil where the file names none.
    let scenario: String?
    let variable: String
    let period: String
    let mean: Double
    let deviation: Double
    /// The central interval of a level in percent.
    let interval: (_ level: Double) -> (low: Double, high: Double)
  }

  static func forecast(_ levels: [Double], hasScenarios: Bool) -> Table<ForecastRow> {
    let scenario: Table<ForecastRow> = [
      .text("scenario", "set of given values") { $0.scenario }
    ]
    let rest: Table<ForecastRow> = [
      .text("variable", "variable, as its term is written") { $0.variable },
      .text("ds", "forecast period") { $0.period },
      .exact("mean", "mean") { $0.mean },
      .exact("std_error", "standard deviation of the forecast's error") { $0.deviation },
      .exactIntervals(levels) { row, place in row.interval(levels[place]) },
    ]
    return hasScenarios ? Table(joining: [scenario, rest]) : rest
  }

  /// The whole fit.
  struct SummaryRow {
    let scenario: String?
    let fit: VectorAutoregressionFit
    let chosenBy: String
    let trend: String
    /// The conditions of the forecast; nil without any.
    let condition: ConditionalForecast?
  }

  static func summary(hasScenarios: Bool) -> Table<SummaryRow> {
    let scenario: Table<SummaryRow> = [
      .text("scenario", "set of given values") { $0.scenario }
    ]
    return hasScenarios ? Table(joining: [scenario, summary]) : summary
  }

  private static let summary: Table<SummaryRow> = [
    .text("variables", "variables") { $0.fit.names.joined(separator: ";") },
    .integer("n", "periods in use") { $0.fit.count },
    .integer("lags", "lags of every variable") { $0.fit.lags },
    .text("chosen_by", "what chose the lags") { $0.chosenBy },
    .text("trend", "deterministic terms") { $0.trend },
    .exact("log_likelihood", "log-likelihood") { $0.fit.logLikelihood },
    .exact("aic", "Akaike's criterion") { $0.fit.criteria.aic },
    .exact("hq", "Hannan and Quinn's criterion") { $0.fit.criteria.hq },
    .exact("bic", "Schwarz's criterion") { $0.fit.criteria.bic },
    .exact("fpe", "final prediction error") { $0.fit.criteria.fpe },
    .exact("greatest_root", "greatest modulus of the companion matrix's roots") {
      $0.fit.greatestRoot
    },
    .answer("stable", "whether all of them are under 1") { $0.fit.isStable },
    .integer("conditions", "values that the forecast holds") {
      $0.condition?.conditions.count ?? 0
    },
    .exact("plausibility", "how far they are from what the model expects, squared") {
      $0.condition?.plausibility
    },
    .exact("p_value", "probability of values as far out") { $0.condition?.plausibilityTail },
  ]

  /// A term of an equation.
  struct CoefficientRow {
    let equation: String
    let coefficient: OLSFit.Coefficient
    let pValue: Double
  }

  static let coefficients: Table<CoefficientRow> = [
    .text("equation", "variable on the left") { $0.equation },
    .text("term", "term") { $0.coefficient.term },
    .exact("estimate", "coefficient") { $0.coefficient.estimate },
    .exact("std_error", "standard error") { $0.coefficient.standardError },
    .exact("statistic", "estimate over its error") { $0.coefficient.statistic },
    .exact("p_value", "two-sided, by Student's t") { $0.pValue },
  ]

  /// Granger's test of one variable by another.
  struct CausalityRow {
    let caused: String
    let causing: String
    let test: GrangerCausality
  }

  static let causality: Table<CausalityRow> = [
    .text("caused", "variable that is to be told") { $0.caused },
    .text("causing", "variable whose past is to tell it") { $0.causing },
    .exact("statistic", "F statistic") { $0.test.statistic },
    .integer("df1", "degrees of freedom") { $0.test.numeratorDegrees },
    .integer("df2", "degrees of freedom of the denominator") { $0.test.denominatorDegrees },
    .exact("p_value", "probability of a statistic as far out, if it tells nothing") {
      $0.test.pValue
    },
  ]

  /// What a shock does to a variable after some periods.
  struct ResponseRow {
    let shock: String
    let response: String
    let step: Int
    let value: Double
  }

  static let responses: Table<ResponseRow> = [
    .text("shock", "variable that is shocked by one standard deviation") { $0.shock },
    .text("response", "variable that responds") { $0.response },
    .integer("step", "periods after the shock") { $0.step },
    .exact("value", "response, in the unit of the variable") { $0.value },
  ]
}
