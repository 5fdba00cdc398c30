import ArgumentParser
import Corridor

extension VarCommand {
  /// Values to hold, under the name of their scenario; nil for a file without that column.
  struct GivenPaths {
    let scenario: String?
    var conditions: [ConditionalForecast.Condition] = []
  }

  /// Refuses what says nothing under a prior.
  func validatePrior() throws {
    guard prior.prior != nil else { return }
    let others: [(String, Bool, String)] = [
      ("--criterion", criterion != nil, "lags are chosen by the marginal likelihood"),
      ("--tests", tests != nil, "Granger's test is of least squares"),
      ("--responses", responses != nil, "they are of least squares"),
    ]
    if let other = others.first(where: \.1) {
      throw ValidationError("\(other.0) does not go with --prior: \(other.2)")
    }
  }

  func runPrior(
    _ prior: MinnesotaPrior, _ question: VectorQuestion, _ paths: [GivenPaths]
  ) throws {
    let seed = self.prior.seed.seed ?? 1
    let answer = try TableRegression.attempt(file) { () throws(RegressionError) in
      try BayesianVectorAnswer(
        question, prior: prior, sets: paths.map(\.conditions),
        draws: self.prior.draws ?? PriorOptions.draws, seed: seed)
    }
    let names = paths.isEmpty ? [nil] : paths.map(\.scenario)
    tellImplausible(zip(names, answer.forecasts.map(\.plausibilityTail)))
    let hasScenarios = names.contains { $0 != nil }
    var files: [(path: String, bytes: [UInt8])] = []
    if let summary {
      let rows = zip(names, answer.forecasts).map { name, forecast in
        BayesianVectorTables.SummaryRow(
          scenario: name, answer: answer, forecast: forecast, trend: trend.rawValue, seed: seed)
      }
      files.append((summary, BayesianVectorTables.summary(hasScenarios: hasScenarios).csv(rows)))
    }
    if let coefficients {
      let rows = zip(answer.fit.names, answer.fit.coefficients).flatMap { name, equation in
        equation.map { BayesianVectorTables.CoefficientRow(equation: name, coefficient: $0) }
      }
      files.append((coefficients, BayesianVectorTables.coefficients.csv(rows)))
    }
    let rows = zip(names, answer.forecasts).flatMap { name, forecast in
      forecastRows(question, forecast, scenario: name)
    }
    files.append(
      (
        output.output,
        BayesianVectorTables.forecast(levels.values, hasScenarios: hasScenarios).csv(rows)
      ))
    try PendingFiles.write(files)
  }

  private func forecastRows(
    _ question: VectorQuestion, _ forecast: BayesianVectorFit.Forecast, scenario: String?
  ) -> [BayesianVectorTables.ForecastRow] {
    let shares: [Double] =
      [0.5]
      + levels.values.flatMap { level -> [Double] in
        [(1 - level / 100) / 2, (1 + level / 100) / 2]
      }
    var rows: [BayesianVectorTables.ForecastRow] = []
    for (k, name) in forecast.names.enumerated() {
      for step in 1...forecast.horizon {
        let (mean, deviation) = forecast.moments(variable: k, step: step)
        let quantiles = forecast.quantiles(variable: k, step: step, shares)
        var intervals: [(low: Double, high: Double)] = []
        for place in levels.values.indices {
          intervals.append((low: quantiles[1 + 2 * place], high: quantiles[2 + 2 * place]))
        }
        rows.append(
          BayesianVectorTables.ForecastRow(
            scenario: scenario, variable: name, period: question.label(step: step), mean: mean,
            median: quantiles[0], deviation: deviation, intervals: intervals))
      }
    }
    return rows
  }
}
