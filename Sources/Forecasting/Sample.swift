public import SeriesCore

/// What a model sees: observed times and values on its working scale.
public struct Sample: Sendable {
  /// Ordinals of the observations, strictly rising; spacing may be irregular.
  public let times: [Int]
  /// Values on the working scale, finite.
  public private(set) var values: [Double]
  /// The scale on which the values stand.
  public private(set) var scale: Scale
  /// Periods in a season, at least 1.
  public let seasonLength: Int
  /// The axis, for forms that name a period.
  public let axis: PeriodAxis
  /// Which series the growth of this one is compared with.
  public let referenceClass: ReferenceClass

  /// Observations; gaps do not count.
  public var count: Int { values.count }

  /// - Throws: `ForecastingError.nonPositiveValue` for a value ≤ 0 on a scale that needs positive
  ///   ones; `.overflow` when a working value is not finite.
  public init(
    _ series: TimeSeries, scale: Scale, seasonLength: Int? = nil
  ) throws(ForecastingError) {
    if scale.needsPositiveValues, let place = series.values.firstIndex(where: { $0 <= 0 }) {
      throw .nonPositiveValue(
        period: series.axis.text(series.ordinals[place]), value: series.values[place])
    }
    self.times = series.ordinals
    self.values = scale == .level ? series.values : series.values.map(scale.working)
    guard scale == .level || values.allSatisfy(\.isFinite) else { throw .overflow }
    self.scale = scale
    self.seasonLength = max(1, seasonLength ?? series.frequency.seasonLength)
    self.axis = series.axis
    self.referenceClass = series.referenceClass
  }

  init(times: [Int], values: [Double], like other: Sample) {
    self.times = times
    self.values = values
    self.scale = other.scale
    self.seasonLength = other.seasonLength
    self.axis = other.axis
    self.referenceClass = other.referenceClass
  }

  /// The same observations on logs.
  ///
  /// - Precondition: the scale is the level and every value is positive.
  func onLogs() -> Sample {
    var logs = self
    logs.values = values.map(Scale.log.working)
    logs.scale = .log
    return logs
  }

  func require(_ needed: Int) throws(ForecastingError) {
    if count < needed { throw .tooShort(needed: needed, found: count) }
  }

  /// The last `count` observations.
  func last(_ count: Int) -> Sample {
    Sample(times: times.suffix(count), values: values.suffix(count), like: self)
  }

  /// The same times and season with other values, such as seasonally adjusted ones.
  func replacing(_ values: [Double]) -> Sample { Sample(times: times, values: values, like: self) }

  /// Whether all values are equal.
  var isConstant: Bool { values.allSatisfy { $0 == values[0] } }

  /// Whether a period between the first and the last has no value.
  var hasGaps: Bool {
    guard let first = times.first, let last = times.last else { return false }
    return last - first + 1 != count
  }

  /// One value a period from the first to the last observation, NaN in gaps.
  ///
  /// - Throws: `.tooSparse` when the gaps outnumber the observations twentyfold over more than
  ///   20,000 periods, half a century of days: a mistyped year rather than a series.
  func dense() throws(ForecastingError) -> [Double] {
    guard hasGaps, let first = times.first, let last = times.last else { return values }
    let span = last - first + 1
    guard span <= 20_000 || span <= 20 * count else {
      throw .tooSparse(observations: count, periods: span)
    }
    var dense = [Double](repeating: .nan, count: span)
    for (time, value) in zip(times, values) { dense[time - first] = value }
    return dense
  }
}
