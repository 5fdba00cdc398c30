internal import Scenarios
internal import SeriesCore

/// Each forecast of each vintage beside what came.
enum PostMortemForecastsReport {
  static let kind = ReportKind(
    file: "postmortem_forecasts.csv", summary: "forecasts of each vintage, with what came",
    table: table
  ) { run in run.postMortems.flatMap(rows) }

  private struct Row {
    let question: PostMortemQuestion
    let actual: TimeSeries
    let forecast: PostMortemAnswer.ForecastRow
    /// The score of naive's forecast of the period at the same vintage.
    let naive: Double?

    /// The place of a level among those of the question, which may have fewer than the table.
    func place(_ level: Double) -> Int? { question.levels.firstIndex(of: level) }

    var overNaive: Double? {
      guard let own = forecast.wis, let naive, naive > 0 else { return nil }
      return own / naive
    }
  }

  private static func table(_ scenario: Scenario) -> Table<Row> {
    let questions = scenario.part(PostMortemPart.self)?.questions ?? []
    // Levels of any post-mortem, rising.
    return columns(Set(questions.flatMap(\.levels)).sorted())
  }

  private static func columns(_ levels: [Double]) -> Table<Row> {
    [
      .text("postmortem", "name of the post-mortem") { $0.question.name },
      .text("series", "series id") { $0.actual.id },
      .text("unit", "unit of the values") { $0.actual.unit?.label },
      .text("basis", "how the series is measured") { $0.actual.basis?.label },
      .text("vintage", "period at whose end the forecast is made") {
        $0.actual.axis.text($0.forecast.vintage)
      },
      .text(
        "vintage_kind",
        "vintage: as published by then; pseudo-vintage: periods cut, later revisions in"
      ) { $0.forecast.kind.rawValue },
      .integer("n", "observations known then") { $0.forecast.count },
      .text("model", "model of the row") { $0.forecast.model },
      .text("sample_end", "last observed period used") {
        $0.actual.axis.text($0.forecast.sampleEnd)
      },
      .integer("horizon", "periods after sample_end") { $0.forecast.step },
      .text("period", "forecast period") { $0.actual.axis.text($0.forecast.period) },
      .exact("actual", "value that came; empty in a gap or while open") { $0.forecast.actual },
      .rounded("median", "median, the point forecast") { $0.forecast.median },
      .each(levels) { _, level in
        [
          .roundedIntervals([level]) { row, _ in
            row.place(level).map { row.forecast.intervals[$0] }
          },
          .flag(
            "inside_" + IntervalColumn.text(level),
            "1 when the value lies in that interval, 0 when not"
          ) { row in row.place(level).flatMap { row.forecast.isInside($0) } },
        ]
      },
      .rounded("wis", "weighted interval score over these levels, in the unit; less is better") {
        $0.forecast.wis
      },
      .rounded("wis_over_naive", "the same relative to naive's forecast of the period") {
        $0.overNaive
      },
    ]
  }

  private static func rows(_ answer: PostMortemAnswer) -> [Row] {
    // Scores of naive by vintage and step.
    var naive: [Int: [Int: Double]] = [:]
    for row in answer.forecasts where row.model == answer.question.referenceName {
      naive[row.vintage, default: [:]][row.step] = row.wis
    }
    return answer.forecasts.map { row in
      Row(
        question: answer.question, actual: answer.actual, forecast: row,
        naive: naive[row.vintage]?[row.step])
    }
  }
}
