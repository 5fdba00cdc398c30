internal import SeriesCore

/// Kept forecasts and targets as hubverse model output: a row a quantile, median or point of a
/// cumulative distribution.
///
/// `model_id,origin_date,scenario_id,target,location,horizon,target_end_date,output_type,output_type_id,value`
/// with the day on which a forecast was made as origin, the series as location, the last day of the
/// period as target_end_date and the periods from the one that holds the origin as horizon. A target's
/// probability to be at or over its level is one minus the distribution there.
///
/// Source: hubverse's documentation of model output and its validation rules (schema 4).
package struct HubverseForecasts: Sendable {
  /// One row.
  package struct Row: Sendable, Equatable {
    /// `TEAM-MODEL`.
    package let model: String
    /// The day on which the forecast was made.
    package let origin: String
    package let scenario: String
    /// What is forecast: unit and basis, `value` where neither is known.
    package let target: String
    package let location: String
    /// Periods after the one that holds the origin; 0 for that one.
    package let horizon: Int
    package let targetEnd: String
    /// `median`, `quantile` or `cdf`.
    package let type: String
    /// `NA`, a probability, or a value.
    package let typeID: String
    package let value: Double
  }

  /// The rows of one model and origin: one file of a hub.
  package struct Submission: Sendable {
    package let model: String
    package let origin: String
    package let rows: [Row]

    /// `TEAM-MODEL/DATE-TEAM-MODEL.csv`.
    package var path: String { "\(model)/\(origin)-\(model).csv" }
  }

  /// By model, then origin.
  package let submissions: [Submission]
  /// Forecasts and targets that cannot be given on, by reason.
  package let leftOut: [String: Int]
  /// Forecasts that another of the same day takes the place of.
  package let replaced: Int

  /// Two models have one name where others are left out than letters, digits and underscores.
  package struct NameClash: Error {
    package let first: String
    package let second: String
    package let name: String
  }

  /// - Parameter team: letters, digits and underscores.
  package init(
    forecasts: [KeptRow<LedgerForecast>], targets: [KeptRow<LedgerTarget>], team: String
  ) throws(NameClash) {
    var collector = Collector(team: team)
    try collector.add(forecasts)
    try collector.add(targets)
    (leftOut, replaced) = (collector.leftOut, collector.replaced)
    submissions = collector.submissions
  }

  /// Whether a name may stand in a `model_id`.
  package static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isPlain)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// A model's name with underscores for what may not stand in a `model_id`: `drift+log` is `drift_log`.
  static func abbreviation(_ model: String) -> String {
    var bytes: [UInt8] = []
    for byte in model.utf8 {
      if isPlain(byte) {
        bytes.append(byte)
      } else if bytes.last != UInt8(ascii: "_") {
        bytes.append(UInt8(ascii: "_"))
      }
    }
    while bytes.last == UInt8(ascii: "_") { bytes.removeLast() }
    return bytes.isEmpty ? "model" : String(decoding: bytes, as: UTF8.self)
  }
}

/// Gathers rows by task; of two forecasts of one task on one day the one that was added last stands.
private struct Collector {
  private struct Task: Hashable {
    let model: String
    let origin: String
    let scenario: String
    let target: String
    let location: String
    let targetEnd: String
    let isTarget: Bool
  }

  private struct Entry {
    let run: Int64
    let horizon: Int
    /// Type, its id and a value, in the order in which they are written.
    var points: [(type: String, id: String, value: Double)]
    /// Of a distribution's points: the values that they stand at.
    var levels: [Double] = []
  }

  private struct Group: Hashable {
    let run: Int64
    let made: String
    let scenario: String
    let course: String
    let series: String
    let model: String
  }

  private let team: String
  private var names: [String: String] = [:]
  private var entries: [Task: Entry] = [:]
  private(set) var leftOut: [String: Int] = [:]
  private(set) var replaced = 0

  init(team: String) { self.team = team }

  private mutating func model(_ name: String) throws(HubverseForecasts.NameClash) -> String {
    let short = HubverseForecasts.abbreviation(name)
    if let other = names.updateValue(name, forKey: short), other != name {
      throw .init(first: other, second: name, name: short)
    }
    return team + "-" + short
  }

  private static func scenario(_ scenario: String, _ course: String) -> String {
    course.isEmpty ? scenario : scenario + "/" + course
  }

  private static func target(_ unit: String?, _ basis: String?, isSum: Bool) -> String {
    let parts = [isSum ? "running sum" : nil, unit, basis].compactMap { $0 }
    return parts.isEmpty || parts == ["running sum"]
      ? (parts + ["value"]).joined(separator: ", ") : parts.joined(separator: ", ")
  }

  /// The last day of each period and its distance from the one that holds the origin.
  private mutating func places(
    _ periods: [String], made: String
  ) -> [(targetEnd: String, horizon: Int)]? {
    let texts = periods.compactMap { PeriodText($0) }
    guard texts.count == periods.count, let origin = PeriodText(made), origin.kind == .day else {
      leftOut["without a date", default: 0] += periods.count
      return nil
    }
    do throws(PeriodFault) {
      let (axis, ordinals) = try PeriodAxis.infer(texts)
      var places: [(targetEnd: String, horizon: Int)] = []
      for ordinal in ordinals {
        guard let last = axis.days(of: ordinal)?.last, let first = axis.ordinal(ofDay: origin.value)
        else {
          leftOut["by numbers, which have no dates", default: 0] += periods.count
          return nil
        }
        places.append((PeriodAxis(.day).text(last), ordinal - first))
      }
      return places
    } catch {
      leftOut["with dates that tell no frequency", default: 0] += periods.count
      return nil
    }
  }

