import Forecasting
import Foundation
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// Targets as people ask them.
@Suite struct TargetAskingTests {
  static func status(
    _ sample: TimeSeries, _ level: Target.Level, by: String, regain: Bool = false,
    model: String? = nil
  ) throws -> TargetOutcome {
    let target = Target(
      name: "t", seriesID: "y", level: level, deadlines: [try TargetProjectionTests.period(by)],
      regain: regain)
    var options = TargetInquiry.Options()
    options.paths = 1000
    options.model = try model.map { try ModelRequest($0) }
    let placed = try PlacedTarget(target, on: sample)
    return try #require(TargetInquiry([placed], of: sample, options: options).outcomes.first)
  }

  /// 30 in 2008, then a fall: half as much again as the 20 of 2022 was not reached in 2008.
  @Test func aMultipleCountsAfterItsBase() throws {
    let fallen = TargetProjectionTests.yearly(
      zip(2006..., [20, 25, 31, 28, 22, 18, 15, 16, 17, 15, 16, 18, 17, 19, 18, 19, 20, 21]).map {
        ($0, $1)
      })
    let base = try TargetProjectionTests.period("2022")
    let asked = try Self.status(fallen, .multiple(1.5, base: base), by: "2030")
    #expect(asked.status == .projected && asked.level == 30 && asked.metIn == nil)
    #expect((asked.pTouch ?? 1) < 1)
    // The level itself was there.
    let level = try Self.status(fallen, .value(30), by: "2030")
    #expect(level.status == .met && level.metIn == 2008)
    let back = try Self.status(fallen, .value(30), by: "2030", regain: true)
    #expect(back.status == .projected && back.pTouch == asked.pTouch)
    // At the level now, since the last time under it.
    let there = try Self.status(fallen, .value(18.5), by: "2030", regain: true)
    #expect(there.status == .met && there.metIn == 2021)
  }

  @Test func aBaseIsOnePeriod() throws {
    let quarters = TimeSeries(
      id: "q", axis: PeriodAxis(.quarter),
      observations: (0..<12).map { (ordinal: 8080 + $0, value: 10 + Double($0)) })
    let target = Target(
      name: "t", seriesID: "q",
      level: .multiple(2, base: try TargetProjectionTests.period("2021")),
      deadlines: [try TargetProjectionTests.period("2026")])
    let fault = TargetFault.baseSpansPeriods(
      series: "q", period: "2021", frequency: .quarter, first: "2021-Q1")
    #expect(throws: fault) { try PlacedTarget(target, on: quarters) }
    #expect(fault.description.contains("write one, such as 2021-Q1"))
  }

  /// A sum that begins after the last observation: what comes before its start adds nothing.
  @Test func aSumMayBeginLater() throws {
    let flat = TargetProjectionTests.yearly((2010..<2024).map { ($0, 10.0 + Double($0 % 2)) })
    func touch(_ through: String) throws -> Double {
      let target = Target(
        name: "t", seriesID: "y", level: .value(95),
        deadlines: [try TargetProjectionTests.period("2032")],
        cumulative: .init(start: 0, through: try TargetProjectionTests.period(through)))
      var options = TargetInquiry.Options()
      options.paths = 1000
      let inquiry = try TargetInquiry(
        [PlacedTarget(target, on: flat)], of: flat, options: options)
      return try #require(inquiry.outcomes.first?.pTouch)
    }
    // Nine years of ten to eleven; then seven.
    let (now, later) = (try touch("2023"), try touch("2025"))
    #expect(now > 0.5 && later < now)
  }

  /// Two series are compared over the same years, and what crosses a break says so.
  @Test func spansAreCommonAndKnowBreaks() throws {
    let trade = TargetProjectionTests.trade
    let alone = Growth(of: trade, to: 82, byOrdinal: 2030)
    #expect(alone.spans.map(\.kind) == [.fiveYears, .tenYears, .recordToRecord])
    #expect(alone.spans.map(\.periods) == [2018...2024, 2013...2024, 2013...2024])
    let common = Growth(
      of: trade, to: 82, byOrdinal: 2030, common: [2012, 2015, 2016, 2020, 2022, 2023])
    #expect(common.spans.first { $0.kind == .tenYears }?.periods == 2012...2023)
    let broken = Growth(of: trade, to: 82, byOrdinal: 2030, breaks: [2015])
    #expect(broken.spans.compactMap(\.crosses) == [2015, 2015])
    let since = try #require(broken.spans.first { $0.kind == .sinceBreak })
    #expect(since.periods == 2015...2024)
    #expect(relativeError(since.rate, pow(43.82 / 14.3, 1.0 / 9) - 1) < 1e-12)
    // Trailing growth and ambition are those since the break.
    #expect(broken.trailingSpan == 2015...2024 && broken.trailing == since.rate)
  }

  /// A series that stands at the level is there: a logarithm and back takes nothing off.
  @Test func whatStandsAtTheLevelIsThere() throws {
    let flat = TargetProjectionTests.yearly((2010..<2022).map { ($0, 7) })
    let outcome = try Self.status(flat, .value(7), by: "2026", model: "naive+log")
    #expect(outcome.status == .met && outcome.pLevel == 1)
  }

  @Test func fewerThanFourCarryNoModel() throws {
    let three = TargetProjectionTests.yearly([(2021, 10), (2022, 12), (2023, 13)])
    #expect(throws: (any Error).self) { try Self.status(three, .value(20), by: "2030") }
    let four = TargetProjectionTests.yearly([(2021, 10), (2022, 12), (2023, 13), (2024, 15)])
    #expect(try Self.status(four, .value(20), by: "2030").status == .projected)
  }
}
