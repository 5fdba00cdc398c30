internal import Pages

/// What a scenario's notebooks are about: its reports, and the names that their code goes by.
struct NotebookSubject: Sendable {
  let tables: ReportTables
  /// The question that the notebooks take further than the report; nil where none has a range and a curve.
  let question: NotebookQuestion?

  init(_ tables: ReportTables) {
    self.tables = tables
    question = NotebookQuestion.chosen(from: tables)
  }

  /// The series that the notebooks look at first.
  var series: String {
    question?.series ?? tables.headline("forecast.csv").rows.first?["series"] ?? ""
  }

  /// Whether the series has a past and a future to draw.
  var hasFan: Bool {
    [tables["observations.csv"], tables.headline("forecast.csv")].allSatisfy { table in
      table.rows.contains { $0["series"] == series }
    }
  }

  /// The courses of events whose answers differ.
  var courses: [String] { tables.main("targets.csv").values("scenario") }
}

/// A target of the scenario by one of its deadlines.
struct NotebookQuestion: Equatable, Sendable {
  let target: String
  let series: String
  let deadline: String

  /// The answer that the scenario's page opens with, or the next one of the sheet, whose curve and range
  /// reach its deadline. A sum of periods has no range in the tables.
  static func chosen(from tables: ReportTables) -> NotebookQuestion? {
    let sheet = AnswerSheet(tables["answers.csv"])
    let open = tables.headline("targets.csv").filter {
      $0["cumulative_through"].isEmpty && ["projected", "met"].contains($0["status"])
    }
    for answer in (sheet.lead?.rows ?? []) + sheet.groups.flatMap(\.rows) {
      let asked = open.rows.first {
        $0["target"] == answer["question"] && $0["deadline"] == answer["deadline"]
      }
      guard let asked else { continue }
      let question = NotebookQuestion(
        target: asked["target"], series: asked["series"], deadline: asked["deadline"])
      if question.isIn(tables.headline("hitting.csv")),
        question.isIn(tables.headline("forecast.csv"))
      {
        return question
      }
    }
    return nil
  }

  /// Whether a table of periods has a row of the series, and of the target where it tells targets apart,
  /// at the deadline.
  private func isIn(_ table: PageTable) -> Bool {
    table.rows.contains {
      $0["series"] == series && $0["period"] == deadline
        && (!$0.has("target") || $0["target"] == target)
    }
  }

  /// Whether a row is about this target by this deadline.
  func isAsked(by row: PageRow) -> Bool {
    row["target"] == target && row["series"] == series && row["deadline"] == deadline
  }
}
