import Forecasting
import Glibc
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// One gate decides on seasons for every model, and what it takes out does not multiply noise.
@Suite struct SeasonTests {
  static func monthly(_ values: [Double]) -> TimeSeries {
    TimeSeries(
      id: "m", axis: PeriodAxis(.month),
      observations: values.enumerated().map { (ordinal: 24_000 + $0.offset, value: $0.element) })
  }

  static let seasonal = ["mixture", "dotheta", "theta"]

  static func isSeasonal(_ model: String, _ values: [Double]) throws -> Bool {
    try ModelRequest(model).fit(to: monthly(values)).fitted.form.contains("seasonally adjusted")
  }

  /// A season under a steep trend, which hides it from tests on the values themselves.
  @Test(arguments: seasonal) func aTrendHidesNoSeason(_ model: String) throws {
    let season = [-35.0, -26, -21, 23, 6, -24, -1, -30, -22, -5, -21, -14]
    var random = PhiloxGenerator(seed: 5, series: 0)
    let values = (0..<48).map { 100 + 5 * Double($0) + season[$0 % 12] + 3 * random.normal() }
    #expect(try Self.isSeasonal(model, values))
    let medians = try ModelRequest(model).fit(to: Self.monthly(values)).forecast(horizon: 12)
      .distributions.map(\.median)
    let spread = medians[3] - medians[0]
    // 58 between January and April and 15 of trend; noise of 3 on four years.
    #expect(abs(spread - 73) < 20, "\(spread)")
  }

  /// 40 months of 100·exp(0.4·sin(2πt/12)): no noise at all, yet missed by tests on levels.
  @Test(arguments: seasonal) func aSmoothSeasonIsFound(_ model: String) throws {
    let values = (0..<40).map { 100 * exp(0.4 * sin(2 * Double.pi * Double($0) / 12)) }
    #expect(try Self.isSeasonal(model, values))
  }

  /// Random walks with drift have no season: at most the 5 % that the test states, 14 of 120 being
  /// its 99.9 % quantile.
  @Test func walksHaveNoSeason() throws {
    var found = 0
    for index in 0..<120 {
      var random = PhiloxGenerator(seed: 11, series: UInt32(index))
      var level = 5.0
      let values = (0..<120).map { _ in
        level += 0.01 + 0.03 * random.normal()
        return exp(level)
      }
      if try Self.isSeasonal("dotheta", values) { found += 1 }
    }
    #expect(found <= 14, "\(found)")
  }

  /// A harvest whose last value is a January of a hundredth of the peak: one weak month does not speak
  /// for the year. R's `ets` says 204 for June.
  @Test(arguments: [("auto", 16.0), ("dotheta", 16), ("mixture+log", 30)])
  func aLowSeasonAtTheEnd(_ model: String, within: Double) throws {
    let file = Repository.fixture("cases/low_season.csv")
    let series = try #require(try SeriesPanel.read(path: file).series.first)
    let medians = try ModelRequest(model).fit(to: series).forecast(horizon: 12)
      .distributions.map(\.median)
    #expect(abs(medians[4] - 204) < within, "\(medians[4])")
  }

  /// An exact line and an exact season go on, the season added and not multiplied.
  @Test func anExactLineAndSeason() throws {
    let file = Repository.fixture("cases/trend_season.csv")
    let series = try #require(try SeriesPanel.read(path: file).series.first)
    let right = [245.0, 259, 269, 318]
    for (model, tolerance) in [("dotheta", 1e-6), ("auto", 0.01)] {
      let medians = try ModelRequest(model).fit(to: series).forecast(horizon: 4)
        .distributions.map(\.median)
      for (median, value) in zip(medians, right) {
        #expect(relativeError(median, value) < tolerance, "\(model): \(medians)")
      }
    }
  }
}
