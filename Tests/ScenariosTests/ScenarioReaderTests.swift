import Forecasting
import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

@Suite struct ScenarioReaderTests {
  /// The YAML reader itself names no line for what is no character of YAML.
  @Test func aControlCharacterHasItsLine() throws {
    let faults = try ScenarioFaults.found(in: "title: T\n# ä, é\nquestion: a\u{1}b\nseries: []\n")
    #expect(faults.map(\.line) == [3])
    #expect(faults.first?.message == "control characters are not allowed")
  }

  static let data =
    "series,period,value,unit,basis\ntrade,2019,1,USD bn,GACC\n"
    + "trade,2020,2,USD bn,GACC\ntrade,2021,3,USD bn,GACC\ntrade,2022,4,USD bn,GACC\n"

  static func read(_ yaml: String) throws -> Scenario {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", data)
    try runner.write("s.yaml", yaml)
    return try ScenarioReader.read(
      path: runner.folder.appending(path: "s.yaml").path(percentEncoded: false))
  }

  static func faults(_ yaml: String) throws -> [InputFault] {
    do {
      _ = try read(yaml)
      return []
    } catch let error as ScenarioFaults {
      return error.faults
    }
  }

  static let good = """
    title: T
    series:
      - {id: trade, file: d.csv, windows: [all, last 3, from 2020]}
    scenarios:
      - name: baseline
      - name: low
        shocks:
          - level: {factor: 0.9, at: 2024}
          - growth: {delta: -0.01, from: 2025, to: 2026}
    targets:
      - {name: a, series: trade, level: 8, by: [2025, 2030], hold: 3}
      - {name: b, series: trade, multiple: 2, base: 2022, by: 2030}
    as_of: [2021]
    levels: [80, 90]
    seed: 7
    """

