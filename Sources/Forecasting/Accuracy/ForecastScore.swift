package import SeriesCore

/// Forecasts judged by what came.
package struct ForecastScore: Sendable {
  /// The measures of one series and model.
  package struct Row: Sendable {
    package let series: String
    package let model: String
    package let measures: AccuracyMeasures
  }

  package let levels: [Double]
  /// In the order in which series, then models, first occur in the forecasts.
  package private(set) var rows: [Row] = []
  /// Forecasts whose period has no actual value.
  package private(set) var unmatchedCount = 0
  /// Forecasts without a number.
  package let emptyCount: Int
  /// Series that are judged and have no training values to measure a scale on, in the order of the
  /// forecasts: their scaled measures are empty.
  package private(set) var untrained: [String] = []

  /// Averages over series, a model each: every series counts alike.
  package var byModel: [(model: String, measures: AccuracyMeasures)] {
    var order: [String] = []
    var groups: [String: [AccuracyMeasures]] = [:]
    for row in rows {
      if groups[row.model] == nil { order.append(row.model) }
      groups[row.model, default: []].append(row.measures)
    }
    return order.map { ($0, .average(groups[$0] ?? [], levels: levels)) }
  }

  /// - Parameters:
  ///   - actual: the values that came; nil when the forecasts carry them. What stands in it before
  ///     the first forecast (or up to the cutoff) is the scale's training data without `training`.
  ///   - training: the data that the scale is measured on, up to the cutoff of each forecast.
  ///   - season: m; nil takes that of the frequency.
  ///   - frequency: the frequency to take instead of finding one a series.
  /// - Throws: `InputFault` when a period stands twice, or periods of a series do not go together.
  package init(
    _ table: ForecastTable, actual: [SeriesDraft]?, training: [SeriesDraft]?, season: Int? = nil,
    frequency: Frequency? = nil
  ) throws(InputFault) {
    levels = table.levels
    emptyCount = table.emptyCount
    let actuals = Self.byID(actual)
    let trainings = Self.byID(training)
    var places = [[Int]](repeating: [], count: table.series.count)
    for (place, row) in table.rows.enumerated() { places[row.series].append(place) }
    for (series, id) in table.series.enumerated() where !places[series].isEmpty {
      let rows = places[series].map { table.rows[$0] }
      let judged = try JudgedSeries(
        id: id, file: table.name, rows: rows, actual: actuals[id], training: trainings[id],
        asked: frequency)
      var measures = [AccuracyMeasures?](repeating: nil, count: table.models.count)
      var scales: [Int: AccuracyScale?] = [:]
      for (row, place) in zip(rows, places[series]) {
        let period = try judged.ordinal(row.period, line: row.line)
        guard let came = judged.actual(at: period) ?? row.actual else {
          unmatchedCount += 1
          continue
        }
        let end =
          try row.cutoff.map { cutoff throws(InputFault) in
            try judged.ordinal(cutoff, line: row.line)
          } ?? judged.firstForecast - 1
        if scales[end] == nil { scales[end] = .some(judged.scale(upTo: end, season: season)) }
        measures[row.model, default: AccuracyMeasures(levels: levels)].add(
          actual: came, point: row.point, intervals: table.intervals(place),
          scale: scales[end] ?? nil)
      }
      if measures.contains(where: { $0 != nil }), training != nil, trainings[id] == nil {
        untrained.append(id)
      }
      for (model, measures) in measures.enumerated() {
        guard let measures else { continue }
        self.rows.append(Row(series: id, model: table.models[model], measures: measures))
      }
    }
  }

  private static func byID(_ drafts: [SeriesDraft]?) -> [String: SeriesDraft] {
    Dictionary((drafts ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Array {
  /// An optional element, set to a value first when it is nil.
  fileprivate subscript<Wrapped>(_ place: Int, default value: @autoclosure () -> Wrapped) -> Wrapped
  where Element == Wrapped? {
    get { self[place] ?? value() }
    set { self[place] = newValue }
  }
}

/// One series with its actual and training values on the axis that all its periods share.
private struct JudgedSeries {
  private let id: String
  private let file: String
  private let axis: PeriodAxis
  private let actuals: [Int: Double]
  /// Training values at rising ordinals.
  private let history: [(ordinal: Int, value: Double)]
  private(set) var firstForecast = Int.max

  init(
    id: String, file: String, rows: [ForecastTable.Row], actual: SeriesDraft?,
    training: SeriesDraft?, asked: Frequency?
  ) throws(InputFault) {
    self.id = id
    self.file = file
    var periods = rows.map(\.period)
    for draft in [actual, training] { periods += draft?.observations.map(\.period) ?? [] }
    do throws(PeriodFault) {
      axis = try PeriodAxis.infer(periods, asked: asked).axis
    } catch {
      // A single date tells no frequency, and none is needed to find its actual value.
      guard error == .ambiguous else {
        throw InputFault(
          .malformed, file: file, line: rows[0].line,
          "the periods of series '\(id)' do not go together with those of its values",
          remedy: Remedy("write them alike in all files", .give(.frequency)),
          names: (actual ?? training)?.names ?? .library)
      }
      axis = PeriodAxis(.day)
    }
    actuals = try Self.values(actual, axis)
    let trained = training == nil ? actuals : try Self.values(training, axis)
    history = trained.map { (ordinal: $0.key, value: $0.value) }.sorted { $0.ordinal < $1.ordinal }
    for row in rows { firstForecast = min(firstForecast, try ordinal(row.period, line: row.line)) }
  }

  private static func values(
    _ draft: SeriesDraft?, _ axis: PeriodAxis
  ) throws(InputFault) -> [Int: Double] {
    guard let draft else { return [:] }
    var values: [Int: Double] = [:]
    for (period, value, line) in draft.observations {
      guard let ordinal = axis.ordinal(of: period) else { continue }
      guard let value else { continue }
      guard values.updateValue(value, forKey: ordinal) == nil else {
        throw InputFault(
          .malformed, file: draft.file, line: line,
          "series '\(draft.id)': a period stands twice", advice: "keep one of them")
      }
    }
    return values
  }

  func ordinal(_ period: PeriodText, line: Int) throws(InputFault) -> Int {
    guard let ordinal = axis.ordinal(of: period) else {
      throw InputFault(
        .malformed, file: file, line: line,
        "the period '\(period.written)' does not fit series '\(id)', whose frequency is "
          + axis.frequency.rawValue, advice: "write periods alike")
    }
    return ordinal
  }

  func actual(at ordinal: Int) -> Double? { actuals[ordinal] }

  func scale(upTo end: Int, season: Int?) -> AccuracyScale? {
    let known = history.prefix { $0.ordinal <= end }
    return AccuracyScale(
      ordinals: known.map(\.ordinal), values: known.map(\.value),
      season: season ?? axis.frequency.seasonLength)
  }
}