  private func grouped<Row>(
    _ rows: [KeptRow<Row>], _ key: (Row) -> (course: String, series: String, model: String)
  ) -> [(key: Group, rows: [KeptRow<Row>])] {
    var (order, groups) = ([Group](), [Group: [KeptRow<Row>]]())
    for kept in rows {
      let (course, series, model) = key(kept.row)
      let group = Group(
        run: kept.run, made: kept.made, scenario: kept.scenario, course: course, series: series,
        model: model)
      if groups[group] == nil { order.append(group) }
      groups[group, default: []].append(kept)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }

  mutating func add(
    _ forecasts: [KeptRow<LedgerForecast>]
  ) throws(HubverseForecasts.NameClash) {
    for (key, rows) in grouped(forecasts, { ($0.course, $0.series, $0.model) }) {
      let model = try model(key.model)
      guard let places = places(rows.map(\.row.period), made: key.made) else { continue }
      for (kept, place) in zip(rows, places) {
        let row = kept.row
        guard let points = Self.points(row) else {
          leftOut["with quantiles that cross", default: 0] += 1
          continue
        }
        let task = Task(
          model: model, origin: key.made,
          scenario: Self.scenario(key.scenario, key.course),
          target: Self.target(row.unit, row.basis, isSum: false), location: key.series,
          targetEnd: place.targetEnd, isTarget: false)
        let entry = Entry(run: kept.run, horizon: place.horizon, points: points)
        if entries.updateValue(entry, forKey: task) != nil { replaced += 1 }
      }
    }
  }

  /// The median, and with it all quantiles where there are intervals; nil when they do not rise.
  private static func points(
    _ row: LedgerForecast
  ) -> [(type: String, id: String, value: Double)]? {
    var quantiles: [(share: Double, value: Double)] = []
    for interval in row.intervals {
      quantiles.append(((100 - interval.level) / 200, interval.low))
      quantiles.append(((100 + interval.level) / 200, interval.high))
    }
    var points = [(type: "median", id: "NA", value: row.median)]
    guard !quantiles.isEmpty else { return points }
    quantiles.append((0.5, row.median))
    quantiles.sort { $0.share < $1.share }
    guard zip(quantiles, quantiles.dropFirst()).allSatisfy({ $0.value <= $1.value }) else {
      return nil
    }
    points += quantiles.map { ("quantile", NumberText.shortest($0.share), $0.value) }
    return points
  }

  mutating func add(_ targets: [KeptRow<LedgerTarget>]) throws(HubverseForecasts.NameClash) {
    for (key, rows) in grouped(targets, { ($0.course, $0.series, $0.model) }) {
      let model = try model(key.model)
      guard
        let places = places(
          rows.map(\.row.deadline) + rows.map(\.row.basePeriod), made: key.made)
      else { continue }
      for (kept, place) in zip(rows, places) {
        let row = kept.row
        let task = Task(
          model: model, origin: key.made,
          scenario: Self.scenario(key.scenario, key.course),
          target: Self.target(row.unit, row.basis, isSum: row.isCumulative),
          location: key.series, targetEnd: place.targetEnd, isTarget: true)
        // Twelve decimals: 1 − 0.7 is 0.3.
        let below = ((1 - row.pLevel) * 1e12).rounded() / 1e12
        let point = ("cdf", NumberText.shortest(row.level), below)
        if let known = entries[task], known.run == kept.run {
          // Targets of two names may ask for one level.
          if known.levels.contains(row.level) { continue }
          entries[task]?.points.append(point)
          entries[task]?.levels.append(row.level)
        } else {
          if entries[task] != nil { replaced += 1 }
          entries[task] = Entry(
            run: kept.run, horizon: place.horizon, points: [point], levels: [row.level])
        }
      }
    }
    dropCrossed()
  }

  /// Puts the points of each distribution in order and leaves out those that fall.
  private mutating func dropCrossed() {
    for (task, entry) in entries where task.isTarget {
      let order = entry.levels.indices.sorted { entry.levels[$0] < entry.levels[$1] }
      let points = order.map { entry.points[$0] }
      guard zip(points, points.dropFirst()).allSatisfy({ $0.value <= $1.value }) else {
        leftOut["with probabilities that rise with the level", default: 0] += points.count
        entries[task] = nil
        continue
      }
      entries[task]?.points = points
    }
  }

  var submissions: [HubverseForecasts.Submission] {
    let tasks = entries.keys.sorted { a, b in
      let left = [a.model, a.origin, a.scenario, a.target, a.location, a.targetEnd]
      let right = [b.model, b.origin, b.scenario, b.target, b.location, b.targetEnd]
      if left != right { return left.lexicographicallyPrecedes(right) }
      return !a.isTarget && b.isTarget
    }
    var result: [HubverseForecasts.Submission] = []
    var rows: [HubverseForecasts.Row] = []
    for (place, task) in tasks.enumerated() {
      guard let entry = entries[task] else { continue }
      for point in entry.points {
        rows.append(
          HubverseForecasts.Row(
            model: task.model, origin: task.origin, scenario: task.scenario, target: task.target,
            location: task.location, horizon: entry.horizon, targetEnd: task.targetEnd,
            type: point.type, typeID: point.id, value: point.value))
      }
      let next = place + 1 < tasks.count ? tasks[place + 1] : nil
      if next?.model != task.model || next?.origin != task.origin {
        result.append(.init(model: task.model, origin: task.origin, rows: rows))
        rows = []
      }
    }
    return result
  }
}
