internal import SeriesCore

/// A day as of which series are looked at, and how long after the end of its period a value without a
/// date of publication is taken to come.
package struct NowcastVintage: Sendable {
  /// As it was written, for messages.
  package let text: String
  /// 0 is 1970-01-01.
  let day: Int
  let delays: NowcastDelays

  /// - Throws: `UsageFault` for what is no date.
  package init(_ text: String, delays: NowcastDelays) throws(UsageFault) {
    guard let period = PeriodText(text), period.kind != .interval, let day = period.lastDay else {
      throw UsageFault(
        "'\(text)' is no date: write 2024-01-23, or 2024-01 for the end of the month")
    }
    (self.text, self.day, self.delays) = (text, day, delays)
  }

  /// What was known of a series, and whether every value that counts says when it was published.
  func known(_ series: TimeSeries) -> (series: TimeSeries, isDated: Bool) {
    let delay = delays.days(series.id)
    func end(_ ordinal: Int) -> Int { series.axis.time(atEndOf: ordinal) + delay }
    guard let history = series.history else {
      let kept = series.ordinals.indices.filter { end(series.ordinals[$0]) <= day }
      return (
        TimeSeries(
          id: series.id, axis: series.axis,
          observations: kept.map { (ordinal: series.ordinals[$0], value: series.values[$0]) },
          unit: series.unit, basis: series.basis, sources: series.sources), false
      )
    }
    // By period, then by the time from which they were known: the last state counts.
    var last: [Int: Double] = [:]
    var isDated = true
    for entry in history.entries where (entry.knownFrom ?? end(entry.ordinal)) <= day {
      last[entry.ordinal] = entry.value
      if entry.knownFrom == nil { isDated = false }
    }
    return (
      TimeSeries(
        id: series.id, axis: series.axis,
        observations: last.map { (ordinal: $0.key, value: $0.value) }, unit: series.unit,
        basis: series.basis, sources: series.sources), isDated
    )
  }

  /// The day on which the first value of a series came, as it is written; nil for an empty series.
  func firstDay(_ series: TimeSeries) -> String? {
    guard let first = series.ordinals.first else { return nil }
    let end = series.axis.time(atEndOf: first) + delays.days(series.id)
    let dated = series.history?.entries.compactMap { $0.knownFrom ?? end }.min()
    return PeriodAxis(.day).text(dated ?? end)
  }
}

/// Days between the end of a period and the publication of its value.
package struct NowcastDelays: Sendable {
  private var common = 0
  private var own: [String: Int] = [:]

  package init() {}

  /// Reads `45` or `45,brent-monthly=5`.
  package init(_ text: String) throws(UsageFault) {
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = item.split(separator: "=", omittingEmptySubsequences: false)
      guard let last = parts.last, let days = Int(last), (0...3660).contains(days),
        parts.count <= 2, parts.count == 1 || !parts[0].isEmpty
      else { throw UsageFault("'\(item)' is no delay: write days, 45, or of one series, ID=45") }
      if parts.count == 1 { common = days } else { own[String(parts[0])] = days }
    }
  }

  func days(_ id: String) -> Int { own[id] ?? common }

  /// The series that have a delay of their own.
  var named: [String] { own.keys.sorted() }
}
