internal import Scenarios
internal import SeriesCore

/// Each target under every model and window.
enum SensitivityReport {
  static let kind = ReportKind(
    file: "sensitivity.csv", summary: "targets under each model and sample window",
    columns: [
      .text("scenario", "course of events"), .text("target", "name of the target"),
      .text("series", "series id"), .text("deadline", "period by which"),
      .text("model", "model of the row"), .text("window", "sample window of the row"),
      .text("sample_start", "first observed period in the window"),
      .integer("n", "observations in the window"),
      .number("p_level_at_deadline", "probability to be at or over the level in the deadline"),
      .number("p_touch_by_deadline", "probability to have reached the level by the deadline"),
      .number("p_sustained", "probability that a run of `hold` periods began by the deadline"),
      .text("status", "projected, met, missed or insufficient"),
      .text("reason", "why there is no probability"),
      .text("as_of", "data used up to here; empty for all"),
    ]
  ) { run in
    run.sensitivity.map { row in
      let outcome = row.outcome
      return [
        .text(row.course), .text(outcome.target.target.name), .text(outcome.seriesID),
        .text(outcome.axis.text(outcome.deadline)), .text(row.model), .text(row.window),
        .text(outcome.sampleStart.map(outcome.axis.text)), .integer(outcome.count),
        .rounded(outcome.pLevel), .rounded(outcome.pTouch), .rounded(outcome.pSustained),
        .text(outcome.status.rawValue), .text(outcome.insufficiency),
        .text(row.vintage.asOf?.written),
      ]
    }
  }
}
