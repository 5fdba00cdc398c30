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

  /// All reports.
  var all: [PageTable] { tables.keys.sorted().compactMap { tables[$0] } }

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

  /// Those that are open, in the order of the file, the page's first answer before all: the target that
  /// it is of, or, where it is of another part, one that asks for the same level.
  static func all(_ tables: ReportTables, lead: PageRow?) -> [PageQuestion] {
    let open = tables.headline("targets.csv").filter { $0["status"] == "projected" }
    let groups = open.groups("target", "series")
    func distance(_ group: PageTable) -> Int {
      guard let lead, let first = group.rows.first else { return 3 }
      if first["target"] == lead["question"] { return 0 }
      guard first["level"] == lead["level"], first["unit"] == lead["unit"] else { return 3 }
      return group.rows.contains { $0["deadline"] == lead["deadline"] } ? 1 : 2
    }
    return (0...3).flatMap { wanted in groups.filter { distance($0) == wanted } }.compactMap {
      group in
      group.rows.first.map { PageQuestion(target: $0["target"], series: $0["series"]) }
    }
  }
}
