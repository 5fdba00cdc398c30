/// What can go wrong between series.
public enum SeriesError: Error, Equatable, Sendable {
  case unitMismatch(SeriesUnit?, SeriesUnit?)
  case basisMismatch(SeriesBasis?, SeriesBasis?)
  case frequencyMismatch(Frequency, Frequency)
  /// No period that both series have.
  case noCommonPeriod
}

extension SeriesError: CustomStringConvertible {
  /// What is wrong, without the ids of the series.
  public var description: String {
    switch self {
    case .unitMismatch(let a, let b):
      "units differ: '\(a?.label ?? "none")' and '\(b?.label ?? "none")'"
    case .basisMismatch(let a, let b):
      "bases differ: '\(a?.label ?? "none")' and '\(b?.label ?? "none")'; never join them"
    case .frequencyMismatch(let a, let b): "frequencies differ: \(a.rawValue) and \(b.rawValue)"
    case .noCommonPeriod: "the series have no period in common"
    }
  }
}

/// One measured series: values at rising periods, with what was measured.
///
/// Periods without a value are gaps: they are missing, never zero, and are not stored, so that a
/// sparse series costs only its observations.
public struct TimeSeries: Sendable, Equatable {
  /// The name of the series, unique within a panel.
  public let id: String
  /// The frequency, and how its periods are written.
  public let axis: PeriodAxis
  /// The ordinals of the observed periods, strictly rising.
  public let ordinals: [Int]
  /// The values, finite, one an ordinal.
  public let values: [Double]
  /// What one unit of the values is; nil when the data do not say.
  public let unit: SeriesUnit?
  /// By whom and how the values were measured; nil when the data do not say.
  public let basis: SeriesBasis?
  /// Distinct sources in the order in which they occur.
  public let sources: [String]
  /// When the values were published, with their earlier states; nil where the data do not say. Sums
  /// and differences of series have none.
  public let history: PublicationHistory?
  /// Which series this one's growth is compared with: as set, else as its unit tells.
  public var referenceClass: ReferenceClass {
    get { statedClass ?? ReferenceClass(unit: unit) }
    set { statedClass = newValue }
  }
  private var statedClass: ReferenceClass?
  /// How far values can be relied on, by period, where the data say. Sums and differences of series have
  /// none.
  package private(set) var statuses: [Int: ValueStatus] = [:]

  /// - Parameter observations: pairs of ordinal and value in any order; no period twice, every
  ///   value finite.
  public init(
    id: String, axis: PeriodAxis, observations: [(ordinal: Int, value: Double)],
    unit: SeriesUnit? = nil, basis: SeriesBasis? = nil, sources: [String] = [],
    history: PublicationHistory? = nil
  ) {
    let sorted = observations.sorted { $0.ordinal < $1.ordinal }
    precondition(
      zip(sorted, sorted.dropFirst()).allSatisfy { $0.ordinal < $1.ordinal },
      "a period stands twice in series \(id)")
    precondition(sorted.allSatisfy { $0.value.isFinite }, "a value of series \(id) is not finite")
    self.id = id
    self.axis = axis
    self.ordinals = sorted.map(\.ordinal)
    self.values = sorted.map(\.value)
    self.unit = unit
    self.basis = basis
    self.sources = sources
    self.history = history
  }

  /// The frequency of the axis.
  public var frequency: Frequency { axis.frequency }
  /// The number of observations, gaps left out.
  public var count: Int { values.count }
  /// Whether there is no observation.
  public var isEmpty: Bool { values.isEmpty }

  /// The last observed period.
  public var end: Int? { ordinals.last }

  /// Whether a period between the first and the last has no value.
  public var hasGaps: Bool {
    guard let first = ordinals.first, let last = ordinals.last else { return false }
    return last - first + 1 != count
  }

  /// Whether every value is above 0; true of an empty series.
  public var isPositive: Bool { values.allSatisfy { $0 > 0 } }

