import Foundation
import Logistics
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// The key `include`: links and markets that scenarios share.
@Suite struct SharedNetworkTests {
  static let network = """
    links:
      - name: north
        unit: Mt
        capacity: 40
        bound: soft
        deviation: 0.1
        reason: r
        steps:
          - {name: third, adds: {low: 10, mode: 10, high: 10}, opens: {2027: 0.4, 2028: 0.6}, ramp: [0.5, 1]}
          - {name: fourth, adds: 6, opens: 2029}
      - {name: south, unit: thousand t, capacity: 6000, reason: r}
    markets:
      - {name: transit, base: {north: 30, south: 5}, growth: {baseline: 0.1, late: 0}}

    """

  static let linked = """
    capacity:
      - name: a
        series: y
        link: north
        steps: [{name: third, delay: {late: 2}}, {name: fourth, cancelled: [late]}]
    routes:
      - name: r
        unit: Mt
        basis: b
        base_year: 2024
        periods: [2027, 2028, 2029, 2030]
        cost: {unit: days, weight: 0.05}
        reason: r
        routes:
          - name: north
            link: north
            steps: [{name: third, delay: {late: 2}}, {name: fourth, cancelled: [late]}]
          - {name: south, link: south}
        markets: [{name: transit, market: transit}]

    """

  static func with<Value>(
    _ yaml: String, _ network: String = network, include: String = "net.yaml",
    _ body: (String) throws -> Value
  ) throws -> Value {
    try ScenarioFiles.with(
      "include: \(include)\n" + CapacityScenarioTests.head + yaml,
      data: ["d.csv": CapacityScenarioTests.data, "net.yaml": network], body)
  }

  static func faults(
    _ yaml: String, _ network: String = network, include: String = "net.yaml"
  ) throws -> [InputFault] {
    try with(yaml, network, include: include) { path in
      do throws(ScenarioFaults) {
        _ = try ScenarioReader.read(path: path)
        return []
      } catch { return error.faults }
    }
  }

  /// Steps, delays and what is there are those of the included file in both parts.
  @Test func aLinkHasOnePlanInEveryPart() throws {
    let scenario = try Self.with(Self.linked) { try ScenarioReader.read(path: $0) }
    let question = try #require(scenario.part(CapacityPart.self)?.questions.first)
    #expect(question.stated == 40 && question.bound == .soft(deviation: 0.1))
    #expect(question.steps.map(\.step.name) == ["third", "fourth"])
    #expect(question.steps[0].delay(in: "late") == 2 && question.steps[1].delay(in: "late") == nil)
    #expect(question.reason == "r")
    let routes = try #require(scenario.part(RoutesPart.self))
    let north = routes.problems[0].routes[0]
    #expect(north.stated(2024, in: "late") == 40)
    #expect(routes.problems[0].routes[1].stated(2024, in: "late") == 6)
    #expect(routes.problems[0].markets[0].base == [30, 5])
    #expect(scenario.dataFiles.contains { $0.hasSuffix("net.yaml") })
  }

  /// A soft link carried more than is stated: what it carried is its least, as in `capacity`.
  @Test func whatWasCarriedIsTheLeast() throws {
    let network = Self.network.replacing("capacity: 40", with: "capacity: 28")
    let scenario = try Self.with(Self.linked, network) { try ScenarioReader.read(path: $0) }
    let problem = try #require(scenario.part(RoutesPart.self)?.problems.first)
    #expect(problem.routes[0].stated(2024, in: "baseline") == 30)
  }

  /// What a route can carry is the median of what `capacity` draws of its link. Opened in 2027 with .4,
  /// `third` adds 5 and a year later 10: 40, 45 or 50 by the opening, so 45 in 2028, all of it and 6 of
  /// the fourth from 2029; two years later under `late`, without the fourth. Over it lies the strain of
  /// a soft bound, exp(.1 |z|) with the median exp(.1 × .6745).
  @Test func routesReckonWithTheMediansOfTheDraws() throws {
    let scenario = try Self.with(Self.linked) { try ScenarioReader.read(path: $0) }
    let problem = try #require(scenario.part(RoutesPart.self)?.problems.first)
    let run = PartRun(scenario: scenario, seed: 3, paths: 20_000, jobs: 1, asOf: nil)
    let capacities = RouteCapacities(problem, run)
    let strain = exp(0.1 * 0.674_489_75)
    // Of 20,000 draws of 40 exp(.1 |z|): a median is off by 40 × .1 × .0112, and a mixture by more.
    for (year, base) in [(2026, 40.0), (2029, 56), (2030, 56)] {
      let found = try #require(capacities.capacities(year, in: "baseline")[0])
      #expect(abs(found / (base * strain) - 1) < 0.004, "\(year) \(found)")
    }
    let late = try #require(capacities.capacities(2030, in: "late")[0])
    #expect((45.0...50).contains(late / strain))
    #expect(capacities.capacities(2030, in: "late")[1] == 6)
  }

