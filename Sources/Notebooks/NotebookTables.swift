internal import SeriesCore

/// The reports of a scenario as its notebooks are chosen by: texts of cells by column.
struct NotebookTables: Sendable {
  typealias Row = [String: String]

  private let tables: [String: [Row]]

  init(_ files: [(name: String, bytes: [UInt8])]) {
    tables = Dictionary(
      files.map { ($0.name, Self.rows($0.name, $0.bytes)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The rows of a report; none where the scenario has none.
  subscript(_ file: String) -> [Row] { tables[file] ?? [] }

  /// The rows about the latest data.
  func latest(_ file: String) -> [Row] { self[file].filter { $0["as_of", default: ""] == "" } }

  /// The first course of events: the one that answers are of.
  var course: String { latest("forecast.csv").first?["scenario"] ?? "" }

  /// The courses of events whose answers differ.
  var courses: Set<String> { Set(latest("targets.csv").compactMap { $0["scenario"] }) }

  /// The series that the notebook looks at first.
  var series: String { question?.series ?? latest("forecast.csv").first?["series"] ?? "" }

  /// Whether the series has a past and a future to draw.
  var hasFan: Bool {
    [self["observations.csv"], latest("forecast.csv")].allSatisfy {
      $0.contains { $0["series"] == series }
    }
  }

  /// The question that the notebook takes further: the first open one, or else the first that is met,
  /// whose curve and range reach its deadline. A sum of periods has no range in the tables.
  var question: NotebookQuestion? {
    let asked = latest("targets.csv").filter {
      $0["scenario"] == course && $0["cumulative_through"] == ""
    }
    let inOrder = ["projected", "met"].flatMap { status in asked.filter { $0["status"] == status } }
    return inOrder.lazy.map {
      NotebookQuestion(
        target: $0["target"] ?? "", series: $0["series"] ?? "", deadline: $0["deadline"] ?? "")
    }.first { question in
      rows("hitting.csv", of: question).contains(where: { isAt($0["period"], question) })
        && latest("forecast.csv").contains {
          $0["series"] == question.series && isAt($0["period"], question)
            && $0["scenario"] == course
        }
        && self["answers.csv"].contains {
          $0["question"] == question.target && isAt($0["deadline"], question)
        }
    }
  }

  private func isAt(_ period: String?, _ question: NotebookQuestion) -> Bool {
    period == question.deadline
  }

  /// The rows of a question.
  func rows(_ file: String, of question: NotebookQuestion) -> [Row] {
    latest(file).filter { row in
      row["target"] == question.target && row["series"] == question.series
        && (row["deadline"].map { isAt($0, question) } ?? true)
        && (row["scenario"].map { $0 == course } ?? true)
    }
  }

  /// The rows of CSV that `Table.csv` wrote.
  private static func rows(_ name: String, _ bytes: [UInt8]) -> [Row] {
    guard var reader = try? CSVRecordReader(ByteSource(name: name, bytes: bytes)),
      (try? reader.next()) == true
    else { return [] }
    let columns = reader.texts
    var rows: [Row] = []
    while (try? reader.next()) == true {
      rows.append(Row(zip(columns, reader.texts), uniquingKeysWith: { first, _ in first }))
    }
    return rows
  }
}

/// The question that a notebook takes further than the report.
struct NotebookQuestion: Equatable, Sendable {
  let target: String
  let series: String
  let deadline: String
}
