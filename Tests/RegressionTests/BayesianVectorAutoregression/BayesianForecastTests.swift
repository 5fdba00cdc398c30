import Foundation
import LinearAlgebra
import Regression
import StatisticsCore
import Testing
import _TestSupport

/// Draws of forecasts against closed forms, and on given paths against importance sampling in numpy
/// (`Fixtures/bvar/make_bvar.py`).
@Suite struct BayesianForecastTests {
  /// One step ahead, given the tightness, the distribution is Student's t: quantiles of 20,000 draws within
  /// 4.5 of their standard errors √(p(1 − p)/n)/f.
  @Test func oneStepAheadIsStudents() throws {
    let fixture = try BayesianVectorFixture()
    let variables = try fixture.variables("few", 3)
    let tightness = MinnesotaPrior.Tightness.given(0.3)
    let fit = try BayesianVectorAutoregression(lags: 2, prior: .init(overall: tightness))
      .fit(variables)
    let posterior = try fit.given(.init(overall: 0.3))
    let draws = 20_000
    let forecast = try fit.forecast(horizon: 2, draws: draws, seed: 3)
    let n = variables[0].values.count
    let row: [Double] =
      [1] + [1, 2].flatMap { lag -> [Double] in variables.map { $0.values[n - lag] } }
    let spread = try posterior.coefficientSpread
    var square = 1.0
    for i in row.indices {
      for j in row.indices { square += row[i] * spread[i, j] * row[j] }
    }
    let freedom = Double(posterior.degreesOfFreedom - 2)
    for k in 0..<3 {
      let center: Double = row.indices.reduce(0) { $0 + row[$1] * posterior.mean[$1, k] }
      let scale = (try posterior.scaleMatrix[k, k] * square / freedom).squareRoot()
      let shares = [0.025, 0.1, 0.5, 0.9, 0.975]
      let found = forecast.quantiles(variable: k, step: 1, shares)
      for (share, value) in zip(shares, found) {
        let t = (value - center) / scale
        let share2 = StudentT.cumulative(t, degreesOfFreedom: freedom)
        let error = (share * (1 - share) / Double(draws)).squareRoot()
        #expect(abs(share2 - share) < 4.5 * error, "variable \(k), \(share)")
      }
    }
  }

  @Test func sameSeedSamePaths() throws {
    let fixture = try BayesianVectorFixture()
    let fit = try BayesianVectorAutoregression(lags: 1).fit(try fixture.variables("few", 2))
    func paths(_ seed: UInt64, _ value: Double?) throws -> [Double] {
      let conditions = value.map {
        [ConditionalForecast.Condition(variable: "v1", step: 2, value: $0)]
      }
      return try fit.forecast(horizon: 3, conditions: conditions ?? [], draws: 100, seed: seed)
        .sample(variable: 0, step: 3)
    }
    for value in [nil, 3.6] {
      #expect(try paths(1, value) == paths(1, value))
      #expect(try paths(1, value) != paths(2, value))
    }
  }

  /// Means, deviations and quantiles on a given path of the first variable, the tightness given and
  /// weighed. The chain's draws count as a fifth of independent ones; 5 standard errors of both.
  @Test func givenPathsAgreeWithImportanceSampling() throws {
    let fixture = try BayesianVectorFixture()
    let variables = try fixture.variables("given", 2)
    let held = try fixture.vector("given", "held")
    let conditions = held.enumerated().map { place, value in
      ConditionalForecast.Condition(variable: "v0", step: place + 1, value: value)
    }
    let draws = 10_000
    for (name, tightness) in [
      ("given", MinnesotaPrior.Tightness.given(0.2)), ("weighed", .weighed),
    ] {
      var prior = MinnesotaPrior(overall: tightness)
      prior.constantVariance = 1e3
      let fit = try BayesianVectorAutoregression(lags: 2, prior: prior).fit(variables)
      let forecast = try fit.forecast(horizon: 4, conditions: conditions, draws: draws)
      #expect(try fixture.vector(name, "effective")[0] > 20_000)
      for place in 0..<8 {
        let (variable, step) = (place % 2, place / 2 + 1)
        let expected = try fixture.vector(name, "path \(place)")
        let (mean, deviation) = forecast.moments(variable: variable, step: step)
        let quantiles = forecast.quantiles(variable: variable, step: step, [0.05, 0.5, 0.95])
        if variable == 0, step <= 2 {
          #expect(mean == held[step - 1] && deviation == 0)
          continue
        }
        let spread = expected[1]
        // Of a normal distribution, whose density stands below; the tails of these are close to it.
        let factors = [1, 0.71, 2.11, 1.25, 2.11].map { $0 / (Double(draws) / 5).squareRoot() }
        for (i, value) in ([mean, deviation] + quantiles).enumerated() {
          let own = spread * factors[i]
          let error = (own * own + expected[5 + i] * expected[5 + i]).squareRoot()
          #expect(
            abs(value - expected[i]) < 5 * error,
            "\(name), variable \(variable), step \(step), figure \(i): \(value), \(expected[i])")
        }
      }
      let (distance, tail) = (
        try fixture.vector(name, "distance"), try fixture.vector(name, "tail")
      )
      let plausibility = try #require(forecast.plausibility)
      #expect(abs(plausibility - distance[0]) < 5 * distance[1] * (400_000 / 2000.0).squareRoot())
      let found = try #require(forecast.plausibilityTail)
      #expect(abs(found - tail[0]) < 5 * tail[1] * (400_000 / 2000.0).squareRoot())
    }
  }

  /// Given what the model expects anyway, nothing moves but the uncertainty.
  @Test func expectedValuesAreNoSurprise() throws {
    let fixture = try BayesianVectorFixture()
    let fit = try BayesianVectorAutoregression(
      lags: 1, prior: .init(sumOfCoefficients: .given(1), initialObservation: .weighed)
    ).fit(try fixture.variables("level", 2))
    let free = try fit.forecast(horizon: 2, draws: 2000)
    let value = free.quantiles(variable: 0, step: 1, [0.5])[0]
    let held = try fit.forecast(
      horizon: 2, conditions: [.init(variable: "v0", step: 1, value: value)], draws: 2000)
    #expect(held.moments(variable: 0, step: 1) == (value, 0))
    // Under parameters of its own the median is not quite in the middle.
    #expect(try #require(held.plausibilityTail) > 0.6)
    let (a, b) = (free.moments(variable: 1, step: 1), held.moments(variable: 1, step: 1))
    #expect(b.deviation < a.deviation)
    #expect(abs(a.mean - b.mean) < a.deviation / 5)
  }

  @Test func impossibleRequestsAreRefused() throws {
    let fixture = try BayesianVectorFixture()
    let fit = try BayesianVectorAutoregression(lags: 1).fit(try fixture.variables("few", 2))
    typealias Condition = ConditionalForecast.Condition
    let one = Condition(variable: "v0", step: 1, value: 2)
    for conditions in [
      [Condition(variable: "x", step: 1, value: 2)], [Condition(variable: "v0", step: 3, value: 2)],
      [Condition(variable: "v0", step: 1, value: .nan)], [one, one],
    ] {
      #expect(throws: RegressionError.self) {
        try fit.forecast(horizon: 2, conditions: conditions, draws: 100)
      }
    }
    #expect(throws: RegressionError.self) { try fit.forecast(horizon: 0, draws: 100) }
    #expect(throws: RegressionError.self) { try fit.forecast(horizon: 2, draws: 10) }
    #expect(throws: RegressionError.self) { try fit.forecast(horizon: 100_000, draws: 1_000_000) }
  }
}
