import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// The keys `capacity` and `routes` of scenario files.
@Suite struct CapacityScenarioTests {
  static let data = """
    series,period,value,unit,basis
    y,2015,7,Mt,b
    y,2016,8.3,Mt,b
    y,2018,13.9,Mt,b
    y,2019,17.6,Mt,b
    y,2020,21.6,Mt,b
    y,2021,20,Mt,b
    y,2022,23,Mt,b
    y,2023,28,Mt,b
    y,2024,32,Mt,b

    """

  static let head = """
    series: [{id: y, file: d.csv}]
    scenarios: [{name: baseline}, {name: late}]
    horizon: 2032

    """

  static func faults(_ yaml: String) throws -> [InputFault] {
    try ScenarioFiles.with(head + yaml, data: ["d.csv": data]) { path in
      do throws(ScenarioFaults) {
        _ = try ScenarioReader.read(path: path)
        return []
      } catch { return error.faults }
    }
  }

  @Test(arguments: [
    ("capacity: 28", "contradictory capacities: 32 was carried in 2024, over the known", 5),
    ("capacity: 28, bound: hard", "unknown bound 'hard'", 5),
    ("capacity: 28, bound: soft", "the key 'deviation' is missing", 5),
    ("capacity: 28, bound: known, deviation: 0.1", "a known bound has no deviation", 5),
    ("capacity: -3, bound: soft, deviation: 0.1", "-3 is not positive", 5),
    ("bound: soft, deviation: 0.1", "either 'capacity' or 'trains' is needed", 5),
    ("capacity: 40, demand: logistic", "needs a saturation of the market, apart from", 5),
    (
      "capacity: 40, demand: logistic, saturation: {low: 20, high: 30, reason: r}",
      "is not over 32, which was carried", 5
    ),
    ("capacity: 40, demand: growth", "unknown demand 'growth'", 5),
    (
      "capacity: 40, steps: [{name: s, adds: 20, announced: 2028, opens: 2027}]",
      "an opening in 2027, before its announcement in 2028", 5
    ),
    (
      "capacity: 40, steps: [{name: s, adds: 20, opens: 2027, delay: 2}]",
      "a mapping of keys is needed", 5
    ),
    (
      "capacity: 40, steps: [{name: s, adds: 20, opens: 2024}]",
      "an opening in 2024, which is observed up to 2024", 5
    ),
    (
      "capacity: 40, steps: [{name: s, adds: 20, opens: {2027: 0.5, 2028: 0.6}}]",
      "the probabilities sum to 1.1", 5
    ),
    (
      "capacity: 40, steps: [{name: s, adds: {low: 5, mode: 3, high: 9}, opens: 2027}]",
      "an addition runs from low over mode up to high", 5
    ),
    (
      "capacity: 40, steps: [{name: s, adds: 20, opens: 2027, ramp: [0.5, 0.2]}]",
      "shares of a ramp rise", 5
    ),
    (
      "capacity: 40, steps: [{name: s, adds: 20, opens: 2027, delay: {later: 1}}]",
      "no scenario 'later'", 5
    ),
    (
      "capacity: 40, history: [{capacity: 20, from: 2015, to: 2020}]",
      "contradictory capacities: 2015 has 40 and 20", 5
    ),
    ("capacity: 40, from: 2018", "the headline's sample begins where its series says", 5),
    (
      "capacity: 40, saturation: {low: 50, high: 60, reason: r}", "the headline has no saturation",
      5
    ),
    ("capacity: 40, alternatives: [{demand: drift}]", "the key 'name' is missing", 5),
    (
      "capacity: 40, alternatives: [{name: b, demand: drift, steps: []}]", "unknown key 'steps'", 5
    ),
    (
      "capacity: 40, alternatives: [{name: b, demand: logistic}]", "needs a saturation of the", 5
    ),
    ("capacity: 40, spill: {to: b, share: 1}", "no link 'b'", 5),
    ("capacity: 40, spill: {to: a, share: 1}", "a link does not spill to itself", 5),
    ("capacity: 40, levels: [{level: 48}]", "no deadline under 'by'", 5),
    ("capcity: 40", "unknown key 'capcity'", 5),
    ("capacity: 40, since: 2030", "the present capacity cannot begin after 2024", 5),
    (
      "capacity: 40, steps: [{name: '=s', adds: 20, opens: 2027}]",
      "would run as a formula in a spreadsheet", 5
    ),
  ])
  func faultsOfCapacityHaveTheirLine(_ body: String, _ message: String, _ line: Int) throws {
    let faults = try Self.faults("capacity:\n  - {name: a, series: y, \(body)}\n")
    let fault = try #require(faults.first { $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == line)
  }

