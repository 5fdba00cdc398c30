import Corridor
import Foundation
import Testing
import _TestSupport

/// The README's library snippet is compiled and run here, letter for letter.
extension SnippetTests {
  static func readme() throws -> String {
    try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
  }

  static func lines(_ text: String, from start: String, to end: String) -> [String] {
    let all = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard let first = all.firstIndex(of: start) else { return [] }
    return Array(all[(first + 1)...].prefix { $0 != end })
  }

  /// It opens with a picture, and what it leads to is there; all pictures are small.
  @Test func picturesAndLinksAreThere() throws {
    let text = try Self.readme()
    let links = text.matches(of: /\]\((?<path>[^)#:]+)\)/).map { String($0.output.path) }
    for link in links {
      #expect(FileManager.default.fileExists(atPath: Repository.path(link)), "\(link)")
    }
    let picture = try #require(text.firstRange(of: "!["))
    let command = try #require(text.firstRange(of: "make run"))
    #expect(picture.lowerBound < command.lowerBound)
    let folder = "Sources/Corridor/Corridor.docc/Resources/"
    let pictures = try FileManager.default.contentsOfDirectory(atPath: Repository.path(folder))
    #expect(!pictures.isEmpty && links.contains { $0.hasPrefix(folder) })
    let sizes = try pictures.map {
      try Data(contentsOf: Repository.root.appending(path: folder + $0)).count
    }
    #expect(sizes.reduce(0, +) < 300_000)
  }

  @Test func theSnippetIsThisCode() throws {
    let own = try String(contentsOfFile: #filePath, encoding: .utf8)
    let here = Self.lines(own, from: "// snippet", to: "// end of snippet")
    let there = Self.lines(try Self.readme(), from: "import Corridor", to: "```")
    #expect(!here.isEmpty && here == there)
  }

  @Test func theSnippetRuns() throws {
    #expect(FileManager.default.changeCurrentDirectoryPath(Repository.path("")))
    // snippet
    let trade = try TimeSeries(csv: "datasets/trade-gacc-turnover/data.csv")
    let forecast = try trade.forecast("ets+log", through: "2030")
    print(forecast["2030"]?.median ?? .nan, forecast["2030"]?.interval(80) as Any)
    let doubling = try trade.target(82, by: "2030")
    print(doubling.verdict, doubling.touch ?? .nan, doubling.range as Any)
    let fit = try Regression(
      "log(flow_usd) ~ log(distw) + contig + pta", csv: "datasets/gravity-panel/data.csv")
    print(fit.table(.hc1), fit["pta"].estimate)
    let run = try ScenarioRun(path: "datasets/scenarios/agriculture.yaml")
    print(try run.target("doubled again", by: "2030").verdict)
    // end of snippet
    #expect(abs((doubling.requiredGrowth ?? 0) - 0.11) < 1e-3)
    let range = try #require(doubling.range)
    #expect(range.contains(try #require(doubling.touch)))
  }

  /// What a Swift user's first file asks, on files with columns of their own.
  @Test func aFirstFileRuns() throws {
    let folder = try TemporaryFolder()
    let home = FileManager.default.currentDirectoryPath
    defer { _ = FileManager.default.changeCurrentDirectoryPath(home) }
    try folder.write(
      "trade.csv",
      "Year,Exports\n"
        + (0..<20).map { "\(2005 + $0),\(20 + 2 * $0 + $0 % 3)" }
        .joined(separator: "\n"))
    try folder.write(
      "series.csv",
      "series,period,value\n"
        + (0..<20).map { "exports,\(2005 + $0),\(20 + 2 * $0 + $0 % 3)" }
        .joined(separator: "\n"))
    try folder.write(
      "lanes.csv",
      "tonnes,distance,rail\n"
        + (1...24).map { "\(5000 / $0 + 40 * ($0 % 2) + $0 % 5),\(100 * $0),\($0 % 2)" }
        .joined(separator: "\n"))
    try folder.write(
      "plan.yaml",
      """
      title: plan
      question: when?
      paths: 500
      series: [{id: exports, file: series.csv}]
      scenarios: [{name: baseline}, {name: strike, shocks: [{level: {factor: 0.9, at: 2026}}]}]
      targets: [{name: doubling, series: exports, level: 82, by: [2030]}]
      """)
    #expect(FileManager.default.changeCurrentDirectoryPath(folder.path))
    let trade = try TimeSeries(csv: "trade.csv", time: "Year", value: "Exports")
    let forecast = try trade.forecast("ets+log", through: "2030")
    print(forecast["2030"]?.median ?? .nan, forecast["2030"]?.interval(80) as Any)
    print(try trade.target(82, by: "2030").verdict)  // .touch .level .range
    let fit = try Regression("log(tonnes) ~ log(distance) + rail", csv: "lanes.csv")
    print(fit.table(.hc1), fit["rail"].estimate)
    print(
      try ScenarioRun(path: "plan.yaml").target("doubling", course: "strike", by: "2030").verdict)

    #expect(forecast.horizon == 6 && forecast["2031"] == nil && forecast["2030-Q1"] == nil)
    #expect(forecast.at(.year(2030)) == forecast["2030"])
    #expect(forecast["2030"]?.median == forecast.distributions[5].median)
    #expect(throws: ForecastingError.notAhead("2020", end: "2024")) {
      try trade.forecast("ets", through: "2020")
    }
    #expect(throws: ForecastingError.notAPeriod("soon", frequency: "annual")) {
      try trade.forecast("ets", through: "soon")
    }
    let drift = try Drift().fit(to: trade)
    #expect(drift.model == "drift")
    #expect(
      try drift.forecast(horizon: 6).distributions
        == trade.forecast("drift", horizon: 6)
        .distributions)
    // The same question by command, by scenario and in one call.
    let asked = try trade.target(60, by: "2030", model: "drift", paths: 2000, seed: 7)
    let run = try ScenarioRun(path: "plan.yaml")
    #expect(throws: TargetFault.unknown("target", "doublin", nearest: "doubling")) {
      try run.target("doublin", by: "2030")
    }
    #expect(asked.outcome.model == "drift+log")
    let table = fit.table(.cluster([["nothing"]]))
    #expect(table["rail"]?.standardError == nil && table.reason?.contains("nothing") == true)
    #expect(fit.table(.hc1)["rail"]?.estimate == fit["rail"].estimate)
  }

  /// The shipped scenario with one series, one course and two targets: what the README shows of it. Its
  /// seed and paths are those of the whole, and a target's numbers depend on no other, so they are the
  /// whole's; the whole takes many times as long.
  static func excerpt() throws -> String {
    let text = try String(
      contentsOfFile: Repository.path("datasets/scenarios/trade-doubling.yaml"), encoding: .utf8
    ).replacing("file: ../", with: "file: " + Repository.path("datasets/"))
    func piece(from start: String, to end: String) throws -> Substring {
      let first = try #require(text.firstRange(of: start))
      let last = try #require(text[first.upperBound...].firstRange(of: end))
      return text[first.lowerBound..<last.lowerBound]
    }
    return try "series:\n" + piece(from: "  - id: trade-gacc", to: "  - id: trade-kazside")
      + piece(from: "models:", to: "scenarios:")
      + "targets:\n" + piece(from: "  - name: doubling of 41\n", to: "  - name: aspiration of 100")
  }

  /// The excerpts of reports in the README are what the program writes, to six digits.
  @Test func theExcerptIsRealOutput() throws {
    var options = ScenarioRun.Options()
    options.jobs = 2
    let run = try ScenarioFiles.with(try Self.excerpt()) {
      ScenarioRun(try ScenarioReader.read(path: $0, allowsOutside: true), options: options)
    }
    let baseline = run.targets.map(\.outcome)
    let readme = try Self.readme()
    let text = readme.replacing("\n> ", with: "\n").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    let first = try #require(baseline.first { $0.target.target.name == "doubling of 41" })
    #expect(text.contains(Verdict.text(first)), "\(Verdict.text(first))")
    let chance = try #require(first.pTouch)
    let least = try #require(first.circumstances?.range(with: first.pTouch)?.lowerBound)
    let opening =
      "**\(Int((100 * chance).rounded())) %, about \(Int((20 * chance).rounded())) in 20, to reach it by "
      + "2030**; \(Int((100 * least).rounded())) % by the most cautious"
    #expect(text.contains(opening), "\(opening)")
    let shown = readme.split(separator: "\n").filter { $0.hasPrefix("| doubling of 41") }
    #expect(shown.count == 3)
    for line in shown {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let outcome = try #require(
        baseline.first {
          $0.target.target.name == cells[0] && $0.axis.text($0.deadline) == cells[1]
        })
      let values = [
        outcome.level, outcome.growth?.required, outcome.pTouch,
        outcome.circumstances?.range(with: outcome.pTouch)?.lowerBound,
        outcome.circumstances?.range(with: outcome.pTouch)?.upperBound,
      ]
      for (cell, value) in zip(cells[2...], values) {
        #expect(relativeError(try #require(Double(cell)), try #require(value)) < 1e-5, "\(line)")
      }
    }
  }
}
