/// The reports of a scenario, as its page and its notebooks read them.
package struct ReportTables: Sendable {
  private let tables: [String: PageTable]
  /// The first course of events: the one that answers are of.
  package let course: String

  package init(_ files: [(name: String, bytes: [UInt8])]) {
    tables = Dictionary(
      files.map { ($0.name, PageTable(file: $0.name, bytes: $0.bytes)) },
      uniquingKeysWith: { first, _ in first })
    let first = ["targets.csv", "forecast.csv", "capacity.csv", "nowcast.csv", "pipeline.csv"]
    course = first.lazy.compactMap { [tables] in tables[$0]?.rows.first?["scenario"] }.first ?? ""
  }

  /// The report of a name; without rows where the scenario has none.
  package subscript(_ file: String) -> PageTable { tables[file] ?? PageTable(file: file) }

  /// The rows of the time that was asked first: of the latest data, or of `as_of` where a run has
  /// only that.
  package func main(_ file: String) -> PageTable {
    let table = self[file]
    guard let first = table.rows.first else { return table }
    return table.filter { $0["as_of"] == first["as_of"] }
  }

  /// Those of the first course of events.
  package func headline(_ file: String) -> PageTable {
    main(file).filter { $0["scenario"] == course }
  }

  /// Those of a question of the scenario.
  func rows(_ file: String, of question: PageQuestion) -> PageTable {
    main(file).filter { $0["target"] == question.target && $0["series"] == question.series }
  }
}

/// A target of the scenario on one of its series.
struct PageQuestion: Equatable, Sendable {
  let target: String
  let series: String

  /// Those that are open first, in the order of the file, the page's first answer before all.
  static func all(_ tables: ReportTables, lead: String?) -> [PageQuestion] {
    let open = tables.headline("targets.csv").filter { $0["status"] == "projected" }
    let questions = open.groups("target", "series").compactMap { group in
      group.rows.first.map { PageQuestion(target: $0["target"], series: $0["series"]) }
    }
    return questions.filter { $0.target == lead } + questions.filter { $0.target != lead }
  }
}
