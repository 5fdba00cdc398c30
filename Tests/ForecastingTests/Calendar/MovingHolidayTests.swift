import Forecasting
import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@Suite struct MovingHolidayTests {
  static func day(_ text: String) -> Int { PeriodText(text)?.value ?? .min }

  static let newYear = MovingHoliday.chineseNewYear(daysBefore: 10, daysAfter: 10)

  /// Dates as the Hong Kong Observatory publishes them; 1985 and 2033–2034 are the hard cases of the
  /// lunisolar rules.
  @Test func chineseNewYearsArePublishedDates() {
    let published = [
      "1900-01-31", "1949-01-29", "1985-02-20", "1996-02-19", "2000-02-05", "2007-02-18",
      "2012-01-23", "2014-01-31", "2015-02-19", "2018-02-16", "2019-02-05", "2020-01-25",
      "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17",
      "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2033-01-31", "2034-02-19",
    ]
    for text in published {
      let year = Int(text.prefix(4)) ?? 0
      #expect(Self.newYear.firstDays(in: year...year) == [Self.day(text)], "\(text)")
    }
    let all = Self.newYear.firstDays(in: 1900...2099)
    #expect(all.count == 200)
    for (a, b) in zip(all, all.dropFirst()) {
      #expect([353, 354, 355, 383, 384, 385].contains(b - a))
    }
  }

  /// Dates of the Umm al-Qura calendar.
  @Test func islamicDatesArePublishedDates() {
    for text in [
      "2019-05-06", "2020-04-24", "2021-04-13", "2022-04-02", "2023-03-23", "2024-03-11",
      "2025-03-01",
    ] {
      let year = Int(text.prefix(4)) ?? 0
      #expect(MovingHoliday.ramadan().firstDays(in: year...year) == [Self.day(text)], "\(text)")
    }
    // Two Ramadans in one year.
    #expect(
      MovingHoliday.ramadan().firstDays(in: 2030...2030)
        == [Self.day("2030-01-05"), Self.day("2030-12-26")])
    let fitr = MovingHoliday.eidAlFitr(daysBefore: 0, daysAfter: 3)
    let adha = MovingHoliday.eidAlAdha(daysBefore: 0, daysAfter: 4)
    #expect(fitr.firstDays(in: 2023...2024) == [Self.day("2023-04-21"), Self.day("2024-04-10")])
    #expect(adha.firstDays(in: 2023...2024) == [Self.day("2023-06-28"), Self.day("2024-06-16")])
    let civil = MovingHoliday.ramadan(.civil).firstDays(in: 2024...2024)
    #expect(abs((civil.first ?? 0) - Self.day("2024-03-11")) <= 1)
  }

  static func ordinals(_ from: Int, _ to: Int, perYear: Int) -> ClosedRange<Int> {
    (from * perYear)...((to + 1) * perYear - 1)
  }

  @Test func sharesAreCountedByHand() throws {
    let axis = PeriodAxis(.month)
    let range = Self.ordinals(2023, 2025, perYear: 12)
    let shares = try HolidayRegressor(Self.newYear, axis: axis, ordinals: range, isCentred: false)
    // 22 January 2023: 12–31 January all of it.
    #expect(shares.value(at: 2023 * 12) == 1 && shares.value(at: 2023 * 12 + 1) == 0)
    // 29 January 2025: 19–31 January are 13 of 20 days, 1–7 February 7.
    #expect(abs(shares.value(at: 2025 * 12) - 0.65) < 1e-15)
    #expect(abs(shares.value(at: 2025 * 12 + 1) - 0.35) < 1e-15)
    // Ramadan 1445: 11 March to 9 April 2024, 21 of 30 days in March.
    let ramadan = try HolidayRegressor(
      .ramadan(), axis: axis, ordinals: range, isCentred: false)
    #expect(abs(ramadan.value(at: 2024 * 12 + 2) - 0.7) < 1e-15)
    #expect(abs(ramadan.value(at: 2024 * 12 + 3) - 0.3) < 1e-15)
    let quarters = try HolidayRegressor(
      .ramadan(), axis: PeriodAxis(.quarter), ordinals: Self.ordinals(2024, 2024, perYear: 4),
      isCentred: false)
    #expect(abs(quarters.value(at: 2024 * 4) - 0.7) < 1e-15)
    // Shares of a year add up to one, in weeks too.
    let weeks = PeriodAxis(.week)
    let start = CalendarArithmetic.isoWeekNumber(year: 2024, week: 1)
    let weekly = try HolidayRegressor(
      Self.newYear, axis: weeks, ordinals: start...(start + 51), isCentred: false)
    #expect(abs((start...(start + 51)).reduce(0) { $0 + weekly.value(at: $1) } - 1) < 1e-12)
  }

  @Test func centredRegressorHasNoSeason() throws {
    for (frequency, perYear) in [(Frequency.month, 12), (.quarter, 4)] {
      let range = Self.ordinals(1900, 2099, perYear: perYear)
      for holiday in [Self.newYear, .ramadan()] {
        let x = try HolidayRegressor(holiday, axis: PeriodAxis(frequency), ordinals: range)
        for place in 0..<perYear {
          let mean = (1900...2099).reduce(0) { $0 + x.value(at: $1 * perYear + place) } / 200
          #expect(abs(mean) < 1e-12, "\(holiday.name) \(place)")
        }
      }
    }
    #expect(throws: ForecastingError.self) {
      try HolidayRegressor(Self.newYear, axis: PeriodAxis(.annual), ordinals: 2000...2010)
    }
    #expect(throws: ForecastingError.self) {
      try HolidayRegressor(
        Self.newYear, axis: PeriodAxis(.month), ordinals: Self.ordinals(1890, 1899, perYear: 12))
    }
  }

  /// Monthly values with a level that moves, a season and effects of the two holidays, on logs.
  static func simulated(
    newYear: Double, ramadan: Double, seed: UInt64, count: Int = 168, gaps: Bool = false
  ) throws -> TimeSeries {
    let axis = PeriodAxis(.month)
    let range = (2010 * 12)...(2010 * 12 + count - 1)
    let first = try HolidayRegressor(Self.newYear, axis: axis, ordinals: range)
    let second = try HolidayRegressor(.ramadan(), axis: axis, ordinals: range)
    var numbers = SeededNumbers(seed)
    var level = 4.0
    let observations = range.compactMap { t -> (ordinal: Int, value: Double)? in
      level += 0.004 + 0.02 * numbers.symmetric()
      let season = 0.1 * Double((t * 7) % 12 - 6) / 6
      let noise = 0.02 * (numbers.symmetric() + numbers.symmetric())
      let effect = newYear * first.value(at: t) + ramadan * second.value(at: t)
      let isGap = gaps && t % 11 == 3
      return isGap ? nil : (t, exp(level + season + noise + effect))
    }
    return TimeSeries(id: "sim", axis: axis, observations: observations)
  }

  @Test func effectsAreRecovered() throws {
    for gaps in [false, true] {
      let series = try Self.simulated(newYear: -0.2, ramadan: -0.08, seed: 8, gaps: gaps)
      let adjustment = try HolidayAdjustment(
        series, holidays: [Self.newYear, .ramadan()], scale: .log)
      #expect(adjustment.scale == .log)
      for (effect, truth) in zip(adjustment.effects, [-0.2, -0.08]) {
        #expect(abs(effect.coefficient - truth) < 3 * effect.standardError, "\(effect)")
        #expect(effect.pValue < 0.001, "\(effect)")
        #expect(effect.standardError < 0.02)
      }
      // Adjusting takes the effect out, to the estimate's last digits.
      let again = try HolidayAdjustment(
        adjustment.adjusted(series), holidays: [Self.newYear, .ramadan()], scale: .log)
      for (left, first) in zip(again.effects, adjustment.effects) {
        #expect(abs(left.coefficient) < 0.01 * first.standardError)
      }
    }
  }

  @Test func holidaysHaveNames() throws {
    #expect(try MovingHoliday("chinese-new-year") == Self.newYear)
    #expect(try MovingHoliday("ramadan") == .ramadan())
    #expect(
      try MovingHoliday("eid-al-fitr:2-5") == .eidAlFitr(daysBefore: 2, daysAfter: 5))
    #expect(try MovingHoliday("eid-al-adha") == .eidAlAdha(daysBefore: 0, daysAfter: 4))
    for text in [
      "", "easter", "ramadan:", "ramadan:3", "ramadan:0-0", "ramadan:-1-9", "ramadan:1-400",
    ] {
      #expect(throws: ForecastingError.self, "\(text)") { try MovingHoliday(text) }
    }
  }

  /// A model fitted with holidays sees the series without them and forecasts it with them.
  @Test func aFitTakesEffectsOutAndPutsThemBack() throws {
    let series = try Self.simulated(newYear: -0.2, ramadan: -0.08, seed: 8)
    let holidays = [Self.newYear, .ramadan()]
    let request = try ModelRequest("naive+log")
    let fitted = try request.fit(to: series, holidays: holidays)
    let adjustment = try HolidayAdjustment(series, holidays: holidays, scale: .log)
    let plain = try request.fit(to: adjustment.adjusted(series))
    let forecast = try fitted.forecast(horizon: 12)
    let expected = try plain.forecast(horizon: 12)
    let steps = plain.fitted.predictive(horizon: 12)
    let paths = 4000
    var sums = [Double](repeating: 0, count: 12)
    let prepared = fitted.prepared(horizon: 12)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { path in
      path.initialize(repeating: 0)
      for index in 0..<paths {
        var random = PhiloxGenerator(seed: 3, path: UInt32(index))
        prepared.simulate(into: path, using: &random)
        for h in path.indices { sums[h] += log(path[h]) }
      }
    }
    for h in 0..<12 {
      let effect = adjustment.effect(at: forecast.start + h)
      let (with, without) = (forecast.distributions[h].median, expected.distributions[h].median)
      #expect(relativeError(with, without * exp(effect.value)) < 1e-12)
      let plainScale = steps[h].components[0].scale
      let scale = (plainScale * plainScale + effect.standardError * effect.standardError)
        .squareRoot()
      func width(_ distribution: PredictiveDistribution) -> Double {
        log(distribution.quantile(0.9) / distribution.median)
      }
      let widths = width(forecast.distributions[h]) / width(expected.distributions[h])
      #expect(relativeError(widths, scale / plainScale) < 1e-9)
      // Five standard errors of the mean of the paths, √4000 = 63.
      #expect(abs(sums[h] / Double(paths) - log(with)) < 5 * scale / 63)
    }
    // Known to the end of 2098, 75 years of 12 months after 2023.
    #expect(throws: Never.self) { try fitted.forecast(horizon: 900) }
    #expect(throws: ForecastingError.noEstimate("moving holidays are known to the end of 2098")) {
      try fitted.forecast(horizon: 901)
    }
    // New year of 2024 is 10 February: the fit ends in December 2023.
    #expect(forecast.distributions[1].median < forecast.distributions[5].median * 0.95)
  }

  /// On the level an effect moves the centres of steps that have scales of their own, and what is
  /// positive stays so: in quantiles, and in paths with the same marginals.
  @Test(arguments: ["auto", "ets:MNN", "ets:MMN"])
  func stepsWithTheirOwnScalesMove(_ model: String) throws {
    let series = try Self.simulated(newYear: -0.6, ramadan: 0, seed: 8)
    let adjustment = try HolidayAdjustment(series, holidays: [Self.newYear], scale: .level)
    let request = try ModelRequest(model)
    let fitted = try request.fit(to: series, holidays: [Self.newYear])
    let forecast = try fitted.forecast(horizon: 12)
    let plain = try request.fit(to: adjustment.adjusted(series)).forecast(horizon: 12)
    let prepared = fitted.prepared(horizon: 12)
    let paths = 2000
    var under = [Int](repeating: 0, count: 12)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 12) { path in
      path.initialize(repeating: 0)
      for index in 0..<paths {
        var random = PhiloxGenerator(seed: 3, path: UInt32(index))
        prepared.simulate(into: path, using: &random)
        for h in path.indices {
          #expect(path[h] >= 0)
          if path[h] < forecast.distributions[h].quantile(0.8) { under[h] += 1 }
        }
      }
    }
    for h in 0..<12 {
      let (with, without) = (forecast.distributions[h], plain.distributions[h])
      let centre = without.median + adjustment.effect(at: forecast.start + h).value
      #expect(with.quantile(0.001) > 0)
      #expect(relativeError(with.median, centre) < 1e-3)
      // Four standard errors of a binomial, and the approximation of the effect's own error.
      #expect(abs(Double(under[h]) / Double(paths) - 0.8) < 0.05, "step \(h + 1)")
    }
  }

  /// With no effect |t| > 2.6 has probability 1 %: of 60 coefficients at most 4 (probability .003
  /// of more), and their mean square is near one.
  @Test func noEffectIsNotSignificant() throws {
    var (large, squares) = (0, 0.0)
    for seed in 0..<30 {
      let series = try Self.simulated(newYear: 0, ramadan: 0, seed: UInt64(100 + seed), count: 120)
      for effect in try HolidayAdjustment(
        series, holidays: [Self.newYear, .ramadan()], scale: .log
      ).effects {
        if effect.pValue < 0.01 { large += 1 }
        squares += effect.tValue * effect.tValue
      }
    }
    #expect(large <= 4)
    #expect((0.5...1.6).contains(squares / 60), "\(squares / 60)")
  }

  @Test func forecastsGetTheirEffectsBack() throws {
    let full = try Self.simulated(newYear: -0.25, ramadan: 0, seed: 21, count: 180)
    let series = full.upTo(2023 * 12 + 11)
    let adjustment = try HolidayAdjustment(series, holidays: [Self.newYear], scale: .log)
    let adjusted = adjustment.adjusted(series)
    let plain = try ModelRequest("structural:bsm+log").fit(to: series)
      .forecast(horizon: 12)
    let forecast = try adjustment.restored(
      ModelRequest("structural:bsm+log").fit(to: adjusted).forecast(horizon: 12))
    var (withEffect, without) = (0.0, 0.0)
    // January and February of 2024, whose new year is late.
    for h in 0..<2 {
      let truth = full.value(at: forecast.start + h) ?? .nan
      withEffect += abs(forecast.distributions[h].median / truth - 1)
      without += abs(plain.distributions[h].median / truth - 1)
    }
    #expect(withEffect < without)
    let effect = adjustment.effect(at: forecast.start + 1)
    #expect(effect.standardError > 0 && effect.value < 0)
    // On the level the effect is a factor.
    let level = try ModelRequest("structural:bsm").fit(to: adjusted)
      .forecast(horizon: 2)
    let ratio =
      try adjustment.restored(level).distributions[1].median / level.distributions[1].median
    #expect(abs(ratio - exp(effect.value)) < 1e-12)
    #expect(throws: ForecastingError.self) {
      try HolidayAdjustment(series, holidays: [Self.newYear, Self.newYear], scale: .log)
    }
    #expect(throws: ForecastingError.self) {
      try HolidayAdjustment(series.last(6), holidays: [Self.newYear], scale: .log)
    }
  }
}
