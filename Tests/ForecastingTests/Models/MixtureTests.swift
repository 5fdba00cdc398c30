import Forecasting
import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// The declared mixture against the worked examples that `bench/calibration/fit_mixture.py examples` prints:
/// dense covariance matrices in numpy instead of a Kalman filter. Tolerance 2e-6: eight digits, and
/// components under 1e-7 of the weight are left out here.
@Suite struct MixtureTests {
  static func forecast(
    _ values: [Double?], _ referenceClass: ReferenceClass = .other
  ) throws -> Forecast {
    var series = TimeSeries(
      id: "y", axis: PeriodAxis(.annual),
      observations: values.enumerated().compactMap { i, v in
        v.map { (ordinal: 2000 + i, value: $0) }
      })
    series.referenceClass = referenceClass
    let request = try ModelRequest("mixture").named(for: series, by: .logsOfPositive)
    return try request.fit(to: series).forecast(horizon: 6)
  }

  static func check(_ forecast: Forecast, _ quantiles: [(Double, Double)]) {
    for (p, expected) in quantiles {
      #expect(relativeError(forecast.distributions[5].quantile(p), expected) < 2e-6, "\(p)")
    }
  }

  static let y: [Double?] = [
    100, 108, 113, 121, 119, 131, 140, 152, 149, 160, 171, 180, 176, 190, 205,
  ]

  @Test func aWholeSeries() throws {
    let forecast = try Self.forecast(Self.y)
    Self.check(
      forecast,
      [
        (0.025, 193.4495), (0.1, 216.2297), (0.5, 258.31053), (0.9, 307.8961),
        (0.975, 343.41059),
      ])
    for (multiple, p) in [
      (1.1, 0.84080017), (1.25, 0.52422647), (1.5, 0.10152767), (2.0, 0.0022441653),
    ] { #expect(abs(forecast.distributions[5].atLeast(multiple * 205) - p) < 1e-6) }
  }

  /// Money at current prices grows as trade and investment of nations did.
  @Test func anotherClassHasAnotherPrior() throws {
    let forecast = try Self.forecast(Self.y, .nominal)
    Self.check(
      forecast,
      [
        (0.025, 167.14119), (0.1, 210.36168), (0.5, 308.96099), (0.9, 454.08233),
        (0.975, 572.46353),
      ])
    #expect(abs(forecast.distributions[5].atLeast(1.5 * 205) - 0.50649147) < 1e-6)
  }

  @Test func aSeriesWithAGap() throws {
    var gappy = Self.y
    gappy[3] = nil
    gappy[4] = nil
    let forecast = try Self.forecast(gappy)
    Self.check(forecast, [(0.025, 200.57077), (0.5, 261.17882), (0.975, 339.35679)])
    #expect(abs(forecast.distributions[5].atLeast(1.25 * 205) - 0.56221051) < 1e-6)
  }

  @Test func equalValuesThreePointsAndNegativeOnes() throws {
    Self.check(
      try Self.forecast(Array(repeating: 50, count: 10)),
      [(0.025, 42.530647), (0.5, 50.956848), (0.975, 61.056187)])
    Self.check(
      try Self.forecast([100, 104, 111]),
      [(0.025, 101.12766), (0.5, 138.78241), (0.975, 190.39706)])
    Self.check(
      try Self.forecast([-3, 1, 4, 2, 6, 5, 8, 11]),
      [(0.025, 3.9928645), (0.5, 17.016714), (0.975, 29.395486)])
  }

  /// Paths have the marginals of the distributions. Shares of 40,000 paths: three standard errors of a
  /// half are 0.0075.
  @Test func pathsHaveTheMarginals() throws {
    let series = TimeSeries(
      id: "y", axis: PeriodAxis(.annual),
      observations: [8, 12, 9, 13, 10, 14, 9, 12, 15, 11].enumerated().map {
        (ordinal: 2000 + $0.offset, value: $0.element)
      })
    let fitted = try ModelRequest("mixture+log").fit(to: series).prepared(horizon: 5)
    let steps = try fitted.forecast(horizon: 5).distributions
    let levels = steps.map { $0.quantile(0.3) }
    var under = [Int](repeating: 0, count: 5)
    let paths = 40_000
    var path = [Double](repeating: 0, count: 5)
    for index in 0..<paths {
      var random = PhiloxGenerator(seed: 3, series: UInt32(index))
      path.withUnsafeMutableBufferPointer { fitted.simulate(into: $0, using: &random) }
      for h in 0..<5 where path[h] < levels[h] { under[h] += 1 }
    }
    for h in 0..<5 {
      #expect(abs(Double(under[h]) / Double(paths) - 0.3) < 0.0075, "\(h): \(under[h])")
    }
  }

  /// A pattern that repeats exactly is found and goes on, on logs as factors.
  @Test func seasonsGoOn() throws {
    let factors = [0.8, 1, 1.3, 0.9]
    let series = TimeSeries(
      id: "q", axis: PeriodAxis(.quarter),
      observations: (0..<32).map { i in
        let bump = i % 3 == 0 ? 1.01 : 0.995
        return (ordinal: 8000 + i, value: 100 * factors[i % 4] * bump)
      })
    let fitted = try ModelRequest("mixture+log").fit(to: series)
    #expect(fitted.fitted.form == "seasonally adjusted")
    let medians = try fitted.forecast(horizon: 8).distributions.map(\.median)
    for h in 0..<4 {
      // The season is estimated from seven noisy years: 2 % is three times its noise.
      #expect(relativeError(medians[h] / medians[1], factors[h]) < 0.02)
      #expect(relativeError(medians[h + 4] / medians[h], 1) < 0.02)
    }
  }
}
