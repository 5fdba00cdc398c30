import Forecasting
import Foundation
import LinearAlgebra
import Regression
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// Regressions with ARIMA errors against R 4.2.2, forecast 8.20 and dense covariances
/// (`Fixtures/r/make_dynamic_regression.R`).
@Suite struct DynamicRegressionTests {
  struct Data {
    let name: String
    let season: Int
    let sample: Sample
    let drivers: [Design.Term]
    /// By step.
    let future: [[Double]]
  }

  static func sample(_ values: [Double], season: Int = 1) throws -> Sample {
    try Sample(
      TimeSeries.made(values.map { $0.isNaN ? nil : $0 }), scale: .level, seasonLength: season)
  }

  static func fixture() throws -> (data: [String: Data], models: [VectorFixture.Series]) {
    let fixture = try VectorFixture("r/dynamic_regression.csv", name: "what")
    var data: [String: Data] = [:]
    for series in fixture.series where series.vectors["y"] != nil {
      let names = series.name == "consumption" ? ["income"] : ["a", "b"]
      let future = try names.map { try series("future_\($0)") }
      data[series.name] = Data(
        name: series.name, season: series.seasonLength,
        sample: try sample(series("y"), season: series.seasonLength),
        drivers: try names.map { Design.Term($0, try series("x_\($0)")) },
        future: future[0].indices.map { h in future.map { $0[h] } })
    }
    return (data, fixture.series.filter { $0.vectors["y"] == nil })
  }

  /// `name|p_d_q/P_D_Q[_c]`.
  static func model(_ text: Substring) throws -> ARIMA {
    let numbers = text.split(separator: "/").map { $0.split(separator: "_").compactMap { Int($0) } }
    let (o, s) = (numbers[0], numbers[1])
    return try ARIMA(
      order: .init(o[0], o[1], o[2]), seasonal: .init(s[0], s[1], s[2]),
      constant: text.hasSuffix("_c") ? true : nil)
  }

