import Foundation
import Testing
import _TestSupport

/// What a command reads is never what it writes, by whatever name.
@Suite struct OverwriteTests {
  static let data = "unique_id,ds,y\n" + (0..<12).map { "a,\(2010 + $0),\(10 + $0)\n" }.joined()

  static func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    for name in ["in.csv", "h.csv", "second.csv"] { try runner.write(name, data) }
    return runner
  }

  /// Commands with one of their inputs as an output; the option that is named.
  static let lines: [(String, String)] = [
    ("forecast in.csv --horizon 1 -o in.csv", "--output"),
    ("forecast in.csv --horizon 1 -o ./in.csv", "--output"),
    ("forecast in.csv --horizon 1 -o link.csv", "--output"),
    ("forecast link.csv --horizon 1 -o in.csv", "--output"),
    ("forecast in.csv --horizon 1 -o hard.csv", "--output"),
    ("forecast in.csv --horizon 1 --failures in.csv", "--failures"),
    ("forecast in.csv --horizon 1 --details in.csv", "--details"),
    ("forecast - --horizon 1 -o in.csv < in.csv", "--output"),
    ("forecast in.csv --horizon 1 >> in.csv", "--output"),
    ("backtest in.csv --horizon 1 --windows 1 --failures in.csv", "--failures"),
    ("target in.csv --series a --level 30 --by 2030 -o in.csv", "--output"),
    ("regress in.csv 'y ~ ds' --summary in.csv", "--summary"),
    ("regress in.csv 'y ~ ds' --predict in.csv", "--predict"),
    ("breaks in.csv 'y ~ 1' --segments in.csv", "--segments"),
    ("var in.csv 'y + ds' --given second.csv --tests second.csv", "--tests"),
    ("reconcile in.csv --hierarchy h.csv --horizon 1 -o h.csv", "--output"),
    ("reconcile in.csv --hierarchy h.csv --horizon 1 --summary in.csv", "--summary"),
    ("audit in.csv --relations second.csv -o second.csv", "--output"),
    ("score in.csv --actual second.csv -o second.csv", "--output"),
    ("score in.csv --train second.csv -o second.csv", "--output"),
    ("new in.csv -o in.csv", "--output"),
    ("ledger score --ledger l.db --actual in.csv -o in.csv", "--output"),
    ("ledger score --ledger l.db --actual in.csv --details in.csv", "--details"),
  ]

  @Test(arguments: lines) func anInputIsNoOutput(_ line: String, _ option: String) throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.shell(
      "ln -s in.csv link.csv; ln in.csv hard.csv; \"$CORRIDOR\" \(line)")
    #expect(result.status == 64, "\(line): \(result.stderr)")
    #expect(result.stderr.contains("\(option) would overwrite the input"), "\(result.stderr)")
    for name in ["in.csv", "h.csv", "second.csv"] { #expect(try runner.read(name) == Self.data) }
    #expect(runner.listing() == ["h.csv", "hard.csv", "in.csv", "link.csv", "second.csv"])
  }

  /// A terminal or a pipe may be read and written; so may one place that two names lead to by chance.
  @Test func whatIsNoFileMayBeBoth() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.shell(
      "\"$CORRIDOR\" forecast /dev/null --horizon 1 -o /dev/null; echo $?")
    #expect(result.stdout == "65\n")
  }

  static let scenario = """
    paths: 100
    series: [{id: a, file: s/forecast.csv}]
    targets: [{name: t, series: a, level: 40, by: [2025]}]
    """

  /// Data of a scenario, and of another scenario of the same call.
  @Test func reportsNeverReplaceDataOfAScenario() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("s/forecast.csv", Self.data)
    try runner.write("s.yaml", Self.scenario)
    try runner.write("t.yaml", Self.scenario)
    try runner.write("u.yaml", Self.scenario.replacing("s/forecast.csv", with: "plain.csv"))
    try runner.write("plain.csv", Self.data)
    for files in [["s.yaml"], ["u.yaml", "s.yaml"], ["t.yaml", "s.yaml"]] {
      let result = try runner.shell("\"$CORRIDOR\" run \(files.joined(separator: " ")) -o .")
      #expect(result.status == 64, "\(result.stderr)")
      #expect(result.stderr.contains("--output would overwrite the input of"), "\(result.stderr)")
      #expect(try runner.read("s/forecast.csv") == Self.data)
      #expect(!runner.exists("u") && !runner.exists("t"))
    }
    let elsewhere = try runner.corridor("run", "s.yaml", "-o", "out")
    #expect(elsewhere.status == 0, "\(elsewhere.stderr)")
    let ledger = try runner.corridor(
      "run", "s.yaml", "-o", "out", "--ledger", "s/forecast.csv")
    #expect(ledger.status == 65 && ledger.stderr.contains("is no ledger"))
    let report = try runner.corridor(
      "run", "s.yaml", "-o", "out", "--ledger", "out/s/targets.csv")
    #expect(report.status == 64 && report.stderr.contains("name the same place"))
  }
}