  @Test func aLinkOfAnotherEndIsRefusedAtItsLine() throws {
    let faults = try ScenarioFaults.found(
      in: """
        series: [{id: y, file: d.csv}, {id: z, file: e.csv, series: y}]
        capacity:
          - {name: a, series: y, capacity: -3, bound: known}
          - {name: b, series: y, capacity: 40, bound: known, spill: {to: c, share: 1}}
          - {name: c, series: z, capacity: 40, bound: known}
        """,
      data: ["d.csv": Self.data, "e.csv": Self.data.replacing("y,2024,32,Mt,b\n", with: "")])
    let fault = try #require(faults.first { $0.message.contains("end in different") }, "\(faults)")
    #expect(fault.line == 5 && faults.contains { $0.line == 3 })
  }

  @Test func unknownSeriesIsNamed() throws {
    let faults = try Self.faults("capacity:\n  - {name: a, series: z, capacity: 40}\n")
    #expect(faults.contains { $0.message.contains("no series 'z'") && $0.line == 5 })
  }

  @Test(arguments: [
    ("base: {north: 0}", "0 is not positive"),
    ("base: {south: 4}", "unknown key 'south'"),
    ("base: {north: 4}, growth: {later: 0.1}", "no scenario 'later'"),
    ("base: {north: 4}, growth: {late: 0.1}", "no growth for 'baseline'"),
    ("base: {north: 4, caspian: 40}", "contradictory capacities: 40 took 'caspian' in 2024"),
  ])
  func faultsOfRoutesAreNamed(_ market: String, _ message: String) throws {
    let growth = market.contains("growth") ? "" : ", growth: {baseline: 0.1}"
    let faults = try Self.faults(
      """
      routes:
        - name: r
          unit: Mt
          basis: b
          base_year: 2024
          periods: [2030]
          cost: {unit: days, weight: 0.05}
          reason: r
          routes: [{name: north}, {name: caspian, capacity: 6}]
          markets:
            - {name: m, \(market)\(growth)}

      """)
    let fault = try #require(faults.first { $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == 14)
  }

  /// Shares of a base year that is not over say nothing yet.
  @Test func routesHonourAnEarlierTime() throws {
    let scenario = try ScenarioReader.read(
      path: Repository.path("datasets/scenarios/middle-corridor.yaml"))
    let part = try #require(scenario.part(RoutesPart.self))
    for (asOf, isKnown) in [("2023", false), ("2024", true)] {
      let run = PartRun(scenario: scenario, seed: 1, paths: 100, jobs: 1, asOf: PeriodText(asOf))
      for row in part.answer(run).rows {
        #expect(((try? row.solution.get()) != nil) == isKnown)
      }
    }
  }

  /// Demand in an as-yet unfitted sample is refused with its reason, in the rows.
  @Test func tooFewPointsAreInsufficient() throws {
    let yaml =
      Self.head + "capacity:\n  - {name: a, series: y, from: 2021, demand: drift, capacity: 60}\n"
    let run = try ScenarioFiles.with(yaml, data: ["d.csv": Self.data]) { path in
      var options = ScenarioRun.Options()
      options.paths = 100
      return ScenarioRun(try ScenarioReader.read(path: path), options: options)
    }
    let link = try #require(run.part(CapacityPart.self)?.answer.links.first)
    guard case .failure(let error) = link.result else {
      Issue.record("four points were fitted")
      return
    }
    #expect(error.reason.contains("5 observations that are not full are needed, 4 found"))
  }

  /// A capacity from trains: 2 × 20 trains of 2,000 t on 90 % of 365 days are 26.28 Mt.
  @Test func trainsGiveCapacity() throws {
    let yaml =
      Self.head + """
        capacity:
          - name: a
            series: y
            trains:
              - {name: one, trains_per_day: 20, net_tonnes: 2000, availability: 0.9}
            bound: soft
            deviation: 0.2

        """
    let scenario = try ScenarioFiles.with(yaml, data: ["d.csv": Self.data]) {
      try ScenarioReader.read(path: $0)
    }
    let question = try #require(scenario.part(CapacityPart.self)?.questions.first)
    #expect(abs(question.stated - 26.28) < 1e-12)
  }
}