  /// The likelihood at most 1e-6·max(1, |ℓ|) under that of R's coefficients, also where the maximum
  /// has a moving average with a root on the unit circle; R's prior on the differences moves its
  /// own value by less. Where the likelihoods agree coefficients, σ² and forecasts to 1e-4,
  /// standard errors at given ARMA coefficients to 1e-3 (R differences the likelihood), those with
  /// the uncertainty of b by dense covariances to 1e-4.
  @Test func fixedFormsAgreeWithR() throws {
    let (data, models) = try Self.fixture()
    var (compared, unit, dense) = (0, 0, 0)
    for model in models where !model.name.hasSuffix("auto") {
      let parts = model.name.split(separator: "|")
      let given = try #require(data[String(parts[0])])
      let fit = try DynamicRegression(errors: Self.model(parts[1])).fit(
        given.sample, drivers: given.drivers)
      let found = try #require(fit.logLikelihood)
      let exact = try model("exact")[0]
      let own = try model("loglik")[0]
      let size = max(1, abs(exact))
      #expect(abs(exact - own) < 1e-6 * size, "\(model.name): \(exact) \(own)")
      #expect(found >= exact - 1e-6 * size, "\(model.name): \(found) \(exact)")
      guard abs(found - exact) < 1e-6 * size else { continue }
      compared += 1
      let expected = try model("coef")
      var mine = fit.errorCoefficients.map(\.value)
      let isUnit = zip(fit.errorCoefficients, mine).contains {
        $0.0.name.hasSuffix("ma1") && $0.1 < -0.9999
      }
      if isUnit { unit += 1 }
      let regression = fit.coefficients.map(\.estimate)
      mine += regression.dropFirst(given.drivers.count) + regression.prefix(given.drivers.count)
      #expect(mine.count == expected.count, "\(model.name)")
      for (a, b) in zip(mine, expected) {
        #expect(abs(a - b) < 1e-4 * max(1, abs(b)), "\(model.name): \(mine) \(expected)")
      }
      #expect(relativeError(fit.variance, try model("sigma2")[0]) < 1e-4, "\(model.name)")
      if abs(exact - own) < 1e-9 {
        #expect(abs(try #require(fit.aicc) - model("aicc")[0]) < 1e-4, "\(model.name)")
      }
      for (coefficient, expected) in zip(fit.coefficients, try model("gls")) {
        #expect(relativeError(coefficient.standardError, expected) < 1e-3, "\(model.name)")
      }
      let forecast = try fit.given(given.future)
      let steps = forecast.predictive(horizon: given.future.count)
      let means = try model("mean")
      let deviations = try model("sd")
      for h in steps.indices {
        let part = steps[h].components[0]
        #expect(relativeError(part.location, means[h]) < 1e-4, "\(model.name) step \(h + 1)")
        // Our v_h takes the errors' past for known, R's does not: at a unit root n periods tell it
        // only to some 1/n of the variance, of the season of `fixed` to 1/14.
        #expect(
          part.scale > deviations[h] * (isUnit ? 0.93 : 1 - 1e-4), "\(model.name) step \(h + 1)")
        if let kriging = model.vectors["kriging"] {
          #expect(relativeError(part.scale, kriging[h]) < 1e-4, "\(model.name) step \(h + 1)")
          dense += 1
        }
      }
    }
    #expect(compared == 24 && unit == 7 && dense == 5 + 5 + 12, "\(compared) \(unit) \(dense)")
  }

  /// Of the same form the criterion is that of R; of another it is no worse than that of R's search
  /// over all forms.
  @Test func automaticOrdersAreNoWorseThanThoseOfR() throws {
    let (data, models) = try Self.fixture()
    var (compared, same) = (0, 0)
    for model in models where model.name.hasSuffix("auto") {
      let given = try #require(data[String(model.name.split(separator: "|")[0])])
      let fit = try DynamicRegression().fit(given.sample, drivers: given.drivers)
      let found = try #require(fit.aicc)
      let expected = try model("aicc")[0]
      // R's prior moves the criterion by twice 2e-3 at most.
      #expect(found < expected + 4e-3, "\(model.name): \(fit.form) \(found) \(expected)")
      let o = try model("orders").map { Int($0) }
      if fit.form.contains("ARIMA(\(o[0]),\(o[1]),\(o[2]))"),
        o.count == 3 || fit.form.contains("(\(o[3]),\(o[4]),\(o[5]))[")
      {
        #expect(found > expected - 4e-3, "\(model.name): \(fit.form) \(found) \(expected)")
        same += 1
      }
      compared += 1
    }
    #expect(compared == 3 && same >= 1)
  }

  /// Without ARMA terms: the coefficients, standard errors and t intervals of least squares.
  @Test func whiteErrorsAreLeastSquares() throws {
    let given = try #require(try Self.fixture().data["consumption"])
    let fit = try DynamicRegression(errors: ARIMA(order: .init(0, 0, 0))).fit(
      given.sample, drivers: given.drivers)
    let ols = try OLS().fit(
      Design(given.drivers + [.intercept(count: given.sample.count)]),
      response: Design.Term("y", given.sample.values))
    for (a, b) in zip(fit.coefficients, ols.coefficients) {
      #expect(relativeError(a.estimate, b.estimate) < 1e-10)
      #expect(relativeError(a.standardError, b.standardError) < 1e-10)
    }
    #expect(fit.coefficients.map(\.term) == ["income", "mean"])
    #expect(relativeError(fit.covariance[0, 1], fit.covariance[1, 0]) < 1e-12)
    #expect(fit.covariance[0, 1] < 0)
    #expect(fit.degreesOfFreedom == Double(ols.degreesOfFreedom))
    let s = ols.residualStandardDeviation
    for (distribution, x) in zip(try fit.given(given.future).predictive(horizon: 5), given.future) {
      let (mean, leverage) = ols.predict(x + [1])
      let part = distribution.components[0]
      #expect(relativeError(part.location, mean) < 1e-10)
      #expect(relativeError(part.scale, s * (1 + leverage).squareRoot()) < 1e-10)
      #expect(part.degreesOfFreedom == Double(ols.degreesOfFreedom))
    }
    let mean = try #require(fit["mean"]).estimate
    for t in fit.errors.indices {
      #expect(abs(fit.errors[t] - mean - ols.residuals[t]) < 1e-7)
      #expect(abs(fit.innovations[t] - ols.residuals[t]) < 1e-7)
    }
  }

  /// An error in a coefficient acts on all steps alike: the sum of the steps has the variance of
  /// least squares, and every step that of its distribution.
  @Test func pathsHaveTheirDistributionTogether() throws {
    let given = try #require(try Self.fixture().data["consumption"])
    let fit = try DynamicRegression(errors: ARIMA(order: .init(0, 0, 0))).fit(
      given.sample, drivers: given.drivers)
    let forecast = try fit.given(given.future)
    let centres = forecast.predictive(horizon: 5).map { $0.components[0].location }
    let (count, freedom) = (40_000, fit.degreesOfFreedom)
    var (sums, squares) = ([Double](repeating: 0, count: 5), 0.0)
    var path = [Double](repeating: 0, count: 5)
    for number in 0..<count {
      var random = PhiloxGenerator(seed: 4, path: UInt32(number))
      path.withUnsafeMutableBufferPointer { forecast.simulate(into: $0, using: &random) }
      let d = zip(path, centres).map { $0 - $1 }
      for h in 0..<5 { sums[h] += d[h] * d[h] }
      let total = d.reduce(0, +)
      squares += total * total
    }
    let inflation = freedom / (freedom - 2)
    // Sums over the steps of x and of 1.
    let x = [given.future.reduce(0) { $0 + $1[0] }, 5]
    var variance = 5 * fit.variance
    for i in 0..<2 { for j in 0..<2 { variance += x[i] * x[j] * fit.covariance[i, j] } }
    let tolerance = 5 * (2.5 / Double(count)).squareRoot()
    #expect(abs(squares / Double(count) / (variance * inflation) - 1) < tolerance)
    for h in 0..<5 {
      let scale = forecast.predictive(horizon: 5)[h].components[0].scale
      #expect(abs(sums[h] / Double(count) / (scale * scale * inflation) - 1) < tolerance)
    }
    // Autocorrelated errors: the same of a model with lags.
    let lagged = try DynamicRegression(errors: ARIMA(order: .init(1, 0, 0))).fit(
      given.sample, drivers: given.drivers
    ).given(given.future)
    let last = lagged.predictive(horizon: 5)[4]
    var under = 0
    for number in 0..<count {
      var random = PhiloxGenerator(seed: 4, path: UInt32(number))
      path.withUnsafeMutableBufferPointer { lagged.simulate(into: $0, using: &random) }
      if path[4] < last.quantile(0.1) { under += 1 }
    }
    #expect(abs(Double(under) / Double(count) - 0.1) < 5 * (0.09 / Double(count)).squareRoot())
  }

  @Test func sampledDriversMakeAMixture() throws {
    let given = try #require(try Self.fixture().data["monthly"])
    let fit = try DynamicRegression(errors: ARIMA(order: .init(1, 0, 0))).fit(
      given.sample, drivers: given.drivers)
    var covariance = Matrix(rows: 4, columns: 4)
    for (i, j, value) in [
      (0, 0, 4.0), (0, 2, 4.0), (2, 0, 4.0), (2, 2, 9.0), (1, 1, 1.0), (0, 1, 0.5), (1, 0, 0.5),
    ] { covariance[i, j] = value }
    let mean = Array(given.future.prefix(2))
    let paths = try DriverPaths.normal(mean: mean, covariance: covariance, count: 4000, seed: 2)
    // The last driver is certain at step 2.
    #expect(paths.allSatisfy { $0[1][1] == mean[1][1] } && paths.count == 4000)
    for i in 0..<4 {
      for j in 0..<4 {
        let product = paths.reduce(0) {
          $0 + ($1[i / 2][i % 2] - mean[i / 2][i % 2]) * ($1[j / 2][j % 2] - mean[j / 2][j % 2])
        }
        let size = (covariance[i, i] * covariance[j, j]).squareRoot()
        #expect(abs(product / 4000 - covariance[i, j]) <= 5 * size * (2.0 / 4000).squareRoot())
      }
    }
    let few = Array(paths.prefix(3))
    let mixed = try fit.given(paths: few)
    let single = try few.map { try fit.given($0).predictive(horizon: 2)[1] }
    let level = single[0].median + 1
    let expected = single.reduce(0) { $0 + $1.atLeast(level) } / 3
    #expect(abs(mixed.predictive(horizon: 2)[1].atLeast(level) - expected) < 1e-12)
    // Var y = E(scale² ν/(ν − 2)) + b′Cb at step 1.
    let all = try fit.given(paths: paths)
    let (count, freedom) = (20_000, fit.degreesOfFreedom)
    var (sum, square, path) = (0.0, 0.0, [Double](repeating: 0, count: 2))
    for number in 0..<count {
      var random = PhiloxGenerator(seed: 6, path: UInt32(number))
      path.withUnsafeMutableBufferPointer { all.simulate(into: $0, using: &random) }
      sum += path[0]
      square += path[0] * path[0]
    }
    let b = fit.coefficients.map(\.estimate)
    let scale = try fit.given(mean).predictive(horizon: 1)[0].components[0].scale
    let expectedVariance =
      scale * scale * freedom / (freedom - 2) + 4 * b[0] * b[0] + b[1] * b[1] + b[0] * b[1]
    let variance = square / Double(count) - (sum / Double(count)) * (sum / Double(count))
    #expect(abs(variance / expectedVariance - 1) < 0.1, "\(variance) \(expectedVariance)")
    #expect(throws: ForecastingError.self) {
      var bad = covariance
      bad[0, 0] = -1
      _ = try DriverPaths.normal(mean: mean, covariance: bad, count: 1, seed: 2)
    }
  }

  /// An unknown driver makes a gap; before the first known one nothing is used.
  @Test func unknownDriversAreGaps() throws {
    let (data, _) = try Self.fixture()
    let given = try #require(data["monthly"])
    let model = try DynamicRegression(
      errors: ARIMA(order: .init(1, 0, 0), seasonal: .init(1, 0, 0)))
    var holes = given.drivers[0].values
    for t in [0, 1, 40, 41, 77] { holes[t] = .nan }
    let unknown = try model.fit(
      given.sample, drivers: [Design.Term("a", holes), given.drivers[1]])
    var y = given.sample.values
    for t in [0, 1, 40, 41, 77] { y[t] = .nan }
    let gap = try model.fit(
      try Self.sample(Array(y.dropFirst(2)), season: 12),
      drivers: given.drivers.map { Design.Term($0.name, Array($0.values.dropFirst(2))) })
    #expect(
      relativeError(try #require(unknown.logLikelihood), try #require(gap.logLikelihood)) < 1e-9)
    for (a, b) in zip(unknown.coefficients, gap.coefficients) {
      #expect(relativeError(a.estimate, b.estimate) < 1e-6)
    }
    #expect(unknown.errors.count == 120 && unknown.errors[40].isNaN && unknown.errors[1].isNaN)
    #expect(unknown.innovations[41].isNaN && unknown.innovations[42].isFinite)
    #expect(unknown.observations == 115)
    #expect(throws: ForecastingError.driverUnknown(driver: "a", period: 120)) {
      holes[119] = .nan
      _ = try model.fit(given.sample, drivers: [Design.Term("a", holes), given.drivers[1]])
    }
  }

  @Test func unitsChangeWhatTheyShould() throws {
    let given = try #require(try Self.fixture().data["monthly"])
    let model = try DynamicRegression(errors: ARIMA(order: .init(1, 1, 1), constant: true))
    let plain = try model.fit(given.sample, drivers: given.drivers)
    let other = try model.fit(
      try Self.sample(given.sample.values.map { 1e6 * $0 }, season: 12),
      drivers: given.drivers.map { Design.Term($0.name, $0.values.map { 1e-5 * $0 + 7 }) })
    for (k, term) in ["a", "b", "drift"].enumerated() {
      let factor = k < 2 ? 1e11 : 1e6
      let (a, b) = (try #require(plain[term]), try #require(other[term]))
      #expect(relativeError(b.estimate, factor * a.estimate) < 1e-5, "\(term)")
      #expect(relativeError(b.standardError, factor * a.standardError) < 1e-5, "\(term)")
    }
    let median = try plain.given(given.future).predictive(horizon: 12)[11].median
    let scaled = try other.given(given.future.map { $0.map { 1e-5 * $0 + 7 } })
    #expect(relativeError(scaled.predictive(horizon: 12)[11].median, 1e6 * median) < 1e-6)
  }

  /// A trend among the drivers leaves no room for a difference and a drift.
  @Test func collinearDriversAreNamedOrAvoided() throws {
    var random = PhiloxGenerator(seed: 12)
    var walk = 0.0
    let y = (0..<60).map { t in
      walk += random.normal()
      return walk + 0.3 * Double(t)
    }
    let trend = Design.Term("trend", (0..<60).map { Double($0) })
    let automatic = try DynamicRegression().fit(try Self.sample(y), drivers: [trend])
    #expect(automatic.form.contains(",0,") && automatic["mean"] != nil || automatic["drift"] == nil)
    #expect(automatic["trend"] != nil)
    let drift = try DynamicRegression(errors: ARIMA(order: .init(0, 1, 0), constant: true))
    #expect(throws: ForecastingError.collinearDrivers) {
      try drift.fit(try Self.sample(y), drivers: [trend])
    }
    let noise = Design.Term("x", (0..<60).map { _ in random.normal() })
    let twice = Design.Term("2x", noise.values.map { 2 * $0 + 1 })
    let constant = Design.Term("c", [Double](repeating: 4, count: 60))
    for drivers in [[noise, twice], [constant]] {
      for model in [ARIMA(.best), try ARIMA(order: .init(1, 0, 0))] {
        #expect(throws: ForecastingError.collinearDrivers) {
          try DynamicRegression(errors: model).fit(try Self.sample(y), drivers: drivers)
        }
      }
    }
  }

  @Test func impossibleRequestsAreRefused() throws {
    var numbers = SeededNumbers(3)
    let y = try Self.sample(numbers.vector(20))
    let x = Design.Term("x", numbers.vector(20))
    let model = try DynamicRegression(errors: ARIMA(order: .init(1, 0, 0)))
    #expect(throws: ForecastingError.self) { try model.fit(y, drivers: []) }
    #expect(throws: ForecastingError.self) { try model.fit(y, drivers: [x, x]) }
    #expect(throws: ForecastingError.driverLength(driver: "z", needed: 20, found: 19)) {
      try model.fit(y, drivers: [Design.Term("z", numbers.vector(19))])
    }
    #expect(throws: ForecastingError.tooShort(needed: 5, found: 4)) {
      try model.fit(
        try Self.sample([1, 2, 4, 3]), drivers: [Design.Term("x", [1, 3, 2, 5])])
    }
    #expect(throws: ForecastingError.overflow) {
      var values = x.values
      values[3] = .infinity
      _ = try model.fit(y, drivers: [Design.Term("x", values)])
    }
    let fit = try model.fit(y, drivers: [x])
    #expect(throws: ForecastingError.badHorizon(0)) { try fit.given([]) }
    #expect(throws: ForecastingError.badHorizon(0)) { try fit.given(paths: []) }
    #expect(throws: ForecastingError.badHorizon(2)) { try fit.given(paths: [[[1]], [[1], [2]]]) }
    #expect(throws: ForecastingError.driverLength(driver: "x", needed: 1, found: 2)) {
      try fit.given([[1, 2]])
    }
    #expect(throws: ForecastingError.overflow) { try fit.given([[.nan]]) }
    // Drivers that reproduce y leave nothing, and end without NaN.
    let line = try Self.sample(x.values.map { 2 * $0 + 3 })
    for errors in [ARIMA(.best), model.errors] {
      let exact = try DynamicRegression(errors: errors).fit(line, drivers: [x])
      #expect(abs(try #require(exact["x"]).estimate - 2) < 1e-9)
      #expect(abs(try exact.given([[1]]).predictive(horizon: 1)[0].median - 5) < 1e-9)
    }
  }

  /// On logs, as a fitted series: medians go back by the exponential, and there is no mean.
  @Test func fittedSeriesTakeItBackToTheObservedScale() throws {
    let given = try #require(try Self.fixture().data["consumption"])
    let series = TimeSeries.made(given.sample.values.map { $0 })
    let fit = try DynamicRegression(errors: ARIMA(order: .init(1, 0, 0))).fit(
      try Sample(series, scale: .log),
      drivers: [Design.Term("income", given.drivers[0].values.map { log($0) })])
    let driven = try fit.given(given.future.map { [log($0[0])] })
    let fitted = FittedSeries(
      model: "dynamic", fitted: driven, scale: .log, series: series, sampleStart: 1,
      sampleEnd: series.count)
    let forecast = try fitted.forecast(horizon: 5)
    #expect(forecast.start == series.count + 1 && forecast.distributions[0].mean == nil)
    let centre = driven.predictive(horizon: 5)[4].components[0].location
    #expect(relativeError(forecast.distributions[4].median, exp(centre)) < 1e-12)
  }
}
