import Corridor

/// The tables of `ledger score`.
enum LedgerScoreTable {
  /// One measure of a group of rows.
  private struct Measure {
    let name: String
    var value: Double?
    var interval: ClosedRange<Double>?
    var count = 0
    var open = 0
  }

  private struct ForecastKey: Hashable {
    let scenario: String
    let course: String
    let series: String
    let model: String
    let levels: [Double]
    let unit: String?
    let basis: String?
  }

  private struct TargetKey: Hashable {
    let scenario: String
    let course: String
    let target: String
    let series: String
    let model: String
    let unit: String?
    let basis: String?
  }

  /// A measure of one group.
  private struct Score {
    let kind: String
    let scenario: String
    let course: String
    var target: String?
    let series: String
    let unit: String?
    let basis: String?
    let model: String
    let measure: Measure
    /// The days on which the group's rows were made.
    let made: [String]
    let caution: String

    var note: String { measure.count == 0 ? "nothing has come yet" : caution }
  }

  private static let scoreTable: Table<Score> = [
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

  /// A row a measure: forecasts by series and model, then targets by name and model.
  static func scores(_ judgement: LedgerJudgement) -> [UInt8] {
    let forecasts = grouped(judgement.forecasts) { kept in
      ForecastKey(
        scenario: kept.scenario, course: kept.row.course, series: kept.row.series,
        model: kept.row.model, levels: kept.row.intervals.map(\.level), unit: kept.row.unit,
        basis: kept.row.basis)
    }.flatMap { key, rows in
      measures(rows, key.levels).map { measure in
        Score(
          kind: "forecast", scenario: key.scenario, course: key.course, series: key.series,
          unit: key.unit, basis: key.basis, model: key.model, measure: measure,
          made: rows.map(\.made),
          caution: "overlapping forecasts are not independent; the interval is as if they were")
      }
    }
    let targets = grouped(judgement.targets) { kept in
      TargetKey(
        scenario: kept.scenario, course: kept.row.course, target: kept.row.target,
        series: kept.row.series, model: kept.row.model, unit: kept.row.unit, basis: kept.row.basis)
    }.flatMap { key, rows in
      measures(rows).map { measure in
        Score(
          kind: "target", scenario: key.scenario, course: key.course, target: key.target,
          series: key.series, unit: key.unit, basis: key.basis, model: key.model,
          measure: measure, made: rows.map(\.made),
          caution: "probabilities of one target share its outcomes and are not independent")
      }
    }
    return scoreTable.csv(forecasts + targets)
  }

  /// Rows by a key, in the order in which keys first occur.
  private static func grouped<Row, Key: Hashable>(
    _ rows: [KeptRow<Row>], by key: (KeptRow<Row>) -> Key
  ) -> [(key: Key, rows: [KeptRow<Row>])] {
    var places: [Key: Int] = [:]
    var groups: [(key: Key, rows: [KeptRow<Row>])] = []
    for row in rows {
      let own = key(row)
      if let place = places[own] {
        groups[place].rows.append(row)
      } else {
        places[own] = groups.count
        groups.append((own, [row]))
      }
    }
    return groups
  }

  private static func measures(
    _ rows: [KeptRow<LedgerForecast>], _ levels: [Double]
  ) -> [Measure] {
    var accuracy = AccuracyMeasures(levels: levels)
    var inside = levels.map { _ in 0 }
    for kept in rows {
      guard let actual = kept.outcome.actual else { continue }
      let intervals = kept.row.intervals
      accuracy.add(
        actual: actual, point: kept.row.median,
        intervals: intervals.map { (low: $0.low, high: $0.high) }, scale: nil)
      for (place, ends) in intervals.enumerated() where ends.low <= actual && actual <= ends.high {
        inside[place] += 1
      }
    }
    let (count, open) = (accuracy.count, rows.count - accuracy.count)
    let wis = Measure(name: "wis", value: accuracy.wis, count: count, open: open)
    let coverage = levels.enumerated().map { place, level in
      Measure(
        name: "coverage_" + IntervalColumn.text(level), value: accuracy.coverage(place),
        interval: count > 0
          ? BinomialInterval.jeffreys(successes: inside[place], of: count) : nil,
        count: count, open: open)
    }
    return [wis] + coverage
  }

  private static func measures(_ rows: [KeptRow<LedgerTarget>]) -> [Measure] {
    let kinds: [(String, (KeptRow<LedgerTarget>) -> (p: Double, came: Bool?))] = [
      ("brier_touch", { ($0.row.pTouch, $0.outcome.touched) }),
      ("brier_level", { ($0.row.pLevel, $0.outcome.atLevel) }),
    ]
    return kinds.map { name, pair in
      var score = BrierScore()
      for kept in rows {
        let (probability, came) = pair(kept)
        if let came { score.add(probability: probability, came: came) }
      }
      return Measure(
        name: name, value: score.mean, count: score.count, open: rows.count - score.count)
    }
  }

  /// A forecast or target with what came.
  private struct Detail {
    let kind: String
    let run: Int64
    let made: String
    let scenario: String
    let course: String
    var target: String?
    let series: String
    let model: String
    let period: String
    var level: Double?
    var median: Double?
    var pTouch: Double?
    var pLevel: Double?
    let outcome: LedgerOutcome
    var wis: Double?

    var brierTouch: Double? { Self.brier(pTouch, outcome.touched) }
    var brierLevel: Double? { Self.brier(pLevel, outcome.atLevel) }

    private static func brier(_ probability: Double?, _ came: Bool?) -> Double? {
      guard let probability, let came else { return nil }
      return BrierScore.of(probability: probability, came: came)
    }
  }

  private static let detailTable: Table<Detail> = [
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
    let forecasts = judgement.forecasts.map { kept in
      let row = kept.row
      return Detail(
        kind: "forecast", run: kept.run, made: kept.made, scenario: kept.scenario,
        course: row.course, series: row.series, model: row.model, period: row.period,
        median: row.median, outcome: kept.outcome,
        wis: measures([kept], row.intervals.map(\.level)).first?.value)
    }
    let targets = judgement.targets.map { kept in
      let row = kept.row
      return Detail(
        kind: "target", run: kept.run, made: kept.made, scenario: kept.scenario,
        course: row.course, target: row.target, series: row.series, model: row.model,
        period: row.deadline, level: row.level, pTouch: row.pTouch, pLevel: row.pLevel,
        outcome: kept.outcome)
    }
    return detailTable.csv(forecasts + targets)
  }
}
