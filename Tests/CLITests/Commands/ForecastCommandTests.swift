import Foundation
import Testing
import _TestSupport

@Suite struct ForecastCommandTests {
  static func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    let yearly = (0..<20).map { "a,\(2000 + $0)-01-01,\(50 + $0)\n" }.joined()
    let quarters = (0..<24).map {
      "q,\(2000 + $0 / 4)-Q\($0 % 4 + 1),\(10 + $0 + [0, 5, 9, 2][$0 % 4])\n"
    }
    try runner.write("d.csv", "unique_id,ds,y\n" + yearly + quarters.joined())
    return runner
  }

  @Test func columnsAndPeriodsAreThoseOfTheContract() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.corridor(
      "forecast", "d.csv", "--horizon", "2", "--model", "drift,snaive+log", "--levels", "95,80")
    #expect(result.status == 0 && result.stderr.isEmpty)
    let lines = result.stdout.split(separator: "\n").map(String.init)
    #expect(lines[0] == "unique_id,ds,model,mean,median,lo-95,hi-95,lo-80,hi-80")
    #expect(lines.count == 9)
    // A straight line goes on; mean and median agree on the level; the mean is empty on logs.
    #expect(lines[1].hasPrefix("a,2020-01-01,drift,70,70,70,70,70,70"))
    #expect(lines[3].hasPrefix("a,2020-01-01,snaive+log,,69"))
    #expect(lines[5].hasPrefix("q,2006-Q1,drift,"))
    #expect(lines[7].hasPrefix("q,2006-Q1,snaive+log,,30"))
  }

  /// Orders hold commas, as does the list of models.
  @Test func ordersStandInAListOfModels() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--model", "drift,arima:0,1,1,ets:ANN+log,auto")
    #expect(result.status == 0, "\(result.stderr)")
    for name in ["drift", "\"arima:0,1,1\"", "ets:ANN+log", "auto"] {
      #expect(result.stdout.contains(",\(name),"), "\(name)")
    }
  }

  /// Monthly values that fall by a fifth where Chinese New Year is: the forecast falls with it.
  @Test func holidaysAreForecast() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    // The month of the new year's day, 2010 to 2024.
    let month = [2, 2, 1, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2, 1, 2]
    let rows = (0..<168).map { t in
      let (year, place) = (t / 12, t % 12 + 1)
      let wave = 1 + 0.01 * Double((t * 37) % 11 - 5)
      return "m,\(2010 + year)-\(place < 10 ? "0" : "")\(place),"
        + "\(100 * wave * (month[year] == place ? 0.8 : 1))\n"
    }
    try runner.write("m.csv", "unique_id,ds,y\n" + rows.joined())
    let result = try runner.corridor(
      "forecast", "m.csv", "--horizon", "3", "--model", "theta+log", "--holidays",
      "chinese-new-year", "--details", "fits.csv")
    #expect(result.status == 0, "\(result.stderr)")
    let medians = result.stdout.split(separator: "\n").dropFirst().compactMap {
      Double($0.split(separator: ",", omittingEmptySubsequences: false)[4])
    }
    #expect(medians.count == 3 && medians[1] < 0.92 * medians[2], "\(medians)")
    let fits = try runner.read("fits.csv")
    #expect(
      fits.contains("chinese-new-year=-0.2") && fits.contains("chinese-new-year_std_error=0.0"))
    // Years have no such effect, and names are checked.
    let years = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--holidays", "ramadan")
    #expect(years.status == 3 && years.stderr.contains("series 'a'"))
    for text in ["easter", "ramadan,ramadan", "ramadan:x"] {
      let wrong = try runner.corridor("forecast", "d.csv", "--horizon", "1", "--holidays", text)
      #expect(wrong.status == 64 && wrong.stderr.contains("holiday"), "\(wrong.stderr)")
    }
  }

  @Test func failuresAreListedAndTheOthersWritten() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    try runner.write(
      "d.csv",
      try runner.read("d.csv")
        + "dup,2001,1\ndup,2001,2\nshort,2001,5\nneg,2001,-1\nneg,2002,3\nneg,2003,4\n")
    let result = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--model", "drift+log", "--failures", "f.csv")
    #expect(result.status == 3)
    #expect(result.stdout.split(separator: "\n").count == 3)
    let failures = try runner.read("f.csv").split(separator: "\n").map(String.init)
    #expect(failures[0] == "unique_id,model,reason,detail")
    #expect(
      failures.dropFirst().map { $0.split(separator: ",").prefix(3).joined(separator: ",") } == [
        "dup,drift+log,duplicate_period", "short,drift+log,too_short",
        "neg,drift+log,non_positive_value",
      ])
    #expect(failures[1].contains("d.csv:47:"))
    let onStderr = try runner.corridor(
      "forecast", "d.csv", "--horizon", "1", "--model", "drift+log")
    #expect(onStderr.status == 3 && onStderr.stderr.contains("d.csv:47:"))
    try runner.write("none.csv", "unique_id,ds,y\na,2001,1\n")
    let none = try runner.corridor("forecast", "none.csv", "--horizon", "1", "-o", "o.csv")
    #expect(none.status == 65 && !runner.exists("o.csv"))
  }

  @Test func workersLeaveNoTrace() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let rows = (0..<6000).map { "s\($0 / 20),\(2000 + $0 % 20),\(100 + ($0 * 7919) % 53)\n" }
    try runner.write("d.csv", "unique_id,ds,y\n" + rows.joined())
    let one = try runner.corridor("forecast", "d.csv", "--horizon", "4", "--jobs", "1")
    let many = try runner.corridor("forecast", "d.csv", "--horizon", "4", "--jobs", "5")
    #expect(one.status == 0 && one.stdout == many.stdout)
    #expect(one.stdout.split(separator: "\n").count == 1 + 300 * 4)
  }

  @Test(arguments: [
    ("--horizon 0", "outside 1…100000"), ("--horizon 1000000000", "outside 1…100000"),
    ("--horizon 2 --levels 0", "levels"), ("--horizon 2 --levels 100", "levels"),
    ("--horizon 2 --levels 80,80", "levels"), ("--horizon 2 --model dirft", "did you mean 'drift'"),
    ("--horizon 2 --freq yearly", "unknown frequency"), ("--horizon 2 --jobs 0", "jobs"),
    ("--horizon 2 --season 0", "season"), ("", "horizon"),
    ("--horizon 2 --model drift,drift", "twice"),
    ("--horizon 2 -o x.csv --failures x.csv", "same place"),
  ]) func wrongUsage(_ arguments: String, _ words: String) throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.shell("\"$CORRIDOR\" forecast d.csv \(arguments)")
    #expect(result.status == 64 && result.stderr.contains(words), "\(result.stderr)")
  }

  @Test func aLongHorizonIsServed() throws {
    let runner = try Self.runner()
    defer { runner.clean() }
    let result = try runner.corridor(
      "forecast", "d.csv", "--horizon", "100000", "--model", "naive", "--levels", "80")
    #expect(result.status == 0)
    #expect(result.stdout.split(separator: "\n").count == 200_001)
  }
}
