import Foundation
import Testing
import _TestSupport

/// `corridor breaks`: a step at a known period, and what is refused.
@Suite struct BreaksCommandTests {
  /// 1 or 3 with small alternating errors; the new regime begins in 1976.
  static let step: String =
    "year,y,x\n"
    + (0..<40).map { i in
      let error = [0.1, -0.2, 0.15, -0.05, 0.05][i % 5]
      return "\(1960 + i),\((i < 16 ? 1 : 3) + error),\(i * i % 17)\n"
    }.joined()

  static func run(
    _ arguments: String, data: String = Self.step
  ) throws -> (result: CommandRunner.Result, rows: [[String: String]]) {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", data)
    let result = try runner.shell("\"$CORRIDOR\" breaks d.csv \(arguments)")
    let isTable = result.status == 0 && !result.stdout.isEmpty
    return (result, isTable ? try RegressCommandTests.rows(result.stdout) : [])
  }

  @Test func theBreakIsFoundAndDated() throws {
    let (result, rows) = try Self.run("'y ~ 1' --time year --at 1976")
    #expect(result.status == 0 && result.stderr.isEmpty)
    #expect(
      result.stdout.hasPrefix(
        "kind,breaks,last,last_low,last_high,statistic,df1,df2,p_value,rss,bic,lwz,chosen\n"))
    #expect(rows.prefix(4).map { $0["kind"] } == ["chow", "sup_f", "ave_f", "exp_f"])
    #expect(rows[0]["df1"] == "1" && rows[0]["df2"] == "38")
    let both = rows.prefix(2).map { RegressCommandTests.number($0, "statistic") }
    // Two ways to the same sums of squares.
    #expect(relativeError(both[0], both[1]) < 1e-10)
    for row in rows where row["kind"] == "chow" || row["kind"] == "sup_f" {
      #expect(row["last"] == "1975")
      let p = RegressCommandTests.number(row, "p_value")
      // Exact for a known place, bounded by the end of Hansen's approximation for a sought one.
      #expect(row["kind"] == "chow" ? p < 1e-6 : p == 1e-4)
    }
    let chosen = try #require(rows.first { $0["chosen"] == "yes" })
    #expect(chosen["kind"] == "partition" && chosen["breaks"] == "1" && chosen["last"] == "1975")
    let found = try #require(rows.last)
    #expect(found["kind"] == "break" && found["last"] == "1975")
    #expect((found["last_low"] ?? "") <= "1975" && (found["last_high"] ?? "") >= "1975")
    #expect(!result.stdout.contains("nan") && !result.stdout.contains("inf"))
  }

  @Test func segmentsHaveTheirMeans() throws {
    let (_, rows) = try Self.run("'y ~ 1' --time year --breaks 1 --segments - -o c.csv")
    #expect(rows.map { $0["first"] } == ["1960", "1976"])
    #expect(rows.map { $0["last"] } == ["1975", "1999"])
    #expect(rows.map { $0["n"] } == ["16", "24"])
    // Errors sum to 0.05 in five years: 0.25 in the first 16 with the sixteenth, 0.15 in the rest.
    #expect(abs(RegressCommandTests.number(rows[0], "estimate") - (1 + 0.25 / 16)) < 1e-12)
    #expect(abs(RegressCommandTests.number(rows[1], "estimate") - (3 + 0.15 / 24)) < 1e-12)
  }

  @Test func rowsGoInTheOrderOfTime() throws {
    let lines = Self.step.split(separator: "\n").map(String.init)
    let reversed = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    let (a, _) = try Self.run("'y ~ 1' --time year")
    let (b, _) = try Self.run("'y ~ 1' --time year", data: reversed)
    #expect(a.stdout == b.stdout)
    let (rows, _) = try Self.run("'y ~ 1'")
    #expect(rows.stdout.contains("\nsup_f,1,16,"))
  }

  /// A share of the sample that leaves room for fewer breaks than are looked for by default.
  @Test(arguments: [("0.2", 4), ("0.3", 2), ("0.45", 1)])
  func longSegmentsLookForFewerBreaks(_ trimming: String, _ most: Int) throws {
    let (result, rows) = try Self.run("'y ~ 1' --trimming \(trimming)")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(rows.count { $0["kind"] == "partition" } == most + 1)
  }

  /// Errors that are not independent: a random walk has no break, and nearly always shows some.
  @Test func autocorrelatedErrorsAreSaid() throws {
    var numbers = SeededNumbers(1)
    var level = 0.0
    let steps = numbers.vector(100)
    let walk = steps.indices.map { i in
      level += steps[i]
      return "\(1900 + i),\(level)\n"
    }
    let (result, rows) = try Self.run("'y ~ 1' --time year", data: "year,y\n" + walk.joined())
    #expect(rows.contains { $0["kind"] == "break" })
    #expect(result.status == 0 && result.stderr.contains("the residuals are autocorrelated"))
    let independent = steps.indices.map { "\(1900 + $0),\(steps[$0])\n" }
    let (quiet, _) = try Self.run("'y ~ 1' --time year", data: "year,y\n" + independent.joined())
    #expect(quiet.status == 0 && quiet.stderr.isEmpty)
  }

  @Test(arguments: [("'y ~ x'", "0.375"), ("'y ~ 1'", "0.25")])
  func shortSeriesAreToldTheirTrimming(_ formula: String, _ trimming: String) throws {
    let path = Repository.fixture("cases/regression/breaks_short.csv")
    let data = try String(contentsOfFile: path, encoding: .utf8)
    let (refused, _) = try Self.run("\(formula) --time year", data: data)
    #expect(refused.status == 65)
    #expect(refused.stderr.contains("(give --trimming \(trimming) or more, under 0.5)"))
    let (found, _) = try Self.run("\(formula) --time year --trimming \(trimming)", data: data)
    #expect(found.status == 0, "\(found.stderr)")
  }

  @Test(arguments: [
    ("'y ~ 1 | x'", Int32(64), "without fixed effects"),
    ("'y ~ 1' --trimming 0.5", 64, "--trimming"),
    ("'y ~ 1' --at 1960 --time year", 64, "no period after the first"),
    ("'y ~ 1' --at 2050 --time year", 64, "no period after the first"),
    ("'y ~ 1' --breaks -1", 64, "--breaks"), ("'y ~ 1' --breaks 6", 64, "room for 5"),
    ("'y ~ 1' --level 0", 64, "--level"), ("'y ~ ('", 64, "character 6"),
    ("'y ~ z'", 65, "d.csv:1: no column 'z'"), ("'y ~ x + I(2*x)'", 65, "collinear"),
    ("'y ~ 0'", 65, "at least one"), ("'I(0*y) ~ 1'", 65, "exactly"),
    ("'y ~ 1' --trimming 0.01", 65, "2 to 20 are possible"),
    ("'y ~ lag(x, 38)'", 65, "insufficient data"), ("'y ~ 1' --max-breaks 99", 65, "permit 5"),
  ])
  func faults(_ arguments: String, _ status: Int32, _ words: String) throws {
    let (result, _) = try Self.run(arguments)
    #expect(result.status == status, "\(result.stderr)")
    #expect(result.stdout.isEmpty && result.stderr.contains(words), "\(result.stderr)")
  }
}
