package import SeriesCore

/// Model output of a hub, read to be judged: quantiles and medians by model and task.
package struct HubverseTable: Sendable {
  /// What is forecast, by whom.
  struct Task: Hashable, Sendable {
    let model: String
    let scenario: String
    let target: String
    let location: String
    let origin: String
    /// The last day of the period.
    let day: Int
  }

  struct Forecast: Sendable {
    let line: Int
    var quantiles: [(share: Double, value: Double)] = []
    var median: Double?
  }

  package let name: String
  private(set) var tasks: [Task] = []
  private(set) var forecasts: [Task: Forecast] = [:]
  /// Rows of other types, which these scores do not judge, by type.
  package private(set) var otherTypes: [String: Int] = [:]

  /// - Parameter options: the columns of the location and of the period's end, if they are not the usual.
  /// - Throws: `InputFault` with the line of what cannot be read: a probability outside of 0 to 1, two
  ///   rows for one, quantiles that cross.
  package init(
    _ source: consuming ByteSource, options: ObservationOptions = .init()
  ) throws(InputFault) {
    name = source.name
    let stem = ObservationReader.stem(source.name)
    let reader = try TableReader(source, options: options)
    let header = Set(reader.header)
    let gate = CopyGate(allowsFormulas: options.allowsFormulas, names: options.names)
    func column(_ names: [String?], _ what: String) throws(InputFault) -> String {
      for case let name? in names where header.contains(name) { return name }
      throw InputFault(
        .malformed, file: name, line: 1, "no column for the \(what)",
        advice: "hubverse model output has location, target_end_date, output_type, "
          + "output_type_id and value")
    }
    let location = try column([options.id, "location"], "location")
    let time = try column(
      [options.time, "target_end_date", "target_date"], "end of the forecast period")
    let type = try column(["output_type"], "output type")
    let typeID = try column(["output_type_id"], "id of the output type")
    let value = try column(["value"], "value")
    let origin = ["origin_date", "reference_date", "forecast_date"].first(where: header.contains)
    let optional = ["model_id", "scenario_id", "target"].filter(header.contains)
    let table = try reader.read(
      numbers: [value],
      levels: Set([location, time, type, typeID] + optional + [origin].compactMap { $0 }))
    func text(_ column: String?, _ row: Int) throws(InputFault) -> String? {
      guard let column, let levels = table.levels(column), levels.codes[row] >= 0 else {
        return nil
      }
      let text = levels.names[Int(levels.codes[row])]
      if let objection = gate.objection(text, what: "column '\(column)'") {
        throw table.fault(row: row, objection.message, advice: objection.advice)
      }
      return text
    }
    func required(_ column: String, _ row: Int) throws(InputFault) -> String {
      guard let text = try text(column, row) else {
        throw table.fault(row: row, "column '\(column)' is empty", advice: "complete the row")
      }
      return text
    }
    for row in 0..<table.rowCount {
      let kind = try required(type, row)
      guard kind == "quantile" || kind == "median" else {
        otherTypes[kind, default: 0] += 1
        continue
      }
      let written = try required(time, row)
      guard let day = PeriodText(written)?.lastDay else {
        throw table.fault(
          row: row, "unreadable date '\(written)'", advice: "write the last day, 2025-12-31")
      }
      guard let amount = table.numbers(value)?.values[row], amount.isFinite else {
        throw table.fault(row: row, "column '\(value)' is empty", advice: "complete the row")
      }
      let task = Task(
        model: try text("model_id", row) ?? stem, scenario: try text("scenario_id", row) ?? "",
        target: try text("target", row) ?? "", location: try required(location, row),
        origin: try text(origin, row) ?? "", day: day)
      if forecasts[task] == nil { tasks.append(task) }
      var forecast = forecasts[task] ?? Forecast(line: table.line(ofRow: row))
      if kind == "median" {
        guard forecast.median == nil else {
          throw table.fault(row: row, "a second median of this forecast", advice: "keep one")
        }
        forecast.median = amount
      } else {
        let share = try Self.share(required(typeID, row), table, row)
        guard !forecast.quantiles.contains(where: { $0.share == share }) else {
          throw table.fault(
            row: row, "a second quantile \(NumberText.shortest(share)) of this forecast",
            advice: "keep one")
        }
        forecast.quantiles.append((share, amount))
      }
      forecasts[task] = forecast
    }
    try sort()
  }

  private static func share(
    _ text: String, _ table: DataTable, _ row: Int
  ) throws(InputFault) -> Double {
    guard let share = Double(text), (0...1).contains(share) else {
      throw table.fault(
        row: row, "'\(text)' is no probability",
        advice: "output_type_id of a quantile runs from 0 to 1")
    }
    return share
  }

  private mutating func sort() throws(InputFault) {
    for task in tasks {
      guard var forecast = forecasts[task] else { continue }
      forecast.quantiles.sort { $0.share < $1.share }
      for (low, high) in zip(forecast.quantiles, forecast.quantiles.dropFirst())
      where low.value > high.value {
        throw InputFault(
          .malformed, file: name, line: forecast.line,
          "\(task.model), '\(task.location)': the quantile \(NumberText.shortest(low.share)) is "
            + "\(NumberText.shortest(low.value)), over that of \(NumberText.shortest(high.share)), "
            + NumberText.shortest(high.value), advice: "quantiles must not cross")
      }
      try requireOneMedian(forecast, task)
      forecasts[task] = forecast
    }
  }

  /// A median that is stated beside quantiles says what they say.
  private func requireOneMedian(_ forecast: Forecast, _ task: Task) throws(InputFault) {
    guard let median = forecast.median else { return }
    let below = forecast.quantiles.last { $0.share <= 0.5 }?.value ?? -.infinity
    let above = forecast.quantiles.first { $0.share >= 0.5 }?.value ?? .infinity
    guard median < below || median > above else { return }
    throw InputFault(
      .malformed, file: name, line: forecast.line,
      "\(task.model), '\(task.location)': the median \(NumberText.shortest(median)) lies outside of the "
        + "quantiles around 0.5", advice: "give one of them")
  }

  /// A location that has forecasts of several targets, with these; nil where each has one.
  package var mixedLocation: (name: String, targets: [String])? {
    var found: [String: [String]] = [:]
    for task in tasks where found[task.location]?.contains(task.target) != true {
      found[task.location, default: []].append(task.target)
      if let all = found[task.location], all.count > 1 { return (task.location, all) }
    }
    return nil
  }

  /// By location the fewest days from the end of one forecast period to that of the next, and a line of the first.
  var spacings: [String: (days: Int, line: Int)] {
    var ends: [String: (days: Set<Int>, line: Int)] = [:]
    for task in tasks {
      ends[task.location, default: ([], forecasts[task]?.line ?? 1)].days.insert(task.day)
    }
    return ends.compactMapValues { days, line in
      let sorted = days.sorted()
      return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.min().map { ($0, line) }
    }
  }

  /// Forecasts that were made after the last day of their period.
  package var lateCount: Int {
    tasks.count { task in PeriodText(task.origin)?.lastDay.map { $0 > task.day } ?? false }
  }
}
