/// How much of what a sample holds was known at its time.
public enum VintageKind: String, Sendable {
  /// All data there are.
  case latest
  /// What was published by then, in the state it had then: every value has its `known_from`.
  case vintage
  /// Periods cut, later revisions in: some value does not say when it was published.
  case pseudo = "pseudo-vintage"
}

/// When the values of a series came to be known, revisions as values of their own.
///
/// Times are day numbers (0 is 1970-01-01), or periods on an axis of plain numbers.
public struct PublicationHistory: Sendable, Equatable {
  /// One state of the value of one period.
  public struct Entry: Sendable, Equatable {
    /// The period on the axis of the series.
    public let ordinal: Int
    /// nil when the value was withdrawn.
    public let value: Double?
    /// The time from which the value was known; nil where that is not said.
    public let knownFrom: Int?

    /// A state of a value; a nil `value` is a withdrawal, a nil `knownFrom` an unknown time.
    public init(ordinal: Int, value: Double?, knownFrom: Int?) {
      self.ordinal = ordinal
      self.value = value
      self.knownFrom = knownFrom
    }
  }

  /// By period, then by the time from which they were known.
  public let entries: [Entry]

  /// - Parameter entries: in any order; no two of one period known from the same time.
  public init(_ entries: [Entry]) {
    self.entries = entries.sorted {
      ($0.ordinal, $0.knownFrom ?? Int.min) < ($1.ordinal, $1.knownFrom ?? Int.min)
    }
  }

  func filter(_ isKept: (Entry) -> Bool) -> PublicationHistory {
    PublicationHistory(entries.filter(isKept))
  }

  func divided(by divisor: Double) -> PublicationHistory {
    PublicationHistory(
      entries.map {
        Entry(
          ordinal: $0.ordinal, value: $0.value.map { $0 / divisor }, knownFrom: $0.knownFrom)
      })
  }

  /// What was known at a time of the periods up to one: the last state of each value. A value that
  /// does not say when it was published counts once its period is over.
  func known(at time: Int, upTo period: Int) -> PublicationHistory {
    filter { $0.ordinal <= period && ($0.knownFrom ?? Int.min) <= time }
  }

  /// The last state of each value.
  var latest: [(ordinal: Int, value: Double)] {
    var last: [(ordinal: Int, value: Double?)] = []
    for entry in entries {
      if last.last?.ordinal == entry.ordinal { last.removeLast() }
      last.append((entry.ordinal, entry.value))
    }
    return last.compactMap { pair in pair.value.map { (pair.ordinal, $0) } }
  }
}

extension PeriodAxis {
  /// The end of a period as a time of a publication history: its last day, or the number itself.
  public func time(atEndOf ordinal: Int) -> Int {
    days(of: ordinal).map { $0.upperBound - 1 } ?? ordinal
  }

  /// The time by which a written date has come: its last day where it is a year, quarter, month …;
  /// nil when it does not fit the axis.
  package func time(of text: PeriodText) -> Int? {
    if frequency == .integer { return text.kind == .number ? text.value : nil }
    return text.kind == .interval ? nil : text.lastDay
  }
}

extension TimeSeries {
  /// What was known at the end of a period: values published by then, in the state they had; those
  /// that do not say when they were published, up to that period.
  public func known(atEndOf period: Int) -> TimeSeries {
    guard let history else { return upTo(period) }
    let known = history.known(at: axis.time(atEndOf: period), upTo: period)
    var series = TimeSeries(
      id: id, axis: axis, observations: known.latest, unit: unit, basis: basis, sources: sources,
      history: known)
    series.referenceClass = referenceClass
    // Those of values that were revised since are not known.
    if !statuses.isEmpty {
      series.setStatuses(statuses.filter { series.value(at: $0.key) == value(at: $0.key) })
    }
    return series
  }

  /// Whether `known(atEndOf:)` gives what was known then, or the periods alone are cut.
  public func vintageKind(atEndOf period: Int) -> VintageKind {
    guard let history else { return .pseudo }
    let isDated = history.entries.allSatisfy { $0.ordinal > period || $0.knownFrom != nil }
    return isDated ? .vintage : .pseudo
  }
}
