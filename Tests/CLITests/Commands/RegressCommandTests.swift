import Foundation
import SeriesCore
import Testing
import _TestSupport

/// `corridor regress` run as a user runs it.
@Suite struct RegressCommandTests {
  /// y = 1 + 2x by hand-made errors that x and the constant do not see, in two groups.
  static let data = """
    id,t,x,y,g,w,k
    a,2001,1,4,u,1,1
    a,2002,2,4,v,2,0
    a,2003,3,6,u,1,2
    a,2004,4,10,v,2,3
    b,2001,1,2,u,1,0
    b,2002,2,6,v,2,1
    b,2003,3,8,u,1,4
    b,2004,4,8,v,2,2

    """

  static func run(
    _ arguments: [String], data: String = Self.data
  ) throws -> (result: CommandRunner.Result, runner: CommandRunner) {
    let runner = try CommandRunner()
    try runner.write("d.csv", data)
    let quoted = arguments.map { "'\($0.replacing("'", with: "'\\''"))'" }
    let result = try runner.shell("\"$CORRIDOR\" regress d.csv " + quoted.joined(separator: " "))
    return (result, runner)
  }

  static func output(_ arguments: String..., data: String = Self.data) throws
    -> CommandRunner.Result
  {
    let (result, runner) = try run(arguments, data: data)
    runner.clean()
    return result
  }

