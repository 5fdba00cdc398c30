import Foundation
import Testing
import _TestSupport

@Suite struct BacktestCommandTests {
  static let line = "unique_id,ds,y\n" + (0..<12).map { "a,\(2000 + $0),\(50 + $0)\n" }.joined()

  @Test func windowsEndAtTheLastObservation() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.line)
    let result = try runner.corridor(
      "backtest", "d.csv", "--horizon", "2", "--windows", "2", "--step", "3", "--model", "drift",
      "--levels", "80")
    #expect(result.status == 0 && result.stderr.isEmpty)
    #expect(
      result.stdout == """
        unique_id,cutoff,ds,model,mean,median,lo-80,hi-80,actual
        a,2006,2007,drift,57,57,57,57,57
        a,2006,2008,drift,58,58,58,58,58
        a,2009,2010,drift,60,60,60,60,60
        a,2009,2011,drift,61,61,61,61,61

        """)
  }

  @Test func aWindowIsAForecastOfTheDataBeforeIt() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let rows = (0..<40).map {
      "a,\(2000 + $0 / 4)-Q\($0 % 4 + 1),\(20 + $0 + [0, 6, 9, 2][$0 % 4] + $0 * $0 % 5)\n"
    }
    try runner.write("all.csv", "unique_id,ds,y\n" + rows.joined())
    try runner.write("cut.csv", "unique_id,ds,y\n" + rows.dropLast(4).joined())
    let backtest = try runner.corridor(
      "backtest", "all.csv", "--horizon", "4", "--windows", "1", "--model", "snaive+log,mixture")
    let forecast = try runner.corridor(
      "forecast", "cut.csv", "--horizon", "4", "--model", "snaive+log,mixture")
    let without = backtest.stdout.split(separator: "\n").map {
      var cells = $0.split(separator: ",", omittingEmptySubsequences: false)
      cells.remove(at: 1)
      return cells.dropLast().joined(separator: ",")
    }
    #expect(without == forecast.stdout.split(separator: "\n").map(String.init))
  }

  @Test func gapsStayGaps() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    // 2008 and 2010 are missing: one is a cutoff, the other has no actual value.
    let rows = Self.line.split(separator: "\n").filter {
      !$0.hasPrefix("a,2008") && !$0.hasPrefix("a,2010")
    }
    try runner.write("d.csv", rows.joined(separator: "\n") + "\n")
    let result = try runner.corridor(
      "backtest", "d.csv", "--horizon", "3", "--windows", "1", "--model", "drift", "--levels", "80")
    #expect(
      result.stdout == """
        unique_id,cutoff,ds,model,mean,median,lo-80,hi-80,actual
        a,2008,2009,drift,59,59,59,59,59
        a,2008,2010,drift,60,60,60,60,
        a,2008,2011,drift,61,61,61,61,61

        """)
  }

  @Test func aWindowTooEarlyFailsAlone() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.line + "b,2001,1\nb,2001,2\n")
    let result = try runner.corridor(
      "backtest", "d.csv", "--horizon", "2", "--windows", "3", "--step", "4", "--model",
      "naive,drift", "--failures", "f.csv", "-o", "o.csv")
    #expect(result.status == 3)
    let failures = try runner.read("f.csv").split(separator: "\n").map(String.init)
    // Cutoff 2001: two values, enough for naive only. Series b fails once a model.
    #expect(failures.count == 4)
    #expect(
      failures[1].hasPrefix("a,drift,too_short,") && failures[1].contains("cutoff 2001"),
      "\(failures[1])")
    #expect(failures[2].hasPrefix("b,naive,duplicate_period"))
    #expect(try runner.read("o.csv").split(separator: "\n").count == 1 + 2 * 5)
    let none = try runner.corridor(
      "backtest", "d.csv", "--horizon", "20", "--windows", "1", "-o", "n.csv")
    #expect(none.status == 65 && !runner.exists("n.csv"))
  }

  @Test func workersAndStreamingLeaveNoTrace() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let rows = (0..<4000).map { "s\($0 / 20),\(2000 + $0 % 20),\(100 + ($0 * 7919) % 53)\n" }
    try runner.write("d.csv", "unique_id,ds,y\n" + rows.joined())
    let options = ["backtest d.csv --horizon 2 --windows 3 --model drift,snaive"].joined()
    let one = try runner.shell("\"$CORRIDOR\" \(options) --jobs 1")
    #expect(one.status == 0 && one.stdout.split(separator: "\n").count == 1 + 200 * 3 * 2 * 2)
    #expect(try runner.shell("\"$CORRIDOR\" \(options) --jobs 5").stdout == one.stdout)
    #expect(try runner.shell("\"$CORRIDOR\" \(options) --sorted").stdout == one.stdout)
  }

  @Test(arguments: [
    ("--horizon 2", "windows"), ("--horizon 2 --windows 0", "--windows is from"),
    ("--horizon 2 --windows 1 --step 0", "--step is from"),
    ("--horizon 0 --windows 1", "outside 1…100000"),
    ("--horizon 2 --windows 1 --levels 100", "levels"),
  ]) func wrongUsage(_ arguments: String, _ words: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("d.csv", Self.line)
    let result = try runner.shell("\"$CORRIDOR\" backtest d.csv \(arguments)")
    #expect(result.status == 64 && result.stderr.contains(words), "\(result.stderr)")
  }
}
