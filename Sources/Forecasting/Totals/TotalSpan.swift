package import SeriesCore

/// Over which periods the values of a forecast are summed.
package enum TotalSpan: String, Sendable, CaseIterable {
  /// All forecast periods.
  case horizon
  /// Each calendar year; weeks belong to the year of ISO 8601.
  case year

  /// The sums that a forecast of `horizon` periods has, in order of time.
  ///
  /// - Parameter end: the last period before the forecast.
  /// - Throws: `.noCalendarYears` for years of numbered periods.
  package func totals(
    of series: TimeSeries, after end: Int, horizon: Int
  ) throws(ForecastingError) -> [TotalPeriods] {
    let axis = series.axis
    func part(_ steps: ClosedRange<Int>) -> TotalPeriods {
      let (first, last) = (axis.text(end + steps.lowerBound), axis.text(end + steps.upperBound))
      return TotalPeriods(label: steps.count == 1 ? first : first + "/" + last, steps: steps)
    }
    guard self == .year else { return [part(1...horizon)] }
    var result: [TotalPeriods] = []
    var first = 1
    while first <= horizon {
      guard let year = axis.year(of: end + first), let start = axis.firstOrdinal(ofYear: year),
        let next = axis.firstOrdinal(ofYear: year + 1)
      else { throw .noCalendarYears }
      let steps = first...min(horizon, next - 1 - end)
      // What a year that has begun already holds counts, when all of it is known.
      let known = (start..<end + first).map { series.value(at: $0) }
      let isWhole = next - 1 - end <= horizon && known.allSatisfy { $0 != nil }
      result.append(
        isWhole
          ? TotalPeriods(
            label: PeriodAxis(.annual).text(year), steps: steps,
            observed: known.reduce(0) { $0 + ($1 ?? 0) })
          : part(steps))
      first = steps.upperBound + 1
    }
    return result
  }
}

/// The periods of one sum.
package struct TotalPeriods: Sendable, Equatable {
  /// The year where it is whole, else the period, or the interval, of the steps.
  package let label: String
  /// Steps ahead, from 1.
  package let steps: ClosedRange<Int>
  /// What was observed in the year before the forecast, in the unit of the series.
  package var observed = 0.0
}
