import Foundation
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

/// Small files must not take the machine, and what is asked must fit: each is refused at its line
/// before anything is allocated for it.
@Suite struct ScenarioLimitsTests {
  static let data =
    "series,period,value\n"
    + ["a", "b"].map { id in
      (2010...2023).map { "\(id),\($0),\(10 + ($0 - 2010) * 2 + ($0 * 7) % 3)\n" }.joined()
    }.joined()
  static let series = "series: [{id: a, file: d.csv}, {id: b, file: d.csv}]\n"

  static func faults(
    _ yaml: String,
    data: [String: String] = ["d.csv": data, "tree.csv": "node,parent\na,t\nb,t\n"],
    allowsOutside: Bool = false
  ) throws -> [InputFault] {
    try ScenarioFiles.with(yaml, data: data) { path in
      do throws(ScenarioFaults) {
        _ = try ScenarioReader.read(path: path, allowsOutside: allowsOutside)
        return []
      } catch { return error.faults }
    }
  }

  // MARK: Files

  /// Five variables of thirty values stand for 24 million scenarios.
  @Test func aGridIsCountedBeforeItIsMade() throws {
    let variables = (0..<5).map { variable in
      "    v\(variable): [" + (1...30).map { "0.0\($0)1" }.joined(separator: ", ") + "]\n"
    }
    let shocks = (0..<5).map { "{growth: {delta: $v\($0), from: 2025}}" }.joined(separator: ", ")
    let found = try Self.faults(
      Self.series + "scenarios:\n- name: g\n  grid:\n" + variables.joined()
        + "  shocks: [\(shocks)]")
    #expect(found.map(\.line) == [5])
    #expect(found.first?.message.contains("a grid of 24300000 scenarios") == true)
  }

