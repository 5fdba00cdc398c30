import Forecasting
import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

@Suite struct TargetProjectionTests {
  static func yearly(_ pairs: [(Int, Double)]) -> TimeSeries {
    TimeSeries(
      id: "y", axis: PeriodAxis(.annual), observations: pairs.map { (ordinal: $0, value: $1) },
      unit: .usdBillions, basis: SeriesBasis("GACC"))
  }

  static func period(_ text: String) throws -> PeriodText { try #require(PeriodText(text)) }

  static func outcomes(
    _ sample: TimeSeries, level: Target.Level, by: [String], hold: Int = 2,
    deflator: Target.Deflator? = nil
  ) throws -> [TargetOutcome] {
    let target = Target(
      name: "t", seriesID: "y", level: level, deadlines: try by.map(period), hold: hold,
      deflator: deflator)
    let placed = try PlacedTarget(target, on: sample)
    let source = try ModelRequest("drift+log").fit(to: sample)
    let horizon = TargetProjection.horizon(
      for: [placed], after: source.sampleEnd, last: nil, on: sample.axis)
    let projection = TargetProjection(placed, sample: sample)
    let question = try projection.question(
      factors: Array(repeating: 1, count: horizon), scale: source.scale)
    let tally = PathExperiment(source: source, seed: 1, paths: 2000, horizon: horizon, jobs: 1)
      .tally([question])[0]
    return projection.outcomes(tally, source: source)
  }

  static let trade = yearly([
    (2012, 25.6), (2013, 28.5), (2015, 14.3), (2016, 13.1), (2018, 19.88), (2020, 21.5),
    (2022, 31.2), (2023, 41.02), (2024, 43.82),
  ])

  /// The stated figures: doubling 41 needs 10.4 % a year from 2023 and 11.0 % from 2024 by 2030.
  @Test func requiredGrowthIsCompound() throws {
    let from2024 = Growth(of: Self.trade, to: 82, byOrdinal: 2030)
    #expect(abs((from2024.required ?? 0) - (pow(82 / 43.82, 1.0 / 6) - 1)) < 1e-12)
    #expect(abs((from2024.required ?? 0) - 0.110) < 5e-4)
    let from2023 = Growth(of: Self.trade.upTo(2023), to: 2 * 41.02, byOrdinal: 2030)
    #expect(abs((from2023.required ?? 0) - 0.104) < 5e-4)
    // Ten years before 2024 is 2014, a gap: the nearest earlier observation is 2013.
    #expect(from2024.trailingSpan == 2013...2024)
    #expect(abs((from2024.trailing ?? 0) - (pow(43.82 / 28.5, 1.0 / 11) - 1)) < 1e-12)
    let ambition = log1p(from2024.required ?? 0) / log1p(from2024.trailing ?? 1)
    #expect(abs((from2024.ambition ?? 0) - ambition) < 1e-12)
    let falling = Growth(of: Self.yearly([(2000, 5), (2005, 4)]), to: 8, byOrdinal: 2010)
    #expect(falling.ambition == nil && (falling.trailing ?? 0) < 0)
    #expect(falling.trailingSpan == 2000...2005)
  }

  @Test func growthOfMonthlySeriesIsAYear() {
    let monthly = TimeSeries(
      id: "m", axis: PeriodAxis(.month),
      observations: (0..<25).map { (ordinal: 24_000 + $0, value: pow(1.21, Double($0) / 24)) })
    let growth = Growth(of: monthly, to: 1.21 * 1.21, byOrdinal: 24_048)
    #expect(abs((growth.trailing ?? 0) - 0.1) < 1e-12)
    #expect(abs((growth.required ?? 0) - 0.1) < 1e-12)
  }

  @Test func aTargetAlreadyMetIsAnAnswer() throws {
    let outcome = try Self.outcomes(Self.trade, level: .value(40), by: ["2030"])[0]
    #expect(outcome.status == .met && outcome.metIn == 2023 && outcome.pTouch == 1)
    #expect(outcome.hitting.p50 == 2023 && outcome.pNever == 0)
    #expect(outcome.pSustained == 1)  // 2023 and 2024, two in a row
    #expect(Verdict.text(outcome).contains("met in 2023"))
  }

  @Test func aDeadlineInThePastIsAnAnswer() throws {
    let missed = try Self.outcomes(Self.trade, level: .value(40), by: ["2015"])[0]
    #expect(missed.status == .missed && missed.pTouch == 0 && missed.pLevel == 0)
    #expect(Verdict.text(missed).contains("not met, 14.3 USD bn then"))
    let met = try Self.outcomes(Self.trade, level: .value(28), by: ["2013"])[0]
    #expect(met.status == .met && met.pTouch == 1 && met.pLevel == 1)
    let unobserved = try Self.outcomes(Self.trade, level: .value(50), by: ["2014"])[0]
    #expect(unobserved.status == .missed && unobserved.pLevel == nil)
  }

  @Test func multiplesAndDeflatorsSetTheLevel() throws {
    let doubling = try Self.outcomes(
      Self.trade, level: .multiple(2, base: Self.period("2023")), by: ["2030", "2035"])
    #expect(doubling.map(\.level) == [82.04, 82.04])
    #expect(doubling[0].pTouch ?? 1 <= doubling[1].pTouch ?? 0)
    let real = try Self.outcomes(
      Self.trade, level: .value(82), by: ["2030"],
      deflator: .init(rate: 0.025, base: Self.period("2023")))[0]
    #expect(relativeError(real.level, 82 * pow(1.025, 7)) < 1e-14)
    #expect(Verdict.text(real).contains("82 USD bn in 2023 prices at 2.5 % inflation"))
    #expect(throws: TargetFault.baseNotObserved(series: "y", period: "2014")) {
      try Self.outcomes(Self.trade, level: .multiple(2, base: Self.period("2014")), by: ["2030"])
    }
    #expect(throws: TargetFault.notPositive(level: -3)) {
      try Self.outcomes(Self.trade, level: .value(-3), by: ["2030"])
    }
  }

  @Test func theVerdictSaysWhatTheRowSays() throws {
    let outcome = try Self.outcomes(Self.trade, level: .value(82), by: ["2030"])[0]
    let text = Verdict.text(outcome)
    #expect(text.hasPrefix("82 USD bn by 2030 (GACC basis): "))
    #expect(
      text.contains(
        "needs 11.0 % a year from 2024, 2018 to 2024 gave 14.1 %, 2013 to 2024 gave 4.0 %"))
    #expect(text.contains("drift+log, 9 points 2012 to 2024"))
    #expect(Verdict.share(0.001) == "under 1 %" && Verdict.share(0.999) == "over 99 %")
    #expect(Verdict.share(0) == "under 1 %" && Verdict.share(0.995) == "over 99 %")
    #expect(Verdict.share(0.126) == "13 %")
  }

  @Test func insufficientDataIsSaid() throws {
    let placed = try PlacedTarget(
      Target(
        name: "t", seriesID: "y", level: .value(9), deadlines: [Self.period("2030")]),
      on: Self.yearly([(2022, 1.56), (2023, 1.81)]))
    let rows = TargetProjection(placed, sample: Self.yearly([(2022, 1.56), (2023, 1.81)]))
      .insufficient("insufficient data: 3 needed, 2 found", model: "mixture")
    #expect(rows[0].status == .insufficient && rows[0].pTouch == nil && rows[0].count == 2)
    #expect(Verdict.text(rows[0]).contains("insufficient data"))
  }

  /// 25 through 2021, then 2 and 3 observed: 30 in 2023. The sum is compared, not the yearly value.
  @Test func cumulativeTargetsCompareTheSum() throws {
    let flow = Self.yearly([(2020, 1), (2021, 1), (2022, 2), (2023, 3)])
    func outcome(_ level: Double, _ by: String) throws -> TargetOutcome {
      let target = Target(
        name: "t", seriesID: "y", level: .value(level), deadlines: [try Self.period(by)],
        cumulative: .init(start: 25, through: try Self.period("2021")))
      let placed = try PlacedTarget(target, on: flow)
      let source = try AssumedGrowth(low: 0, high: 0, volatility: 0, reason: "t").applied(to: flow)
      let projection = TargetProjection(placed, sample: flow)
      let question = try projection.question(
        factors: Array(repeating: 1, count: 7), scale: source.scale)
      let tally = PathExperiment(source: source, seed: 1, paths: 100, horizon: 7, jobs: 1)
        .tally([question])[0]
      return projection.outcomes(tally, source: source)[0]
    }
    // 3 a year from 30: 33, 36, 39 in 2024 to 2026.
    let ahead = try outcome(39, "2026")
    #expect(ahead.status == .projected && ahead.pTouch == 1 && ahead.base?.value == 30)
    #expect(ahead.hitting.p50 == 2026 && ahead.growth == nil)
    #expect(try outcome(39.1, "2026").pTouch == 0)
    #expect(Verdict.text(ahead).contains("cumulative"))
    let met = try outcome(27, "2025")
    #expect(met.status == .met && met.metIn == 2022 && met.pTouch == 1)
    let past = try outcome(28, "2022")
    #expect(past.status == .missed && past.pLevel == 0 && past.observedAtDeadline == 27)
    let gap = Self.yearly([(2020, 1), (2021, 1), (2023, 3)])
    let target = Target(
      name: "t", seriesID: "y", level: .value(40), deadlines: [try Self.period("2030")],
      cumulative: .init(start: 25, through: try Self.period("2021")))
    #expect(throws: TargetFault.gapInSum(series: "y", period: "2022")) {
      try PlacedTarget(target, on: gap)
    }
  }

  /// Six years of quarters that double from each fourth quarter of 2018 to that of 2024, with a season
  /// of 3: from the first quarter of 2018 on, growth would be nonsense.
  @Test func seasonsAreComparedWithTheSameSeason() {
    let values = (0..<28).map { i -> Double in
      let trend = pow(2, Double(i - 3) / 24)
      return i % 4 == 3 ? 3 * trend : trend
    }
    let quarters = TimeSeries(
      id: "q", axis: PeriodAxis(.quarter),
      observations: values.enumerated().map { (ordinal: 8072 + $0, value: $1) })
    let growth = Growth(of: quarters, to: 12, byOrdinal: 8107)
    #expect(growth.trailingSpan == 8075...8099)
    #expect(abs((growth.trailing ?? 0) - (pow(2, 1.0 / 6) - 1)) < 1e-12)
  }

  @Test func aDeadlineBeforeTheDataHasNoAnswer() throws {
    let outcome = try Self.outcomes(Self.trade, level: .value(40), by: ["2000"])[0]
    #expect(outcome.status == .insufficient && outcome.pTouch == nil)
    #expect(Verdict.text(outcome).contains("the data begin in 2012"))
  }

  @Test func ratesThatNoDoubleHoldsAreLeftOut() {
    let daily = TimeSeries(
      id: "d", axis: PeriodAxis(.day),
      observations: [(ordinal: 100, value: 1e-3), (101, 60), (102, 1e300)])
    let growth = Growth(of: daily, to: 1e305, byOrdinal: 103)
    #expect(growth.required == nil && growth.trailing == nil && growth.ambition == nil)
  }
}
