package import Forecasting
package import Scenarios
internal import SeriesCore

/// One row a target and deadline: required growth, probabilities, years, verdict.
package enum TargetsReport {
  static let kind = ReportKind(
    file: "targets.csv", summary: "targets by scenario and deadline", table: table
  ) { run in run.targets.filter { run.isMain($0.vintage) } }

  /// The same questions asked of earlier data, in a file of their own.
  static let vintages = ReportKind(
    file: "targets_vintages.csv", summary: "targets as earlier data would have answered them",
    table: table
  ) { run in run.targets.filter { !run.isMain($0.vintage) } }

  private static let table: Table<ScenarioRun.TargetRow> = [
    .text("scenario", "course of events") { $0.course },
    outcomes.of { $0.outcome },
    .alike { $0.alike },
    .rounded(
      "p_weighted",
      "p_touch_by_deadline over all scenarios by the weights of the file: a judgement; empty without"
    ) { $0.weighted },
    .text("as_of", "data used up to here; empty for all") { $0.vintage.asOf?.written },
    .text(
      "vintage",
      "latest; vintage: as published by then; pseudo-vintage: periods cut, later revisions in"
    ) { $0.vintage.label },
    .rounded(
      "p_difference", "p_touch_by_deadline less that of the first scenario, path by path"
    ) { $0.outcome.difference?.value },
    .rounded(
      "p_difference_lo95", "lower end of what the number of paths leaves of it, 95 %"
    ) { $0.outcome.difference?.low },
    .rounded("p_difference_hi95", "upper end") { $0.outcome.difference?.high },
    .rounded("median_difference", "median at the deadline less that of the first scenario") {
      $0.medianDifference
    },
  ]

  /// The table of the `target` command: the same columns without scenario and vintage.
  ///
  /// - Parameter levels: when not empty, the median and the central intervals of these levels at each
  ///   deadline stand behind; they are empty for deadlines in the past.
  package static func table(forecast: Forecast, levels: [Double]) -> Table<TargetOutcome> {
    guard !levels.isEmpty else { return outcomes }
    return [
      outcomes,
      .rounded("median", "median at the deadline") { outcome in
        step(outcome, forecast).map { forecast.distributions[$0 - 1].median }
      },
      .roundedIntervals(levels) { outcome, place in
        step(outcome, forecast).map { forecast.interval(step: $0, level: levels[place]) }
      },
    ]
  }

  /// The deadline's step of a forecast, from 1; nil for one in the past or past the horizon.
  private static func step(_ outcome: TargetOutcome, _ forecast: Forecast) -> Int? {
    let step = outcome.deadline - forecast.start + 1
    return step >= 1 && step <= forecast.horizon ? step : nil
  }

  private static let outcomes: Table<TargetOutcome> = [
    question, growth, pastGrowth, probabilities, circumstances,
  ]

  private static let question: Table<TargetOutcome> = [
    .text("target", "name of the target") { $0.target.target.name },
    .text("deadline", "period by which") { $0.period($0.deadline) },
    .text("verdict", "the row in one sentence") { Verdict.text($0) },
    .text("series", "series id") { $0.seriesID },
    .exact("level", "level to reach, in the money of the deadline") {
      SignificantDigits.round($0.level, to: 12)
    },
    .text("unit", "unit of the level") { $0.unit?.label },
    .text("basis", "how the series is measured") { $0.basis?.label },
    .text("model", "model of the probabilities") { $0.model },
    .text("class", "reference class of growth; empty for models that ask none") {
      $0.referenceClass?.rawValue
    },
    .integer("n", "observations behind the model") { $0.count },
    .text("sample_start", "first observed period used") { $0.period($0.sampleStart) },
    .text("sample_end", "last observed period used") { $0.period($0.sampleEnd) },
    .text("base_period", "period from which growth is required") { $0.period($0.base?.period) },
    .exact("base_value", "value in the base period, or the sum up to it") { $0.base?.value },
    .integer("horizon", "periods from the base to the deadline") { $0.horizon },
  ]

  private static let growth: Table<TargetOutcome> = [
    .text("trailing_span", "span of the trailing growth") { outcome in
      outcome.growth?.trailingSpan.map {
        "\(outcome.axis.text($0.lowerBound))/\(outcome.axis.text($0.upperBound))"
      }
    },
    .rounded(
      "required_growth", "growth a year from the base to the level", unit: "a fraction"
    ) { $0.growth?.required },
    .rounded(
      "trailing_growth", "growth a year over the trailing span", unit: "a fraction"
    ) { $0.growth?.trailing },
    .rounded(
      "ambition", "log required over log trailing growth; empty when that is not positive"
    ) { $0.growth?.ambition },
  ]

  /// Past growth over the same years for all series of a question.
  private static let pastGrowth: Table<TargetOutcome> = [
    span("5y", "the last five years", .fiveYears), span("10y", "the last ten years", .tenYears),
    span("peak_to_peak", "the last two records with a fall between", .recordToRecord),
    span("since_break", "the years since a break of the series", .sinceBreak),
    .text("crosses_break", "break inside the ten years: values on both sides differ in kind") {
      outcome in
      outcome.growth?.spans.compactMap(\.crosses).max().map(outcome.axis.text)
    },
  ]

  private static func span(
    _ name: String, _ words: String, _ kind: Growth.Span.Kind
  ) -> Table<TargetOutcome> {
    [
      .rounded("growth_" + name, "growth a year over \(words)", unit: "a fraction") { outcome in
        outcome.growth?.spans.first { $0.kind == kind }?.rate
      },
      .text("span_" + name, "its first and last period") { outcome in
        outcome.growth?.spans.first { $0.kind == kind }.map {
          "\(outcome.axis.text($0.periods.lowerBound))/\(outcome.axis.text($0.periods.upperBound))"
        }
      },
    ]
  }

  private static let probabilities: Table<TargetOutcome> = [
    .rounded("p_level_at_deadline", "probability to be at or over the level in the deadline") {
      $0.pLevel
    },
    .rounded("p_touch_by_deadline", "probability to have reached the level by the deadline") {
      $0.pTouch
    },
    .rounded("p_sustained", "probability that a run of `hold` periods began by the deadline") {
      $0.pSustained
    },
    .rounded("p_min", "least p_touch_by_deadline over models and windows") {
      $0.range?.lowerBound
    },
    .rounded("p_max", "greatest p_touch_by_deadline over models and windows") {
      $0.range?.upperBound
    },
    .rounded("p_low", "least p_touch_by_deadline over the models that passed their backtest") {
      $0.circumstances?.range(with: $0.pTouch)?.lowerBound
    },
    .rounded("p_high", "greatest p_touch_by_deadline over the models that passed") {
      $0.circumstances?.range(with: $0.pTouch)?.upperBound
    },
    .integer("models_passed", "models that passed, the headline among them if it did") {
      $0.circumstances.map(\.passed.count)
    },
    .rounded(
      "p_without_current", "p_touch_by_deadline without what is known of the current period"
    ) { $0.circumstances?.withoutCurrent },
    .rounded(
      "reference_low", "least share over the decades of series of the class that had come as far"
    ) { Verdict.referenceShares($0)?.range.lowerBound },
    .rounded("reference_high", "greatest share over the decades") {
      Verdict.referenceShares($0)?.range.upperBound
    },
    .text("period_p10", "first period with p_touch of 0.1 or more; empty past the horizon") {
      $0.period($0.hitting.p10)
    },
    .text("period_p50", "first period with p_touch of 0.5 or more; empty past the horizon") {
      $0.period($0.hitting.p50)
    },
    .text("period_p90", "first period with p_touch of 0.9 or more; empty past the horizon") {
      $0.period($0.hitting.p90)
    },
    .rounded("p_never", "probability not to reach the level within the simulated periods") {
      $0.pNever
    },
  ]

  private static let circumstances: Table<TargetOutcome> = [
    .text("status", "projected, met, missed or insufficient") { $0.status.rawValue },
    .integer("hold", "periods in a row that count as sustained") { $0.target.target.hold },
    .text("last_period", "last simulated period") { $0.period($0.lastPeriod) },
    .integer("paths", "sample paths") { $0.paths },
    .integer("fits", "other fits that p_min and p_max cover") { $0.rangeFits },
    .exact("deflator_rate", "price growth a year in the level; empty for a nominal level") {
      $0.target.target.deflator?.rate
    },
    .text(
      "cumulative_through", "last period in the start of a running sum; empty for yearly values"
    ) { $0.target.target.cumulative?.through.written },
  ]
}

extension TargetOutcome {
  /// A period on the axis of the target's series, as it is written.
  fileprivate func period(_ ordinal: Int?) -> String? { ordinal.map(axis.text) }
}
