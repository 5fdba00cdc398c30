import Foundation
import Testing
import _TestSupport

@Suite struct ScoreCommandTests {
  static func fixture(_ name: String) -> String { Repository.fixture("m3/" + name) }

  /// The rows of an output by series and model.
  static func table(_ csv: String) -> [String: [String: String]] {
    let lines = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return Dictionary(
      uniqueKeysWithValues: lines.dropFirst().map { cells in
        (cells[0] + "/" + cells[1], Dictionary(uniqueKeysWithValues: zip(lines[0], cells)))
      })
  }

  /// R's forecasts of M3 series against measures computed by another program.
  @Test func measuresOfM3() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let expected = try Repository.rows("m3/accuracy.csv")
    #expect(expected.count == 24)
    for (train, season) in [("yearly", "1"), ("monthly", "12")] {
      let result = try runner.corridor(
        "score", Self.fixture("r_intervals.csv"), "--actual", Self.fixture("test_sample.csv"),
        "--train", Self.fixture(train + "_sample.csv"), "--season", season)
      // The forecasts are of both files: those of the other have no scale, and that is said.
      #expect(result.status == 0 && result.stderr.contains("no training values of"))
      let found = Self.table(result.stdout)
      let ids = Set(try Repository.rows("m3/\(train)_sample.csv").map { $0["unique_id"] })
      for row in expected where ids.contains(row["unique_id"]) {
        let place = try #require(found["\(row["unique_id"]!)/\(row["model"]!)"])
        for (column, text) in row where !["unique_id", "model"].contains(column) {
          let value = try #require(Double(place[column] ?? ""), "\(column)")
          let wanted = try #require(Double(text))
          #expect(abs(value - wanted) <= 1e-9 * max(1, abs(wanted)), "\(row): \(column) \(value)")
        }
      }
    }
  }

  @Test func averagesCountEverySeriesAlike() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("f.csv", "unique_id,ds,model,median\na,2001,m,9\na,2002,m,9\nb,2001,m,4\n")
    try runner.write("a.csv", "unique_id,ds,y\na,2001,10\na,2002,10\nb,2001,5\n")
    let series = try runner.corridor("score", "f.csv", "--actual", "a.csv")
    #expect(
      series.stdout == """
        unique_id,model,n,mase,rmsse,smape,mape,wis,mape_n
        a,m,2,,,10.526315789473685,10,,2
        b,m,1,,,22.22222222222222,20,,1

        """)
    let model = try runner.corridor("score", "f.csv", "--actual", "a.csv", "--by", "model")
    #expect(model.stdout.hasSuffix("\nm,2,3,,,16.374269005847953,15,,3\n"), "\(model.stdout)")
  }

  @Test func nixtlasWideFormScoresAlike() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write(
      "wide.csv",
      """
      ,unique_id,ds,cutoff,y,A,A-lo-80,A-hi-80,Dlo-B,Dlo-B-lo-80,Dlo-B-hi-80.0
      0,a,2010,2009,10,9,8,11,12,,
      1,a,2011,2009,12,9,8,11,12,,

      """)
    try runner.write(
      "long.csv",
      """
      series,period,cutoff,model,mean,median,lo-80,hi-80,actual
      a,2010,2009,A,1,9,8,11,10
      a,2010,2009,Dlo-B,12,,,,10
      a,2011,2009,A,1,9,8,11,12
      a,2011,2009,Dlo-B,12,,,,12

      """)
    try runner.write("t.csv", "unique_id,ds,y\na,2007,1\na,2008,3\na,2009,5\na,2010,99\n")
    let wide = try runner.corridor("score", "wide.csv", "--train", "t.csv")
    #expect(wide.status == 0 && wide.stderr.isEmpty, "\(wide.stderr)")
    let found = Self.table(wide.stdout)
    // The change a period up to the cutoff is 2; the value behind it is not looked at.
    #expect(found["a/A"]?["mase"] == "1" && found["a/A"]?["coverage_80"] == "0.5")
    // (3 + (3 + 10·1))/2 over 2, and (½·2 + 0.1·8)/1.5.
    #expect(abs(Double(found["a/A"]?["msis_80"] ?? "")! - 4) < 1e-12)
    #expect(abs(Double(found["a/A"]?["wis"] ?? "")! - 1.8 / 1.5) < 1e-12)
    #expect(found["a/Dlo-B"]?["mase"] == "0.5" && found["a/Dlo-B"]?["coverage_80"] == "")
    let long = try runner.corridor("score", "long.csv", "--train", "t.csv")
    #expect(long.stdout == wide.stdout)
  }

  @Test func theScaleOfACutoffUsesDataUpToIt() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write(
      "f.csv",
      "unique_id,ds,cutoff,model,median\na,2004,2003,m,6\na,2006,2005,m,6\n")
    // Changes of 1 up to 2003, then of 3: scales 1 and 5/3 without data behind the cutoffs.
    try runner.write(
      "a.csv", "unique_id,ds,y\na,2001,1\na,2002,2\na,2003,3\na,2004,6\na,2005,9\na,2006,16\n")
    let result = try runner.corridor("score", "f.csv", "--actual", "a.csv")
    let mase = Double(Self.table(result.stdout)["a/m"]?["mase"] ?? "")
    #expect(abs(mase! - (0 + 10 / 2) / 2) < 1e-12, "\(result.stdout)")
  }

  @Test func aBacktestIsScoredAsItIs() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let rows = (0..<20).map { "a,\(2000 + $0),\(10 + 2 * $0)\n" }.joined()
    try runner.write("d.csv", "unique_id,ds,y\n" + rows)
    let result = try runner.shell(
      """
      "$CORRIDOR" backtest d.csv --horizon 3 --windows 4 --model drift,naive |
        "$CORRIDOR" score - --train d.csv --by model
      """)
    #expect(result.status == 0 && result.stderr.isEmpty, "\(result.stderr)")
    let found = Self.table(result.stdout)
    #expect(found["drift/1"]?["mase"] == "0" && found["drift/1"]?["n"] == "12")
    #expect(found["naive/1"]?["mase"] == "2")
  }

  @Test func zeroActualsLeaveThePercentages() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("f.csv", "unique_id,ds,model,median\na,1,m,1\na,2,m,1\nb,1,m,0\n")
    try runner.write("a.csv", "unique_id,ds,y\na,1,0\na,2,2\nb,1,0\n")
    let found = Self.table(try runner.corridor("score", "f.csv", "--actual", "a.csv").stdout)
    #expect(found["a/m"]?["mape"] == "50" && found["a/m"]?["mape_n"] == "1")
    #expect(found["b/m"]?["mape"] == "" && found["b/m"]?["smape"] == "0")
  }

  @Test func forecastsWithoutActualsAreCounted() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("f.csv", "unique_id,ds,model,median\na,2001,m,1\na,2002,m,1\nz,2001,m,1\n")
    try runner.write("a.csv", "unique_id,ds,y\na,2001,2\na,2002,\n")
    let result = try runner.corridor("score", "f.csv", "--actual", "a.csv", "-o", "o.csv")
    #expect(result.status == 0 && result.stderr.contains("2 forecasts have no actual value"))
    try runner.write("b.csv", "unique_id,ds,y\nq,2001,2\n")
    let none = try runner.corridor("score", "f.csv", "--actual", "b.csv", "-o", "n.csv")
    #expect(none.status == 65 && none.stderr.contains("no forecast has an actual value"))
    #expect(!runner.exists("n.csv"))
  }

  @Test(arguments: [
    ("unique_id,ds,model,median\na,2001,m,x\n", 65, "f.csv:2: 'x' is not a number"),
    ("unique_id,ds,model,median\na,2001,m,1\na,2001,m,2\n", 65, "f.csv:3: series 'a', m has two"),
    ("unique_id,ds,model\na,2001,m\n", 65, "point forecast"),
    ("ds,model,median\n2001,m,1\n", 65, "series id"),
    ("unique_id,ds,model,median\na,20x1,m,1\n", 65, "f.csv:2: unreadable period"),
    ("unique_id,ds,model,median\na,2001-05-03,m,1\n", 65, "do not go together"),
    ("unique_id,ds,model,median\na,2001,=m(),1\n", 65, "formula"),
    ("", 65, "empty"),
  ]) func faultsAreSaidWithTheirPlace(_ text: String, _ status: Int32, _ words: String) throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("f.csv", text)
    try runner.write("a.csv", "unique_id,ds,y\na,2001,2\n")
    let result = try runner.corridor("score", "f.csv", "--actual", "a.csv")
    #expect(result.status == status && result.stderr.contains(words), "\(result.stderr)")
    #expect(result.stdout.isEmpty)
  }

  @Test func actualsAreNeeded() throws {
    let runner = try CommandRunner()
    defer { runner.clean() }
    try runner.write("f.csv", "unique_id,ds,model,median\na,2001,m,1\n")
    #expect(try runner.corridor("score", "f.csv").status == 64)
    #expect(try runner.corridor("score", "-", "--actual", "-").status == 64)
    #expect(try runner.corridor("score", "f.csv", "--actual", "no.csv").status == 66)
    #expect(try runner.corridor("score", "f.csv", "--by", "day").status == 64)
  }
}
