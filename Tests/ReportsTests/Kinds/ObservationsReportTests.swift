import Scenarios
import SeriesCore
import Testing
import _TestSupport

@testable import Reports

/// What was observed, as pages draw it.
@Suite struct ObservationsReportTests {
  static func lines(_ rows: [String], keys: String = "", top: String = "") throws -> [String] {
    let data = "series,period,value,unit,basis\n" + rows.map { "y," + $0 + ",Mt,b\n" }.joined()
    let yaml = "series:\n  - {id: y, file: y.csv\(keys)}\nmodels: [naive]\npaths: 100\n" + top
    return try ScenarioFiles.with(yaml, data: ["y.csv": data]) { path in
      let run = ScenarioRun(try ScenarioReader.read(path: path))
      let file = try #require(RunReports(run).files.first { $0.name == "observations.csv" })
      return String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  /// A gap has a row a period, so that no line of a chart crosses it.
  @Test func gapsHaveRows() throws {
    let lines = try Self.lines(["2016,1", "2017,2", "2020,2.5", "2021,3", "2022,4", "2023,5"])
    #expect(
      lines.dropFirst().prefix(5) == [
        "y,2016,1,Mt,b,", "y,2017,2,Mt,b,", "y,2018,,Mt,b,", "y,2019,,Mt,b,", "y,2020,2.5,Mt,b,",
      ])
    #expect(lines.count == 9)
  }

  /// A gap of a century of days has one.
  @Test func longGapsHaveOneRow() throws {
    let days = (10..<16).map { "2020-01-\($0),\($0)" }
    let lines = try Self.lines(["1920-01-01,1"] + days)
    #expect(lines.count == 1 + 1 + 1 + 6)
    #expect(lines[2] == "y,1920-01-02,,Mt,b,")
  }

  @Test func breaksStandWhereTheyAre() throws {
    let lines = try Self.lines(
      (2014..<2024).map { "\($0),\($0 - 2010)" },
      keys: ", breaks: [{at: 2018, reason: other scope}]"
    )
    #expect(lines.filter { $0.contains("other scope") } == ["y,2018,8,Mt,b,other scope"])
  }
}
