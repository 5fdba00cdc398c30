import Foundation
import Testing
import _TestSupport

/// `corridor regress --effects` and the tests of its `--tests` as a user runs them.
@Suite struct RegressPanelTests {
  private typealias Command = RegressCommandTests

  private static func grunfeld() throws -> String {
    try String(contentsOfFile: Repository.fixture("regression/grunfeld.csv"), encoding: .utf8)
  }

  @Test func randomEffects() throws {
    let (result, runner) = try Command.run(
      [
        "inv ~ value + capital", "--id", "firm", "--time", "year", "--effects", "random", "--tests",
        "t.csv", "--summary", "s.csv",
      ], data: try Self.grunfeld())
    defer { runner.clean() }
    #expect(result.status == 0)
    // Ten firms and two terms: the χ² of Hausman's test is told to be rough.
    #expect(result.stderr.contains("hausman") || result.stderr.contains("Hausman"))
    // R plm 2.6, as in Fixtures/regression/reference.json.
    let rows = try Command.rows(result.stdout)
    #expect(rows.map { $0["term"] } == ["(Intercept)", "value", "capital"])
    #expect(relativeError(Command.number(rows[1], "estimate"), 0.109781152232484) < 1e-8)
    #expect(relativeError(Command.number(rows[1], "std_error"), 0.0104926635495465) < 1e-8)
    let tests = try Command.rows(try runner.read("t.csv"))
    func figure(_ name: String, _ column: String) -> Double {
      Command.number(tests.first { $0["test"] == name }, column)
    }
    #expect(relativeError(figure("hausman", "statistic"), 2.33036689367579) < 1e-8)
    #expect(figure("hausman", "df1") == 2)
    #expect(relativeError(figure("hausman", "p_value"), 0.311865446054835) < 1e-8)
    #expect(relativeError(figure("variance:series", "statistic"), 7089.8000993080) < 1e-8)
    #expect(relativeError(figure("variance:rest", "statistic"), 2784.4582307779) < 1e-8)
    #expect(relativeError(figure("theta:least", "statistic"), 0.861223620748) < 1e-8)
    let p = figure("shapiro_wilk", "p_value")
    #expect(p > 0 && p < 1)
    #expect(!tests.contains { $0["test"] == "durbin_watson" })
    let summary = try #require(try Command.rows(try runner.read("s.csv")).first)
    #expect(summary["n_used"] == "200" && summary["log_likelihood"] == "" && summary["aic"] == "")
    #expect(relativeError(Command.number(summary, "r_squared"), 0.769502722669896) < 1e-8)
    // Clusters are of the transformed columns; they change no estimate.
    let clustered = try Command.output(
      "inv ~ value + capital", "--id", "firm", "--effects", "random", "--se", "cluster:firm",
      data: try Self.grunfeld())
    let other = try Command.rows(clustered.stdout)
    #expect(other[1]["estimate"] == rows[1]["estimate"])
    #expect(other[1]["std_error"] != rows[1]["std_error"])
  }

  @Test func between() throws {
    let result = try Command.output(
      "inv ~ value + capital", "--id", "firm", "--effects", "between", "--summary", "-", "-o", "c",
      data: try Self.grunfeld() + "11,1935,,1,1\n")
    #expect(result.status == 0)
    #expect(
      result.stderr == "corridor: d.csv: 1 of 201 rows left out: 1 with an empty cell\n",
      "\(result.stderr)")
    let row = try #require(try Command.rows(result.stdout).first)
    #expect(row["n_used"] == "10" && row["df_residual"] == "7")
    #expect(relativeError(Command.number(row, "r_squared"), 0.857768226360901) < 1e-8)
  }

  @Test func aNegativeVarianceIsSaid() throws {
    // Every series has the same mean: the rows differ within them alone.
    let data =
      "g,y,x\na,1,1\na,4,2\na,2,3\nb,2,1\nb,1,2\nb,4,3\nc,4,1\nc,1,2\nc,2,3\nd,1,1\nd,2,3\nd,4,2\n"
    let result = try Command.output("y ~ x", "--id", "g", "--effects", "random", data: data)
    let pooled = try Command.output("y ~ x", data: data)
    #expect(result.status == 0)
    #expect(result.stderr.contains("the variance of the series came out negative"))
    #expect(result.stdout == pooled.stdout)
  }

  @Test(arguments: [
    (["--effects", "fixed", "--id", "id"], "fixed effects stand in the formula"),
    (["--effects", "random"], "--effects needs --id"),
    (["--effects", "random", "--id", "id", "--weights", "w"], "goes without --weights"),
    (["--effects", "random", "--id", "id", "--predict", "p"], "goes without --predict"),
    (["--effects", "random", "--id", "id", "--family", "poisson"], "goes without --family"),
    (["--effects", "random", "--id", "id", "--quantile", "0.5"], "goes without --effects"),
    (["--se", "andrews:0"], "unknown standard error"),
  ])
  func wrongUsage(_ arguments: [String], _ words: String) throws {
    let (result, runner) = try Command.run(["y ~ x"] + arguments)
    defer { runner.clean() }
    #expect(result.status == 64 && result.stdout.isEmpty)
    #expect(result.stderr.contains(words), "\(result.stderr)")
    #expect(runner.listing() == ["d.csv"])
  }

  @Test func faultsOfTheData() throws {
    for (formula, id, words) in [
      ("y ~ x", "k2", "no column 'k2'"), ("y ~ x", "one", "has one series"),
      ("y ~ x | g", "id", "without fixed effects"),
      ("y ~ k", "id", "insufficient data: 3 observations needed, 2 found"),
    ] {
      let lines = RegressCommandTests.data.split(separator: "\n")
      let data = lines.enumerated().map { $1 + ($0 == 0 ? ",one\n" : ",1\n") }.joined()
      let result = try Command.output(formula, "--id", id, "--effects", "random", data: data)
      #expect(result.status == 65 && result.stdout.isEmpty, "\(formula)")
      #expect(result.stderr.contains(words), "\(result.stderr)")
    }
  }

  @Test func kernelsAndTheirBandwidth() throws {
    let result = try Command.output(
      "expenditure ~ income", "--time", "year", "--se", "andrews+adjust", "--summary", "-", "-o",
      "c",
      data: try String(
        contentsOfFile: Repository.fixture("regression/us_consump.csv"), encoding: .utf8))
    let row = try #require(try Command.rows(result.stdout).first)
    #expect(row["se"] == "andrews+adjust")
    #expect(relativeError(Command.number(row, "hac_lag"), 14.272161027993638) < 1e-8)
  }
}
