import Foundation
import SeriesCore
import Testing
import _TestSupport

/// `corridor ledger`, run as a user runs it.
@Suite struct LedgerCommandTests {
  static let forecasts =
    "unique_id,ds,model,mean,median,lo-80,hi-80\n"
    + "y,2025,drift,,10,8,13\ny,2026,drift,,11,8,15\ny,2030,drift,,12,7,18\n"

  static let targets =
    "target,series,level,unit,basis,model,base_period,base_value,deadline,p_level_at_deadline,"
    + "p_touch_by_deadline,status,deflator_rate,cumulative_through\n"
    + "twelve,y,12,Mt,KTZ,mixture,2024,9,2026,0.3,0.4,projected,,\n"
    + "twelve,y,12,Mt,KTZ,mixture,2024,9,2030,0.5,0.7,projected,,\n"
    + "twenty,y,20,Mt,KTZ,mixture,2024,9,2026,0.01,0.02,projected,,\n"
    + "twenty,y,20,Mt,KTZ,mixture,2024,9,2030,0.2,0.3,projected,,\n"
    + "sum,y,30,Mt,KTZ,mixture,2024,9,2026,0.5,0.5,projected,,2023\n"
    + "real,y,12.5,Mt,KTZ,mixture,2024,9,2026,0.1,0.25,projected,0.1,\n"

  static let actual =
    "series,period,value,unit,basis\ny,2024,9,Mt,KTZ\ny,2025,12,Mt,KTZ\ny,2026,8,Mt,KTZ\n"

