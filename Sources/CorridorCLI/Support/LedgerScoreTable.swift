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

  private static let header = [
    "kind", "scenario", "course", "target", "series", "unit", "basis", "model", "measure", "value",
    "conf_low", "conf_high", "n", "open", "first_made", "last_made", "note",
  ]

  /// A row a measure: forecasts by series and model, then targets by name and model.
  static func scores(_ judgement: LedgerJudgement) -> [UInt8] {
    var writer = CSVWriter(header: header)
    let forecasts = grouped(judgement.forecasts) { kept in
      ForecastKey(
        scenario: kept.scenario, course: kept.row.course, series: kept.row.series,
        model: kept.row.model, levels: kept.row.intervals.map(\.level), unit: kept.row.unit,
        basis: kept.row.basis)
    }
    for (key, rows) in forecasts {
      for measure in measures(rows, key.levels) {
        write(
          ["forecast", key.scenario, key.course, "", key.series, key.unit, key.basis, key.model],
          measure, rows.map(\.made),
          "overlapping forecasts are not independent; the interval is as if they were", &writer)
      }
    }
    let targets = grouped(judgement.targets) { kept in
      TargetKey(
        scenario: kept.scenario, course: kept.row.course, target: kept.row.target,
        series: kept.row.series, model: kept.row.model, unit: kept.row.unit, basis: kept.row.basis)
    }
    for (key, rows) in targets {
      for measure in measures(rows) {
        write(
          [
            "target", key.scenario, key.course, key.target, key.series, key.unit, key.basis,
            key.model,
          ], measure, rows.map(\.made),
          "probabilities of one target share its outcomes and are not independent", &writer)
      }
    }
    return writer.takeBytes()
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
        name: "coverage_" + NumberText.shortest(level), value: accuracy.coverage(place),
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

  private static func write(
    _ names: [String?], _ measure: Measure, _ made: [String], _ note: String,
    _ writer: inout CSVWriter
  ) {
    for name in names { writer.field(name ?? "") }
    writer.field(measure.name)
    for value in [measure.value, measure.interval?.lowerBound, measure.interval?.upperBound] {
      writer.field(value.map { SignificantDigits.round($0, to: 6) })
    }
    writer.field(measure.count)
    writer.field(measure.open)
    writer.field(made.min() ?? "")
    writer.field(made.max() ?? "")
    writer.field(measure.count == 0 ? "nothing has come yet" : note)
    writer.endRow()
  }

  /// A row a forecast or target, with what came.
  static func details(_ judgement: LedgerJudgement) -> [UInt8] {
    var writer = CSVWriter(header: [
      "kind", "run", "made", "scenario", "course", "target", "series", "model", "period", "level",
      "median", "p_touch", "p_level", "actual", "touched", "at_level", "wis", "brier_touch",
      "brier_level",
    ])
    func head(_ kind: String, _ run: Int64, _ texts: [String]) {
      writer.field(kind)
      writer.field(Int(run))
      for text in texts { writer.field(text) }
    }
    for kept in judgement.forecasts {
      let row = kept.row
      head(
        "forecast", kept.run,
        [kept.made, kept.scenario, row.course, "", row.series, row.model, row.period])
      let score = measures([kept], row.intervals.map(\.level)).first?.value
      let numbers: [Double?] = [
        nil, row.median, nil, nil, kept.outcome.actual, nil, nil,
        score.map { SignificantDigits.round($0, to: 6) }, nil, nil,
      ]
      for number in numbers { writer.field(number) }
      writer.endRow()
    }
    for kept in judgement.targets {
      let (row, outcome) = (kept.row, kept.outcome)
      head(
        "target", kept.run,
        [kept.made, kept.scenario, row.course, row.target, row.series, row.model, row.deadline])
      func brier(_ probability: Double, _ came: Bool?) -> Double? {
        came.map {
          SignificantDigits.round(BrierScore.of(probability: probability, came: $0), to: 6)
        }
      }
      let numbers: [Double?] = [
        row.level, nil, row.pTouch, row.pLevel, nil, outcome.touched.map { $0 ? 1 : 0 },
        outcome.atLevel.map { $0 ? 1 : 0 }, nil, brier(row.pTouch, outcome.touched),
        brier(row.pLevel, outcome.atLevel),
      ]
      for number in numbers { writer.field(number) }
      writer.endRow()
    }
    return writer.takeBytes()
  }
}