  /// Faults of the included file have its path and its lines, those of the scenario the scenario's.
  @Test(arguments: [
    ("unit: Mt", "unit: Mt\n    speed: 3", "unknown key 'speed'", 4),
    ("capacity: 40", "capacity: -4", "-4 is not positive", 4),
    ("opens: 2029", "opens: soon", "'soon' is no period", 10),
    ("deviation: 0.1", "deviation: 3", "over 2 says nothing", 6),
    ("name: south,", "name: north,", "the link 'north' stands twice", 11),
    ("markets:", "include: net.yaml\nmarkets:", "an included file includes no other", 12),
    ("markets:", "series: [{id: q, speed: 3}]\nmarkets:", "unknown key 'speed'", 12),
    ("base: {north: 30, south: 5}", "base: {west: 1}", "unknown key 'west'", 13),
    ("adds: 6,", "adds: 6, delay: {late: 1},", "unknown key 'delay'", 10),
    ("links:", "links: [", "did not find", 2),
  ])
  func faultsOfTheIncludedFileHaveItsLine(
    _ old: String, _ new: String, _ message: String, _ line: Int
  ) throws {
    let faults = try Self.faults(Self.linked, Self.network.replacing(old, with: new))
    let fault = try #require(
      faults.first { $0.file.hasSuffix("net.yaml") && $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == line)
  }

  @Test(arguments: [
    ("link: north", "link: nord", "no link 'nord' in net.yaml", 8),
    (
      "    link: north\n    steps", "    link: north\n    capacity: 3\n    steps",
      "the shared link says it already", 9
    ),
    ("name: third", "name: thrid", "has no step 'thrid'", 9),
    ("market: transit", "market: bilateral", "no market 'bilateral'", 23),
    ("{late: 2}", "{later: 2}", "no scenario 'later'", 9),
    ("series: y\n", "series: y\n    levels: [{level: 9}]\n", "no deadline", 8),
  ])
  func faultsOfTheScenarioHaveItsLine(
    _ old: String, _ new: String, _ message: String, _ line: Int
  ) throws {
    let faults = try Self.faults(Self.linked.replacing(old, with: new))
    let fault = try #require(
      faults.first { $0.file.hasSuffix("s.yaml") && $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == line)
  }

  /// Nothing outside of the scenario's folder is included, and no file without end.
  @Test(arguments: [
    ("../net.yaml", "is outside of what the scenario may read"),
    ("/etc/hosts", "is outside of what the scenario may read"),
    ("sub/../../net.yaml", "is outside of what the scenario may read"),
    ("none.yaml", "no such file"),
    ("s.yaml", "an included file includes no other"),
    ("[a, b]", "a text is needed"),
  ])
  func onlyFilesBelowAreIncluded(_ include: String, _ message: String) throws {
    let faults = try Self.faults("", include: include)
    let fault = try #require(faults.first { $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == 1 && fault.file.hasSuffix("s.yaml"))
  }

  @Test func aSymbolicLinkDoesNotLeadOut() throws {
    let fault = try Self.with("", include: "link.yaml") { path -> InputFault? in
      let link = path.replacing("/s.yaml", with: "/link.yaml")
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: Repository.path("datasets/scenarios/shared/network.yaml")
      )
      do throws(ScenarioFaults) {
        _ = try ScenarioReader.read(path: path)
        return nil
      } catch { return error.faults.first }
    }
    #expect(fault?.message.contains("is outside of what the scenario may read") == true)
  }

  @Test func withoutAnIncludedFileThereIsNoLink() throws {
    let faults = try CapacityScenarioTests.faults("capacity:\n  - {name: a, series: y, link: n}\n")
    #expect(faults.contains { $0.message.contains("no file is included") && $0.line == 5 })
  }

  @Test func aSeriesInAnotherUnitIsRefused() throws {
    let faults = try Self.faults("capacity:\n  - {name: a, series: y, link: south}\n")
    #expect(faults.contains { $0.message.contains("Mt") && $0.line == 6 }, "\(faults)")
  }
}
