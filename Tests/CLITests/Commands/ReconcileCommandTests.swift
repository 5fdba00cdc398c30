import Foundation
import Testing
import _TestSupport

@Suite struct ReconcileCommandTests {
  static let rules = "node,parent\na,t\nb,t\n"

  static func observations(_ extra: String = "") -> String {
    var text = "unique_id,ds,y\n"
    for (id, slope) in [("a", 3), ("b", 5)] {
      for year in 0..<24 {
        text += "\(id),\(1990 + year),\(50 + slope * year + year * year % 11)\n"
      }
    }
    return text + extra
  }

  static let forecasts = """
    unique_id,ds,M,M-lo-80,M-hi-80
    t,2001,12,10,14
    a,2001,3,2,4
    b,2001,6,4,8

    """

  static let residuals = """
    unique_id,ds,residual
    t,1,1.5
    t,2,-1
    t,3,0.5
    t,4,-0.75
    a,1,1
    a,2,-0.5
    a,3,-0.25
    a,4,0.5
    b,1,0.5
    b,2,-0.25
    b,3,0.5
    b,4,-1.25

    """

  static func table(_ csv: String) -> [[String: String]] {
    let lines = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test func givenForecastsComeOutCoherent() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("h.csv", Self.rules)
    try runner.write("f.csv", Self.forecasts)
    let result = try runner.corridor(
      "reconcile", "f.csv", "--hierarchy", "h.csv", "--method", "ols,bottom-up,top-down")
    #expect(result.status == 0)
    // 12 − 3 − 6 = 3 is shared alike: a third each.
    #expect(
      result.stdout == """
        unique_id,ds,model,method,base,mean,median,lo-80,hi-80
        t,2001,M,ols,12,11,11,,
        t,2001,M,bottom-up,12,9,9,,
        t,2001,M,top-down-forecast-proportions,12,12,12,,
        a,2001,M,ols,3,4,4,,
        a,2001,M,bottom-up,3,3,3,,
        a,2001,M,top-down-forecast-proportions,3,4,4,,
        b,2001,M,ols,6,7,7,,
        b,2001,M,bottom-up,6,6,6,,
        b,2001,M,top-down-forecast-proportions,6,8,8,,

        """)
    let lines = result.stderr.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(
      lines[0] == """
        corridor: f.csv: M, ols: 3 nodes, 2 bottom; greatest gap 3 before, 0 after; intervals: none, \
        no residuals to tell correlations
        """)
  }

  @Test func residualsGiveWeightsAndIntervals() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("h.csv", Self.rules)
    try runner.write("f.csv", Self.forecasts)
    try runner.write("r.csv", Self.residuals)
    let result = try runner.corridor(
      "reconcile", "f.csv", "--hierarchy", "h.csv", "--residuals", "r.csv", "--method",
      "mint-shrink,bottom-up", "--summary", "s.csv")
    #expect(result.status == 0, "\(result.stderr)")
    let rows = Self.table(result.stdout)
    func number(_ node: String, _ method: String, _ column: String) throws -> Double {
      let row = rows.first { $0["unique_id"] == node && $0["method"] == method }
      return try #require(Double(row?[column] ?? ""))
    }
    let sum = try number("a", "mint-shrink", "median") + number("b", "mint-shrink", "median")
    #expect(try number("t", "mint-shrink", "median") == sum)
    // Bottom nodes of bottom-up keep their intervals.
    #expect(try number("a", "bottom-up", "lo-80") == 2 && number("b", "bottom-up", "hi-80") == 8)
    let summary = Self.table(try runner.read("s.csv"))
    #expect(summary.count == 2 && summary[0]["residuals"] == "4" && summary[0]["nodes"] == "3")
    let shrinkage = try #require(Double(summary[0]["shrinkage"] ?? ""))
    #expect((0...1).contains(shrinkage) && summary[1]["shrinkage"] == "")
    #expect(summary[0]["incoherence_before"] == "3" && summary[0]["incoherence_after"] == "0")
    // The same from fitted values: y − M.
    var insample = "unique_id,ds,y,M\n"
    for row in Self.table(Self.residuals) {
      let error = try #require(Double(row["residual"] ?? ""))
      insample += "\(row["unique_id"]!),\(row["ds"]!),\(10 + error),10\n"
    }
    try runner.write("i.csv", insample)
    let fitted = try runner.corridor(
      "reconcile", "f.csv", "--hierarchy", "h.csv", "--insample", "i.csv", "--method",
      "mint-shrink,bottom-up")
    #expect(fitted.stdout == result.stdout)
    let shares = try runner.corridor(
      "reconcile", "f.csv", "--hierarchy", "h.csv", "--insample", "i.csv", "--method",
      "top-down-proportion-averages")
    #expect(
      shares.status == 0 && shares.stdout.contains("\na,2001,M,top-down-proportion-averages,3,"))
  }

  @Test func observationsAreForecastAndSummed() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("h.csv", Self.rules)
    try runner.write("o.csv", Self.observations())
    let result = try runner.corridor(
      "reconcile", "o.csv", "--hierarchy", "h.csv", "--horizon", "3", "--model", "drift", "--jobs",
      "1")
    #expect(result.status == 0)
    #expect(result.stderr.contains("h.csv: 1 totals are summed from their parts (24 periods"))
    #expect(result.stderr.contains("o.csv: drift, mint-shrink: 3 nodes, 2 bottom; 16 residuals"))
    let rows = Self.table(result.stdout)
    #expect(rows.count == 9 && rows[0]["ds"] == "2014")
    // Drift is linear: what adds up stays as it is, and so do the medians of `forecast`.
    let plain = Self.table(
      try runner.corridor("forecast", "o.csv", "--horizon", "3", "--model", "drift").stdout)
    for row in plain {
      let own = rows.first { $0["unique_id"] == row["unique_id"] && $0["ds"] == row["ds"] }
      let (a, b) = (Double(own?["median"] ?? "") ?? .nan, Double(row["median"] ?? "") ?? .nan)
      #expect(relativeError(a, b) < 1e-12)
      #expect(own?["base"] == row["median"])
    }
    let jobs = try runner.corridor(
      "reconcile", "-", "--hierarchy", "h.csv", "--horizon", "3", "--model", "drift", "--jobs", "3",
      input: Self.observations())
    #expect(jobs.stdout == result.stdout)
  }

  @Test func totalsThatDoNotAddUpAreToldOrRefused() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("h.csv", Self.rules)
    let totals = (0..<24).map { year in
      "t,\(1990 + year),\(100 + 8 * year + 2 * (year * year % 11) + (year == 5 ? 7 : 0))\n"
    }
    try runner.write("o.csv", Self.observations(totals.joined()))
    let message = """
      o.csv:50: 't' is not the sum of its parts in 1 of 24 periods, most in 1995: 153 given, 146 summed
      """
    let told = try runner.corridor(
      "reconcile", "o.csv", "--hierarchy", "h.csv", "--horizon", "2", "--method", "ols")
    #expect(told.status == 0 && told.stderr.contains(message), "\(told.stderr)")
    let refused = try runner.corridor(
      "reconcile", "o.csv", "--hierarchy", "h.csv", "--horizon", "2", "--strict", "-o", "x.csv")
    #expect(refused.status == 65 && refused.stderr.contains(message) && !runner.exists("x.csv"))
  }

  @Test func nonnegative() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("h.csv", Self.rules)
    try runner.write("f.csv", "unique_id,ds,M\nt,1,1\na,1,-3\nb,1,6\n")
    let result = try runner.corridor(
      "reconcile", "f.csv", "--hierarchy", "h.csv", "--method", "ols", "--nonnegative",
      "--summary", "s.csv")
    // a at 0, then t = b halfway between 1 and 6.
    let rows = """
      unique_id,ds,model,method,base,mean,median
      t,1,M,ols,1,3.5,3.5
      a,1,M,ols,-3,0,0
      b,1,M,ols,6,3.5,3.5

      """
    #expect(agreeToSixDigits(result.stdout, rows), "\(result.stdout)")
    let row = try #require(Self.table(try runner.read("s.csv")).first)
    #expect(row["held_at_zero"] == "1" && row["nonnegative"] == "yes")
    let fixed = try runner.corridor(
      "reconcile", "f.csv", "--hierarchy", "h.csv", "--method", "ols", "--fixed", "t")
    #expect(fixed.stdout.contains("\nt,1,M,ols,1,1,1\n"))
  }

  @Test(arguments: [
    (
      ["h.csv", "f.csv"], 64,
      "mint-shrink weighs by residuals: give --residuals or --insample, or take --method wls-struct"
    ),
    (["h.csv", "f.csv", "--method", "olz"], 64, "unknown method 'olz' (did you mean 'ols'?)"),
    (["h.csv", "f.csv", "--method", "ols,ols"], 64, "a method stands twice"),
    (
      ["h.csv", "f.csv", "--method", "ols", "--horizon", "3"], 64,
      "--horizon goes with observations"
    ),
    (["h.csv", "o.csv"], 64, "give --horizon"),
    (["h.csv", "o.csv", "--horizon", "0"], 64, "the horizon 0 is outside"),
    (["h.csv", "f.csv", "--method", "top-down", "--nonnegative"], 64, "--nonnegative does not go"),
    (["h.csv", "f.csv", "--method", "bottom-up", "--fixed", "t"], 64, "--fixed does not go"),
    (["none.csv", "f.csv", "--method", "ols"], 66, "none.csv: no such file"),
    (["twice.csv", "f.csv", "--method", "ols"], 65, "twice.csv:4: 'a' stands in 't' twice"),
    (["circle.csv", "f.csv", "--method", "ols"], 65, "circle.csv:2: a circle of parts"),
    (
      ["more.csv", "f.csv", "--method", "ols"], 65,
      "more.csv:4: the node 'c' has no forecast by M in f.csv (give it, or take --method bottom-up"
    ),
    (
      ["more.csv", "o.csv", "--horizon", "2"], 65,
      "more.csv:4: the bottom node 'c' has no series (give its observations"
    ),
    (
      ["h.csv", "ragged.csv", "--method", "ols"], 65,
      "ragged.csv:4: 'b', M, has no forecast of 2002"
    ),
    (["h.csv", "short.csv", "--horizon", "2"], 65, "short.csv:4: 'b' ends in 2001, 'a' in 2002"),
    (
      ["h.csv", "units.csv", "--horizon", "2"], 65,
      "units.csv:3: 'b' has the unit 'kg', 'a' has 't'"
    ),
    (
      ["h.csv", "f.csv", "--residuals", "nan.csv"], 65,
      "nan.csv:3: 'nan' is not a finite number"
    ),
    (
      ["h.csv", "f.csv", "--residuals", "one.csv"], 65,
      "one.csv: insufficient residuals: 2 periods with a residual of every node needed, 1 found"
    ),
    (["h.csv", "f.csv", "--residuals", "part.csv"], 65, "part.csv: no values of the node 'b'"),
    (
      ["h.csv", "cut.csv", "--method", "ols"], 65, "cut.csv:3: a second origin after that of line 2"
    ),
    (
      ["h.csv", "f.csv", "--residuals", "few.csv", "--method", "mint-cov"], 65,
      "few.csv: the sample covariance of 3 nodes has rank 1 only, from 2 residuals"
    ),
    (
      ["cross.csv", "f.csv", "--method", "top-down"], 65, "cross.csv: top-down-forecast-proportions"
    ),
  ])
  func faults(_ arguments: [String], _ status: Int, _ message: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    for (name, text) in [
      ("h.csv", Self.rules), ("f.csv", Self.forecasts), ("o.csv", Self.observations()),
      ("twice.csv", Self.rules + "a,t\n"), ("circle.csv", "node,parent\na,t\nt,a\n"),
      ("more.csv", Self.rules + "c,t\n"), ("cross.csv", Self.rules + "a,u\nc,u\n"),
      ("ragged.csv", "unique_id,ds,M\nt,2001,1\na,2001,1\nb,2001,1\nt,2002,1\na,2002,1\n"),
      ("short.csv", "unique_id,ds,y\na,2001,1\na,2002,1\nb,2001,1\n"),
      ("units.csv", "unique_id,ds,y,unit\na,2001,1,t\nb,2001,1,kg\n"),
      ("nan.csv", "unique_id,ds,residual\nt,1,1\nt,2,nan\n"),
      ("one.csv", "unique_id,ds,residual\nt,1,1\na,1,1\nb,1,1\nb,2,1\n"),
      ("part.csv", "unique_id,ds,residual\nt,1,1\na,1,1\n"),
      ("few.csv", "unique_id,ds,residual\nt,1,1\nt,2,2\na,1,1\na,2,3\nb,1,1\nb,2,5\n"),
      ("cut.csv", "unique_id,ds,cutoff,M\nt,2001,2000,1\nt,2002,2001,1\n"),
    ] { try runner.write(name, text) }
    let result = try runner.shell(
      "\"$CORRIDOR\" reconcile " + arguments[1] + " --hierarchy " + arguments[0] + " "
        + arguments.dropFirst(2).joined(separator: " ") + " -o out.csv")
    #expect(result.status == Int32(status), "\(result.stderr)")
    #expect(result.stderr.contains(message), "\(result.stderr)")
    #expect(result.stdout.isEmpty && !runner.exists("out.csv"))
  }
}
