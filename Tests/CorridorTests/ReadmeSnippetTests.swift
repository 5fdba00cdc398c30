import Corridor
import Foundation
import Testing
import _TestSupport

/// The README's library snippet is compiled and run here, letter for letter.
@Suite struct ReadmeSnippetTests {
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
    let growth = Growth(of: trade, to: 82, by: 2030)
    let fit = try ModelRequest("mixture").fit(to: trade, defaultScale: .log)
    let forecast = try fit.forecast(horizon: 6)
    let (low, high) = forecast.interval(step: 6, level: 80)
    print("a year: needed", growth.required ?? 0, "trailing", growth.trailing ?? 0)
    print("2030: median", forecast.distributions[5].median, "80 % between", low, "and", high)
    print("P(82 or more in 2030) =", forecast.distributions[5].atLeast(82))
    // end of snippet
    #expect(low < high && abs((growth.required ?? 0) - 0.11) < 1e-3)
  }

  /// The excerpts of reports in the README are what the program writes, to six digits.
  @Test func theExcerptIsRealOutput() throws {
    let file = Repository.path("datasets/scenarios/trade-doubling.yaml")
    var options = ScenarioRun.Options()
    options.jobs = 2
    let run = ScenarioRun(try ScenarioReader.read(path: file), options: options)
    let baseline = run.targets.filter { $0.course == "baseline" }.map(\.outcome)
    let readme = try Self.readme()
    let text = readme.replacing("\n> ", with: "\n").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    let first = try #require(baseline.first { $0.target.target.name == "doubling of 41" })
    #expect(text.contains(Verdict.text(first)), "\(Verdict.text(first))")
    let shown = readme.split(separator: "\n").filter { $0.hasPrefix("| doubling of 41") }
    #expect(shown.count == 3)
    for line in shown {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let outcome = try #require(
        baseline.first {
          $0.target.target.name == cells[0] && $0.axis.text($0.deadline) == cells[1]
        })
      let values = [
        outcome.level, outcome.growth?.required, outcome.pTouch, outcome.range?.lowerBound,
        outcome.range?.upperBound,
      ]
      for (cell, value) in zip(cells[2...], values) {
        #expect(relativeError(try #require(Double(cell)), try #require(value)) < 1e-5, "\(line)")
      }
    }
  }
}
