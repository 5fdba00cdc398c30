internal import Scenarios
internal import SeriesCore

/// Means over vintages, with how many they are over.
enum PostMortemScoresReport {
  static let kind = ReportKind(
    file: "postmortem_scores.csv", summary: "scores over vintages, beside naive",
    columns: [
      .text("postmortem", "name of the post-mortem"), .text("series", "series id"),
      .text("unit", "unit of wis and plan_error"), .text("basis", "how the series is measured"),
      .text("subject", "name of a target, forecasts or plans"),
      .text("deadline", "period by which; targets only"),
      .text("horizon", "periods ahead, or all; forecasts only"), .text("model", "model, or plan"),
      .text(
        "measure",
        "brier_touch, brier_level, wis, coverage_LEVEL, plan_error (mean plan − value), plan_ratio, "
          + "plan_mae"),
      .number("value", "the mean; of a coverage the share inside"),
      .number("conf_low", "of a coverage, Jeffreys' 95 % interval as if independent"),
      .number("conf_high", "of a coverage, Jeffreys' 95 % interval as if independent"),
      .integer("n", "scored forecasts, vintages or plans"),
      .number("naive", "the same of naive over the same forecasts; empty when it lacks one"),
      .number("over_naive", "value relative to naive; under 1 is better than naive"),
      .exact("even_odds", "what a probability of one half would have scored"),
      .text("note", "what must be known about the figure"),
    ], isWanted: ReportKind.has(PostMortemPart.self)
  ) { run in
    run.postMortems.flatMap { answer in
      answer.scores.map { score in
        let axis = answer.actual.axis
        let isTarget = score.deadline != nil
        let horizon =
          score.subject == "forecasts" ? score.step.map { String($0) } ?? "all" : nil
        return [
          .text(answer.question.name), .text(answer.actual.id), .text(answer.actual.unit?.label),
          .text(answer.actual.basis?.label), .text(score.subject),
          .text(score.deadline.map(axis.text)), .text(horizon), .text(score.model),
          .text(score.measure), .rounded(score.value), .rounded(score.interval?.lowerBound),
          .rounded(score.interval?.upperBound), .integer(score.count), .rounded(score.naive),
          .rounded(score.ratio), .exact(isTarget ? 0.25 : nil), .text(score.note),
        ]
      }
    }
  }
}
