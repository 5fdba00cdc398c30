import Forecasting
import SeriesCore
import Testing
import _TestSupport

@Suite struct CombinationTests {
  static func median(_ model: String, _ values: [Double], horizon: Int = 4) throws -> [Double] {
    try ModelRequest(model).fit(to: ETSTests.series(values), defaultScale: .level)
      .forecast(horizon: horizon).distributions.map(\.median)
  }

  static let y: [Double] = [12, 15, 14, 18, 17, 21, 23, 22, 26, 25, 29, 31, 30, 34]

  /// The median of an even number of parts is the mean of the middle two.
  @Test func theMedianOfItsParts() throws {
    let parts = try ["ets", "arima", "dotheta", "drift"].map { try Self.median($0, Self.y) }
    let joint = try Self.median("combination", Self.y)
    let mean = try Self.median("combination:mean", Self.y)
    for h in joint.indices {
      let sorted = parts.map { $0[h] }.sorted()
      #expect(relativeError(joint[h], (sorted[1] + sorted[2]) / 2) < 1e-9)
      #expect(relativeError(mean[h], sorted.reduce(0, +) / 4) < 1e-9)
    }
    #expect(try Self.median("auto", Self.y) == joint)
  }

  /// Two points get the naive forecast, seven the drift, and more the combination.
  @Test func autoSaysWhatItPicked() throws {
    for (count, form) in [(2, "naive"), (3, "drift"), (7, "drift"), (8, "median of ets")] {
      let fitted = try ModelRequest("auto").fit(
        to: ETSTests.series(Array(Self.y.prefix(count))), defaultScale: .level)
      #expect(fitted.fitted.form.hasPrefix(form), "\(fitted.fitted.form)")
    }
    #expect(throws: ForecastingError.tooShort(needed: 2, found: 1)) {
      try ModelRequest("auto").fit(to: ETSTests.series([1]), defaultScale: .level)
    }
  }

  /// The standard theta method against R's thetaf on the committed M3 series: closed form but for α,
  /// so forecasts agree as far as the optimum is flat.
  @Test func thetaIsThatOfR() throws {
    let rows = try Repository.rows("m3/r_intervals.csv").filter { $0["model"] == "theta" }
    #expect(!rows.isEmpty)
    let files = ["m3/yearly_sample.csv", "m3/monthly_sample.csv"]
    let all = try files.flatMap { try SeriesPanel.read(path: Repository.fixture($0)).series }
    for series in all {
      let mine = rows.filter { $0["unique_id"] == series.id }
      guard !mine.isEmpty else { continue }
      let forecast = try ModelRequest("theta").fit(to: series, defaultScale: .level)
        .forecast(horizon: mine.count)
      for (place, row) in mine.enumerated() {
        let h = place + 1
        let theirs = try #require(row["mean"].flatMap { Double($0) })
        #expect(relativeError(forecast.distributions[h - 1].median, theirs) < 1e-3, "\(series.id)")
      }
    }
  }
}
