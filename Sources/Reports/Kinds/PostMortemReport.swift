internal import Scenarios
internal import SeriesCore

/// What each vintage would have said of each target, beside what came.
enum PostMortemReport {
  @Sendable private static func isWanted(_ run: ScenarioRun) -> Bool {
    run.postMortems.contains { !$0.question.targets.isEmpty }
  }

  static let kind = ReportKind(
    file: "postmortem.csv", summary: "targets at each vintage, with what came of them",
    columns: [
      .text("scenario", "always baseline: no shock is applied to the past"),
      .text("postmortem", "name of the post-mortem"), .text("target", "name of the target"),
      .text("series", "series id"), .text("unit", "unit of the level"),
      .text("basis", "how the series is measured"),
      .text("vintage", "period at whose end the forecast is made"),
      .text(
        "vintage_kind",
        "vintage: as published by then; pseudo-vintage: periods cut, later revisions in"),
      .integer("n", "observations known then"), .text("model", "model of the probabilities"),
      .text("sample_start", "first observed period used"),
      .text("sample_end", "last observed period used"),
      .exact("base_value", "value at sample_end, or the sum up to it"),
      .exact("level", "level to reach, in the money of the deadline"),
      .text("deadline", "period by which"),
      .integer("horizon", "periods from sample_end to the deadline"),
      .number("required_growth", "growth a year from base_value to the level, a fraction"),
      .number("trailing_growth", "growth a year over the ten years before, a fraction"),
      .number("ambition", "log required over log trailing growth; empty when that is not positive"),
      .number("p_level", "probability to be at or over the level in the deadline"),
      .number("p_touch", "probability to have reached the level by the deadline"),
      .text("status", "projected (a forecast, which is scored), met, missed or insufficient"),
      .text("reason", "why there is no probability"),
      .text("reached_in", "first period after sample_end at or over the level; empty for none yet"),
      .integer("outcome_touch", "1 reached by the deadline, 0 not; empty while open"),
      .integer("outcome_level", "1 at or over the level in the deadline, 0 not; empty while open"),
      .integer("unobserved", "periods without a value in which it may have been reached unseen"),
      .number("brier_touch", "(p_touch − outcome_touch)²; empty unless projected and known"),
      .number("brier_level", "(p_level − outcome_level)²; empty unless projected and known"),
    ], isWanted: isWanted
  ) { run in
    run.postMortems.flatMap { answer in
      answer.targets.map { row in
        let (outcome, result) = (row.outcome, row.result)
        let axis = outcome.axis
        func flag(_ came: Bool?) -> ReportTable.Cell { .integer(came.map { $0 ? 1 : 0 }) }
        return [
          .text("baseline"), .text(answer.question.name), .text(outcome.target.target.name),
          .text(outcome.seriesID), .text(outcome.unit?.label), .text(outcome.basis?.label),
          .text(axis.text(row.vintage)), .text(row.kind.rawValue), .integer(outcome.count),
          .text(outcome.model), .text(outcome.sampleStart.map(axis.text)),
          .text(outcome.sampleEnd.map(axis.text)), .exact(outcome.base?.value),
          .exact(SignificantDigits.round(outcome.level, to: 12)),
          .text(axis.text(outcome.deadline)), .integer(outcome.horizon),
          .rounded(outcome.growth?.required), .rounded(outcome.growth?.trailing),
          .rounded(outcome.growth?.ambition), .rounded(outcome.pLevel), .rounded(outcome.pTouch),
          .text(outcome.status.rawValue), .text(outcome.insufficiency),
          .text(result.reachedIn.map(axis.text)), flag(result.touched), flag(result.atLevel),
          .integer(result.unobserved), .rounded(row.brierTouch), .rounded(row.brierLevel),
        ]
      }
    }
  }
}
