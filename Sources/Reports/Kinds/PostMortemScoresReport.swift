internal import Scenarios
internal import SeriesCore

/// Means over vintages, with how many they are over.
enum PostMortemScoresReport {
  static let kind = ReportKind(
    file: "postmortem_scores.csv", summary: "scores over vintages, beside naive", table: table
  ) { run in
    run.postMortems.flatMap { answer in
      answer.scores.map { Row(name: answer.question.name, actual: answer.actual, score: $0) }
    }
  }

  private struct Row {
    let name: String
    let actual: TimeSeries
    let score: PostMortemScore

    var horizon: String? {
      score.subject == "forecasts" ? score.step.map { String($0) } ?? "all" : nil
    }

    /// What one half would have scored; targets only.
    var evenOdds: Double? { score.deadline == nil ? nil : 0.25 }
  }

  private static let table: Table<Row> = [
    .text("postmortem", "name of the post-mortem") { $0.name },
    .text("series", "series id") { $0.actual.id },
    .text("unit", "unit of wis and plan_error") { $0.actual.unit?.label },
    .text("basis", "how the series is measured") { $0.actual.basis?.label },
    .text("subject", "name of a target, forecasts or plans") { $0.score.subject },
    .text("deadline", "period by which; targets only") { row in
      row.score.deadline.map { row.actual.axis.text($0) }
    },
    .text("horizon", "periods ahead, or all; forecasts only") { $0.horizon },
    .text("model", "model, or plan") { $0.score.model },
    .text(
      "measure",
      "brier_touch, brier_level, wis, coverage_LEVEL, plan_error (mean plan − value), plan_ratio, "
        + "plan_mae"
    ) { $0.score.measure },
    .rounded("value", "the mean; of a coverage the share inside") { $0.score.value },
    .rounded("conf_low", "of a coverage, Jeffreys' 95 % interval as if independent") {
      $0.score.interval?.lowerBound
    },
    .rounded("conf_high", "of a coverage, Jeffreys' 95 % interval as if independent") {
      $0.score.interval?.upperBound
    },
    .integer("n", "scored forecasts, vintages or plans") { $0.score.count },
    .rounded("naive", "the same of naive over the same forecasts; empty when it lacks one") {
      $0.score.naive
    },
    .rounded("over_naive", "value relative to naive; under 1 is better than naive") {
      $0.score.ratio
    },
    .exact("even_odds", "what a probability of one half would have scored") { $0.evenOdds },
    .text("note", "what must be known about the figure") { $0.score.note },
  ]
}