  /// Rows of a CSV text as dictionaries.
  static func rows(_ text: String) throws -> [[String: String]] {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("o.csv", text)
    let records = try csvRecords(
      path: runner.folder.appending(path: "o.csv").path(percentEncoded: false))
    return records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(records[0], $0)) }
  }

  static func number(_ row: [String: String]?, _ name: String) -> Double {
    row?[name].flatMap(Double.init) ?? .nan
  }

  // MARK: Contents

  @Test func theTableOfCoefficients() throws {
    let result = try Self.output("y ~ x")
    #expect(result.status == 0 && result.stderr.isEmpty)
    #expect(
      result.stdout.hasPrefix(
        "term,estimate,std_error,statistic,p_value,conf_low,conf_high\n(Intercept),"))
    let rows = try Self.rows(result.stdout)
    #expect(rows.map { $0["term"] } == ["(Intercept)", "x"])
    // x̄ = 2.5, Σ(x − x̄)² = 10, Σ(x − x̄)(y − ȳ) = 20, RSS = 8 on 6 degrees of freedom.
    let slope = try #require(rows.last)
    let error = (8.0 / 6 / 10).squareRoot()
    #expect(relativeError(Self.number(rows[0], "estimate"), 1) < 1e-14)
    #expect(relativeError(Self.number(slope, "estimate"), 2) < 1e-14)
    #expect(relativeError(Self.number(slope, "std_error"), error) < 1e-14)
    #expect(relativeError(Self.number(slope, "statistic"), 2 / error) < 1e-14)
    // R: qt(0.975, 6) and 2*pt(-2/error, 6).
    #expect(relativeError(Self.number(slope, "conf_low"), 2 - 2.4469118511449692 * error) < 1e-10)
    #expect(relativeError(Self.number(slope, "p_value"), 0.0015474212145409469) < 1e-8)
    let half = try Self.rows(try Self.output("y ~ x", "--level", "50").stdout)
    #expect(
      relativeError(Self.number(half.last, "conf_high"), 2 + 0.71755819649141217 * error) < 1e-10)
  }

  @Test func theSummary() throws {
    let data = Self.data.replacing("b,2004,4,8,", with: "b,2004,4,,") + "c,2001,0,3,u,0,1\n"
    let (result, runner) = try Self.run(
      [
        "y ~ log(x) + I(2*log(x)) | id", "--se", "cluster:t", "--weights", "w", "--summary",
        "s.csv",
      ], data: data)
    defer { runner.clean() }
    #expect(result.status == 0)
    #expect(
      result.stderr
        == "corridor: d.csv: 2 of 9 rows left out: 1 with an empty cell, 1 not finite (log(x))\n"
        + "corridor: d.csv: left out as constant, zero or a combination of others: I(2*log(x))\n"
        + "corridor: d.csv: 4 clusters are few: tests at 5 % reject 8 to 17 % of true hypotheses and "
        + "intervals are too narrow (cr2:t or wild:t hold)\n")
    let row = try #require(try Self.rows(try runner.read("s.csv")).first)
    for (name, value) in [
      ("formula", "y ~ log(x) + I(2*log(x)) | id"), ("family", "gaussian"), ("se", "cluster:t"),
      ("n_read", "9"), ("n_used", "7"), ("dropped_missing", "1"), ("dropped_not_finite", "1"),
      ("dropped_no_lag", "0"), ("dropped_zero_weight", "0"), ("dropped_singleton", "0"),
      ("dropped_separated", "0"), ("terms", "1"), ("collinear_terms", "I(2*log(x))"),
      ("fixed_effects", "id:2"), ("absorbed", "2"), ("clusters", "t:4"), ("hac_lag", ""),
      ("rank", "3"), ("df_residual", "4"), ("iterations", "0"), ("pseudo_r_squared", ""),
      ("theta", ""),
    ] { #expect(row[name] == value, "\(name): \(row[name] ?? "none")") }
    for name in ["r_squared", "within_r_squared", "sigma", "log_likelihood", "aic", "bic"] {
      #expect(Self.number(row, name).isFinite, "\(name)")
    }
    let poisson = try Self.rows(
      try Self.output("k ~ x", "--family", "poisson", "--summary", "-", "-o", "c.csv").stdout)
    #expect(poisson.first?["se"] == "hc1" && poisson.first?["sigma"] == "")
    #expect(Self.number(poisson.first, "pseudo_r_squared") > 0)
    #expect(Self.number(poisson.first, "iterations") > 2)
    let lag = try Self.output("y ~ x", "--se", "hac:2", "--summary", "-", "-o", "c.csv")
    #expect(try Self.rows(lag.stdout).first?["hac_lag"] == "2")
  }

  @Test func theTests() throws {
    let result = try Self.output("y ~ x + k", "--tests", "-", "-o", "c.csv")
    let rows = try Self.rows(result.stdout)
    let names = rows.compactMap { $0["test"] }
    for name in [
      "f", "breusch_pagan", "reset", "jarque_bera", "durbin_watson", "breusch_godfrey_1",
      "vif:x", "vif:k",
    ] { #expect(names.contains(name), "\(name)") }
    #expect(rows.first { $0["test"] == "f" }?["df2"] == "5")
    for row in rows where row["test"]?.hasPrefix("vif") == false {
      let p = Self.number(row, "p_value")
      #expect(p >= 0 && p <= 1 && row["null"]?.isEmpty == false)
    }
    let instruments = try Self.output("y ~ 1 | x ~ w + t + k", "--tests", "-", "-o", "c.csv")
    let found = try Self.rows(instruments.stdout).compactMap { $0["test"] }
    #expect(found.contains("weak_instruments") && found.contains("sargan"))
    let normal = try Self.output(
      "k ~ x", "--family", "poisson", "--tests", "-", "-o", "c.csv")
    #expect(try Self.rows(normal.stdout).first?["test"] == "wald")
  }

  @Test func predictionsOfRowsWithoutResponse() throws {
    let data = Self.data + "a,2005,5,,u,1,\nc,2005,6,,z,1,\nd,2005,,,u,1,\n"
    for formula in ["y ~ x + factor(g)", "y ~ x | g"] {
      let (result, runner) = try Self.run(
        [formula, "--predict", "p.csv", "--level", "80"], data: data)
      defer { runner.clean() }
      #expect(result.status == 0)
      #expect(
        result.stderr
          == "corridor: d.csv: 3 of 11 rows left out: 3 with an empty cell\n"
          + "corridor: d.csv: 1 row has no prediction: a level that no row in use has (line 11)\n")
      let rows = try Self.rows(try runner.read("p.csv"))
      // The row without x has nothing to be predicted from; z is a level that the fit has not seen.
      let lines: [String?] = (2...11).map { String($0) }
      #expect(rows.map { $0["line"] } == lines)
      let known = rows[8]
      #expect(known["actual"] == "" && known["residual"] == "" && known["leverage"] == "")
      // R: lm(y ~ x + factor(g)) at x = 5, g = u.
      #expect(relativeError(Self.number(known, "fitted"), 11) < 1e-12, "\(known)")
      #expect(Self.number(known, "pred_low") < Self.number(known, "conf_low"))
      #expect(Self.number(known, "conf_high") < Self.number(known, "pred_high"))
      let unseen = rows[9]
      let filled = unseen.filter { $0.key != "line" && !$0.value.isEmpty }
      #expect(filled.isEmpty)
      for row in rows.prefix(8) {
        let sum = Self.number(row, "fitted") + Self.number(row, "residual")
        #expect(abs(sum - Self.number(row, "actual")) < 1e-12)
        #expect(Self.number(row, "leverage") < 1 && Self.number(row, "cook") >= 0)
      }
    }
    let poisson = try Self.output(
      "k ~ x", "--family", "poisson", "--predict", "-", "-o", "c.csv", data: data)
    let last = try #require(try Self.rows(poisson.stdout).last)
    #expect(Self.number(last, "conf_low") > 0 && last["pred_low"] == "")
  }

  /// Effects and instruments together have fitted values, without standard errors.
  @Test func predictionsOfInstruments() throws {
    let result = try Self.output(
      "y ~ 1 | id | x ~ t", "--predict", "-", "-o", "c.csv",
      data: Self.data + "a,2005,5,,u,1,\nc,2005,5,,u,1,\n")
    #expect(result.status == 0, "\(result.stderr)")
    let rows = try Self.rows(result.stdout)
    #expect(rows.count == 10 && rows.allSatisfy { $0["std_error"] == "" })
    // x and t move together, and both series have the line 1 + 2x.
    #expect(relativeError(Self.number(rows[8], "fitted"), 11) < 1e-10)
    #expect(rows[9]["fitted"] == "")
  }

  @Test func theFixedEffects() throws {
    let result = try Self.output("y ~ x | id + g", "--fixed-effects", "-", "-o", "c.csv")
    let rows = try Self.rows(result.stdout)
    #expect(rows.map { $0["effect"] } == ["id", "id", "g", "g"])
    #expect(rows.map { $0["level"] } == ["a", "b", "u", "v"])
    #expect(rows.map { $0["n"] } == ["4", "4", "4", "4"])
    // The first level of a later effect is zero; the means of a and b are equal.
    #expect(rows[2]["estimate"] == "0")
    #expect(abs(Self.number(rows[0], "estimate") - Self.number(rows[1], "estimate")) < 1e-12)
    let unsafe = Self.data.replacing("b,", with: "=b,")
    let refused = try Self.output(
      "y ~ x | id", "--fixed-effects", "-", "-o", "c.csv", data: unsafe)
    #expect(refused.status == 65 && refused.stdout.isEmpty)
    #expect(refused.stderr.hasPrefix("corridor: d.csv:6: '=b' would run as a formula"))
    let allowed = try Self.output(
      "y ~ x | id", "--fixed-effects", "-", "-o", "c.csv", "--allow-formulas", data: unsafe)
    #expect(allowed.status == 0 && allowed.stdout.contains("id,=b,"))
  }

  @Test func noCellIsEverNaN() throws {
    for (formula, family) in [
      ("y ~ x", "gaussian"), ("y ~ 1", "gaussian"), ("y ~ poly(x, 9)", "gaussian"),
      ("k ~ x", "poisson"), ("y ~ x", "gamma"), ("I(3 + 0*y) ~ x", "gaussian"),
      ("I(0*y) ~ x", "gaussian"), ("y ~ factor(t):factor(id)", "gaussian"),
    ] {
      let (result, runner) = try Self.run([
        formula, "--family", family, "--summary", "s", "--tests", "t", "--predict", "p",
      ])
      defer { runner.clean() }
      #expect(result.status == 0, "\(formula): \(result.stderr)")
      for text in [result.stdout] + (try ["s", "t", "p"].map { try runner.read($0) }) {
        #expect(
          !text.contains("nan") && !text.contains(",inf") && !text.contains("-inf"), "\(text)")
      }
    }
  }

  // MARK: Ways in and out

  @Test func standardInputAndGzip() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.data)
    let plain = try runner.corridor("regress", "d.csv", "y ~ x")
    let piped = try runner.corridor("regress", "-", "y ~ x", input: Self.data)
    let packed = try runner.shell("gzip -k d.csv; \"$CORRIDOR\" regress d.csv.gz 'y ~ x'")
    let packedPipe = try runner.shell("cat d.csv.gz | \"$CORRIDOR\" regress - 'y ~ x'")
    #expect(plain.status == 0 && plain.stdout.contains("(Intercept)"))
    for other in [piped, packed, packedPipe] {
      #expect(other.status == 0 && other.stdout == plain.stdout)
    }
    let bad = try runner.corridor("regress", "-", "y ~ q", input: Self.data)
    #expect(bad.status == 65 && bad.stderr.hasPrefix("corridor: -:1: no column 'q'"))
    let windows = "\u{FEFF}" + Self.data.replacing("\n", with: "\r\n")
    #expect(try Self.output("y ~ x", data: windows).stdout == plain.stdout)
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let rows = (0..<40_000).map { "\($0 % 7),\($0 % 11)\n" }
    try runner.write("d.csv", "y,x\n" + rows.joined())
    let result = try runner.shell(
      "\"$CORRIDOR\" regress d.csv 'y ~ x' --predict - -o c.csv | head -n 1; echo ${PIPESTATUS[0]}")
    #expect(result.stdout.hasSuffix("\n0\n") && result.stderr.isEmpty, "\(result)")
    let full = try runner.shell("\"$CORRIDOR\" regress d.csv 'y ~ x' > /dev/full")
    #expect(full.status == 73)
  }

  @Test func aRunThatFailsWritesNothing() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.data)
    try runner.write("s.csv", "old")
    let result = try runner.corridor(
      "regress", "d.csv", "y ~ x", "--summary", "s.csv", "-o", "no/such/folder.csv")
    #expect(result.status == 73)
    #expect(try runner.read("s.csv") == "old")
    #expect(runner.listing() == ["d.csv", "s.csv"])
  }
}
