import Scenarios
import SeriesCore
import Testing
import _TestSupport

/// Courses of events that inherit from others and stand for grids.
@Suite struct CourseTests {
  static let data = "period,value\n2019,10\n2020,11\n2021,12\n2022,13\n2023,15\n"

  static func read(_ scenarios: String) throws -> Scenario {
    try ScenarioFiles.with(
      "series: [{id: d, file: d.csv}]\n" + scenarios, data: ["d.csv": data]
    ) { try ScenarioReader.read(path: $0) }
  }

  static func faults(_ scenarios: String) throws -> [InputFault] {
    try ScenarioFiles.with(
      "series: [{id: d, file: d.csv}]\n" + scenarios, data: ["d.csv": data]
    ) { path in
      do throws(ScenarioFaults) {
        _ = try ScenarioReader.read(path: path)
        return []
      } catch { return error.faults }
    }
  }

  private func factors(_ scenario: Scenario, _ name: String) throws -> [Double] {
    let course = try #require(scenario.courses.first { $0.name == name })
    let spec = scenario.series[0]
    return course.factors(for: "d", axis: spec.series.axis, start: spec.series.end! + 1, horizon: 8)
  }

  /// A course that inherits from two has the product of their factors and its own.
  @Test func inheritedShocksMultiply() throws {
    let scenario = try Self.read(
      """
      scenarios:
        - name: baseline
        - name: low
          shocks: [{growth: {delta: -0.02, from: 2025, to: 2028}}]
        - name: shock
          shocks: [{level: {factor: 0.8, at: 2026}}]
        - name: both
          inherits: [low, shock]
          shocks: [{pulse: {factor: 1.1, at: 2027}}]
        - name: grandchild
          inherits: both
      """)
    let (low, shock) = (try factors(scenario, "low"), try factors(scenario, "shock"))
    let both = try factors(scenario, "both")
    for h in 0..<8 {
      let own = h == 3 ? 1.1 : 1
      #expect(relativeError(both[h], low[h] * shock[h] * own) < 1e-14)
    }
    #expect(try factors(scenario, "grandchild") == both)
    let lineage = try #require(scenario.courses.last).lineage
    #expect(lineage == ["grandchild", "both", "shock", "low"])
  }

  /// What is reached twice is inherited once.
  @Test func diamondsCountOnce() throws {
    let scenario = try Self.read(
      """
      scenarios:
        - name: a
          shocks: [{level: {factor: 0.5, at: 2025}}]
        - {name: b, inherits: a}
        - {name: c, inherits: a}
        - {name: d, inherits: [b, c]}
      """)
    #expect(try factors(scenario, "d") == factors(scenario, "a"))
  }

  /// A grid is the product of its values, the last running fastest.
  @Test func gridsHaveAllCombinations() throws {
    let scenario = try Self.read(
      """
      scenarios:
        - name: g
          grid: {delta: [-0.02, 0.02], f: [0.9, 1, 1.1]}
          shocks:
            - growth: {delta: $delta, from: 2025}
            - level: {factor: $f, at: 2026}
      """)
    #expect(
      scenario.courses.map(\.name) == [
        "g delta=-0.02 f=0.9", "g delta=-0.02 f=1", "g delta=-0.02 f=1.1", "g delta=0.02 f=0.9",
        "g delta=0.02 f=1", "g delta=0.02 f=1.1",
      ])
    let low = try factors(scenario, "g delta=-0.02 f=1")
    let high = try factors(scenario, "g delta=0.02 f=1")
    for h in 0..<8 { #expect(relativeError(low[h] * high[h], 1) < 1e-14) }
    let cut = try factors(scenario, "g delta=-0.02 f=0.9")
    #expect(relativeError(cut[5], low[5] * 0.9) < 1e-14)
  }

  @Test(arguments: [
    ("[{name: a, inherits: b}]", "no scenario 'b'"),
    ("[{name: a, inherits: a}]", "a circle of scenarios: a → a"),
    (
      "[{name: a, inherits: b}, {name: b, inherits: c}, {name: c, inherits: a}]",
      "a circle of scenarios: a → b → c → a"
    ),
    ("[{name: a}, {name: a}]", "the scenario 'a' stands twice"),
    ("[{name: a, grid: {x: [1, 1.0]}}]", "a value stands twice"),
    ("[{name: a, grid: {x: []}}]", "no values"),
    ("[{name: a, grid: {x: [0.5, 2]}}]", "no shock uses $x"),
    ("[{name: a, grid: {x: [much]}}]", "'much' is not a number"),
    ("[{name: a, grid: {}}]", "a grid needs variables"),
    (
      "[{name: a, grid: {x: [0.5, 2]}, shocks: [{level: {factor: $y, at: 2025}}]}]",
      "'$y' is not a number"
    ),
  ])
  func faultsAreSaidOnce(_ courses: String, _ message: String) throws {
    let faults = try Self.faults("scenarios: \(courses)\n")
    let found = faults.filter { $0.message.contains(message) }
    #expect(found.count == 1 && found[0].line == 2, "\(faults)")
  }
}
