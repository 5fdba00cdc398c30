import Foundation
import Scenarios
import _TestSupport

@testable import Notebooks

/// A scenario whose author may write anything into titles, questions and names.
enum HostileScenario {
  static let names = [
    "\"; import os; os.remove('x') #", "'''\\", "a\\", "</script><script>alert(1)</script>",
    "```{python}", "**bold** _it_ [link](http://x) ![p](p)", "$\\frac{a}{b}$ `r 1 + 1`",
    "تجارة كازاخستان", "\"\u{301} accent", "{{< include secret >}} @cite",
    "1. one", "- two", "# three", "--- x", "%matplotlib", "&lt;", "日本",
  ]

  /// Whether a scenario may name a target so: what a spreadsheet would run is refused.
  static func mayName(_ name: String) -> Bool { !name.hasPrefix("-") }

  /// The export of a scenario with one name for its title, question, course and target.
  static func files(_ name: String) throws -> [ScenarioNotebooks.File] {
    let quoted = String(decoding: try JSONEncoder().encode(name), as: UTF8.self)
    let label = mayName(name) ? quoted : "plain"
    let rows = (0..<10).map { "y,\(2014 + $0),\(10 + $0),Mt,test\n" }.joined()
    let yaml = """
      title: \(quoted)
      question: \(quoted)
      series:
        - {id: y, file: y.csv}
      models: [drift]
      paths: 100
      scenarios:
        - name: baseline
        - name: \(label)
          shocks:
            - growth: {delta: -0.02, from: 2024, to: 2026}
      targets:
        - {name: \(label), series: y, level: 30, by: [2030, 2035]}
      """
    return try ScenarioFiles.with(
      yaml, data: ["y.csv": "series,period,value,unit,basis\n" + rows]
    ) { ScenarioNotebooks(of: ScenarioRun(try ScenarioReader.read(path: $0))).files }
  }
}
