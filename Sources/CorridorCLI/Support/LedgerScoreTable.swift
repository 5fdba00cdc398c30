import Corridor

/// The tables of `ledger score`.
enum LedgerScoreTable {
  private static let scoreTable: Table<LedgerScore> = [
    .text("kind", "forecast or target") { $0.kind },
    .text("scenario", "scenario") { $0.scenario },
    .text("course", "course of events") { $0.course },
    .text("target", "name of the target; empty for forecasts") { $0.target },
    .text("series", "series id") { $0.series },
    .text("unit", "unit of the values") { $0.unit },
    .text("basis", "how the series is measured") { $0.basis },
    .text("model", "model") { $0.model },
    .text("measure", "wis, coverage_LEVEL, brier_touch or brier_level") { $0.measure.name },
    .rounded("value", "the mean; of a coverage the share inside") { $0.measure.value },
    .rounded("conf_low", "of a coverage, Jeffreys' 95 % interval as if independent") {
      $0.measure.interval?.lowerBound
    },
    .rounded("conf_high", "of a coverage, Jeffreys' 95 % interval as if independent") {
      $0.measure.interval?.upperBound
    },
    .integer("n", "rows scored") { $0.measure.count },
    .integer("open", "rows not yet scored") { $0.measure.open },
    .text("first_made", "first day on which one was made") { $0.made.min() },
    .text("last_made", "last such day") { $0.made.max() },
    .text("note", "what must be known about the figure") { $0.note },
  ]

  /// A row a measure.
  static func scores(_ judgement: LedgerJudgement) -> [UInt8] {
    scoreTable.csv(LedgerScore.all(judgement))
  }

  private static let detailTable: Table<LedgerDetail> = [
    .text("kind", "forecast or target") { $0.kind },
    .integer("run", "number of the addition") { Int($0.run) },
    .text("made", "day on which it was made") { $0.made },
    .text("scenario", "scenario") { $0.scenario },
    .text("course", "course of events") { $0.course },
    .text("target", "name of the target; empty for forecasts") { $0.target },
    .text("series", "series id") { $0.series },
    .text("model", "model") { $0.model },
    .text("period", "forecast period, or deadline") { $0.period },
    .exact("level", "level to reach; targets only") { $0.level },
    .exact("median", "median; forecasts only") { $0.median },
    .exact("p_touch", "probability to have reached the level by the deadline") { $0.pTouch },
    .exact("p_level", "probability to be at or over the level in the deadline") { $0.pLevel },
    .exact("actual", "value that came; forecasts only") { $0.outcome.actual },
    .flag("touched", "1 reached by the deadline, 0 not; empty while open") {
      $0.outcome.touched
    },
    .flag("at_level", "1 at or over the level in the deadline, 0 not; empty while open") {
      $0.outcome.atLevel
    },
    .rounded("wis", "weighted interval score, in the unit of the series") { $0.wis },
    .rounded("brier_touch", "(p_touch − touched)²") { $0.brierTouch },
    .rounded("brier_level", "(p_level − at_level)²") { $0.brierLevel },
  ]

  /// A row a forecast or target, with what came.
  static func details(_ judgement: LedgerJudgement) -> [UInt8] {
    detailTable.csv(LedgerDetail.all(judgement))
  }
}