  @Test func aGoodFileIsRead() throws {
    let scenario = try Self.read(Self.good)
    #expect(scenario.name == "s" && scenario.seed == 7 && scenario.paths == 100_000)
    #expect(
      scenario.series[0].windows == [.all, .last(3), .from(try #require(PeriodText("2020")))])
    #expect(scenario.targets.map(\.target.hold) == [3, 2])
    #expect(scenario.vintages.count == 1 && scenario.levels == [50, 80, 95, 90])
    let axis = scenario.series[0].series.axis
    let low = scenario.courses[1].factors(for: "trade", axis: axis, start: 2023, horizon: 4)
    let expected = [1, 0.9, 0.9 * exp(-0.01), 0.9 * exp(-0.02)]
    for (a, b) in zip(low, expected) { #expect(relativeError(a, b) < 1e-14) }
  }

  @Test func allFaultsComeAtOnceWithLineAndNearestName() throws {
    let faults = try Self.faults(
      """
      titel: T
      series:
        - {id: trade, file: d.csv, models: [dirft, naive]}
        - {id: other, file: d.csv}
      scenarios:
        - name: low
          shocks:
            - levle: {factor: 0.9, at: 2024}
            - growth: {delta: x, from: 2025}
      targets:
        - {name: a, series: trad, level: 8, by: [2025]}
        - {name: b, series: trade, level: -8, by: [20x5]}
        - {name: b, series: trade, by: [2030]}
      paths: many
      """)
    let found = faults.map { "\($0.line ?? 0) \($0.message) \($0.advice ?? "")" }
    func has(_ line: Int, _ words: String...) -> Bool {
      found.contains { text in
        text.hasPrefix("\(line) ") && words.allSatisfy { text.contains($0) }
      }
    }
    #expect(has(1, "titel", "'title'"))
    #expect(has(3, "dirft", "'drift'"))
    #expect(has(4, "no series 'other'"))
    #expect(has(8, "levle", "'level'"))
    #expect(has(9, "'x' is not a number"))
    #expect(has(11, "'trad'", "'trade'"))
    #expect(has(12, "not positive"))
    #expect(has(13, "'level' or 'multiple'"))
    #expect(has(13, "stands twice"))
    #expect(has(14, "many"))
    #expect(found.count >= 10, "\(found)")
  }

  @Test func brokenYAMLHasItsLine() throws {
    #expect(try Self.faults("series: [\n  a: b\n").first?.line != nil)
    #expect(try Self.faults("a: 1\na: 2\n").first?.message.contains("twice") == true)
    #expect(try Self.faults("").first?.message.contains("empty") == true)
    #expect(try Self.faults("- 1\n").isEmpty == false)
    #expect(try Self.faults("title: x\n").first?.message.contains("no series") == true)
  }

  @Test func missingDataFilesAreFaultsOfTheRun() throws {
    let faults = try Self.faults("series:\n  - {id: a, file: missing.csv}\n")
    #expect(faults.count == 1 && faults[0].kind == .unreadable)
    #expect(faults[0].file.hasSuffix("missing.csv"))
  }

  @Test func windowsAreParsed() {
    #expect(SampleWindow("last 10") == .last(10))
    for bad in ["last", "last 1", "from", "from x", "first 3", "last 3 4"] {
      #expect(SampleWindow(bad) == nil)
    }
  }

  /// A shock on periods that are observed already moves nothing: the data have it.
  @Test func shocksCountFromTheLastObservation() throws {
    let scenario = try Self.read(
      """
      series:
        - {id: trade, file: d.csv}
      scenarios:
        - name: past
          shocks:
            - level: {factor: 2, at: 2000}
            - growth: {delta: 0.1, from: 2021, to: 2024}
      """)
    let factors = scenario.courses[0].factors(
      for: "trade", axis: PeriodAxis(.annual), start: 2023, horizon: 3)
    for (a, b) in zip(factors, [exp(0.1), exp(0.2), exp(0.2)]) {
      #expect(relativeError(a, b) < 1e-14)
    }
  }

  @Test(arguments: [
    ("- {id: trade, file: d.csv, series: trade}\nhorizon: 2020", "not after the last observation"),
    ("- {id: trade, file: d.csv}\nhorizon: 2025-Q1", "no period of the annual series"),
    ("- {id: trade, file: d.csv}\nas_of: [2020, 2020]", "stands twice"),
    ("- {id: trade, file: d.csv}\nas_of: [2050]", "nothing would be cut"),
    (
      "- {id: trade, file: d.csv}\nscenarios:\n- name: a\n"
        + "  shocks: [ramp: {factor: 2, from: 2026, to: 2025}]", "'to' is before 'from'"
    ),
    ("- {id: trade, file: d.csv, windows: [from 2050]}", "no observation"),
    (
      "- {id: trade, file: d.csv}\nscenarios:\n- name: a\n  shocks: [level: {factor: 1e300, at: 2025}]",
      "beyond a million"
    ),
    ("- {id: '=1+1', file: d.csv, series: trade}", "formula"),
    ("- {id: trade, file: d.csv, windows: [all, all]}", "stands twice"),
    (
      "- {id: trade, file: d.csv}\ntargets:\n- {name: a, series: trade, level: 9, by: [2030]}"
        + "\nhorizon: 2028", "before the deadline 2030"
    ),
    (
      "- {id: trade, file: d.csv}\ntargets:\n- {name: a, series: trade, level: 9, by: [200000]}",
      "more than 100000"
    ),
    (
      "- {id: trade, file: d.csv}\ntargets:\n- {name: '@x', series: trade, level: 9, by: [2030]}",
      "formula"
    ),
    (
      "- {id: trade, file: d.csv}\ntargets:\n- {name: x, series: trade, multiple: 2, base: 1990, "
        + "by: [2030]}", "no value at the base period"
    ),
  ]) func whatCannotBeMeantIsRefused(_ yaml: String, _ words: String) throws {
    let faults = try Self.faults("series:\n" + yaml + "\n")
    #expect(faults.count == 1 && faults.first?.line != nil, "\(faults)")
    #expect(faults.first?.message.contains(words) == true, "\(faults)")
  }

  @Test func aYearIsAPeriodOfFinerSeriesToo() throws {
    let quarter = PeriodAxis(.quarter)
    let year = try #require(PeriodText("2026"))
    #expect(quarter.firstOrdinal(of: year).map(quarter.text) == "2026-Q1")
    let day = PeriodAxis(.day)
    #expect(day.firstOrdinal(of: year).map(day.text) == "2026-01-01")
    #expect(PeriodAxis(.annual).firstOrdinal(of: year) == 2026)
    #expect(quarter.firstOrdinal(of: try #require(PeriodText("2026-05"))) == nil)
  }

  @Test func aSeriesMayHaveAnotherNameInItsFile() throws {
    let scenario = try Self.read(
      """
      series:
        - {id: turnover, file: d.csv, series: trade}
      models: [drift]
      targets:
        - {name: a, series: turnover, level: 9, by: [2030]}
      paths: 200
      """)
    let run = ScenarioRun(scenario)
    #expect(run.forecasts.allSatisfy { $0.forecast.seriesID == "turnover" && $0.count == 4 })
    #expect(run.targets.allSatisfy { $0.outcome.seriesID == "turnover" })
  }
}
