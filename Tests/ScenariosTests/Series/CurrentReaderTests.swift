import Forecasting
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// What a scenario may say of the current period of a series.
@Suite struct CurrentReaderTests {
  static let data =
    "series,period,value\n"
    + (0..<12).map { "p,\(2013 + $0),\(20 + 2 * $0 + $0 % 3)\n" }.joined()
    + (0..<13).map { "o,\(2013 + $0),\(10 + $0 + $0 % 3)\n" }.joined()

  static func yaml(_ current: String, more: String = "") -> String {
    """
    series:
      - id: p
        file: d.csv
        current: \(current)
    \(more)
    paths: 2000
    targets: [{name: t, series: p, level: 60, by: 2030}]
    """
  }

  static func run(_ current: String, more: String = "") throws -> ScenarioRun {
    try PostMortemTests.run(yaml(current, more: more), data: ["d.csv": data])
  }

  static func touch(_ run: ScenarioRun) throws -> Double {
    try #require(run.targets.first?.outcome.pTouch)
  }

  @Test func evidenceMovesTheAnswerAndSaysBy() throws {
    let high = try Self.run(
      "{period: 2025, routes: [{name: a, value: 60, sd: 0.05, reason: said}]}")
    let low = try Self.run(
      "{period: 2025, routes: [{name: a, value: 40, sd: 0.05, reason: said}]}")
    #expect(try Self.touch(high) > Self.touch(low) + 0.1)
    let without = try #require(high.targets.first?.outcome.circumstances?.withoutCurrent)
    #expect(without == low.targets.first?.outcome.circumstances?.withoutCurrent)
    let text = Verdict.text(try #require(high.targets.first?.outcome))
    #expect(text.contains("without what is known of 2025, 60 give or take 5 %"), "\(text)")
    #expect(high.currents.count == 1 && high.scenario.dataFiles.count == 1)
    // Growth is stated on the last value, and a ratio takes another series.
    let ratio = try Self.run(
      "{period: 2025, routes: [{name: a, ratio: {file: d.csv, series: o}}, "
        + "{name: b, growth: 0.1, sd: 0.05, reason: said}]}")
    let routes = try #require(ratio.currents.first).evidence.routes
    #expect(abs(routes[0].value - 44 * 22 / 23) < 1e-9 && routes[0].errors == 11)
    #expect(abs(routes[1].value - 48.4) < 1e-9)
  }

  /// An earlier vintage did not know it.
  @Test func vintagesDoNotKnowIt() throws {
    let run = try Self.run(
      "{period: 2025, routes: [{name: a, value: 60, sd: 0.05, reason: said}]}",
      more: "as_of: 2022")
    let outcomes = run.targets.map(\.outcome)
    #expect(outcomes.count == 2 && outcomes[1].circumstances?.withoutCurrent == nil)
  }

  @Test(arguments: [
    ("{period: 2026, routes: [{name: a, value: 60, sd: 0.05, reason: r}]}", "not the period after"),
    ("{period: 2025, routes: []}", "no route"),
    (
      "{period: 2025, routes: [{name: a, value: 60, sd: 0, reason: r}, "
        + "{name: b, value: 61, sd: 0, reason: r}]}", "two routes without spread"
    ),
    ("{period: 2025, routes: [{name: a, value: 60, reason: r}]}", "needs 'sd'"),
    ("{period: 2025, routes: [{name: a, value: 60, sd: 3, reason: r}]}", "from 0 to 2"),
    ("{period: 2025, routes: [{name: a, value: 60, growth: 1, sd: 0.1, reason: r}]}", "has one of"),
    ("{period: 2025, routes: [{name: a, value: 60, sd: 0.1}]}", "'reason'"),
    ("{period: 2025, routes: [{name: a, growth: -2, sd: 0.1, reason: r}]}", "over -1"),
    (
      "{period: 2025, correlation: 1, routes: [{name: a, value: 60, sd: 0.1, reason: r}]}",
      "under 1"
    ),
    ("{period: 2025, routes: [{name: a, ratio: {file: d.csv, series: p}}]}", "gives no route"),
    ("{period: 2025, routes: [{name: a, ratio: {file: d.csv, series: x}}]}", "no series 'x'"),
  ]) func whatCannotBeMeantIsRefused(_ current: String, _ words: String) throws {
    let faults = try ScenarioFaults.found(in: Self.yaml(current), data: ["d.csv": Self.data])
    #expect(faults.count == 1 && faults.first?.line != nil, "\(faults)")
    #expect(faults.first?.description.contains(words) == true, "\(faults)")
  }

  @Test func breaksLieInside() throws {
    for (text, words) in [
      ("breaks: [{at: 2013, reason: r}]", "after the first observation"),
      ("breaks: [{at: 2019}]", "'reason'"), ("from: 2030", "no observation"),
    ] {
      let yaml = "series: [{id: p, file: d.csv, \(text)}]\ntargets: []\n"
      let faults = try ScenarioFaults.found(in: yaml, data: ["d.csv": Self.data])
      #expect(faults.first?.description.contains(words) == true, "\(faults)")
    }
  }
}
