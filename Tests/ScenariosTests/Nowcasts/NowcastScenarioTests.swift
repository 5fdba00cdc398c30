import Forecasting
import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

/// The key `nowcasts`: shipped scenarios against R, and faults of new ones.
@Suite struct NowcastScenarioTests {
  static func rows(_ scenario: String, asOf: String? = nil) throws -> [NowcastRow] {
    let read = try ScenarioReader.read(path: Repository.path("datasets/scenarios/\(scenario).yaml"))
    var options = ScenarioRun.Options()
    options.paths = 100
    options.asOf = asOf.flatMap { PeriodText($0) }
    return ScenarioRun(read, options: options).nowcasts
  }

  /// A year of 800 with a spread of a fourth on logs: P(X ≥ x) = Φ(ln(800/x)/0.25), from R:
  /// pnorm(log(800/c(600, 1000))/0.25). What is counted already is certain.
  @Test func levelsHaveProbabilities() throws {
    let run = try PostMortemTests.run(
      """
      scenarios: [{name: baseline}]
      nowcasts:
        - name: visits
          period: 2024-Q1
          flows: [{name: visits, part: {file: d.csv}}]
          naive: {sd: 0.25, reason: assumed}
          levels:
            - {name: high, level: 600, reason: r}
            - {name: higher, level: 1000, reason: r}
            - {name: there, level: 150, reason: r}
      """, data: ["d.csv": "series,period,value,unit,status\nd,2024-Q1,200,trips,preliminary\n"])
    let rows = Dictionary(run.sheet.map { ($0.question, $0) }) { first, _ in first }
    let expected = ["high": 0.875078, "higher": 0.186043, "there": 1]
    for (name, probability) in expected {
      let row = try #require(rows[name])
      #expect(abs((row.probability ?? 0) - probability) < 1e-6 && row.status == .assumption)
      #expect(row.verdict.contains("2024-Q1 is preliminary; ") && row.value == 800)
    }
    #expect(
      rows["high"]?.verdict.hasPrefix("600 trips in 2024: 88 % to come to it or more") == true)
  }

  static func expected() throws -> [String: Double] {
    var values: [String: Double] = [:]
    for row in try Repository.rows("r/nowcast.csv") {
      values["\(row["case"] ?? ""), \(row["quantity"] ?? "")"] = Double(row["value"] ?? "")
    }
    return values
  }

  /// `Fixtures/r/make_nowcast.R`: sums of logs and t quantiles, to 1e-10.
  @Test func theShippedNowcastIsAsInR() throws {
    let expected = try Self.expected()
    let rows = try Self.rows("nowcast").filter { $0.course == "baseline" }
    func check(_ found: Double?, _ key: String) {
      #expect(relativeError(found ?? .nan, expected[key] ?? .nan) < 1e-10, "\(key)")
    }
    let first = rows.filter { $0.question.name.contains("first quarter") && $0.flow == "turnover" }
    let own = try #require(first.first { $0.method == .growth && $0.bridging == nil })
    check(own.growth, "q1, growth")
    check(own.estimate, "q1, estimate")
    check(own.carry?.deviation, "q1 proxy, sd")
    check(own.carry?.bias, "q1 proxy, bias")
    check(own.interval(level: 80)?.low, "q1, lo-80")
    check(own.interval(level: 80)?.high, "q1, hi-80")
    #expect(own.carry?.count == 3 && own.status == .proxy && own.actual == 31.5)
    check(first.first { $0.method == .growthByFlow }?.estimate, "q1, by_flow")
    let bridged = first.filter { $0.bridging != nil && $0.method == .growth }
    let last = try #require(bridged.first { $0.bridging?.ratio.rule == .last })
    check(last.bridging?.ratio.ratio, "bridge, last")
    check(last.bridging?.ratio.spread?.deviation, "bridge, last_sd")
    check(last.bridging?.range.lowerBound, "bridge, min")
    check(last.bridging?.range.upperBound, "bridge, max")
    check(last.estimate, "bridge, estimate")
    check(last.spread?.deviation, "bridge, sd")
    check(last.spread?.degreesOfFreedom, "bridge, df")
    check(last.interval(level: 95)?.low, "bridge, lo-95")
    check(last.interval(level: 95)?.high, "bridge, hi-95")
    #expect(last.bridging?.ratio.count == 10 && last.bridging?.overlap == 14)
    #expect(last.baseValue == 31.2 && last.basis?.label == "GACC nominal")
    let mean = try #require(bridged.first { $0.bridging?.ratio.rule == .mean })
    check(mean.bridging?.ratio.ratio, "bridge, mean")
    check(mean.bridging?.ratio.spread?.deviation, "bridge, mean_sd")
    let exports = rows.filter { $0.question.year == 2026 && $0.flow == "exports" }
    let growth = try #require(exports.first { $0.method == .growth })
    check(growth.carry?.deviation, "exports 2026, sd")
    check(growth.carry?.bias, "exports 2026, bias")
    check(growth.estimate, "exports 2026, growth_estimate")
    #expect(growth.status == .estimated && growth.carry?.count == 6)
    let share = try #require(exports.first { $0.method == .share })
    check(share.share, "exports 2026, share")
    check(share.carry?.deviation, "exports 2026, share_sd")
    check(share.estimate, "exports 2026, share_estimate")
  }

  /// 28.5 %, 31.0 on its own basis, 40.1 bridged, as the figures of the documents give them.
  @Test func theFiguresOfTheDocuments() throws {
    let rows = try Self.rows("nowcast").filter {
      $0.course == "baseline" && $0.question.name.contains("first quarter")
        && $0.flow == "turnover"
    }
    let own = try #require(rows.first { $0.method == .growth && $0.bridging == nil })
    let bridged = try #require(rows.first { $0.bridging?.ratio.rule == .last })
    #expect(abs((own.growth ?? 0) - 0.285) < 0.0005)
    #expect(abs((own.estimate ?? 0) - 31.0) < 0.05 && abs((bridged.estimate ?? 0) - 40.1) < 0.05)
    let naive = try #require(rows.first { $0.method == .naive })
    #expect(abs((naive.estimate ?? 0) - 23.6) < 1e-12 && naive.status == .insufficient)
    #expect(NowcastVerdict.text(naive).contains("wrong by the season"))
    #expect(naive.interval(level: 80) == nil)
  }

  /// Courses of events move only the months to come; lower ends stay over what is counted.
  @Test func coursesMoveTheRest() throws {
    let rows = try Self.rows("nowcast").filter { $0.method == .growth && $0.bridging == nil }
    for row in rows where row.course == "oil-fall" {
      let base = try #require(
        rows.first {
          $0.course == "baseline" && $0.question.name == row.question.name && $0.flow == row.flow
        })
      let part = try #require(row.partValue)
      let (all, less) = (try #require(base.estimate), try #require(row.estimate))
      #expect(relativeError(less - part, 0.75 * (all - part)) < 1e-12)
      for level in [50.0, 80, 95] {
        let interval = try #require(row.interval(level: level))
        #expect(interval.low >= part && interval.low <= less && less <= interval.high)
      }
    }
  }

  @Test func oneYearAndOneQuarterGetNoModel() throws {
    let rows = try Self.rows("border-traffic").filter { $0.course == "baseline" }
    #expect(rows.map(\.method) == [.growth, .share, .naive])
    #expect(rows.prefix(2).allSatisfy { $0.status == .insufficient && $0.estimate == nil })
    #expect(rows[2].status == .assumption && rows[2].estimate == 800_000)
    #expect(rows[2].basis?.label == "bilateral visits, news document 003")
  }

  /// What was not known at the time gives no answer.
  @Test func vintages() throws {
    let early = try Self.rows("nowcast", asOf: "2023-02")
    #expect(early.allSatisfy { $0.estimate == nil && $0.status == .insufficient })
    let later = try Self.rows("nowcast", asOf: "2023-Q1")
    for row in later where row.course == "baseline" && row.method == .growth {
      #expect((row.estimate != nil) == row.question.name.contains("first quarter"))
    }
  }

  static let data = """
    series,period,value,unit,basis
    p,2022-01/2022-03,10,USD bn,"A, year to date"
    p,2023-01/2023-03,12,USD bn,"A, year to date"
    q,2023-01/2023-03,12,USD bn,"B, year to date"
    f,2021,40,USD bn,A
    f,2022,50,USD bn,A
    g,2022,50,USD bn,B
    m,2022,50000,USD million,A
    s,2022,9,USD bn,A
    o,2024-01/2024-04,3,USD bn,A
    o,2024-03/2024-06,3,USD bn,A
    """

  static func faults(_ body: String) throws -> [InputFault] {
    try ScenarioFaults.found(
      in: "scenarios: [{name: baseline}]\nnowcasts:\n  - name: n\n" + body,
      data: ["d.csv": data])
  }

  static func flow(_ part: String, _ full: String) -> String {
    "    flows: [{name: x, part: {file: d.csv, series: \(part)}, "
      + "full: {file: d.csv, series: \(full)}}]\n"
  }

  @Test(arguments: [
    ("    period: 2023-Q2\n" + flow("p", "f"), "no part of one year from its beginning", 4),
    ("    period: 2023-Q1\n" + flow("p", "g"), "bases differ: 'A' and 'B'", 5),
    ("    period: 2023-Q1\n" + flow("p", "m"), "units differ: 'USD bn' and 'USD million'", 5),
    ("    period: 2023-Q1\n" + flow("p", "s"), "10 in 2022-01/2022-03 is more than 9", 5),
    ("    period: 2024-Q1\n" + flow("p", "f"), "has no sum for 2024-01/2024-03", 5),
    (
      "    period: 2022-Q1\n    methods: [growth]\n" + flow("p", "f"),
      "no previous part-year, 2021-01/2021-03", 3
    ),
    (
      "    period: 2023-Q1\n    methods: [share]\n" + flow("p", "g"), "bases differ", 6
    ),
    ("    period: 2024-01/2024-04\n" + flow("o", "f"), "overlaps '2024-01/2024-04'", 11),
    ("    period: 2023-Q1\n    methods: [grow]\n" + flow("p", "f"), "unknown method 'grow'", 5),
    (
      "    period: 2023-Q1\n    carry: {assumption: {sd: 0.1}}\n" + flow("p", "f"),
      "the key 'reason' is missing", 5
    ),
    (
      "    period: 2023-Q1\n    carry: {proxy: {file: d.csv, series: p}}\n" + flow("p", "f"),
      "0 past errors of the carry before 2023, 3 are needed", 5
    ),
    (
      "    period: 2023-Q1\n    bridge: {to: {file: d.csv, series: f}}\n" + flow("p", "f"),
      "both are on the basis 'A'", 5
    ),
    (
      "    period: 2023-Q1\n    bridge: {to: {file: d.csv, series: m}}\n" + flow("p", "f"),
      "units differ", 5
    ),
    ("    period: 2023-Q1\n    rest: {nix: 0.1}\n" + flow("p", "f"), "no scenario 'nix'", 5),
    (
      "    period: 2023-Q1\n    flows: [{name: x, part: {file: d.csv, series: p, unit: t}}]\n",
      "'divide_by' and 'unit' go together", 5
    ),
  ])
  func faultsHaveTheirLine(_ body: String, _ message: String, _ line: Int) throws {
    let faults = try Self.faults(body)
    let fault = try #require(faults.first { $0.message.contains(message) }, "\(faults)")
    #expect(fault.line == line, "\(faults)")
  }

  /// Two flows on two bases are never added; a good file has no fault.
  @Test func twoBasesAreNotAdded() throws {
    let mixed = """
          period: 2023-Q1
          flows:
            - {name: x, part: {file: d.csv, series: p}}
            - {name: y, part: {file: d.csv, series: q}}
      """
    #expect(try Self.faults(mixed + "\n").contains { $0.message.contains("bases differ") })
    #expect(try Self.faults("    period: 2023-Q1\n" + Self.flow("p", "f")).isEmpty)
  }
}
