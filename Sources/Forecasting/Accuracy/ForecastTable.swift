package import SeriesCore

/// Forecasts read from a file, to be judged.
///
/// The long form has a column `model` with `median` (else `mean`) as the point forecast and
/// `lo-80,hi-80,…`; Nixtla's wide form has a column a model, `NAME`, with `NAME-lo-80,NAME-hi-80,…`
/// beside it. Both may have `cutoff`, and `actual` or `y`.
package struct ForecastTable: Sendable {
  struct Row: Sendable {
    let series: Int
    let model: Int
    let cutoff: PeriodText?
    let period: PeriodText
    let point: Double
    /// The mean, where the file gives one.
    let mean: Double?
    let actual: Double?
    let line: Int
  }

  package let name: String
  /// Levels of the intervals, percent, in the order of the columns.
  package let levels: [Double]
  package private(set) var models: [String] = []
  /// Ids in the order in which they first occur.
  package private(set) var series: [String] = []
  /// Whether there is a column of actual values.
  package let hasActuals: Bool
  /// Forecasts without a number.
  package private(set) var emptyCount = 0
  private(set) var rows: [Row] = []
  /// Ends of the intervals, two a level and row; NaN where there is none.
  private var ends: [Double] = []

  /// The intervals of a row, one a level.
  func intervals(_ row: Int) -> [(low: Double, high: Double)?] {
    levels.indices.map { level in
      let place = 2 * (row * levels.count + level)
      let (low, high) = (ends[place], ends[place + 1])
      return low.isNaN || high.isNaN ? nil : (low, high)
    }
  }

  /// - Parameter options: names of the columns of id and period, if they are not the usual ones, and
  ///   how the file is written, if it is not as forecasts are written here (`ForecastNotation`).
  /// - Throws: `InputFault` with the line of what cannot be read.
  package init(
    _ source: consuming ByteSource, options: ObservationOptions = .init()
  ) throws(InputFault) {
    guard ForecastNotation.isStated(options) else {
      try self.init(source, ForecastNotation(), options)
      return
    }
    let name = source.name
    let bytes = try source.whole()
    let notation = try ForecastNotation(name: name, bytes, options)
    try self.init(ByteSource(name: name, bytes: bytes), notation, options)
  }

  private init(
    _ source: consuming ByteSource, _ notation: ForecastNotation, _ options: ObservationOptions
  ) throws(InputFault) {
    var notation = notation
    var records = try CSVRecordReader(
      source, format: CSVFormat(encoding: notation.encoding, names: options.names))
    name = records.name
    guard try records.next() else {
      throw InputFault(
        .malformed, file: records.name, line: 1, "the file is empty",
        advice: "a header line and forecasts are needed")
    }
    let header = records.texts
    let columns = try ForecastColumns.read(records, options)
    levels = columns.levels
    hasActuals = columns.actual != nil
    let gate = CopyGate(allowsFormulas: options.allowsFormulas, names: options.names)
    var seriesPlaces: [String: Int] = [:]
    var modelPlaces: [String: Int] = [:]
    var known: Set<Key> = []
    while try records.next() {
      guard records.fieldCount == header.count else {
        throw records.raggedRow(columns: header.count)
      }
      let id = records.text(columns.id)
      guard !id.isEmpty else { throw records.fault("the series id is empty") }
      try Self.requireCopyable(id, "the series id", gate, records)
      let seriesPlace = Self.place(id, &seriesPlaces, &series)
      let period = try Self.period(records, columns.time)
      let cutoff =
        if let column = columns.cutoff { try Self.period(records, column) } else {
          PeriodText?.none
        }
      let actual =
        if let column = columns.actual { try notation.number(records, column) } else {
          Double?.none
        }
      for model in columns.models {
        let name = model.name ?? records.text(columns.model ?? 0)
        guard !name.isEmpty else { throw records.fault("the model's name is empty") }
        try Self.requireCopyable(name, "the model's name", gate, records)
        let modelPlace = Self.place(name, &modelPlaces, &models)
        var point: Double?
        for column in model.points where point == nil {
          point = try notation.number(records, column)
        }
        guard let point else {
          emptyCount += 1
          continue
        }
        let key = Key(
          series: seriesPlace, model: modelPlace, cutoff: cutoff?.value, period: period.value)
        guard known.insert(key).inserted else {
          throw records.fault(
            "series '\(id)', \(name) has two forecasts of this period",
            advice: "keep one, or give a column 'cutoff'")
        }
        var mean: Double?
        for column in model.means where mean == nil { mean = try notation.number(records, column) }
        rows.append(
          Row(
            series: seriesPlace, model: modelPlace, cutoff: cutoff, period: period, point: point,
            mean: mean, actual: actual, line: records.line))
        for (interval, level) in zip(model.intervals, columns.levels) {
          let low =
            if let interval { try notation.number(records, interval.low) } else { Double?.none }
          let high =
            if let interval { try notation.number(records, interval.high) } else { Double?.none }
          if let low, let high, low > high {
            throw records.fault(
              "series '\(id)', \(name): the lower end \(NumberText.shortest(low)) of the "
                + "\(NumberText.shortest(level)) % interval is over the upper end "
                + NumberText.shortest(high), advice: "swap them, or leave both empty")
          }
          ends += [low ?? .nan, high ?? .nan]
        }
      }
    }
  }

  private struct Key: Hashable {
    let series: Int
    let model: Int
    let cutoff: Int?
    let period: Int
  }

  private static func place(
    _ text: String, _ places: inout [String: Int], _ texts: inout [String]
  ) -> Int {
    if let known = places[text] { return known }
    places[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  /// Refuses a name that goes to an output and must not.
  private static func requireCopyable(
    _ text: String, _ what: String, _ gate: CopyGate, _ records: borrowing CSVRecordReader
  ) throws(InputFault) {
    guard let objection = gate.objection(text, what: what) else { return }
    throw records.fault(objection.message, advice: objection.advice)
  }

  private static func period(
    _ records: borrowing CSVRecordReader, _ column: Int
  ) throws(InputFault) -> PeriodText {
    guard let period = PeriodText(bytes: records.field(column)), period.kind != .interval else {
      throw records.fault(
        "unreadable period '\(records.text(column))'",
        advice: "write 2023, 2023-S1, 2023-Q1, 2023-05, 2023-W05, 2023-05-01 or 1, 2, 3")
    }
    return period
  }
}
