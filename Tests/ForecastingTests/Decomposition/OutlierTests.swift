import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Forecasting

/// Outliers of `SeasonalAdjustment` against R's `arima(xreg =)` (`Fixtures/r/make_outliers.R`), and
/// what is found of those that were planted.
@Suite struct OutlierTests {
  /// Given outliers: the estimates of R, which starts the differences from a prior, to 3e-4 of the
  /// greatest: R's search ends where the likelihood gains under 1e-8 of itself, which leaves moving
  /// averages a thousandth of a standard error off, and with them the estimates. The standard errors
  /// agree to 8 %, since R takes the Hessian of all coefficients and divides by n*, where ours hold
  /// the moving averages fixed and count the coefficients.
  @Test func givenOutliersAgreeWithR() throws {
    var compared = 0
    for series in try VectorFixture("r/outliers.csv", name: "what").series {
      let pairs = try series("outliers").map { Int($0) }
      let given = stride(from: 0, to: pairs.count, by: 2).map { i in
        AdjustmentRegression.Candidate(
          kind: [.additive, .levelShift, .temporaryChange][pairs[i]], place: pairs[i + 1] - 1)
      }
      let problem = AdjustmentRegression.Problem(
        values: try series("data"), season: series.seasonLength, holidays: [])
      let model = try AdjustmentRegression(problem, outliers: given)
      let distance = relativeDistance(model.estimates, try series("coef"))
      #expect(distance < 3e-4, "\(series.name) \(distance)")
      for (mine, theirs) in zip(model.standardErrors, try series("se")) {
        #expect(relativeError(mine, theirs) < 0.08, "\(series.name) \(mine) \(theirs)")
      }
      compared += given.count
    }
    #expect(compared == 7)
  }

  /// The t of a candidate before it is added is that of generalised least squares with it, when the
  /// moving averages are as they were: with its estimate and standard error, but for the deviation.
  @Test func aCandidateIsJudgedByTheWholeRegression() throws {
    let series = try #require(try VectorFixture("r/outliers.csv", name: "what").series.first)
    let problem = AdjustmentRegression.Problem(
      values: try series("data"), season: 12, holidays: [])
    let plain = try AdjustmentRegression(problem, outliers: [])
    let one = AdjustmentRegression.Candidate(kind: .additive, place: 29)
    let best = try #require(plain.best(among: [one]))
    let model = try AdjustmentRegression(problem, outliers: [one])
    #expect((best.statistic < 0) == (model.statistic(0) < 0))
    #expect(abs(best.statistic) > 4 && abs(model.statistic(0)) > 4)
    #expect(model.best(among: [one]) == nil)
  }

  /// Figures of the reference manual of X-13ARIMA-SEATS (table of default critical values), to its
  /// rounding and the smoothing of its table.
  @Test(arguments: [(120, 3.85), (144, 3.89), (240, 3.99), (360, 4.07)])
  func criticalValuesAreThoseOfX13(_ count: Int, _ value: Double) {
    #expect(abs(OutlierThreshold.critical(count: count) - value) < 0.015)
  }

  static func simulated(
    seed: UInt64, count: Int = 108, add: (Int) -> Double = { _ in 0 }
  ) -> TimeSeries {
    var random = PhiloxGenerator(seed: seed)
    let total = count + 40
    let noise = (0..<total).map { _ in random.normal() }
    var y = [Double](repeating: 0, count: total)
    for t in 13..<total {
      let change = noise[t] - 0.4 * noise[t - 1] - 0.6 * noise[t - 12] + 0.24 * noise[t - 13]
      y[t] = y[t - 1] + y[t - 12] - y[t - 13] + change
    }
    return TimeSeries(
      id: "m", axis: PeriodAxis(.month),
      observations: (0..<count).map { t in
        (ordinal: 2001 * 12 + t, value: 100 + y[t + 40] + add(t))
      })
  }

  static func options(_ kinds: [Outlier.Kind] = Outlier.Kind.allCases)
    -> SeasonalAdjustment.Options
  {
    var options = SeasonalAdjustment.Options()
    options.outliers = kinds
    return options
  }

  /// One of each kind, eight innovations' deviations high, is found where it was planted, and the parts
  /// add up with a level shift in the trend and the others in the remainder.
  @Test func plantedOutliersAreFound() throws {
    let series = Self.simulated(seed: 5) { t in
      (t == 30 ? 8 : 0) + (t >= 60 ? -8 : 0) + (t >= 85 ? 9 * pow(0.7, Double(t - 85)) : 0)
    }
    let result = try SeasonalAdjustment(series, options: Self.options())
    let found = Dictionary(
      uniqueKeysWithValues: result.outliers.map { ($0.ordinal - 2001 * 12, $0) })
    for (place, kind, size) in [
      (30, Outlier.Kind.additive, 8.0), (60, .levelShift, -8), (85, .temporaryChange, 9),
    ] {
      let one = try #require(found[place], "\(place) of \(found.keys.sorted())")
      #expect(one.kind == kind)
      #expect(abs(one.estimate - size) < 4 * one.standardError)
      #expect(abs(one.statistic) > OutlierThreshold.critical(count: 108))
    }
    #expect(result.outliers.map(\.ordinal) == result.outliers.map(\.ordinal).sorted())
    for point in result.points {
      #expect(abs(point.value - point.season - point.adjusted) < 1e-10)
    }
    // The fall of 8 is in the trend at once, and the rise of one month in none.
    let trend = result.points.map(\.trend)
    #expect(trend[60] - trend[59] < -5)
    let plain = try SeasonalAdjustment(series)
    #expect(plain.points[60].trend - plain.points[59].trend > -5)
    #expect(abs(trend[30] - trend[29]) < 1.5)
    #expect(abs(result.points[30].adjusted - trend[30] - 8) < 3)
  }

