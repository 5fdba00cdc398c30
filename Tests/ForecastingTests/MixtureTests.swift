import Forecasting
import Foundation
import SeriesCore
import Testing
import _TestSupport

/// The declared mixture against the worked examples that `bench/calibration/fit_mixture.py` (numpy
/// and scipy) prints; eight digits, as printed.
@Suite struct MixtureTests {
  static func forecast(_ values: [Double?], model: String = "mixture") throws -> Forecast {
    let series = TimeSeries(
      id: "y", axis: PeriodAxis(.annual),
      observations: values.enumerated().compactMap { i, v in
        v.map { (ordinal: 2000 + i, value: $0) }
      })
    let request = try ModelRequest(model).named(for: series, by: .logsOfPositive)
    return try request.fit(to: series).forecast(horizon: 6)
  }

  static func check(_ forecast: Forecast, _ quantiles: [(Double, Double)]) {
    for (p, expected) in quantiles {
      #expect(relativeError(forecast.distributions[5].quantile(p), expected) < 1e-7, "\(p)")
    }
  }

  static let y: [Double?] = [100, 108, 113, 121, 119, 131, 140, 152, 149, 160, 171, 180]

  @Test func aWholeSeries() throws {
    let forecast = try Self.forecast(Self.y)
    Self.check(
      forecast,
      [
        (0.025, 151.43919), (0.1, 176.39898), (0.5, 224.98001), (0.9, 280.42295),
        (0.975, 321.59806),
      ])
    for (multiple, p) in [
      (1.1, 0.76231821), (1.25, 0.49979144), (1.5, 0.14173659), (2.0, 0.00778239),
    ] { #expect(abs(forecast.distributions[5].atLeast(multiple * 180) - p) < 1e-8) }
  }

  @Test func aSeriesWithAGap() throws {
    var gappy = Self.y
    gappy[3] = nil
    gappy[4] = nil
    let forecast = try Self.forecast(gappy)
    Self.check(forecast, [(0.025, 152.15761), (0.5, 225.86475), (0.975, 318.49544)])
    #expect(abs(forecast.distributions[5].atLeast(225) - 0.50947103) < 1e-8)
  }

  @Test func equalValuesThreePointsAndNegativeOnes() throws {
    Self.check(
      try Self.forecast(Array(repeating: 50, count: 10)),
      [(0.025, 47.473631), (0.5, 50), (0.975, 52.660813)])
    Self.check(
      try Self.forecast([100, 104, 111]),
      [(0.025, 78.478704), (0.5, 137.64916), (0.975, 242.96759)])
    Self.check(
      try Self.forecast([-3, 1, 4, 2, 6, 5, 8, 11]),
      [(0.025, 1.8824735), (0.5, 11.610829), (0.975, 21.349847)])
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
