import SeriesCore
import Testing
import _TestSupport

@testable import Logistics
@testable import Scenarios

/// Capacity from trains a day with dates, by hand.
@Suite struct TrainScheduleTests {
  static let dostyk =
    "{name: Dostyk, trains_per_day: {2024: 14, 2025-07-01: 28}, net_tonnes: 2490, directions: 1, "
    + "both_ways: 1.6, section: {name: Moyynty, trains_per_day: {2022: 12, 2025-10-01: 60}}}"
  static let altynkol =
    "{name: Altynkol, trains_per_day: {2024: 8, 2025-03-01: 15}, net_tonnes: 2490, directions: 1, "
    + "both_ways: 1.6}"

  static func link(_ trains: String, _ rest: String = "bound: soft, deviation: 0.1") -> String {
    "capacity:\n  - {name: a, series: y, trains: [\(trains)], \(rest)}\n"
  }

  static func question(_ trains: String, _ rest: String = "bound: soft, deviation: 0.1") throws
    -> CapacityQuestion
  {
    let yaml = CapacityScenarioTests.head + link(trains, rest)
    return try ScenarioFiles.with(yaml, data: ["d.csv": CapacityScenarioTests.data]) {
      let scenario = try ScenarioReader.read(path: $0)
      return try #require(scenario.part(CapacityPart.self)?.questions.first)
    }
  }

  /// 12 of 14 trains pass the section at Dostyk and 8 Altynkol: 20 in 2024. In 2025 20 for 59 days, 27
  /// for 214 and 43 for 92; from 2026 on 43.
  @Test func theLeastOfSectionAndCrossingPasses() throws {
    let question = try Self.question("\(Self.dostyk), \(Self.altynkol)")
    let train = 2490 * 1.6 * 365 / 1e6
    #expect(relativeError(question.stated, 20 * train) < 1e-12)
    let schedule = try #require(question.schedule(from: 2025, count: 3))
    let year = Double(59 * 20 + 214 * 27 + 92 * 43) / 365
    for (added, trains) in zip(schedule.additions, [year, 43, 43]) {
      #expect(relativeError(question.stated + added, trains * train) < 1e-12)
    }
    #expect(question.capacity(at: 2015) == question.stated)
  }

  /// Earlier dates count in observed years: 10 trains up to 2021, 20 from 2022 on.
  @Test func datesCountInObservedYears() throws {
    let question = try Self.question(
      "{name: a, trains_per_day: {2010: 10, 2022: 20}, net_tonnes: 2000}")
    #expect(relativeError(try #require(question.capacity(at: 2021)), 14.6) < 1e-12)
    #expect(relativeError(try #require(question.capacity(at: 2022)), 29.2) < 1e-12)
    #expect(relativeError(question.stated, 29.2) < 1e-12)
  }

  /// What is realised is a share of what is added, and never takes what is there.
  @Test func whatIsRealisedIsAShare() throws {
    let rest =
      "bound: soft, deviation: 0.1, realised: {low: 0.5, mode: 0.5, high: 0.5, reason: r}"
    let half = try Self.question("\(Self.dostyk), \(Self.altynkol)", rest)
    let schedule = try #require(half.schedule(from: 2025, count: 2))
    #expect(schedule.realised.value(at: 0.5) == 0.5)
    let added = schedule.additions[1]
    #expect(schedule.addition(5, realised: 0.5) == added / 2)
    var capacity = LinkCapacity(
      stated: half.stated, bound: half.bound, observedMost: 32, steps: [])
    capacity.schedule = schedule
    #expect(capacity.base(capacity.base(at: 0.5), added: 1) == 32)
    #expect(capacity.base(capacity.base(at: 0.5), added: 10) == half.stated + 10)
  }

  @Test(arguments: [
    ("{name: a, trains_per_day: {soon: 3}, net_tonnes: 9}", "", "'soon' is no date"),
    ("{name: a, trains_per_day: {2024: 0}, net_tonnes: 9}", "", "0 is not positive"),
    (
      "{name: a, trains_per_day: {2024: 3, 2024-01-01: 4}, net_tonnes: 9}", "", "stands twice"
    ),
    ("{name: a, trains_per_day: {}, net_tonnes: 9}", "", "no trains a day"),
    ("{name: a, trains_per_day: 3, net_tonnes: 9, both_ways: 2}", "", "both directions already"),
    (
      "{name: a, trains_per_day: 3, net_tonnes: 9, directions: 1, both_ways: 0.5}", "",
      "from 1 to 10"
    ),
    (
      "{name: a, trains_per_day: 3, net_tonnes: 9}",
      "realised: {low: 0, mode: 0.5, high: 1, reason: r}", "nothing is added"
    ),
    (
      "{name: a, trains_per_day: {2024: 3, 2026: 4}, net_tonnes: 9}",
      "realised: {low: 0, mode: 0.5, high: 2, reason: r}", "a share runs from low"
    ),
    ("{name: a, trains_per_day: 3, net_tonnes: 9, section: {name: s}}", "", "is missing"),
  ])
  func faultsHaveTheirLine(_ trains: String, _ rest: String, _ message: String) throws {
    let faults = try CapacityScenarioTests.faults(
      Self.link(trains, rest.isEmpty ? "bound: soft, deviation: 0.1" : rest))
    let fault = try #require(faults.first { $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == 5)
  }
}
