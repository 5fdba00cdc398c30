/// What a question about several series is answered under a Minnesota prior: the posterior at lags that
/// were given or chosen, and draws of the forecast.
package struct BayesianVectorAnswer: Sendable {
  /// The posterior at the lags that were given or chosen.
  package let fit: BayesianVectorFit
  /// Whether the lags were given.
  package let hasGivenLags: Bool
  /// A forecast for each set of conditions, in their order; one without any where there is no set.
  package let forecasts: [BayesianVectorFit.Forecast]

  /// The fewest observations a lag when none says how many lags to choose from.
  private static let observationsPerLag = 5

  /// - Parameters:
  ///   - question: its conditions and its criterion play no part; lags are chosen by the marginal
  ///     likelihood, from one up to `maximumLags`, on the same observations.
  ///   - sets: conditions of a forecast each, all drawn with the same random numbers.
  package init(
    _ question: VectorQuestion, prior: MinnesotaPrior, sets: [[ConditionalForecast.Condition]],
    draws: Int, seed: UInt64
  ) throws(RegressionError) {
    let columns = question.variables
    var model = BayesianVectorAutoregression(
      lags: 1, deterministic: question.deterministic, prior: prior)
    if let given = question.lags {
      model.lags = given
    } else {
      let n = columns.first?.values.count ?? 0
      model.lags = try Self.lags(
        columns, model, most: question.maximumLags ?? max(1, min(8, n / Self.observationsPerLag)))
    }
    hasGivenLags = question.lags != nil
    fit = try model.fit(columns)
    var forecasts: [BayesianVectorFit.Forecast] = []
    for conditions in sets.isEmpty ? [[]] : sets {
      forecasts.append(
        try fit.forecast(
          horizon: question.horizon, conditions: conditions, draws: draws, seed: seed))
    }
    self.forecasts = forecasts
  }

  /// The number of lags with the greatest marginal likelihood, the fewest of equals.
  private static func lags(
    _ variables: [Design.Term], _ model: BayesianVectorAutoregression, most: Int
  ) throws(RegressionError) -> Int {
    let data = try LaggedData(variables)
    try BayesianVectorAutoregression.requireTold(data)
    var (best, greatest) = (1, -Double.infinity)
    for lags in 1...max(1, most) {
      var candidate = model
      candidate.lags = lags
      // Observations that are made up weigh alike in all: at their hyperprior's mode.
      if case .weighed? = candidate.prior.sumOfCoefficients {
        candidate.prior.sumOfCoefficients = .given(1)
      }
      if case .weighed? = candidate.prior.initialObservation {
        candidate.prior.initialObservation = .given(1)
      }
      let likelihood = try candidate.fit(data, start: most).logMarginalLikelihood
      if likelihood > greatest { (best, greatest) = (lags, likelihood) }
    }
    return best
  }
}
