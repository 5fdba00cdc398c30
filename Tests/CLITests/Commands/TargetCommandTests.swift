import Foundation
import SeriesCore
import Testing
import _TestSupport

/// `corridor target` run as a user runs it, good input and bad.
@Suite struct TargetCommandTests {
  static let header = "series,period,value,unit,basis\n"
  static let good =
    header
    + (2010...2023).map { "trade,\($0),\(20 + 2 * ($0 - 2010) + $0 % 3),USD bn,GACC\n" }.joined()

  static func run(
    _ text: String, _ arguments: String..., file: String = "d.csv"
  ) throws -> CommandRunner.Result {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", text)
    return try runner.shell(
      "\"$CORRIDOR\" target \(file) " + arguments.joined(separator: " "))
  }

  static func cells(_ csv: String, _ row: Int = 1) throws -> [String: String] {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("o.csv", csv)
    let records = try csvRecords(
      path: runner.folder.appending(path: "o.csv").path(percentEncoded: false))
    return Dictionary(uniqueKeysWithValues: zip(records[0], records[row]))
  }

  @Test func aTableARowADeadline() throws {
    let result = try Self.run(
      Self.good, "--series trade --level 80 --by 2030,2035 --paths 5000 --seed 4")
    #expect(result.status == 0 && result.stderr.isEmpty)
    #expect(result.stdout.split(separator: "\n").count == 3)
    let row = try Self.cells(result.stdout)
    #expect(
      row["deadline"] == "2030" && row["model"]?.hasSuffix("+log") == true && row["n"] == "14")
    #expect(row["base_period"] == "2023" && row["basis"] == "GACC" && row["hold"] == "2")
    let touch = try #require(Double(row["p_touch_by_deadline"] ?? ""))
    let level = try #require(Double(row["p_level_at_deadline"] ?? ""))
    #expect(touch >= level && touch > 0 && touch < 1)
    let again = try Self.run(
      Self.good, "--series trade --level 80 --by 2030,2035 --paths 5000 --seed 4 --jobs 3")
    #expect(again.stdout == result.stdout)
    let other = try Self.run(
      Self.good, "--series trade --level 80 --by 2030,2035 --paths 5000 --seed 5")
    #expect(other.stdout != result.stdout)
  }

  @Test func answersThatAreNoErrors() throws {
    let met = try Self.run(Self.good, "--series trade --level 30 --by 2030 --paths 1000")
    #expect(met.status == 0)
    #expect(try Self.cells(met.stdout)["status"] == "met")
    let past = try Self.run(Self.good, "--series trade --level 99 --by 2015 --paths 1000")
    #expect(past.status == 0)
    #expect(try Self.cells(past.stdout)["status"] == "missed")
    let multiple = try Self.run(
      Self.good, "--series trade --multiple 2 --base 2023 --horizon 9 --paths 1000")
    #expect(try Self.cells(multiple.stdout)["deadline"] == "2032")
    let levels = try Self.run(
      Self.good, "--series trade --level 80 --by 2015,2030 --paths 500 --levels 80 --model naive")
    #expect(
      levels.stdout.split(separator: "\n")[0].hasSuffix(",cumulative_through,median,lo-80,hi-80"))
    #expect(levels.stdout.split(separator: "\n")[1].hasSuffix(",0,,,,,"))
    // Naive on logs: the median is the last value, 46 + 2023's remainder.
    #expect(Double(try Self.cells(levels.stdout, 2)["median"] ?? "") == 47)
    let asOf = try Self.run(
      Self.good, "--series trade --level 80 --by 2030 --as-of 2018 --from 2012 --paths 1000")
    #expect(try Self.cells(asOf.stdout)["sample_end"] == "2018")
    #expect(try Self.cells(asOf.stdout)["n"] == "7")
    let level = try Self.run(
      Self.good, "--series trade --level -5 --by 2030 --model drift+level --paths 1000")
    #expect(level.status == 0)
  }

  @Test(arguments: [
    ("--series trade --level -5 --by 2030", Int32(64), "not positive"),
    ("--series trade --level 0 --by 2030", 64, "not positive"),
    ("--series trade --level 80 --horizon 0", 64, "horizon"),
    ("--series trade --level 80 --horizon 1000000000", 64, "horizon"),
    ("--series trade --level 80 --by 2030 --model thta", 64, "unknown model"),
    ("--series trade --level 80 --by 2030 --model dirft", 64, "did you mean 'drift'"),
    ("--series trade --level 80 --by 2030-Q5", 64, "no period"),
    ("--series trade --level 80 --multiple 2 --by 2030", 64, "either"),
    ("--series trade --multiple 2 --by 2030", 64, "--base"),
    ("--series trade --level 80", 64, "--by"),
    ("--series trade --level 80 --by 2030 --paths 5", 64, "paths"),
    ("--series trade --level abc --by 2030", 64, "abc"),
    ("--series trade --level 80 --by 2030 --horizon 3", 64, "past the --horizon"),
    ("--series trade --level 80 --by 2030,2030", 64, "twice"),
    ("--series trad --level 80 --by 2030", 65, "did you mean 'trade'"),
    ("--series trade --level 80 --by 2030 --as-of 1990", 65, "insufficient data"),
    ("--series trade --multiple 2 --base 1990 --by 2030", 64, "no value at the base"),
    ("--series trade --level 80 --by 2030 --nonsense", 64, "nonsense"),
  ]) func wrongUsageIsNamed(_ arguments: String, _ status: Int32, _ words: String) throws {
    let result = try Self.run(Self.good, arguments)
    #expect(result.status == status, "\(result.stderr)")
    #expect(result.stdout.isEmpty)
    #expect(result.stderr.contains(words), "\(result.stderr)")
  }

  static let badFiles: [(String, Int, String)] = [
    ("", 1, "empty"), (header, 1, "no observation"),
    (header + "trade,2001,1,USD bn\n", 2, "4 fields"),
    (header + "trade,2001,1,a,b\ntrade,2001,2,a,b\n", 3, "stands already on line 2"),
    (header + "trade,2001,1,a,b\ntrade,2001-Q1,2,a,b\n", 3, "mixed frequency"),
    (header + "trade,2001,ten,a,b\n", 2, "not a number"),
    (header + "trade,2001,NaN,a,b\n", 2, "finite"),
    (header + "trade,2001,\"1,5\",a,b\n", 2, "decimal comma"),
    (header + "trade,2001,1,a,\"b\ntrade,2002,2,a,b\n", 2, "never ends"),
    (header + "trade,2001,1,a,b\ntrade,2002,2,a,c\n", 3, "basis"),
    (header + "trade,2O01,1,a,b\n", 2, "unreadable period"),
    (header + "trade,2001,1,a,b\n", 0, "insufficient data: 4 observations needed, 1 found"),
  ]

  @Test(arguments: badFiles.indices) func badFilesAreRefusedWithTheirLine(_ index: Int) throws {
    let (text, line, words) = Self.badFiles[index]
    let result = try Self.run(text, "--series trade --level 80 --by 2030 --paths 1000")
    #expect(result.status == 65, "\(result.stderr)")
    #expect(result.stdout.isEmpty)
    #expect(result.stderr.hasPrefix(line > 0 ? "corridor: d.csv:\(line): " : "corridor: d.csv: "))
    #expect(result.stderr.contains(words), "\(result.stderr)")
    #expect(result.stderr.split(separator: "\n").count == 1)
  }

  @Test func anotherSeriesAtFaultFailsTheFile() throws {
    let text = Self.good + "other,2001,1,a,b\nother,2001,2,a,b\n"
    let result = try Self.run(text, "--series trade --level 80 --by 2030 --paths 500")
    #expect(result.status == 65 && result.stderr.hasPrefix("corridor: d.csv:17: "))
  }

  @Test func dailySeriesHaveNoYearlyRateButAnAnswer() throws {
    let days = ["01", "02", "03", "04"].enumerated()
      .map { "trade,2024-01-\($1),\([8, 9, 11, 10][$0]),a,b\n" }
    let result = try Self.run(
      Self.header + days.joined(), "--series trade --level 1e308 --by 2024-01-05 --paths 500")
    #expect(result.status == 0, "\(result.stderr)")
    let long = try Self.run(
      Self.good, "--series trade --level 80 --horizon 100000 --paths 100 --model naive")
    #expect(long.status == 0, "\(long.stderr)")
  }

  @Test func otherWaysInputCanBe() throws {
    let crlf = "\u{FEFF}" + Self.good.replacing("\n", with: "\r\n")
    #expect(try Self.run(crlf, "--series trade --level 80 --by 2030 --paths 500").status == 0)
    let runner = try CommandRunner()
    defer { runner.clean() }
    let missing = try runner.corridor(
      "target", "none.csv", "--series", "a", "--level", "2", "--by", "2030")
    #expect(missing.status == 66 && missing.stderr == "corridor: none.csv: no such file\n")
    try runner.write("latin.csv", Data(Array((Self.header + "trade,2001,1,a,").utf8) + [0xE9, 10]))
    let latin = try runner.corridor(
      "target", "latin.csv", "--series", "trade", "--level", "2", "--by", "2030")
    #expect(
      latin.status == 65 && latin.stderr.contains("latin.csv:2: ") && latin.stderr.contains("UTF-8")
    )
    let stdin = try runner.corridor(
      "target", "-", "--series", "trade", "--level", "80", "--by", "2030", "--paths", "500",
      input: Self.good)
    #expect(stdin.status == 0)
    let negative = Self.good.replacing("trade,2015,32", with: "trade,2015,-32")
    #expect(negative != Self.good)
    let log = try Self.run(
      negative, "--series trade --level 80 --by 2030 --model drift+log --paths 500")
    #expect(log.status == 65 && log.stderr.contains("-32"))
    let flat = Self.header + (2001...2009).map { "trade,\($0),7,a,b\n" }.joined()
    for model in ["mixture", "drift", "naive", "trend", "mean"] {
      let result = try Self.run(
        flat, "--series trade --level 9 --by 2015 --paths 500 --model \(model)")
      #expect(result.status == 0, "\(model): \(result.stderr)")
    }
  }

  /// `--as-of` sees what was published by then, revisions in their state of the time.
  @Test func asOfHonoursDatesOfPublication() throws {
    let header = "series,period,value,unit,basis,known_from\n"
    let rows = (2010...2020).map { "y,\($0),\(10 + $0 - 2010),Mt,x,\($0 + 1)-04-01\n" }
    let revision = "y,2015,99,Mt,x,2018-01-01\n"
    let options = "--series y --level 40 --by 2030 --model naive --paths 500"
    let dated = try Self.run(header + rows.joined() + revision, options, "--as-of 2016")
    let row = try Self.cells(dated.stdout)
    #expect(dated.status == 0 && row["sample_end"] == "2015" && row["base_value"] == "15")
    let later = try Self.cells(
      try Self.run(header + rows.joined() + revision, options, "--as-of 2018").stdout)
    #expect(later["sample_end"] == "2017" && later["n"] == "8")
    // The same as a file that ends there.
    let cut = try Self.run(header + rows.prefix(6).joined(), options)
    #expect(cut.stdout == dated.stdout)
    let twice = try Self.run(header + rows.joined() + "y,2015,98,Mt,x,2016-04-01\n", options)
    #expect(twice.status == 65 && twice.stderr.contains("d.csv:13: "), "\(twice.stderr)")
  }
}
