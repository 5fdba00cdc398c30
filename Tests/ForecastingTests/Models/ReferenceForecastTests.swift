import Forecasting
import SeriesCore
import Testing
import _TestSupport

/// Closed-form models against R (`Fixtures/r`) and against R's forecasts of M3 (`Fixtures/m3`).
@Suite struct ReferenceForecastTests {
  static func panel(_ fixture: String) throws -> [String: TimeSeries] {
    let series = try SeriesPanel.read(path: Repository.fixture(fixture)).series
    return Dictionary(uniqueKeysWithValues: series.map { ($0.id, $0) })
  }

  /// Tolerance 1e-10: both sides are closed forms; the fixture has 12 digits.
  @Test func mediansAndIntervalsAgreeWithR() throws {
    let panel = try Self.panel("r/series.csv")
    let rows = try Repository.rows("r/forecast_reference.csv")
    #expect(rows.count > 60)
    for row in rows {
      let series = try #require(panel[row["series"] ?? ""])
      let h = try #require(Int(row["h"] ?? ""))
      let level = try #require(Double(row["level"] ?? ""))
      let fitted = try ModelRequest(row["model"] ?? "").fit(to: series, allowsNegative: true)
      let forecast = try fitted.forecast(horizon: h)
      let median = try #require(Double(row["median"] ?? ""))
      #expect(relativeError(forecast.distributions[h - 1].median, median) < 1e-10, "\(row)")
      guard level > 0 else { continue }
      let interval = forecast.interval(step: h, level: level)
      #expect(relativeError(interval.low, try #require(Double(row["low"] ?? ""))) < 1e-10, "\(row)")
      #expect(
        relativeError(interval.high, try #require(Double(row["high"] ?? ""))) < 1e-10, "\(row)")
    }
  }

  /// Tolerance 1e-8: R's forecasts are stored with ten digits.
  @Test func pointForecastsAgreeWithRForecastOnM3() throws {
    var panel = try Self.panel("m3/yearly_sample.csv")
    panel.merge(try Self.panel("m3/monthly_sample.csv")) { a, _ in a }
    let rows = try Repository.rows("m3/r_forecasts.csv")
    #expect(rows.count > 200)
    for row in rows {
      let series = try #require(panel[row["unique_id"] ?? ""])
      let h = try #require(Int(row["h"] ?? ""))
      let fitted = try ModelRequest(row["method"] ?? "").fit(to: series)
      let mean = try #require(try fitted.forecast(horizon: h).distributions[h - 1].mean)
      #expect(relativeError(mean, try #require(Double(row["mean"] ?? ""))) < 1e-8, "\(row)")
    }
  }

  @Test func seasonalNaiveBridgesGaps() throws {
    // Q1 of the last year is missing: its season goes on from the year before, one season older.
    let axis = PeriodAxis(.quarter)
    let values = [10.0, 20, 30, 40, 12, 22, 33, 44, nil, 23, 36, 47]
    let series = TimeSeries(
      id: "q", axis: axis,
      observations: values.enumerated().compactMap { i, v in
        v.map { (ordinal: 8000 + i, value: $0) }
      })
    let forecast = try ModelRequest("snaive").fit(to: series)
      .forecast(horizon: 5)
    #expect(forecast.distributions.map(\.median) == [12, 23, 36, 47, 12])
    // s² over 7 differences, all one season apart: 4, 4, 9, 16, 1, 9, 9.
    let s = (52.0 / 7).squareRoot()
    let width = 1.8945786050613054  // t quantile .95, 7 degrees of freedom (R 4.2.2 qt(.95, 7))
    let first = forecast.interval(step: 1, level: 90)
    #expect(relativeError(first.high - 12, width * s * 2.0.squareRoot()) < 1e-10)
    let second = forecast.interval(step: 2, level: 90)
    #expect(relativeError(second.high - 23, width * s) < 1e-10)
  }

  @Test func rollingAccuracyJudgesWhatCameAfter() throws {
    // A straight line: drift is exact, naive lags by h.
    let line = TimeSeries(
      id: "line", axis: PeriodAxis(.annual),
      observations: (0..<12).map { (ordinal: 2000 + $0, value: -5 + Double($0)) })
    let drift = RollingAccuracy(of: try ModelRequest("drift"), on: line, horizon: 2)
    #expect(drift.origins == 6 && drift.forecasts == 12)
    #expect((drift.measures.mase ?? 1) < 1e-12)
    let naive = RollingAccuracy(of: try ModelRequest("naive"), on: line, horizon: 2)
    // Errors 1 and 2 at six origins with a whole horizon behind them.
    #expect(relativeError(naive.measures.mase ?? 0, 1.5) < 1e-12)
    #expect(
      RollingAccuracy(of: try ModelRequest("drift"), on: line.last(4), horizon: 2).measures.mase
        == nil)
  }
}
