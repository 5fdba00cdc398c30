import Foundation
import Testing
import _TestSupport

/// What a run finds in its folder and did not write, or wrote for another purpose.
@Suite struct FolderOfOthersTests {
  static func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(
      "d.csv",
      "series,period,value\na,2019,10\na,2020,11\na,2021,12.5\na,2022,12\na,2023,13\na,2024,15\n")
    for name in ["s", "t"] {
      try runner.write(
        "\(name).yaml",
        """
        series:
          - {id: a, file: d.csv}
        models: [drift]
        paths: 1000
        targets:
          - {name: twenty, series: a, level: 20, by: 2030}
        """)
    }
    return runner
  }

  static func run(_ runner: CommandRunner, _ line: String) throws -> CommandRunner.Result {
    try runner.script(line, input: Data())
  }

  /// The rows are there however the ledger is opened next: no journal of it comes back.
  @Test func aLedgerMayStandAmongTheReports() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    _ = try Self.run(runner, "corridor run s.yaml --quiet -o out")
    for paths in [1000, 1100] {
      let done = try Self.run(
        runner, "corridor run s.yaml --paths \(paths) --quiet -o out --ledger out/s/l.db")
      #expect(done.status == 0, "\(done.stderr)")
      #expect(!runner.listing("out/s").contains("l.db-journal"))
    }
    let list = try Self.run(runner, "corridor ledger list --ledger out/s/l.db").stdout
    #expect(list.split(separator: "\n").count > 2)
    _ = try Self.run(runner, "cp out/s/l.db copy.db")
    #expect(try Self.run(runner, "corridor ledger list --ledger copy.db").stdout == list)
  }

  @Test func aScenariosFolderIsNoPlaceForARun() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    _ = try Self.run(runner, "corridor run s.yaml --quiet -o out")
    let before = runner.listing("out/s")
    let refused = try Self.run(runner, "corridor run t.yaml --quiet -o out/s || exit $?")
    #expect(refused.status == 64 && refused.stderr.contains("choose another folder"))
    #expect(runner.listing("out/s") == before)
    // Nor is a run's folder a scenario's.
    _ = try Self.run(runner, "mkdir top; corridor run t.yaml --quiet -o top/s")
    #expect(
      try Self.run(runner, "corridor run s.yaml --quiet -o top || exit $?").status == 64)
    #expect(runner.listing("top/s").contains("answers.csv"))
  }

  /// A report that the scenario reads is an input, whoever wrote it.
  @Test func inputsStay() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    _ = try Self.run(runner, "corridor run s.yaml --quiet --excel -o out")
    try runner.write(
      "s.yaml",
      """
      series:
        - {id: a, file: out/s/excel/observations.csv}
      models: [drift]
      paths: 1000
      targets:
        - {name: twenty, series: a, level: 20, by: 2030}
      """)
    let input = try runner.read("out/s/excel/observations.csv")
    let again = try Self.run(runner, "corridor run s.yaml --quiet -o out")
    #expect(again.status == 0, "\(again.stderr)")
    #expect(try runner.read("out/s/excel/observations.csv") == input)
    #expect(runner.listing("out/s/excel") == ["observations.csv"])
  }

  /// Whoever reads the scores may stop: what came is recorded, and the details are written.
  @Test func scoresThatNobodyReadsAreKept() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    _ = try Self.run(runner, "corridor run s.yaml --quiet -o out --ledger l.db")
    try runner.write("v.csv", "unique_id,ds,y\na,2025,16\n")
    _ = try Self.run(
      runner,
      """
      (sleep 0.3; corridor ledger score --ledger l.db --actual v.csv --details details.csv) | true
      """)
    #expect(runner.listing().contains("details.csv"))
    let scores = try Self.run(runner, "corridor ledger score --ledger l.db --actual v.csv").stdout
    let rows = scores.split(separator: "\n")
    #expect(rows.count > 1)
  }
}