  static func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write("f.csv", forecasts)
    try runner.write("t.csv", targets)
    try runner.write("actual.csv", actual)
    return runner
  }

  static func rows(_ csv: String) throws -> [[String: String]] {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("o.csv", csv)
    let records = try csvRecords(
      path: runner.folder.appending(path: "o.csv").path(percentEncoded: false))
    return records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0], $0)) }
  }

  @Test func addListAndScore() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let added = try runner.corridor(
      "ledger", "add", "f.csv", "t.csv", "--ledger", "l.db", "--made", "2025-02-01")
    #expect(added.status == 0 && added.stdout.isEmpty, "\(added.stderr)")
    #expect(added.stderr.contains("f, f.csv: 3 rows added"))
    let list = try Self.rows(try runner.corridor("ledger", "list", "--ledger", "l.db").stdout)
    #expect(list.map { $0["rows"] } == ["3", "6"] && list.map { $0["scored"] } == ["0", "0"])
    #expect(list.allSatisfy { $0["run"] == "1" && $0["made"] == "2025-02-01" })
    #expect(list[0]["sha256"] == SHA256.hexDigest(Array(Self.forecasts.utf8)))

    let scored = try runner.corridor(
      "ledger", "score", "--ledger", "l.db", "--actual", "actual.csv", "--details", "d.csv")
    #expect(scored.status == 0 && scored.stderr.isEmpty, "\(scored.stderr)")
    let rows = try Self.rows(scored.stdout)
    func row(_ measure: String, _ target: String = "") -> [String: String]? {
      rows.first { $0["measure"] == measure && $0["target"] == target }
    }
    // 2025: 12 in [8, 13], median 10: (1 + 0.1·5)/1.5 = 1. 2026: 8 in [8, 15], median 11:
    // (1.5 + 0.1·7)/1.5 = 22/15.
    let wis = try #require(row("wis"))
    #expect(wis["n"] == "2" && wis["open"] == "1")
    let mean = try #require(Double(wis["value"] ?? ""))
    #expect(relativeError(mean, 37.0 / 30) < 1e-5)
    #expect(row("coverage_80")?["value"] == "1")
    // Twelve was reached in 2025 and lost in 2026: (0.4 − 1)² and (0.7 − 1)² by touch, (0.3 − 0)² by
    // level; 2030 is open by level.
    let touch = try #require(row("brier_touch", "twelve"))
    #expect(touch["value"] == "0.225" && touch["n"] == "2" && touch["open"] == "0")
    let level = try #require(row("brier_level", "twelve"))
    #expect(level["value"] == "0.09" && level["n"] == "1" && level["open"] == "1")
    // Twenty: missed by 2026, open by 2030.
    let twenty = try #require(row("brier_touch", "twenty"))
    #expect(twenty["value"] == "0.0004" && twenty["n"] == "1" && twenty["open"] == "1")
    // 9 + 12 + 8 = 29 of 30.
    #expect(row("brier_touch", "sum")?["value"] == "0.25")
    // 12.5 in the money of 2026 is 11.36 in 2025: reached.
    #expect(row("brier_touch", "real")?["value"] == "0.5625")
    #expect(row("brier_level", "real")?["value"] == "0.01")
    let details = try Self.rows(try runner.read("d.csv"))
    #expect(details.count == 9 && details[0]["actual"] == "12" && details[0]["wis"] == "1")
    #expect(details[2]["actual"] == "" && details[2]["wis"] == "")
    let again = try runner.corridor("ledger", "list", "--ledger", "l.db")
    #expect(try Self.rows(again.stdout).map { $0["scored"] } == ["2", "5"])
    // A second time nothing changes.
    let twice = try runner.corridor(
      "ledger", "score", "--ledger", "l.db", "--actual", "actual.csv")
    #expect(twice.stdout == scored.stdout && twice.stderr.isEmpty)
  }

  @Test func revisionsReplaceAndShortFilesTakeNothingBack() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    _ = try runner.corridor("ledger", "add", "f.csv", "t.csv", "--ledger", "l.db")
    _ = try runner.corridor("ledger", "score", "--ledger", "l.db", "--actual", "actual.csv")
    try runner.write("later.csv", "series,period,value,unit,basis\ny,2026,13,Mt,KTZ\n")
    let later = try runner.corridor(
      "ledger", "score", "--ledger", "l.db", "--actual", "later.csv", "--details", "d.csv")
    #expect(later.status == 0)
    // The value of 2026 with what followed from it: twelve at its level, real at its.
    #expect(later.stderr.contains("outcomes replaced"), "\(later.stderr)")
    let rows = try Self.rows(try runner.read("d.csv"))
    #expect(rows[0]["actual"] == "12" && rows[1]["actual"] == "13")
  }

  @Test func theSameContentIsAddedOnce() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let day = ["--made", "2025-02-01"]
    _ = try runner.corridor("ledger", "add", "f.csv", "--ledger", "l.db", day[0], day[1])
    let bytes = try Data(contentsOf: runner.folder.appending(path: "l.db"))
    try runner.write("copy.csv", Self.forecasts)
    let again = try runner.corridor(
      "ledger", "add", "copy.csv", "--ledger", "l.db", "--made", "2026-02-01")
    #expect(again.status == 0 && again.stderr.contains("kept already, nothing added"))
    #expect(try Data(contentsOf: runner.folder.appending(path: "l.db")) == bytes)
    let today = try runner.shell(
      "sed s/10,8/9,8/ f.csv | \"$CORRIDOR\" ledger add - --ledger l.db && date -u +%F")
    let list = try Self.rows(try runner.corridor("ledger", "list", "--ledger", "l.db").stdout)
    #expect(list.count == 2 && list[1]["scenario"] == "series")
    #expect(today.stdout.contains(list[1]["made"] ?? "none"))
  }

  @Test func aRunIsKept() throws {
    let runner = try RunCommandTests.runner()
    defer { runner.clean() }
    let arguments = [
      "run", "in/small.yaml", "-o", "out", "--ledger", "l.db", "--made", "2025-03-01",
    ]
    let first = try runner.shell("\"$CORRIDOR\" " + arguments.joined(separator: " "))
    #expect(first.status == 0, "\(first.stderr)")
    #expect(first.stderr.contains("as of an earlier time"))
    let list = try Self.rows(try runner.corridor("ledger", "list", "--ledger", "l.db").stdout)
    #expect(list.map { $0["file"] } == ["forecast.csv", "targets.csv"])
    #expect(list.allSatisfy { $0["scenario"] == "small" && $0["run"] == "1" })
    #expect(
      list[0]["sha256"] == SHA256.hexDigest(Array(try runner.read("out/small/forecast.csv").utf8)))
    // By hand from the folder: the same content.
    let byHand = try runner.corridor(
      "ledger", "add", "out/small/forecast.csv", "out/small/targets.csv", "--ledger", "l.db")
    #expect(byHand.stderr.split(separator: "\n").count == 2)
    #expect(byHand.stderr.contains("small, targets.csv: kept already"))
    let second = try runner.shell("\"$CORRIDOR\" " + arguments.joined(separator: " "))
    #expect(second.status == 0)
    #expect(try Self.rows(try runner.corridor("ledger", "list", "--ledger", "l.db").stdout) == list)
    // Values up to 2024 are known: nothing of what was forecast has come.
    let open = try runner.corridor("ledger", "score", "--ledger", "l.db", "--actual", "in/y.csv")
    #expect(open.status == 0)
    #expect(try Self.rows(open.stdout).allSatisfy { $0["n"] == "0" && $0["value"] == "" })
    #expect(try runner.corridor("run", "in/small.yaml", "--made", "2025-03-01").status == 64)
    let refused = try runner.corridor("run", "in/small.yaml", "-o", "no", "--ledger", "in/y.csv")
    #expect(refused.status == 65 && !runner.exists("no"))
  }

  @Test(
    arguments: [
      ("ledger add f.csv --ledger -", 64, "cannot be '-'"),
      ("ledger add f.csv --ledger l.db --made 2025", 64, "is no day"),
      ("ledger add f.csv --ledger l.db --made 2025-02-30", 64, "is no day"),
      ("ledger add - - --ledger l.db", 64, "once only"),
      ("ledger add gone.csv --ledger l.db", 66, "gone.csv: no such file"),
      ("ledger add actual.csv --ledger l.db", 65, "actual.csv:1: neither forecasts nor targets"),
      ("ledger add f.csv actual.csv --ledger l.db", 65, "actual.csv:1: "),
      ("ledger add f.csv --ledger f.csv", 65, "f.csv: is no ledger: it is no SQLite database"),
      ("ledger add f.csv --ledger f.csv/l.db", 73, "cannot be written"),
      ("ledger add f.csv --ledger none/l.db", 73, "cannot be written"),
      ("ledger add f.csv --ledger .", 73, "is a folder"),
      ("ledger add f.csv --ledger /dev/null", 73, "is no regular file"),
      ("ledger list --ledger l.db", 66, "l.db: no such file"),
      ("ledger score --ledger l.db --actual actual.csv", 66, "l.db: no such file"),
      ("ledger list --ledger f.csv", 65, "is no ledger"),
      ("ledger list", 64, "--ledger"), ("ledger nonsense", 64, "nonsense"),
    ] as [(String, Int32, String)])
  func faults(_ line: String, _ status: Int32, _ message: String) throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.shell("\"$CORRIDOR\" " + line)
    #expect(result.status == status && result.stderr.contains(message), "\(result.stderr)")
    #expect(result.stdout.isEmpty)
    #expect(runner.listing() == ["actual.csv", "f.csv", "t.csv"])
  }

  @Test func valuesOfAnotherMeasureAreRefused() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    _ = try runner.corridor("ledger", "add", "t.csv", "--ledger", "l.db")
    let before = try Data(contentsOf: runner.folder.appending(path: "l.db"))
    for (file, message) in [
      ("series,period,value,unit,basis\ny,2026,8,kt,KTZ\n", "its unit is 'kt'"),
      ("series,period,value,unit,basis\ny,2026,8,Mt,other\n", "its basis is 'other'"),
      ("series,period,value,unit\ny,2026,8,Mt\n", "its basis is 'none'"),
      ("series,period,value,unit,basis\ny,2026-Q1,8,Mt,KTZ\n", "is by quarter, but '2024'"),
      ("series,period,value,unit,basis\ny,2026,8,Mt,KTZ\ny,2026,9,Mt,KTZ\n", "stands already"),
    ] {
      try runner.write("bad.csv", file)
      let result = try runner.corridor(
        "ledger", "score", "--ledger", "l.db", "--actual", "bad.csv", "-o", "o.csv")
      #expect(result.status == 65 && result.stderr.contains(message), "\(result.stderr)")
      #expect(!runner.exists("o.csv"))
      #expect(try Data(contentsOf: runner.folder.appending(path: "l.db")) == before)
    }
    try runner.write("z.csv", "series,period,value\nz,2026,1\n")
    let other = try runner.corridor("ledger", "score", "--ledger", "l.db", "--actual", "z.csv")
    #expect(other.status == 0 && other.stderr.contains("no values in this file for 1 series: y"))
    let same = try runner.corridor(
      "ledger", "score", "--ledger", "l.db", "--actual", "actual.csv", "-o", "l.db")
    #expect(same.status == 64 && same.stderr.contains("same place"))
  }

  /// With known_from a file of values may hold revisions: the last one counts.
  @Test func revisedValuesAreTaken() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    _ = try runner.corridor("ledger", "add", "f.csv", "--ledger", "l.db")
    try runner.write(
      "r.csv",
      "series,period,value,known_from\ny,2025,11,2026-02-01\ny,2025,12.5,2027-02-01\n"
        + "y,2026,8,2027-02-01\n")
    _ = try runner.corridor(
      "ledger", "score", "--ledger", "l.db", "--actual", "r.csv", "--details", "d.csv")
    #expect(try Self.rows(try runner.read("d.csv")).first?["actual"] == "12.5")
  }

  @Test func helpIsThere() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    #expect(try runner.corridor("ledger", "--help").stdout.contains("add"))
    for command in ["add", "list", "score"] {
      let help = try runner.corridor("ledger", command, "--help")
      #expect(help.status == 0 && help.stdout.contains("--ledger <ledger>"), "\(command)")
    }
  }
}
