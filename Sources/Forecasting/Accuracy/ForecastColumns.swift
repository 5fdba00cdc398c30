internal import SeriesCore

/// Where the parts of a forecast stand in a file, found by the names in its header.
struct ForecastColumns {
  struct Fault: Error {
    let message: String
    let advice: String?
  }

  struct Model {
    /// The model's name; nil where a column holds it.
    let name: String?
    /// Columns of the point forecast, the first with a number counts.
    let points: [Int]
    /// Columns of the mean, the first with a number counts; none where no mean is given.
    let means: [Int]
    /// One a level; nil where the model has none.
    let intervals: [(low: Int, high: Int)?]
  }

  let id: Int
  let time: Int
  let cutoff: Int?
  let actual: Int?
  /// The column of the model's name, in the long form.
  let model: Int?
  let levels: [Double]
  let models: [Model]

  init(_ header: [String], options: ObservationOptions) throws(Fault) {
    var seen = Set<String>()
    for name in header where !seen.insert(name).inserted {
      throw Fault(message: "the column '\(name)' stands twice in the header", advice: "keep one")
    }
    func place(_ names: [String?], _ what: String) throws(Fault) -> Int {
      for name in names {
        if let name, let place = header.firstIndex(of: name) { return place }
      }
      throw Fault(
        message: "no column for the \(what)", advice: "columns: " + header.joined(separator: ", "))
    }
    // Forecasts of this program have its own names, whatever the file they were made from has.
    id = try place([options.id, "unique_id", "series"], "series id")
    time = try place([options.time, "ds", "period"], "period")
    cutoff = header.firstIndex(of: "cutoff")
    actual = header.firstIndex(of: "actual") ?? header.firstIndex(of: options.value ?? "y")
    model = header.firstIndex(of: "model")
    // Ends by the model's name, empty in the long form, and level.
    var ends: [String: [Double: (low: Int?, high: Int?)]] = [:]
    var levels: [Double] = []
    var points: [(name: String, column: Int)] = []
    var medians: [String: Int] = [:]
    for (column, name) in header.enumerated()
    where ![id, time, cutoff, actual, model].contains(column) {
      if let end = IntervalColumn(name), let model = Self.model(end) {
        if !levels.contains(end.level) { levels.append(end.level) }
        var pair = ends[model, default: [:]][end.level] ?? (nil, nil)
        if end.end == .low { pair.low = column } else { pair.high = column }
        ends[model, default: [:]][end.level] = pair
      } else if name.hasSuffix("-median") {
        medians[String(name.dropLast("-median".count))] = column
      } else if !["", "index", "Unnamed: 0"].contains(name) {
        points.append((name, column))
      }
    }
    self.levels = levels
    func intervals(_ model: String) -> [(low: Int, high: Int)?] {
      levels.map { level in
        guard let pair = ends[model]?[level], let low = pair.low, let high = pair.high else {
          return nil
        }
        return (low, high)
      }
    }
    if model != nil {
      let columns = ["median", "mean"].compactMap { header.firstIndex(of: $0) }
      guard !columns.isEmpty else {
        throw Fault(
          message: "no column for the point forecast", advice: "name it 'median' or 'mean'")
      }
      models = [
        Model(
          name: nil, points: columns, means: header.firstIndex(of: "mean").map { [$0] } ?? [],
          intervals: intervals(""))
      ]
      return
    }
    let onlyMedian = medians.keys.filter { name in !points.contains { $0.name == name } }.sorted()
    models =
      points.map { point in
        Model(
          name: point.name, points: [medians[point.name], point.column].compactMap { $0 },
          means: [point.column], intervals: intervals(point.name))
      }
      + onlyMedian.map { name in
        Model(
          name: name, points: [medians[name]].compactMap { $0 }, means: [],
          intervals: intervals(name))
      }
    guard !models.isEmpty else {
      throw Fault(
        message: "no column of forecasts", advice: "give 'model' and 'median', or a column a model")
    }
  }

  /// The columns of the header that is the current record.
  ///
  /// - Throws: `InputFault` at its line.
  static func read(
    _ records: borrowing CSVRecordReader, _ options: ObservationOptions
  ) throws(InputFault) -> ForecastColumns {
    do throws(Fault) { return try ForecastColumns(records.texts, options: options) } catch {
      throw records.fault(error.message, advice: error.advice)
    }
  }

  /// All columns that hold numbers.
  var numbers: Set<Int> {
    var columns = Set(models.flatMap { $0.points + $0.means })
    for interval in models.flatMap(\.intervals).compactMap({ $0 }) {
      columns.formUnion([interval.low, interval.high])
    }
    if let actual { columns.insert(actual) }
    return columns
  }

  /// The model of `lo-80`, which is empty, or of `NAME-hi-99.5`; nil for any other name.
  private static func model(_ end: IntervalColumn) -> String? {
    if end.front.isEmpty { return "" }
    return end.front.hasSuffix("-") ? String(end.front.dropLast()) : nil
  }
}
