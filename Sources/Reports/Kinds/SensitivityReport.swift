internal import Scenarios
internal import SeriesCore

/// Each target under every model and window.
enum SensitivityReport {
  static let kind = ReportKind(
    file: "sensitivity.csv", summary: "targets under each model and sample window", table: table
  ) { $0.sensitivity }

  private static let table: Table<ScenarioRun.SensitivityRow> = [
    .text("scenario", "course of events") { $0.course },
    .text("target", "name of the target") { $0.outcome.target.target.name },
    .text("series", "series id") { $0.outcome.seriesID },
    .text("deadline", "period by which") { $0.outcome.axis.text($0.outcome.deadline) },
    .text("model", "model of the row") { $0.model },
    .text("window", "sample window of the row") { $0.window },
    .text("sample_start", "first observed period in the window") { row in
      row.outcome.sampleStart.map(row.outcome.axis.text)
    },
    .integer("n", "observations in the window") { $0.outcome.count },
    .rounded("p_level_at_deadline", "probability to be at or over the level in the deadline") {
      $0.outcome.pLevel
    },
    .rounded("p_touch_by_deadline", "probability to have reached the level by the deadline") {
      $0.outcome.pTouch
    },
    .rounded("p_sustained", "probability that a run of `hold` periods began by the deadline") {
      $0.outcome.pSustained
    },
    .text("status", "projected, met, missed or insufficient") { $0.outcome.status.rawValue },
    .text("reason", "why there is no probability") { $0.outcome.insufficiency },
    .alike { $0.alike },
    .text("as_of", "data used up to here; empty for all") { $0.vintage.asOf?.written },
  ]
}