  /// The value at a period, nil in a gap or outside.
  public func value(at ordinal: Int) -> Double? {
    var (low, high) = (0, ordinals.count)
    while low < high {
      let middle = (low + high) / 2
      if ordinals[middle] < ordinal { low = middle + 1 } else { high = middle }
    }
    return low < ordinals.count && ordinals[low] == ordinal ? values[low] : nil
  }

  /// The part of the series whose periods are in the range.
  public func restricted(to range: ClosedRange<Int>) -> TimeSeries {
    let kept = ordinals.indices.filter { range.contains(ordinals[$0]) }
    return replacing(
      kept.map { (ordinals[$0], values[$0]) }, history?.filter { range.contains($0.ordinal) })
  }

  /// The part up to and including a period, in its last state; `known(atEndOf:)` is what was known.
  public func upTo(_ ordinal: Int) -> TimeSeries { restricted(to: Int.min...ordinal) }

  /// The last `count` observations.
  public func last(_ count: Int) -> TimeSeries {
    let from = max(0, self.count - count)
    let first = from < self.count ? ordinals[from] : Int.max
    return replacing(
      (from..<self.count).map { (ordinals[$0], values[$0]) },
      history?.filter { $0.ordinal >= first })
  }

  /// Sets how far values can be relied on; periods without a value are passed over.
  package mutating func setStatuses(_ statuses: [Int: ValueStatus]) {
    self.statuses = statuses.filter { value(at: $0.key) != nil }
  }

  /// The series with one more observation, behind its last one; without a history.
  package func appending(_ value: Double, at ordinal: Int) -> TimeSeries {
    replacing(Array(zip(ordinals, values)) + [(ordinal, value)], nil)
  }

  /// The same observations under another id.
  public func renamed(_ id: String) -> TimeSeries {
    var series = TimeSeries(
      id: id, axis: axis, observations: zip(ordinals, values).map { (ordinal: $0, value: $1) },
      unit: unit, basis: basis, sources: sources, history: history)
    series.statedClass = statedClass
    series.statuses = statuses
    return series
  }

  /// The values in a unit `divisor` times as large.
  public func divided(by divisor: Double) -> TimeSeries {
    replacing(zip(ordinals, values).map { ($0, $1 / divisor) }, history?.divided(by: divisor))
  }

  private func replacing(
    _ observations: [(Int, Double)], _ history: PublicationHistory?
  ) -> TimeSeries {
    var series = TimeSeries(
      id: id, axis: axis, observations: observations.map { (ordinal: $0.0, value: $0.1) },
      unit: unit, basis: basis, sources: sources, history: history)
    series.statedClass = statedClass
    if !statuses.isEmpty { series.setStatuses(statuses) }
    return series
  }

  /// The sum, where both have a value.
  ///
  /// - Throws: `SeriesError` when unit, basis or frequency differ.
  public func adding(_ other: TimeSeries) throws(SeriesError) -> TimeSeries {
    try combined(with: other, named: "\(id)+\(other.id)") { $0 + $1 }
  }

  /// The difference, where both have a value.
  ///
  /// - Throws: `SeriesError` when unit, basis or frequency differ.
  public func subtracting(_ other: TimeSeries) throws(SeriesError) -> TimeSeries {
    try combined(with: other, named: "\(id)-\(other.id)") { $0 - $1 }
  }

  private func combined(
    with other: TimeSeries, named name: String, _ operation: (Double, Double) -> Double
  ) throws(SeriesError) -> TimeSeries {
    guard unit == other.unit else { throw .unitMismatch(unit, other.unit) }
    guard basis == other.basis else { throw .basisMismatch(basis, other.basis) }
    guard frequency == other.frequency else {
      throw .frequencyMismatch(frequency, other.frequency)
    }
    let pairs = ordinals.indices.compactMap { i -> (ordinal: Int, value: Double)? in
      guard let value = other.value(at: ordinals[i]) else { return nil }
      return (ordinals[i], operation(values[i], value))
    }
    guard !pairs.isEmpty else { throw .noCommonPeriod }
    let added = other.sources.filter { !sources.contains($0) }
    var series = TimeSeries(
      id: name, axis: axis, observations: pairs, unit: unit, basis: basis, sources: sources + added)
    series.statedClass = statedClass
    return series
  }
}
