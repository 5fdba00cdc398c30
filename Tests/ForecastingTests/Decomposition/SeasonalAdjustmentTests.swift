import Forecasting
import Foundation
import SeriesCore
import Testing
import _TestSupport

@Suite struct SeasonalAdjustmentTests {
  static func monthly(_ values: [Double?]) -> TimeSeries {
    TimeSeries(
      id: "m", axis: PeriodAxis(.month),
      observations: values.enumerated().compactMap { t, value in
        value.map { (ordinal: 2001 * 12 + t, value: $0) }
      })
  }

  /// A line with a fixed pattern.
  static let pattern: [Double] = [4, -1, -5, 2, 7, -3, 0, 1, -2, -6, 1, 2]
  static func exact(_ t: Int) -> Double { 200 + 1.5 * Double(t) + pattern[t % 12] }

  /// Against R `stl`, to the tolerance of `STLTests`; on logs the same of the logarithms.
  @Test func stlPartsAreThoseOfR() throws {
    for c in try VectorFixture("r/decomposition.csv", name: "part").series {
      let y = try c("data")
      let series = TimeSeries.made(y)
      var options = SeasonalAdjustment.Options()
      options.seasonLength = c.seasonLength
      options.seasonalWindow = .periodic
      let level = try SeasonalAdjustment(series, options: options)
      let (trend, seasonal) = (try c("periodic_trend"), try c("periodic_seasonal"))
      let size = trend.map(abs).max() ?? 1
      for (t, point) in level.points.enumerated() {
        #expect(abs(point.trend - trend[t]) < 1e-12 * size, "\(c.name)")
        #expect(abs(point.season - seasonal[t]) < 1e-12 * size, "\(c.name)")
        #expect(abs(point.adjusted - (y[t] - seasonal[t])) < 1e-12 * size, "\(c.name)")
        #expect(point.value == y[t] && point.holiday == 0)
      }
      options.scale = .log
      let factors = try SeasonalAdjustment(series, options: options)
      options.scale = .level
      let logs = try SeasonalAdjustment(
        TimeSeries.made(y.map { log($0) }), options: options)
      for (point, sum) in zip(factors.points, logs.points) {
        #expect(relativeError(point.season * point.adjusted, point.value) < 1e-12, "\(c.name)")
        #expect(relativeError(point.season, Scale.log.observed(sum.season)) < 1e-12, "\(c.name)")
        #expect(relativeError(point.trend, Scale.log.observed(sum.trend)) < 1e-12, "\(c.name)")
      }
    }
  }

  /// Both methods give an exact line and pattern back; the smoother through gaps too.
  @Test func exactPartsComeBack() throws {
    let whole = (0..<96).map { (t: Int) -> Double? in Self.exact(t) }
    let holes = whole.enumerated().map { $0.offset % 17 == 5 ? nil : $0.element }
    for (method, values) in [
      (SeasonalAdjustment.Method.stl, whole), (.structural, whole), (.structural, holes),
    ] {
      var options = SeasonalAdjustment.Options()
      options.method = method
      // STL needs its passes of the robust form to part a line from a pattern to rounding.
      options.seasonalWindow = .periodic
      options.isRobust = method == .stl
      let series = Self.monthly(values)
      let result = try SeasonalAdjustment(series, options: options)
      #expect(result.points.map(\.ordinal) == series.ordinals)
      for point in result.points {
        let t = point.ordinal - 2001 * 12
        #expect(abs(point.season - Self.pattern[t % 12]) < 1e-7, "\(method) \(t)")
        #expect(abs(point.trend - (200 + 1.5 * Double(t))) < 1e-7, "\(method) \(t)")
        #expect(abs(point.adjusted + point.season - point.value) < 1e-10)
      }
    }
  }

  /// The smoother's parts, with variances that were estimated, do not depend on the unit.
  @Test func theUnitDoesNotMatter() throws {
    let y = try #require(
      try VectorFixture("r/decomposition.csv", name: "part").series.first { $0.name == "ldeaths" })
    var options = SeasonalAdjustment.Options()
    options.method = .structural
    options.seasonLength = 12
    let values = try y("data")
    let a = try SeasonalAdjustment(TimeSeries.made(values), options: options)
    let b = try SeasonalAdjustment(TimeSeries.made(values.map { $0 * 1e-6 }), options: options)
    for (x, z) in zip(a.points, b.points) {
      #expect(abs(x.trend - 1e6 * z.trend) < 1e-6 * x.value)
      #expect(abs(x.season - 1e6 * z.season) < 1e-6 * x.value)
    }
  }

  /// A moving holiday stands in its own column, as it is estimated, and goes out with the season.
  @Test(arguments: SeasonalAdjustment.Method.allCases)
  func holidaysStandApart(_ method: SeasonalAdjustment.Method) throws {
    let feast = MovingHoliday.chineseNewYear(daysBefore: 10, daysAfter: 10)
    var numbers = SeededNumbers(4)
    let plain = Self.monthly((0..<144).map { Self.exact($0) + numbers.symmetric() })
    // January and February share the feast: −30 in the window's share of each.
    let shares = try Self.shares(plain, feast)
    let series = TimeSeries(
      id: "m", axis: plain.axis,
      observations: zip(plain.ordinals, zip(plain.values, shares)).map {
        (ordinal: $0.0, value: $0.1.0 - 30 * $0.1.1)
      })
    var options = SeasonalAdjustment.Options()
    options.method = method
    options.holidays = [feast]
    let result = try SeasonalAdjustment(series, options: options)
    let effect = try #require(result.holidays?.effects.first)
    #expect(abs(effect.coefficient + 30) < 4 * effect.standardError)
    for (point, share) in zip(result.points, shares) {
      #expect(abs(point.holiday - effect.coefficient * share) < 1e-9)
      #expect(abs(point.value - point.season - point.holiday - point.adjusted) < 1e-9)
    }
  }

  /// The shares of a feast's window in each period: the effect where the coefficient is one.
  static func shares(_ series: TimeSeries, _ feast: MovingHoliday) throws -> [Double] {
    let one = try HolidayAdjustment(series, holidays: [feast], scale: .level)
    let coefficient = try #require(one.effects.first).coefficient
    return series.ordinals.map { one.effect(at: $0).value / coefficient }
  }

  @Test func whatCannotBeAdjustedIsSaid() throws {
    let yearly = TimeSeries(
      id: "y", axis: PeriodAxis(.annual),
      observations: (0..<20).map { (ordinal: 2000 + $0, value: Double($0)) })
    var options = SeasonalAdjustment.Options()
    for method in SeasonalAdjustment.Method.allCases {
      options.method = method
      #expect(throws: ForecastingError.self) {
        try SeasonalAdjustment(yearly, options: options)
      }
      #expect(throws: ForecastingError.tooShort(needed: 25, found: 24)) {
        try SeasonalAdjustment(Self.monthly((0..<24).map(Self.exact)), options: options)
      }
    }
    options.method = .stl
    var gap = (0..<40).map { (t: Int) -> Double? in Self.exact(t) }
    gap[7] = nil
    #expect(throws: ForecastingError.gapsNotTaken) {
      try SeasonalAdjustment(Self.monthly(gap), options: options)
    }
    options.scale = .log
    #expect(throws: ForecastingError.self) {
      try SeasonalAdjustment(Self.monthly((0..<40).map { Self.exact($0) - 210 }), options: options)
    }
  }
}
