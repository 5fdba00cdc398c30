import Forecasting
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

/// Sums of a forecast against their closed forms.
@Suite struct ForecastTotalsTests {
  static let y: [Double] = [12, 15, 14, 18, 17, 21, 23, 22, 26, 25, 29, 31, 30, 34]

  static func totals(
    _ model: String, of series: TimeSeries, horizon: Int, over span: TotalSpan = .horizon,
    count: Int = 40_000
  ) throws -> ForecastTotals {
    let fitted = try ModelRequest(model).fit(to: series)
    return try ForecastTotals(
      fitted.forecast(horizon: horizon), of: series, over: span,
      paths: SamplePaths(fitted, horizon: horizon, count: count, seed: 3))
  }

  /// Given σ the sum over H periods is normal; with σ estimated it is the t of one step with
  ///
  ///     naive  H·y_T,               σ²Σk²
  ///     drift  H·y_T + μ̂H(H+1)/2,   σ²(Σk² + (H(H+1)/2)²/S),  S increments
  ///     mean   H·ȳ,                 σ²(H + H²/n)
  ///
  /// for Σk² = H(H+1)(2H+1)/6. A quantile of N sums is off by √(p(1−p)/N) over the density: four of these.
  @Test(arguments: ["naive", "drift", "mean"], [1, 4, 12])
  func closedForms(_ model: String, _ horizon: Int) throws {
    let series = TimeSeries.made(Self.y)
    let fitted = try ModelRequest(model).fit(to: series)
    let estimates = Dictionary(
      uniqueKeysWithValues: fitted.fitted.parameters.map { ($0.name, $0.value) })
    let sigma = try #require(estimates["sigma"])
    let (n, h) = (Double(Self.y.count), Double(horizon))
    let squares = h * (h + 1) * (2 * h + 1) / 6
    let steps = h * (h + 1) / 2
    let last = try #require(Self.y.last)
    let (centre, variance, freedom): (Double, Double, Double) =
      switch model {
      case "naive": (h * last, squares, n - 1)
      case "drift":
        (
          h * last + steps * (estimates["drift"] ?? .nan), squares + steps * steps / (n - 1),
          n - 2
        )
      default: (h * (estimates["mean"] ?? .nan), h + h * h / n, n - 1)
      }
    let count = 40_000
    let total = try #require(
      try Self.totals(model, of: series, horizon: horizon, count: count).totals.first)
    #expect(relativeError(try #require(total.mean), centre) < 1e-12)
    let scale = sigma * variance.squareRoot()
    func exact(_ p: Double) -> Double {
      centre + scale * StudentT.quantile(p, degreesOfFreedom: freedom)
    }
    for p in [0.025, 0.1, 0.5, 0.9, 0.975] {
      let slope = (exact(p + 1e-4) - exact(p - 1e-4)) / 2e-4
      let error = (p * (1 - p) / Double(count)).squareRoot() * slope
      #expect(abs(total.quantile(p) - exact(p)) < 4 * error)
    }
  }

  /// Over one period the sum is the period: its quantiles are the forecast's, whatever the scale.
  @Test(arguments: ["drift+log", "mixture+log", "ets", "auto"])
  func aSumOfOnePeriod(_ model: String) throws {
    let series = TimeSeries.made(Self.y)
    let result = try Self.totals(model, of: series, horizon: 1)
    for p in [0.1, 0.5, 0.9] {
      let exact = result.forecast.distributions[0]
      let slope = (exact.quantile(p + 1e-3) - exact.quantile(p - 1e-3)) / 2e-3
      let error = (p * (1 - p) / 40_000).squareRoot() * slope
      #expect(abs(result.totals[0].quantile(p) - exact.quantile(p)) < 4 * error)
    }
    #expect(result.totals[0].label == "15")
  }

  /// A path's values add up to its sum to the last digit, and what is drawn does not depend on what is summed.
  @Test func pathsAddUpExactly() throws {
    let series = TimeSeries.made(Self.y, by: .quarter, from: 4 * 2020 + 2)
    let fitted = try ModelRequest("drift+log").fit(to: series)
    let paths = SamplePaths(fitted, horizon: 9, count: 101, seed: 8)
    var sums: [[Double]] = [[], []]
    paths.draw { number, path in
      #expect(number == sums[0].count)
      sums[0].append(path.reduce(0, +))
      sums[1].append(path[0..<4].reduce(0, +))
    }
    let forecast = try fitted.forecast(horizon: 9)
    for (span, place) in [(TotalSpan.horizon, 0), (.year, 1)] {
      let total = try ForecastTotals(forecast, of: series, over: span, paths: paths).totals[0]
      let sorted = sums[place].sorted()
      for p in [0, 0.025, 0.1, 0.5, 0.77, 1] {
        #expect(total.quantile(p) == Quantile.ofSorted(sorted, p))
      }
    }
  }

  /// The year that has begun holds what was observed; what is not all of a year is an interval.
  @Test func calendarYears() throws {
    func labels(_ series: TimeSeries, _ horizon: Int) throws -> [TotalPeriods] {
      try TotalSpan.year.totals(of: series, after: try #require(series.end), horizon: horizon)
    }
    // Ends in May 2021.
    let monthly = TimeSeries.made(Self.y, by: .month, from: 12 * 2020 + 3)
    let known = Self.y.suffix(5).reduce(0, +)
    let years = try labels(monthly, 20)
    #expect(years.map(\.label) == ["2021", "2022", "2023-01"])
    #expect(years.map(\.steps) == [1...7, 8...19, 20...20])
    #expect(years.map(\.observed) == [known, 0, 0])
    var gap: [Double?] = Self.y
    gap[11] = nil
    #expect(
      try labels(TimeSeries.made(gap, by: .month, from: 12 * 2020 + 3), 7).map(\.label)
        == ["2021-06/2021-12"])
    #expect(
      try labels(TimeSeries.made(Self.y, by: .annual, from: 2001), 2).map(\.label)
        == ["2015", "2016"])
    // 2020 has 53 weeks of ISO 8601.
    let weekly = TimeSeries.made(
      Self.y, by: .week, from: CalendarArithmetic.isoWeekNumber(year: 2019, week: 39))
    #expect(try labels(weekly, 54).map(\.steps) == [1...53, 54...54])
    #expect(throws: ForecastingError.noCalendarYears) { try labels(TimeSeries.made(Self.y), 3) }
  }
}
