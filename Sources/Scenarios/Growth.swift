internal import Glibc
public import SeriesCore

/// Required and trailing growth of a series toward a level.
///
/// Rates are a year, or a period for numbered periods, compound.
public struct Growth: Sendable, Equatable {
  /// (L / y_T)^(1/years) − 1; nil when either is not positive, no time is left, or the
  /// rate exceeds every double.
  public let required: Double?
  /// The same over the last ten years; nil when either end is not positive.
  public let trailing: Double?
  /// The ends of the trailing span; nil when there is only one observation.
  public let trailingSpan: ClosedRange<Int>?
  /// log required ÷ log trailing growth; nil when trailing growth is not positive.
  public let ambition: Double?

  /// - Parameters:
  ///   - series: observed values up to the base, which is the last of them.
  ///   - level: the level to reach, in the money of the deadline.
  ///   - deadline: the period by which, as files write it; a year on a finer axis is its last period.
  /// - Throws: `TargetFault.notAPeriod`, `.periodNotOnAxis`.
  public init(
    of series: TimeSeries, to level: Double, by deadline: String
  ) throws(TargetFault) {
    self.init(of: series, to: level, byOrdinal: try TargetFault.ordinal(deadline, on: series))
  }

  /// - Parameter deadline: the ordinal by which.
  package init(of series: TimeSeries, to level: Double, byOrdinal deadline: Int) {
    let perYear = series.frequency.periodsPerYear ?? 1
    guard let end = series.ordinals.last, let value = series.values.last else {
      (required, trailing, trailingSpan, ambition) = (nil, nil, nil, nil)
      return
    }
    func rate(from first: Double, to last: Double, periods: Int) -> Double? {
      guard first > 0, last > 0, periods > 0 else { return nil }
      let rate = expm1((log(last) - log(first)) * perYear / Double(periods))
      // A jump within days has no yearly rate that a double holds.
      return rate.isFinite ? rate : nil
    }
    required = rate(from: value, to: level, periods: deadline - end)
    // Ten years back, or the nearest earlier observation, or all there is.
    let wanted = end - Int((10 * perYear).rounded())
    // A season is compared with the same season where it can be.
    let season = series.frequency.seasonLength
    func isSameSeason(_ ordinal: Int) -> Bool { (end - ordinal) % season == 0 }
    let place =
      series.ordinals.lastIndex { $0 <= wanted && isSameSeason($0) }
      ?? series.ordinals.lastIndex { $0 <= wanted }
      ?? series.ordinals.firstIndex(where: isSameSeason) ?? 0
    if place < series.count - 1 {
      trailingSpan = series.ordinals[place]...end
      trailing = rate(
        from: series.values[place], to: value, periods: end - series.ordinals[place])
    } else {
      (trailingSpan, trailing) = (nil, nil)
    }
    if let required, let trailing, trailing > 0 {
      ambition = log1p(required) / log1p(trailing)
    } else {
      ambition = nil
    }
  }
}
