import Testing
import _TestSupport

/// `corridor var`: the shape of its tables, given paths, and what is refused.
@Suite struct VarCommandTests {
  /// Two series that follow their past and seeded shocks.
  static let data: String = {
    var numbers = SeededNumbers(5)
    var (a, b, text) = (0.0, 0.0, "year,a,b\n")
    for i in 0..<50 {
      (a, b) = (0.5 * a + 0.2 * b + numbers.symmetric(), 0.3 * b + 0.1 * a + numbers.symmetric())
      text += "\(1970 + i),\(a),\(b)\n"
    }
    return text
  }()

  static func run(
    _ arguments: String, data: String = Self.data, given: String = ""
  ) throws -> (result: CommandRunner.Result, rows: [[String: String]]) {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", data)
    try runner.write("g.csv", "variable,period,value\n" + given)
    let result = try runner.shell("\"$CORRIDOR\" var d.csv \(arguments)")
    let isTable = result.status == 0 && !result.stdout.isEmpty
    return (result, isTable ? try RegressCommandTests.rows(result.stdout) : [])
  }

  @Test func theForecast() throws {
    let (result, rows) = try Self.run("'a + b' --time year --lags 1 --horizon 3")
    #expect(result.status == 0 && result.stderr.isEmpty)
    #expect(
      result.stdout.hasPrefix("variable,ds,mean,std_error,lo-80,hi-80,lo-95,hi-95\n"))
    #expect(rows.map { $0["variable"] } == ["a", "a", "a", "b", "b", "b"])
    #expect(rows.map { $0["ds"] } == ["2020", "2021", "2022", "2020", "2021", "2022"])
    for row in rows {
      let bounds = ["lo-95", "lo-80", "mean", "hi-80", "hi-95"].map {
        RegressCommandTests.number(row, $0)
      }
      #expect(bounds == bounds.sorted() && Set(bounds).count == 5)
    }
  }

  /// The equation of a VAR is a regression on lags: the same coefficients and errors.
  @Test func equationsAreRegressions() throws {
    let (_, rows) = try Self.run("'a + b' --time year --lags 1 --coefficients - -o c.csv")
    let regression = try RegressCommandTests.output(
      "a ~ lag(a, 1) + lag(b, 1)", "--time", "year", data: Self.data)
    let expected = try RegressCommandTests.rows(regression.stdout)
    let equation = rows.filter { $0["equation"] == "a" }
    #expect(equation.count == 3)
    for name in ["estimate", "std_error", "p_value"] {
      let ours = equation.map { RegressCommandTests.number($0, name) }.sorted()
      let theirs = expected.map { RegressCommandTests.number($0, name) }.sorted()
      // The same least squares through two decompositions.
      for (x, y) in zip(ours, theirs) { #expect(relativeError(x, y) < 1e-10, "\(name)") }
    }
  }

  @Test func otherTables() throws {
    let (_, summary) = try Self.run("'a + b' --summary - -o c.csv --max-lags 3 --criterion aic")
    #expect(summary.count == 1 && summary[0]["variables"] == "a;b")
    #expect(summary[0]["chosen_by"] == "aic" && summary[0]["stable"] == "yes")
    #expect(summary[0]["conditions"] == "0" && summary[0]["p_value"] == "")
    let (_, tests) = try Self.run("'a + b' --lags 2 --tests - -o c.csv")
    #expect(tests.map { "\($0["caused"] ?? "") \($0["causing"] ?? "")" } == ["a b", "b a"])
    #expect(tests.allSatisfy { $0["df1"] == "2" })
    let (_, responses) = try Self.run("'a + b' --lags 1 --horizon 2 --responses - -o c.csv")
    // A shock to b comes after a in the order given: nothing at once.
    let first = responses.first { $0["shock"] == "b" && $0["response"] == "a" }
    #expect(first?["step"] == "0" && first?["value"] == "0")
  }

  @Test func givenValuesAreHeld() throws {
    let given = "a,2021,2.5\nb,2020,-1\n"
    let (result, rows) = try Self.run(
      "'a + b' --time year --lags 1 --horizon 3 --given g.csv", given: given)
    #expect(result.status == 0, "\(result.stderr)")
    func row(_ variable: String, _ period: String) -> [String: String]? {
      rows.first { $0["variable"] == variable && $0["ds"] == period }
    }
    #expect(abs(RegressCommandTests.number(row("a", "2021"), "mean") - 2.5) < 1e-9)
    #expect(abs(RegressCommandTests.number(row("b", "2020"), "mean") + 1) < 1e-9)
    #expect(RegressCommandTests.number(row("a", "2021"), "std_error") < 1e-6)
    #expect(RegressCommandTests.number(row("a", "2020"), "std_error") > 0.1)
    let (_, summary) = try Self.run(
      "'a + b' --time year --lags 1 --horizon 3 --given g.csv --summary - -o c.csv", given: given)
    #expect(summary[0]["conditions"] == "2")
    #expect(RegressCommandTests.number(summary[0], "p_value") <= 1)
  }

  @Test(arguments: [
    ("c,2020,1\n", 2, "no variable 'c'"), ("a,1999,1\n", 2, "not among the 8 after the sample"),
    ("a,2020,1\na,2020,2\n", 3, "has a value in 2020 already (line 2 gives it)"),
    ("a,2020,\n", 2, "an empty cell"), ("a,2020,x\n", 2, "not a number"),
  ])
  func givenValuesAtFault(_ given: String, _ line: Int, _ words: String) throws {
    let (result, _) = try Self.run("'a + b' --time year --given g.csv", given: given)
    #expect(result.status == 65 && result.stdout.isEmpty)
    #expect(result.stderr.hasPrefix("corridor: g.csv:\(line): "), "\(result.stderr)")
    #expect(result.stderr.contains(words), "\(result.stderr)")
  }

  @Test func gapsAreNamed() throws {
    let lines = Self.data.split(separator: "\n").map(String.init)
    let gap = lines.filter { !$0.hasPrefix("1980,") }.joined(separator: "\n")
    let (missing, _) = try Self.run("'a + b' --time year", data: gap)
    #expect(missing.status == 65 && missing.stderr.hasPrefix("corridor: d.csv:12: a period before"))
    let empty = lines.map { $0.hasPrefix("1980,") ? "1980,,1" : $0 }.joined(separator: "\n")
    let (blank, _) = try Self.run("'a + b'", data: empty)
    #expect(blank.status == 65 && blank.stderr.hasPrefix("corridor: d.csv:12: a value is missing"))
  }

  @Test(arguments: [
    ("'a + ('", Int32(64), "a term expected"), ("'a | b'", 64, "terms joined by '+'"),
    ("'a + b' --lags 0", 64, "--lags"), ("'a + b' --horizon 0", 64, "horizon"),
    ("'a + b' --criterion xic", 64, "xic"), ("'a + b' --trend up", 64, "up"),
    ("'a + q'", 65, "d.csv:1: no column 'q'"), ("'a + b' --lags 30", 65, "insufficient data"),
    ("'a + I(2*a)'", 65, "collinear"), ("'1'", 65, "at least one"),
    ("'a + b' --given none.csv", 66, "none.csv"),
  ])
  func faults(_ arguments: String, _ status: Int32, _ words: String) throws {
    let (result, _) = try Self.run(arguments)
    #expect(result.status == status, "\(result.stderr)")
    #expect(result.stdout.isEmpty && result.stderr.contains(words), "\(result.stderr)")
  }
}