  @Test func aliasesOfAliasesAreWeighed() throws {
    let bomb = try String(
      contentsOfFile: Repository.fixture("cases/yaml_bomb_key.yaml"), encoding: .utf8)
    let found = try Self.faults(bomb)
    #expect(found.count == 1 && found[0].message.contains("aliases stand for more than 4 MB"))
    // The same as a value, doubled 40 times under two names by turns, and under one name.
    let doubled = (1...40).map { "x\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    #expect(
      try Self.faults("x0: &a0 [1, 1]\n" + doubled + Self.series).first?.message
        .contains("aliases stand for") == true)
    let again = (1...40).map { "x\($0): &a [*a, *a]\n" }.joined()
    #expect(
      try Self.faults("x0: &a [1, 1]\n" + again + Self.series).first?.message
        .contains("'a' is made twice") == true)
  }

  /// What people write with anchors is far below.
  @Test func aliasesOfPartsAreRead() throws {
    let yaml =
      Self.series
        + """
        scenarios:
          - name: one
            shocks: &shocks [{growth: {delta: 0.01, from: 2025}}]
          - {name: two, shocks: *shocks}
          - {name: three, shocks: *shocks}
        targets:
          - {name: t, series: a, level: 60, by: &by [2030, 2035]}
          - {name: u, series: b, level: 60, by: *by}
        question: R &D and *more* of &that
        """
    #expect(try Self.faults(yaml).isEmpty)
  }

  @Test(arguments: [
    ("? [a, b]\n: 1\n", 2, "a key that is no plain text"),
    ("targets:\n- {name: t, ? {x: 1} : 2}\n", 3, "a key that is no plain text"),
    (
      "deep: " + String(repeating: "[", count: 60) + String(repeating: "]", count: 60) + "\n", 2,
      "nested more than 40 deep"
    ),
    ((0..<20_000).map { "unknown\($0): 1\n" }.joined(), 1, "20001 keys in one mapping"),
    ("as_of: [" + (0..<3000).map(String.init).joined(separator: ",") + "]\n", 2, "3000 items"),
  ]) func whatNoScenarioHas(_ yaml: String, _ line: Int, _ message: String) throws {
    let found = try Self.faults(Self.series + yaml)
    #expect(found.count == 1 && found[0].message.contains(message), "\(found)")
    #expect(found.first?.line == line)
  }

  /// A hundred faults, and how many more.
  @Test func faultsAreListedToAnEnd() throws {
    let found = try Self.faults(Self.series + (0..<1500).map { "unknown\($0): 1\n" }.joined())
    #expect(found.count == 101)
    #expect(found.last?.message == "1400 more faults like these")
    #expect(found.dropLast().allSatisfy { $0.message.contains("unknown key") })
  }

  @Test func aScenarioFileHasABound() throws {
    let found = try Self.faults("title: " + String(repeating: "x", count: 5_000_000))
    #expect(found.count == 1 && found[0].message == "longer than 4194304 bytes")
  }

  /// A device may never end, a pipe may never begin; `-` is none of a scenario's files.
  @Test func dataAreRegularFiles() throws {
    for name in ["/dev/zero", "/dev/null", "."] {
      let found = try Self.faults("series: [{id: a, file: \(name)}]\n", allowsOutside: true)
      #expect(found.count == 1 && found[0].kind == .unreadable, "\(found)")
    }
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("s.yaml", "series: [{id: a, file: pipe}]\n")
    let result = try runner.shell("mkfifo pipe; \"$CORRIDOR\" run s.yaml; echo $?")
    #expect(result.stdout == "66\n" && result.stderr.contains("is no regular file"))
    try runner.write("t.yaml", "series: [{id: a, file: '-'}]\n")
    #expect(try runner.corridor("run", "t.yaml", input: Self.data).status == 66)
  }

  // MARK: Spans

  static let regression = """
    regressions:
      - name: r
        columns:
          - {name: y, file: d.csv, series: a}
          - {name: x, file: d.csv, series: b}
        formula: log(y) ~ log(x)
        project:
          series: a
          level: 90
          by: [%]
          growth: [{column: x, baseline: 0.02}]

    """
  static let capacity = """
    capacity:
      - name: l
        series: a
        capacity: 60
        levels:
          - level: 50
            by: [%]

    """
  static let hierarchy = """
    hierarchies:
      - name: h
        file: tree.csv
        series: [a, b]
        horizon: %

    """

  /// Each place that sets how far ahead is looked, with its line.
  static let places: [(String, Int)] = [
    (regression, 11), (capacity, 8), (hierarchy, 6),
    ("targets:\n- {name: t, series: a, level: 60, by: [%]}\n", 3),
    ("horizon: %\n", 2),
    ("postmortem:\n- series: a\n  from: 2015\n  targets:\n  - {level: 60, by: [%]}\n", 6),
  ]

  @Test(arguments: places) func aSpanIsBoundedAtItsLine(_ yaml: String, _ line: Int) throws {
    for period in ["203300", "999999999", "999999999999999"] {
      let found = try Self.faults(Self.series + yaml.replacing("%", with: period))
      #expect(!found.isEmpty && found.allSatisfy { $0.line == line }, "\(period): \(found)")
      #expect(
        found.allSatisfy { $0.message.contains("more than 100000 periods") }, "\(found)")
    }
    #expect(try Self.faults(Self.series + yaml.replacing("%", with: "2030")).isEmpty)
  }

  /// 50,000 periods are a span, but not times hundreds of scenarios, nor with the paths of links.
  @Test func whatIsAskedOfASpanIsBounded() throws {
    let grid =
      "scenarios:\n- name: baseline\n- name: g\n  grid: {d: ["
      + (1...150).map { "0.000\($0)" }.joined(separator: ", ")
      + "]}\n  shocks: [{growth: {delta: $d, from: 2025, to: 2026}}]\n"
    for (yaml, message) in [
      (Self.capacity.replacing("%", with: "6000"), "are more than 2500 cells"),
      (grid + "horizon: 52000\n", "are more than 1000000 cells"),
      (
        "targets:\n- {name: t, series: a, level: 60, by: [9000], "
          + "cumulative: {start: 1, through: 2023}}\n", "are more than 2500 cells"
      ),
      (grid + Self.regression.replacing("%", with: "52000"), "are more than 1000000 cells"),
    ] {
      let found = try Self.faults(Self.series + yaml)
      #expect(found.contains { $0.message.contains(message) && $0.line != nil }, "\(found)")
    }
    #expect(try Self.faults(Self.series + "horizon: 52000\n").isEmpty)
  }

  // MARK: Numbers

  @Test(arguments: [
    (capacity.replacing("%", with: "2030").replacing("60", with: "1e300"), 5),
    (
      capacity.replacing("%", with: "2030")
        + "    steps: [{name: s, adds: {low: 1, mode: 2, high: 1e300}, opens: 2026}]\n", 9
    ),
    (
      "nowcasts:\n- name: n\n  period: 2023-Q1\n  flows:\n  - name: f\n"
        + "    part: {file: d.csv, series: a, divide_by: 1e-308, unit: t}\n", 7
    ),
    ("targets:\n- {name: t, series: a, level: 1e305, by: [2030]}\n", 3),
    ("targets:\n- {name: t, series: a, level: 5e-324, by: [2030]}\n", 3),
    ("scenarios: [{name: s, shocks: [{growth: {delta: 5, from: 2024}}]}]\nhorizon: 2060\n", 2),
    (
      "scenarios: [{name: s, shocks: [{growth: {delta: -5, from: 2024}}]}]\n"
        + capacity.replacing("%", with: "2060"), 4
    ),
  ]) func aNumberBeyondReasonIsRefused(_ yaml: String, _ line: Int) throws {
    let found = try Self.faults(Self.series + yaml)
    #expect(found.contains { $0.line == line && $0.message.contains("beyond") }, "\(found)")
  }

  /// Values of data files alike: their squares and sums must stay inside the doubles.
  @Test func valuesBeyondReasonAreRefused() throws {
    for value in ["1e305", "-1e305", "5e-324", "1e-200"] {
      let table = Self.data.replacing("a,2015,22\n", with: "a,2015,\(value)\n")
      #expect(table != Self.data)
      for yaml in [
        Self.series, "hierarchies: [{name: h, file: tree.csv, series: [{file: d.csv}]}]",
      ] {
        let found = try Self.faults(yaml, data: ["d.csv": table, "tree.csv": "node,parent\na,t\n"])
        #expect(
          found.contains { $0.line == 7 && $0.message.contains("is beyond 1e") }, "\(found)")
      }
    }
  }

  // MARK: Doubles

  /// An item that could not be read moves nothing: the second of two names is the fault.
  @Test func aDoubleIsReportedAtItsOwnLine() throws {
    let steps = """
      capacity:
        - name: l
          series: a
          capacity: 60
          steps:
            - {name: first, adds: nothing, opens: 2026}
            - {name: second, adds: 5, opens: 2026}
            - {name: third, adds: 5, opens: 2026}
            - {name: second, adds: 5, opens: 2027}
          levels: [{level: 50, by: [2030]}]
      """
    let found = try Self.faults(Self.series + steps)
    #expect(found.map(\.line) == [7, 10], "\(found)")
    #expect(found.last?.message.contains("the step 'second' stands twice") == true)
    // The double of an item that could not be read is one too.
    let targets = """
      targets:
        - {name: t, series: a, level: many, by: [2030]}
        - {name: u, series: a, level: 50, by: [2030]}
        - {name: t, series: a, level: 50, by: [2030]}
      """
    let doubled = try Self.faults(Self.series + targets)
    #expect(doubled.map(\.line) == [3, 5], "\(doubled)")
  }
}
