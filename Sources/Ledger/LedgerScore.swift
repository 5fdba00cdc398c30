internal import Forecasting
internal import SeriesCore
internal import StatisticsCore

/// One measure of a group of kept forecasts or targets, over those whose outcome is known.
package struct LedgerScore: Sendable {
  /// `forecast` or `target`.
  package let kind: String
  package let scenario: String
  package let course: String
  /// nil for forecasts.
  package var target: String?
  package let series: String
  package let unit: String?
  package let basis: String?
  package let model: String
  package let measure: Measure
  /// The days on which the group's rows were made.
  package let made: [String]
  let caution: String

  /// What must be known about the figure.
  package var note: String { measure.count == 0 ? "nothing has come yet" : caution }

  /// One figure with what it rests on.
  package struct Measure: Sendable {
    /// `wis`, `coverage_LEVEL`, `brier_touch` or `brier_level`.
    package let name: String
    /// The mean; of a coverage the share inside; nil while nothing has come.
    package var value: Double?
    /// Of a coverage, Jeffreys' 95 % interval as if the rows were independent.
    package var interval: ClosedRange<Double>?
    /// Rows scored, and not yet.
    package var count = 0
    package var open = 0
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

  fileprivate static func measures(
    _ rows: [KeptRow<LedgerForecast>], _ levels: [Double]
  ) -> [Measure] {
    var accuracy = AccuracyMeasures(levels: levels)
    for kept in rows {
      guard let actual = kept.outcome.actual else { continue }
      let intervals = kept.row.intervals
      accuracy.add(
        actual: actual, point: kept.row.median,
        intervals: intervals.map { (low: $0.low, high: $0.high) }, scale: nil)
    }
    let (count, open) = (accuracy.count, rows.count - accuracy.count)
    let wis = Measure(name: "wis", value: accuracy.wis, count: count, open: open)
    let coverage = levels.enumerated().map { place, level in
      Measure(
        name: "coverage_" + IntervalColumn.text(level), value: accuracy.coverage(place),
        interval: count > 0
          ? BinomialInterval.jeffreys(successes: accuracy.insideCount(place), of: count) : nil,
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

  /// Every measure: forecasts by series and model, then targets by name and model.
  package static func all(_ judgement: LedgerJudgement) -> [LedgerScore] {
    let forecasts = grouped(judgement.forecasts) { kept in
      ForecastKey(
        scenario: kept.scenario, course: kept.row.course, series: kept.row.series,
        model: kept.row.model, levels: kept.row.intervals.map(\.level), unit: kept.row.unit,
        basis: kept.row.basis)
    }.flatMap { key, rows in
      measures(rows, key.levels).map { measure in
        LedgerScore(
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
        LedgerScore(
          kind: "target", scenario: key.scenario, course: key.course, target: key.target,
          series: key.series, unit: key.unit, basis: key.basis, model: key.model,
          measure: measure, made: rows.map(\.made),
          caution: "probabilities of one target share its outcomes and are not independent")
      }
    }
    return forecasts + targets
  }
}

/// A kept forecast or target with what came.
package struct LedgerDetail: Sendable {
  package let kind: String
  package let run: Int64
  package let made: String
  package let scenario: String
  package let course: String
  package var target: String?
  package let series: String
  package let model: String
  package let period: String
  package var level: Double?
  package var median: Double?
  package var pTouch: Double?
  package var pLevel: Double?
  package let outcome: LedgerOutcome
  package var wis: Double?

  package var brierTouch: Double? { Self.brier(pTouch, outcome.touched) }
  package var brierLevel: Double? { Self.brier(pLevel, outcome.atLevel) }

  private static func brier(_ probability: Double?, _ came: Bool?) -> Double? {
    guard let probability, let came else { return nil }
    return BrierScore.of(probability: probability, came: came)
  }

  /// One a forecast, then one a target, as they were kept.
  package static func all(_ judgement: LedgerJudgement) -> [LedgerDetail] {
    let forecasts = judgement.forecasts.map { kept in
      let row = kept.row
      return LedgerDetail(
        kind: "forecast", run: kept.run, made: kept.made, scenario: kept.scenario,
        course: row.course, series: row.series, model: row.model, period: row.period,
        median: row.median, outcome: kept.outcome,
        wis: LedgerScore.measures([kept], row.intervals.map(\.level)).first?.value)
    }
    let targets = judgement.targets.map { kept in
      let row = kept.row
      return LedgerDetail(
        kind: "target", run: kept.run, made: kept.made, scenario: kept.scenario,
        course: row.course, target: row.target, series: row.series, model: row.model,
        period: row.deadline, level: row.level, pTouch: row.pTouch, pLevel: row.pLevel,
        outcome: kept.outcome)
    }
    return forecasts + targets
  }
}
