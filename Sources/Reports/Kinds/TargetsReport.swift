public import Forecasting
public import Scenarios
internal import SeriesCore

/// One row a target and deadline: required growth, probabilities, years, verdict.
public enum TargetsReport {
  static let kind = ReportKind(
    file: "targets.csv", summary: "targets by scenario and deadline",
    columns: [.text("scenario", "course of events")] + columns
      + [
        .text("as_of", "data used up to here; empty for all"),
        .text(
          "vintage",
          "latest; vintage: as published by then; pseudo-vintage: periods cut, later revisions in"),
      ]
  ) { run in
    run.targets.map { row in
      [.text(row.course)] + cells(row.outcome)
        + [.text(row.vintage.asOf?.written), .text(row.vintage.label)]
    }
  }

  /// The table of the `target` command: the same columns without scenario and vintage.
  ///
  /// - Parameter levels: when not empty, the median and the central intervals of these levels at each
  ///   deadline stand behind; they are empty for deadlines in the past.
  public static func table(
    _ outcomes: [TargetOutcome], forecast: Forecast, levels: [Double]
  ) -> ReportTable {
    var columns = columns
    if !levels.isEmpty { columns.append(.number("median", "median at the deadline")) }
    for level in levels {
      let name = NumberText.shortest(level)
      columns.append(.number("lo-\(name)", "lower end of the central \(name) % interval"))
      columns.append(.number("hi-\(name)", "upper end of the central \(name) % interval"))
    }
    let rows = outcomes.map { outcome -> [ReportTable.Cell] in
      let step = outcome.deadline - forecast.start + 1
      let isAhead = step >= 1 && step <= forecast.horizon
      var cells = cells(outcome)
      if !levels.isEmpty {
        cells.append(.rounded(isAhead ? forecast.distributions[step - 1].median : nil))
      }
      for level in levels {
        let interval = isAhead ? forecast.interval(step: step, level: level) : nil
        cells += [.rounded(interval?.low), .rounded(interval?.high)]
      }
      return cells
    }
    return ReportTable(columns: columns, rows: rows)
  }

  static let columns: [ReportTable.Column] = [
    .text("target", "name of the target"), .text("series", "series id"),
    .exact("level", "level to reach, in the money of the deadline"),
    .text("unit", "unit of the level"), .text("basis", "how the series is measured"),
    .text("model", "model of the probabilities"), .integer("n", "observations behind the model"),
    .text("sample_start", "first observed period used"),
    .text("sample_end", "last observed period used"),
    .text("base_period", "period from which growth is required"),
    .exact("base_value", "value in the base period, or the sum up to it"),
    .text("deadline", "period by which"),
    .integer("horizon", "periods from the base to the deadline"),
    .text("trailing_span", "span of the trailing growth"),
    .number("required_growth", "growth a year from the base to the level, a fraction"),
    .number("trailing_growth", "growth a year over the trailing span, a fraction"),
    .number("ambition", "log required over log trailing growth; empty when that is not positive"),
    .number("p_level_at_deadline", "probability to be at or over the level in the deadline"),
    .number("p_touch_by_deadline", "probability to have reached the level by the deadline"),
    .number("p_sustained", "probability that a run of `hold` periods began by the deadline"),
    .number("p_min", "least p_touch_by_deadline over models and windows"),
    .number("p_max", "greatest p_touch_by_deadline over models and windows"),
    .text("period_p10", "first period with p_touch of 0.1 or more; empty past the horizon"),
    .text("period_p50", "first period with p_touch of 0.5 or more; empty past the horizon"),
    .text("period_p90", "first period with p_touch of 0.9 or more; empty past the horizon"),
    .number("p_never", "probability not to reach the level within the simulated periods"),
    .text("verdict", "the row in one sentence"),
    .text("status", "projected, met, missed or insufficient"),
    .integer("hold", "periods in a row that count as sustained"),
    .text("last_period", "last simulated period"), .integer("paths", "sample paths"),
    .integer("fits", "other fits that p_min and p_max cover"),
    .exact("deflator_rate", "price growth a year in the level; empty for a nominal level"),
    .text(
      "cumulative_through", "last period in the start of a running sum; empty for yearly values"),
  ]

  static func cells(_ outcome: TargetOutcome) -> [ReportTable.Cell] {
    let axis = outcome.axis
    func period(_ ordinal: Int?) -> ReportTable.Cell { .text(ordinal.map(axis.text)) }
    return [
      .text(outcome.target.target.name), .text(outcome.seriesID),
      .exact(SignificantDigits.round(outcome.level, to: 12)),
      .text(outcome.unit?.label), .text(outcome.basis?.label), .text(outcome.model),
      .integer(outcome.count), period(outcome.sampleStart), period(outcome.sampleEnd),
      period(outcome.base?.period), .exact(outcome.base?.value), period(outcome.deadline),
      .integer(outcome.horizon),
      .text(
        outcome.growth?.trailingSpan.map {
          "\(axis.text($0.lowerBound))/\(axis.text($0.upperBound))"
        }),
      .rounded(outcome.growth?.required), .rounded(outcome.growth?.trailing),
      .rounded(outcome.growth?.ambition), .rounded(outcome.pLevel), .rounded(outcome.pTouch),
      .rounded(outcome.pSustained), .rounded(outcome.range?.lowerBound),
      .rounded(outcome.range?.upperBound), period(outcome.hitting.p10),
      period(outcome.hitting.p50), period(outcome.hitting.p90), .rounded(outcome.pNever),
      .text(Verdict.text(outcome)), .text(outcome.status.rawValue),
      .integer(outcome.target.target.hold), period(outcome.lastPeriod), .integer(outcome.paths),
      .integer(outcome.rangeFits), .exact(outcome.target.target.deflator?.rate),
      .text(outcome.target.target.cumulative?.through.written),
    ]
  }
}
