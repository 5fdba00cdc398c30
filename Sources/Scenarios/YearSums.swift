package import SeriesCore

/// The whole years of sample paths of a series by month, quarter or another part of a year.
package struct YearSums: Sendable, Equatable {
  /// The first year that the paths complete.
  let first: Int
  /// The step of each year's last period, from 0; rising.
  let ends: [Int]
  /// What is observed of the first year already.
  let known: Double

  /// - Returns: nil for series by year, where no year ends within the horizon, and where a past period of
  ///   the first year has no value: its sum would not be known.
  init?(after sample: TimeSeries, horizon: Int) {
    guard let end = sample.end, let year = sample.axis.year(of: end + 1),
      let start = sample.axis.firstOrdinal(ofYear: year)
    else { return nil }
    let part = start <= end ? sample.restricted(to: start...end) : nil
    guard part.map({ $0.count == end - start + 1 }) ?? true else { return nil }
    var ends: [Int] = []
    var next = year + 1
    while let after = sample.axis.firstOrdinal(ofYear: next), after - 1 - end <= horizon {
      ends.append(after - 2 - end)
      next += 1
    }
    guard !ends.isEmpty else { return nil }
    first = year
    self.ends = ends
    known = part?.values.reduce(0, +) ?? 0
  }
}

extension PlacedTarget {
  /// The deadlines as ordinals of the series' own axis: of a year's total the year's last period.
  package func deadlines(on axis: PeriodAxis, after years: Int = 0) -> [Int] {
    guard target.yearTotal else { return deadlines.map { $0 + years } }
    return deadlines.compactMap { axis.firstOrdinal(ofYear: $0 + years + 1).map { $0 - 1 } }
  }
}
