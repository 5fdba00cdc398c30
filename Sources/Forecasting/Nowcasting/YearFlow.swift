package import SeriesCore

/// A flow over parts of years, in the unit that a nowcast reckons in.
package struct PartFlow: Sendable {
  package let series: PartYearSeries
  /// What the series' values are divided by to be in `unit`.
  package let divisor: Double
  package let unit: SeriesUnit?

  package init(series: PartYearSeries, divisor: Double, unit: SeriesUnit?) {
    self.series = series
    self.divisor = divisor
    self.unit = unit
  }

  /// The sum over a part of a year, in `unit`; nil where the series does not give it.
  package func value(_ part: YearPart, of year: Int) -> Double? {
    series.value(part, of: year).map { $0 / divisor }
  }

  /// The sums over a part of every year that has it.
  package func values(_ part: YearPart) -> [Int: Double] {
    var values: [Int: Double] = [:]
    for year in series.years { values[year] = value(part, of: year) }
    return values
  }

  /// Sums over all of the years that the file gives from month to month.
  package var wholeYears: YearFlow {
    YearFlow(
      id: series.id, unit: unit, basis: series.wholeYearBasis,
      values: values(YearPart(endMonth: 12)))
  }
}

/// A flow over whole years.
package struct YearFlow: Sendable {
  package let id: String
  package let unit: SeriesUnit?
  package let basis: SeriesBasis?
  /// By year, in `unit`.
  package let values: [Int: Double]

  package init(id: String, unit: SeriesUnit?, basis: SeriesBasis?, values: [Int: Double]) {
    self.id = id
    self.unit = unit
    self.basis = basis
    self.values = values
  }

  /// The value of a year; nil where none is known.
  package subscript(year: Int) -> Double? { values[year] }

  /// The years that both have, added up.
  func adding(_ other: YearFlow) -> YearFlow {
    var sums: [Int: Double] = [:]
    for (year, value) in values { sums[year] = other.values[year].map { value + $0 } }
    return YearFlow(id: id + "+" + other.id, unit: unit, basis: basis, values: sums)
  }
}
