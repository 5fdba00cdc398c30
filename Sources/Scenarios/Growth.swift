internal import Glibc
public import SeriesCore

/// Required and trailing growth of a series toward a level.
///
/// Rates are a year, or a period for numbered periods, compound.
public struct Growth: Sendable, Equatable {
  /// (L / y_T)^(1/years) − 1; nil when either is not positive, no time is left, or the
  /// rate exceeds every double.
  public let required: Double?
  /// The same over the last ten years, since a break inside them, or over all there is; nil when either
  /// end is not positive.
  public let trailing: Double?
  /// The ends of the trailing span; nil when there is only one observation.
  public let trailingSpan: ClosedRange<Int>?
  /// log required ÷ log trailing growth; nil when trailing growth is not positive.
  public let ambition: Double?
  /// The last five and ten years, and record to record: the last value that all before it had not reached
  /// over the one before it that a fall followed. Each on the periods that all series of the question
  /// have, so that two bases are compared over the same years.
  package let spans: [Span]

  /// Growth between two observed periods.
  package struct Span: Sendable, Equatable {
    package enum Kind: String, Sendable { case fiveYears, tenYears, recordToRecord, sinceBreak }

    package let kind: Kind
    package let periods: ClosedRange<Int>
    /// A year, a fraction.
    package let rate: Double
    /// The break of the series inside the span: the values on both sides are not of one kind.
    package let crosses: Int?
  }

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

  /// - Parameters:
  ///   - deadline: the ordinal by which.
  ///   - common: the periods that spans may begin and end at; nil for all observed ones.
  ///   - breaks: the first periods of other kinds of values.
  package init(
    of series: TimeSeries, to level: Double, byOrdinal deadline: Int, common: Set<Int>? = nil,
    breaks: [Int] = []
  ) {
    let perYear = series.frequency.periodsPerYear ?? 1
    guard let end = series.ordinals.last, let value = series.values.last else {
      (required, trailing, trailingSpan, ambition, spans) = (nil, nil, nil, nil, [])
      return
    }
    spans = Self.spans(series, common: common, breaks: breaks)
    func rate(from first: Double, to last: Double, periods: Int) -> Double? {
      guard first > 0, last > 0, periods > 0 else { return nil }
      let rate = expm1((log(last) - log(first)) * perYear / Double(periods))
      // A jump within days has no yearly rate that a double holds.
      return rate.isFinite ? rate : nil
    }
    // What was under zero in these years has no rate of growth.
    let since = end - Int((10 * perYear).rounded())
    let isPositive = zip(series.ordinals, series.values).allSatisfy { $0 < since || $1 > 0 }
    required = isPositive ? rate(from: value, to: level, periods: deadline - end) : nil
    let whole = spans.first { $0.kind == .sinceBreak } ?? spans.first { $0.kind == .tenYears }
    if let whole {
      (trailingSpan, trailing) = (whole.periods, whole.rate)
    } else if let first = Self.first(of: series, before: end) {
      // All there is, where ten years are not there.
      trailingSpan = series.ordinals[first]...end
      trailing =
        series.values[first...].allSatisfy { $0 > 0 }
        ? rate(from: series.values[first], to: value, periods: end - series.ordinals[first]) : nil
    } else {
      (trailingSpan, trailing) = (nil, nil)
    }
    if let required, let trailing, trailing > 0 {
      ambition = log1p(required) / log1p(trailing)
    } else {
      ambition = nil
    }
  }

  /// The place of the first observation of the season of `end`, or of the first one.
  private static func first(of series: TimeSeries, before end: Int) -> Int? {
    let season = series.frequency.seasonLength
    let place = series.ordinals.firstIndex { (end - $0) % season == 0 } ?? 0
    return series.ordinals[place] < end ? place : series.count > 1 ? 0 : nil
  }

  private static func spans(
    _ series: TimeSeries, common: Set<Int>?, breaks: [Int]
  ) -> [Span] {
    let perYear = series.frequency.periodsPerYear ?? 1
    let season = series.frequency.seasonLength
    let pairs = zip(series.ordinals, series.values).filter {
      (common?.contains($0.0) ?? true) && $0.1 > 0
    }
    guard let last = pairs.last else { return [] }
    // Between two values with zero or less between them nothing grew.
    let falls = zip(series.ordinals, series.values).filter { $1 <= 0 }.map(\.0)
    // A season is compared with the same season.
    let alike = pairs.filter { (last.0 - $0.0) % season == 0 }
    func span(_ kind: Span.Kind, _ first: (Int, Double)?, _ last: (Int, Double)) -> Span? {
      guard let first, first.0 < last.0,
        !falls.contains(where: { $0 > first.0 && $0 < last.0 })
      else { return nil }
      let rate = expm1(log(last.1 / first.1) * perYear / Double(last.0 - first.0))
      guard rate.isFinite else { return nil }
      return Span(
        kind: kind, periods: first.0...last.0, rate: rate,
        crosses: breaks.first { $0 > first.0 && $0 <= last.0 })
    }
    func back(_ years: Double) -> (Int, Double)? {
      alike.last { $0.0 <= last.0 - Int((years * perYear).rounded()) }
    }
    let records = alike.indices.filter { i in alike[..<i].allSatisfy { $0.1 < alike[i].1 } }
    let peak = records.last.map { alike[$0] }
    // A record that the next value did not reach was a peak.
    let before = records.dropLast().last { alike[$0 + 1].1 < alike[$0].1 }.map { alike[$0] }
    let spans = [
      span(.fiveYears, back(5), last), span(.tenYears, back(10), last),
      peak.flatMap { span(.recordToRecord, before, $0) },
    ].compactMap { $0 }
    guard let crossed = spans.compactMap(\.crosses).max() else { return spans }
    return spans + [span(.sinceBreak, alike.first { $0.0 >= crossed }, last)].compactMap { $0 }
  }
}