  /// Without outliers in the data: few are found, and with none the parts are those without a search.
  @Test func cleanSeriesStayAsTheyAre() throws {
    var found = 0
    for seed in 0..<8 {
      let series = Self.simulated(seed: 200 + UInt64(seed))
      let result = try SeasonalAdjustment(series, options: Self.options())
      found += result.outliers.count
      if result.outliers.isEmpty {
        #expect(try SeasonalAdjustment(series).points == result.points)
      }
    }
    // The critical value is for 5 % of series, and bench/accuracy/outliers.py finds no more: more than 4
    // of 8 are rarer than 1e-3.
    #expect(found <= 4, "\(found)")
  }

  /// Which kinds are looked for, and how large they must be, is the caller's.
  @Test func kindsAndCriticalValueAreHeeded() throws {
    let series = Self.simulated(seed: 5) { $0 >= 60 ? -8 : 0 }
    let levels = try SeasonalAdjustment(series, options: Self.options([.levelShift]))
    #expect(levels.outliers.contains { $0.ordinal == 2001 * 12 + 60 })
    #expect(levels.outliers.allSatisfy { $0.kind == .levelShift })
    var options = Self.options()
    options.criticalValue = 50
    #expect(try SeasonalAdjustment(series, options: options).outliers.isEmpty)
    options.criticalValue = 0.5
    #expect(throws: ForecastingError.self) { try SeasonalAdjustment(series, options: options) }
    #expect(throws: ForecastingError.tooShort(needed: 38, found: 30)) {
      try SeasonalAdjustment(series.last(30), options: Self.options())
    }
  }

  /// The unit of the series changes neither what is found nor its t, and gaps are no obstacle.
  @Test func unitAndGapsDoNotMatter() throws {
    let series = Self.simulated(seed: 5) { $0 == 40 ? 9 : 0 }
    let a = try SeasonalAdjustment(series, options: Self.options())
    let b = try SeasonalAdjustment(series.divided(by: 1e6), options: Self.options())
    #expect(a.outliers.map(\.ordinal) == b.outliers.map(\.ordinal) && !a.outliers.isEmpty)
    for (x, y) in zip(a.outliers, b.outliers) {
      #expect(x.kind == y.kind && relativeError(y.statistic, x.statistic) < 1e-6)
    }
    var options = Self.options()
    options.method = .structural
    let gaps = TimeSeries(
      id: "m", axis: series.axis,
      observations: zip(series.ordinals, series.values).filter { $0.0 % 29 != 3 }.map {
        (ordinal: $0.0, value: $0.1)
      })
    let c = try SeasonalAdjustment(gaps, options: options)
    #expect(c.outliers.contains { $0.ordinal == 2001 * 12 + 40 && $0.kind == .additive })
  }

  /// A holiday and outliers are estimated together: an outlier in the holiday's month does not bend the
  /// holiday's coefficient.
  @Test func holidaysAreEstimatedWithOutliers() throws {
    let feast = MovingHoliday.chineseNewYear(daysBefore: 10, daysAfter: 10)
    let plain = Self.simulated(seed: 9)
    let range = plain.ordinals[0]...plain.ordinals[plain.count - 1]
    let shares = try HolidayRegressor(feast, axis: plain.axis, ordinals: range, isCentred: false)
    // January 2004 holds the whole new year, and an outlier.
    let outlier = 2004 * 12
    let series = TimeSeries(
      id: "m", axis: plain.axis,
      observations: zip(plain.ordinals, plain.values).map { ordinal, value in
        let extra = ordinal == outlier ? 12.0 : 0
        return (ordinal: ordinal, value: value - 6 * shares.share(at: ordinal) + extra)
      })
    var options = Self.options()
    options.holidays = [feast]
    let joint = try SeasonalAdjustment(series, options: options)
    let effect = try #require(joint.holidayEffects.first)
    #expect(abs(effect.coefficient + 6) < 3 * effect.standardError, "\(effect)")
    #expect(joint.outliers.contains { $0.ordinal == outlier && $0.kind == .additive })
    #expect(joint.holidays == nil && effect.name == "chinese-new-year")
    let apart = try HolidayAdjustment(series, holidays: [feast], scale: .level)
    #expect(
      abs(effect.coefficient + 6) < abs((apart.effects.first?.coefficient ?? 0) + 6))
  }
}
