import Forecasting
import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

/// The key `hierarchies` of scenario files.
@Suite struct HierarchyScenarioTests {
  static func run(_ text: String, asOf: String? = nil) throws -> ScenarioRun {
    var data = ["h.csv": "node,parent\na,t\nb,t\n"]
    for (id, slope) in [("a", 3), ("b", 5)] {
      data[id + ".csv"] =
        "series,period,value,unit,basis\n"
        + (0..<20).map { "\(id),\(2001 + $0),\(90 + slope * $0),t,x\n" }.joined()
    }
    var options = ScenarioRun.Options()
    options.paths = 100
    options.asOf = asOf.flatMap { PeriodText($0) }
    return try ScenarioFiles.with(text, data: data) {
      ScenarioRun(try ScenarioReader.read(path: $0), options: options)
    }
  }

  static let whole = """
    title: parts
    hierarchies:
      - name: both
        file: h.csv
        series: [{file: a.csv}, {file: b.csv}]
        model: drift
        method: wls-struct
        horizon: 2023
    """

  @Test func partsAddUp() throws {
    let run = try Self.run(Self.whole)
    let row = try #require(run.hierarchies.first)
    let answer = try row.answer.get()
    #expect(answer.base.periods == ["2021", "2022", "2023"] && answer.counts == [20, 20, 20])
    // Straight lines go on: 90 + 3·20 and 90 + 5·20.
    for (node, value) in [340.0, 150, 190].enumerated() {
      #expect(relativeError(answer.reconciliation.point(node: node, step: 0), value) < 1e-12)
    }
    #expect(answer.unit == "t" && answer.basis == "x")
    let verdict = try #require(run.answers.flatMap(\.verdicts).first { $0.subject == "both" })
    #expect(verdict.text.hasPrefix("t 356 t in 2023"), "\(verdict.text)")
    #expect(verdict.text.contains("beside a 156, b 200; the range to quote is that of"))
    #expect(verdict.text.contains("; drift, wls-struct, "))
  }

  @Test func theShippedHierarchyIsAnswered() throws {
    let file = Repository.path("datasets/scenarios/trade-doubling.yaml")
    let part = try #require(try ScenarioReader.read(path: file).part(HierarchyPart.self))
    let question = try #require(part.questions.first)
    #expect(question.hierarchy.nodes.count == 3 && question.series.count == 3)
    #expect(question.method == .mintShrink && question.isNonnegative)
    #expect(part.sources.count == 3)
  }

  @Test(arguments: [
    ("file: h.csv", "file: none.csv", "none.csv: no such file"),
    ("method: wls-struct", "method: wls", "unknown method 'wls'"),
    ("method: wls-struct", "method: top-down\n    nonnegative: true", "does not go with top-down"),
    ("model: drift", "model: drft", "unknown model 'drft', did you mean 'drift'?"),
    ("horizon: 2023", "horizon: 2019", "'2019' is no period after the last observation of"),
    (", {file: b.csv}", "", "the bottom node 'b' has no series"),
    (", {file: b.csv}", ", b", "no series 'b' in this file"),
    (", {file: b.csv}", ", {file: b.csv}, {file: a.csv}", "the series 'a' stands twice"),
  ])
  func faults(_ from: String, _ to: String, _ message: String) {
    let text = Self.whole.replacingOccurrences(of: from, with: to)
    let faults = #expect(throws: ScenarioFaults.self) { _ = try Self.run(text) }
    let found = faults?.faults.map(\.description).joined(separator: "\n") ?? ""
    #expect(found.contains(message), "\(found)")
  }
}
