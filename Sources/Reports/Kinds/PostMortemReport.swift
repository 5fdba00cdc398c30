internal import Scenarios
internal import SeriesCore

/// What each vintage would have said of each target, beside what came.
enum PostMortemReport {
  static let kind = ReportKind(
    file: "postmortem.csv", summary: "targets at each vintage, with what came of them",
    table: [question, forecast, result]
  ) { run in
    run.postMortems.flatMap { answer in
      answer.targets.map { Row(name: answer.question.name, target: $0) }
    }
  }

  private struct Row {
    let name: String
    let target: PostMortemAnswer.TargetRow

    var outcome: TargetOutcome { target.outcome }

    func period(_ ordinal: Int?) -> String? { ordinal.map(outcome.axis.text) }
  }

  private static let question: Table<Row> = [
    .text("scenario", "always baseline: no shock is applied to the past") { _ in "baseline" },
    .text("postmortem", "name of the post-mortem") { $0.name },
    .text("target", "name of the target") { $0.outcome.target.target.name },
    .text("series", "series id") { $0.outcome.seriesID },
    .text("unit", "unit of the level") { $0.outcome.unit?.label },
    .text("basis", "how the series is measured") { $0.outcome.basis?.label },
    .text("vintage", "period at whose end the forecast is made") {
      $0.period($0.target.vintage)
    },
    .text(
      "vintage_kind",
      "vintage: as published by then; pseudo-vintage: periods cut, later revisions in"
    ) { $0.target.kind.rawValue },
    .integer("n", "observations known then") { $0.outcome.count },
    .text("model", "model of the probabilities") { $0.outcome.model },
    .text("sample_start", "first observed period used") { $0.period($0.outcome.sampleStart) },
    .text("sample_end", "last observed period used") { $0.period($0.outcome.sampleEnd) },
    .exact("base_value", "value at sample_end, or the sum up to it") { $0.outcome.base?.value },
    .exact("level", "level to reach, in the money of the deadline") {
      SignificantDigits.round($0.outcome.level, to: 12)
    },
    .text("deadline", "period by which") { $0.period($0.outcome.deadline) },
    .integer("horizon", "periods from sample_end to the deadline") { $0.outcome.horizon },
  ]

  private static let forecast: Table<Row> = [
    .rounded(
      "required_growth", "growth a year from base_value to the level", unit: "a fraction"
    ) { $0.outcome.growth?.required },
    .rounded(
      "trailing_growth", "growth a year over the ten years before", unit: "a fraction"
    ) { $0.outcome.growth?.trailing },
    .rounded(
      "ambition", "log required over log trailing growth; empty when that is not positive"
    ) { $0.outcome.growth?.ambition },
    .rounded("p_level", "probability to be at or over the level in the deadline") {
      $0.outcome.pLevel
    },
    .rounded("p_touch", "probability to have reached the level by the deadline") {
      $0.outcome.pTouch
    },
    .text("status", "projected (a forecast, which is scored), met, missed or insufficient") {
      $0.outcome.status.rawValue
    },
    .text("reason", "why there is no probability") { $0.outcome.insufficiency },
  ]

  private static let result: Table<Row> = [
    .text(
      "reached_in", "first period after sample_end at or over the level; empty for none yet"
    ) { $0.period($0.target.result.reachedIn) },
    .flag("outcome_touch", "1 reached by the deadline, 0 not; empty while open") {
      $0.target.result.touched
    },
    .flag("outcome_level", "1 at or over the level in the deadline, 0 not; empty while open") {
      $0.target.result.atLevel
    },
    .integer("unobserved", "periods without a value in which it may have been reached unseen") {
      $0.target.result.unobserved
    },
    .rounded("brier_touch", "(p_touch − outcome_touch)²; empty unless projected and known") {
      $0.target.brierTouch
    },
    .rounded("brier_level", "(p_level − outcome_level)²; empty unless projected and known") {
      $0.target.brierLevel
    },
  ]
}
