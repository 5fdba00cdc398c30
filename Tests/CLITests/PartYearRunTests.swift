import Foundation
import Testing
import _TestSupport

/// `corridor run` on nowcasts and pipelines, as a user would.
@Suite struct PartYearRunTests {
  static let data = """
    series,period,value,unit,basis
    p,2022-Q1,10,USD bn,A
    p,2023-Q1,12,USD bn,A
    f,2021,40,USD bn,A
    f,2022,50,USD bn,A

    """

  static let nowcast = """
    title: A year
    scenarios: [{name: baseline}, {name: low}]
    nowcasts:
      - name: n
        period: 2023-Q1
        methods: [growth]
        flows: [{name: x, part: {file: d.csv, series: p}, full: {file: d.csv, series: f}}]
        carry: {assumption: {sd: 0.1, reason: stated}}
        rest: {low: -0.1}

    """

  static func runner(_ nowcast: String = nowcast, data: String = data) throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write("n.yaml", nowcast)
    try runner.write("d.csv", data)
    return runner
  }

  @Test func aNowcastAlone() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.corridor("run", "n.yaml", "-o", "out", "--no-pages", "-v")
    #expect(result.status == 0 && result.stdout.isEmpty, "\(result.stderr)")
    #expect(runner.listing("out/n") == ["answers.csv", "datapackage.json", "nowcast.csv"])
    // 50 · 12/10 = 60; the months to come bring a tenth less than 48.
    #expect(result.stderr.contains("60 USD bn in 2023 (A basis)"))
    let rows = try runner.read("out/n/nowcast.csv").split(separator: "\n")
    #expect(rows.count == 3 && rows[1].contains(",60,") && rows[2].contains(",55.2,"))
    #expect(rows[1].contains(",assumption,"))
    let again = try runner.corridor("run", "n.yaml", "-o", "again", "--seed", "9")
    #expect(again.status == 0)
    #expect(try runner.read("again/n/nowcast.csv") == runner.read("out/n/nowcast.csv"))
    let package = try runner.read("out/n/datapackage.json")
    #expect(package.contains("\"path\" : \"d.csv\"") && package.contains("nowcast.csv"))
  }

  /// Each fault one line with its place, exit status 65, nothing written.
  @Test(arguments: [
    ("f,2022,50", "f,2022,9", "n.yaml:7: ", "10 in 2022-01/2022-03 is more than 9"),
    ("p,2022-Q1", "p,2021-Q1", "n.yaml:4: ", "no previous part-year, 2022-01/2022-03"),
    ("f,2021,40,USD bn,A\nf,2022,50,USD bn,A", "f,2022,50,USD bn,B", "n.yaml:7: ", "bases differ"),
    ("f,2021,40,USD bn,A\nf,2022,50,USD bn,A", "f,2022,50,t,A", "n.yaml:7: ", "units differ"),
    (
      "p,2022-Q1,10,USD bn,A\np,2023-Q1", "p,2023-01/2023-04,9,USD bn,A\np,2023-02/2023-03",
      "d.csv:3: ", "overlaps '2023-01/2023-04' of line 2"
    ),
    (
      "p,2022-Q1,10,USD bn,A\np,2023-Q1", "p,2023-02/2023-03", "d.csv:2: ",
      "does not start with the year"
    ),
    ("12,USD bn,A", "12,USD bn,B", "d.csv:3: ", "basis 'B' after 'A'"),
  ])
  func badInput(_ old: String, _ new: String, _ place: String, _ message: String) throws {
    let runner = try Self.runner(data: Self.data.replacing(old, with: new))
    defer { runner.clean() }
    let result = try runner.corridor("run", "n.yaml", "-o", "out")
    #expect(result.status == 65, "\(result.stderr)")
    #expect(!runner.exists("out"))
    let lines = result.stderr.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("corridor: ") })
    #expect(
      lines.contains { $0.hasPrefix("corridor: " + place) && $0.contains(message) },
      "\(result.stderr)")
  }

  /// Names and reasons are copied to a CSV that a spreadsheet opens.
  @Test(arguments: ["{name: x,", "reason: stated"]) func formulasAreRefused(_ old: String) throws {
    let new = old.replacing("x,", with: "=1+1,").replacing("stated", with: "\"@cmd\"")
    let runner = try Self.runner(Self.nowcast.replacing(old, with: new))
    defer { runner.clean() }
    let result = try runner.corridor("run", "n.yaml", "-o", "out")
    #expect(result.status == 65 && result.stderr.contains("would run as a formula"))
    let allowed = try runner.corridor("run", "n.yaml", "-o", "out", "--allow-formulas")
    #expect(allowed.status == 0, "\(allowed.stderr)")
  }

  @Test func aMissingFileIsNotBadInput() throws {
    let runner = try Self.runner(Self.nowcast.replacing("d.csv", with: "gone.csv"))
    defer { runner.clean() }
    let result = try runner.corridor("run", "n.yaml", "-o", "out")
    #expect(result.status == 66 && result.stderr.contains("gone.csv") && !runner.exists("out"))
  }

  @Test func pipelines() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let lists = """
      pipelines:
        - name: p
          until: [2030]
          hazards: {completion: [0.1, 0.3], removal: 0.05, reason: stated}
          vintages:
            - {date: 2020, listed: 20, finished: 3}
            - {date: 2024, listed: 18, finished: 9, value: 4}
          unit: USD bn

      """
    try runner.write("p.yaml", lists)
    let result = try runner.corridor(
      "run", "p.yaml", "-o", "out", "--paths", "500", "--no-pages", "-v")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(runner.listing("out/p") == ["answers.csv", "datapackage.json", "pipeline.csv"])
    #expect(result.stderr.contains("9 of 18 finished on the list of 2024"))
    #expect(result.stderr.contains("hazards assumed, not fitted: 1 interval"))
    // The value that is finished is not known: nothing is said of it.
    #expect(!result.stderr.contains("worth"))
    _ = try runner.corridor("run", "p.yaml", "-o", "jobs", "--paths", "500", "--jobs", "3")
    #expect(try runner.read("jobs/p/pipeline.csv") == runner.read("out/p/pipeline.csv"))
    _ = try runner.corridor("run", "p.yaml", "-o", "seed", "--paths", "500", "--seed", "8")
    #expect(try runner.read("seed/p/pipeline.csv") != runner.read("out/p/pipeline.csv"))
    for (old, new, message) in [
      ("finished: 9", "finished: 19", "p.yaml:7: "),
      ("listed: 18", "listed: 21", "without additions"),
      ("date: 2024", "date: 2019", "stands after list 2020"),
      ("finished: 9", "finished: 2", "fall from 3 to 2"),
      ("listed: 20", "listed: -20", "no whole number"),
      ("    unit: USD bn\n", "", "the value has no unit"),
    ] {
      try runner.write("bad.yaml", lists.replacing(old, with: new))
      let bad = try runner.corridor("run", "bad.yaml", "-o", "out")
      #expect(
        bad.status == 65 && bad.stderr.contains(message.replacing("p.yaml", with: "bad.yaml")))
      #expect(runner.listing("out") == ["answers.csv", "datapackage.json", "p"])
    }
  }
}
