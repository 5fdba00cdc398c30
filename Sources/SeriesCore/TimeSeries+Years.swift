extension TimeSeries {
  /// The sums of whole calendar years, as an annual series of its own name; nil for series by year and for
  /// numbered periods.
  ///
  /// A year counts when each of its periods has a value. Weeks are those of ISO 8601 years.
  package func yearTotals() -> TimeSeries? {
    guard frequency != .annual, frequency.periodsPerYear != nil,
      let first = ordinals.first.flatMap(axis.year), let last = ordinals.last.flatMap(axis.year)
    else { return nil }
    var totals: [(ordinal: Int, value: Double)] = []
    for year in first...last {
      guard let start = axis.firstOrdinal(ofYear: year),
        let next = axis.firstOrdinal(ofYear: year + 1)
      else { continue }
      let part = restricted(to: start...(next - 1))
      guard part.count == next - start else { continue }
      totals.append((year, part.values.reduce(0, +)))
    }
    var series = TimeSeries(
      id: id + " (a year's total)", axis: PeriodAxis(.annual), observations: totals, unit: unit,
      basis: basis, sources: sources)
    series.referenceClass = referenceClass
    return series
  }
}
