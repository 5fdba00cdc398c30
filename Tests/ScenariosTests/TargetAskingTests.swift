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

  /// A sum that is stated up to a period to come is not known before it, however high it is stated.
  @Test func aStatedSumCountsFromItsPeriodOn() throws {
    let flat = TargetProjectionTests.yearly((2010..<2024).map { ($0, 10.0 + Double($0 % 2)) })
    let target = Target(
      name: "t", seriesID: "y", level: .value(95),
      deadlines: try ["2024", "2025", "2026", "2027"].map(TargetProjectionTests.period),
      cumulative: .init(start: 100, through: try TargetProjectionTests.period("2026")))
    var options = TargetInquiry.Options()
    options.paths = 500
    let outcomes = try TargetInquiry(
      [PlacedTarget(target, on: flat)], of: flat, options: options
    ).outcomes
    #expect(outcomes.map(\.pTouch) == [0, 0, 1, 1] && outcomes.map(\.pLevel) == [0, 0, 1, 1])
    #expect(outcomes.allSatisfy { $0.hitting.p50 == 2026 })
    #expect(outcomes[0].circumstances?.amount == nil)
    #expect(outcomes[2].circumstances?.amount?.median == 100)
  }

  /// What is observed decides where nothing can be projected: 100 in 2020 to 2022, and a begun year with a
  /// hole.
  @Test func aBegunYearWithAHoleLeavesTheYearsBefore() throws {
    let quarters = TimeSeries(
      id: "q", axis: PeriodAxis(.quarter),
      observations: (8080..<8092).map { (ordinal: $0, value: 25) } + [(8092, 30), (8094, 30)])
    func outcomes(_ level: Double) throws -> [TargetOutcome] {
      let target = Target(
        name: "t", seriesID: "q", level: .value(level),
        deadlines: try ["2019", "2021", "2025"].map(TargetProjectionTests.period), yearTotal: true)
      var options = TargetInquiry.Options()
      options.paths = 100
      options.model = try ModelRequest("drift+level")
      return try TargetInquiry(
        [PlacedTarget(target, on: quarters)], of: quarters, options: options
      ).outcomes
    }
    let met = try outcomes(100)
    #expect(met.map(\.status) == [.insufficient, .met, .met] && met[2].metIn == 2020)
    #expect(met[1].pTouch == 1 && met[1].pLevel == 1 && met[2].pLevel == nil)
    #expect(Verdict.text(met[2]).contains("met in 2020; no answer to whether it lasts, "))
    let open = try outcomes(101)
    #expect(open.map(\.status) == [.insufficient, .missed, .insufficient])
    #expect(open[1].observedAtDeadline == 100 && open[2].pTouch == nil)
  }

  /// Two points carry no model, and yet say that the second is over the first.
  @Test func twoPointsAnswerForThemselves() throws {
    let run = try PostMortemTests.run(
      """
      series: [{id: p, file: d.csv}]
      targets: [{name: t, series: p, multiple: 1, base: 2023, by: [2024, 2026]}]
      """, data: ["d.csv": "series,period,value,unit\np,2023,400,persons\np,2024,700,persons\n"])
    let rows = try #require(run.part(SeriesPart.self)).answer.sheet
    #expect(rows.map(\.status) == [.met, .met] && rows[0].value == 700 && rows[0].probability == 1)
    #expect(
      rows[0].verdict == "400 persons by 2024: met in 2024; 700 persons in 2024, 1.75 times 2023")
    #expect(rows[1].probability == nil && rows[1].verdict.contains("no answer to whether it lasts"))
  }

  /// A base that comes from a secondary source says so.
  @Test func aBaseSaysHowFarItCanBeReliedOn() throws {
    let data =
      "series,period,value,unit,status\n"
      + (0..<12).map { "p,\(2010 + $0),\(20 + 2 * $0 + $0 % 3),Mt,printed\n" }.joined()
    func verdict(_ status: String) throws -> String {
      let run = try PostMortemTests.run(
        "series: [{id: p, file: d.csv}]\npaths: 200\n"
          + "targets: [{name: t, series: p, level: 70, by: 2030}]",
        data: ["d.csv": data + "p,2022,47,Mt,\(status)\n"])
      return try #require(run.part(SeriesPart.self)?.answer.sheet.first).verdict
    }
    #expect(try verdict("secondary").contains("2010 to 2022, the last from a secondary source"))
    #expect(try verdict("preliminary").contains("2010 to 2022, the last preliminary"))
    #expect(try !verdict("printed").contains("the last"))
  }

  /// One run, one time: a series with dates of publication has a vintage, one without a pseudo-vintage, and
  /// both are answers.
  @Test func oneTimeHasVintagesOfBothKinds() throws {
    let years = (0..<15).map { (2005 + $0, 20 + 2 * $0 + $0 % 3) }
    let run = try PostMortemTests.run(
      """
      series: [{id: p, file: p.csv}, {id: q, file: q.csv}]
      paths: 200
      targets: [{name: t, series: p, level: 70, by: 2030}, {name: u, series: q, level: 70, by: 2030}]
      """,
      data: [
        "p.csv": "series,period,value,known_from\n"
          + years.map { "p,\($0),\($1),\($0 + 1)-03-01\n" }.joined(),
        "q.csv": "series,period,value\n" + years.map { "q,\($0),\($1)\n" }.joined(),
      ], asOf: "2016")
    #expect(run.targets.map(\.vintage.label) == ["vintage", "pseudo-vintage"])
    // What was published by the end of 2016 ends in 2015.
    #expect(run.targets.map { $0.outcome.sampleEnd } == [2015, 2016])
    #expect(run.sheet.map(\.question) == ["t", "u"])
  }

  @Test func aBreakStandsOnce() throws {
    let faults = try ScenarioFaults.found(
      in: """
        series:
          - id: p
            file: d.csv
            breaks: [{at: 2012, reason: a}, {at: 2012, reason: b}]
        targets: [{name: t, series: p, level: 70, by: 2030}]
        """,
      data: ["d.csv": "series,period,value\n" + (2010..<2020).map { "p,\($0),\($0)\n" }.joined()])
    #expect(faults.count == 1 && faults[0].line == 4)
    #expect(faults.first?.message.contains("the break at 2012 stands twice") == true)
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
