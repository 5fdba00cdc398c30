import Forecasting
import SeriesCore
import Testing
import _TestSupport

@Suite struct AdjustmentRevisionsTests {
  static let count = 56

  static func series() -> TimeSeries {
    var numbers = SeededNumbers(12)
    return SeasonalAdjustmentTests.monthly(
      (0..<count).map { SeasonalAdjustmentTests.exact($0) + 4 * numbers.symmetric() })
  }

  /// Each row is what adjusting the series as it was gives, by hand.
  @Test func rowsAreRevisionsByDefinition() throws {
    let series = Self.series()
    let options = SeasonalAdjustment.Options()
    let table = try AdjustmentRevisions(series, options: options)
    #expect(table.rows.map(\.later) == Array(1...12) + [24])
    #expect(table.failedCount == 0)
    var adjusted: [[Double]] = []
    for end in 36...Self.count {
      let part = series.upTo(series.ordinals[end - 1])
      adjusted.append(try SeasonalAdjustment(part, options: options).points.map(\.adjusted))
    }
    for row in table.rows {
      let lag = row.later
      let ends = Array(0..<max(0, adjusted.count - lag))
      #expect(row.values.count == ends.count && row.growth.count == ends.count)
      guard !ends.isEmpty else {
        #expect(row.values.mean == nil && row.values.largest == nil && row.share == nil)
        continue
      }
      var (values, growths, sizes): ([Double], [Double], [Double]) = ([], [], [])
      for end in ends {
        let t = 35 + end
        let (before, after) = (adjusted[end], adjusted[end + lag])
        values.append(after[t] - before[t])
        sizes.append(before[t])
        growths.append(after[t] / after[t - 1] - before[t] / before[t - 1])
      }
      func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
      let absolute = mean(values.map { abs($0) })
      #expect(abs((row.values.mean ?? .nan) - mean(values)) < 1e-12)
      #expect(abs((row.values.meanAbsolute ?? .nan) - absolute) < 1e-12)
      #expect(row.values.largest == values.map { abs($0) }.max())
      #expect(relativeError(row.share ?? .nan, absolute / mean(sizes)) < 1e-12)
      #expect(abs((row.growth.mean ?? .nan) - mean(growths)) < 1e-14)
      #expect(row.growth.largest == growths.map { abs($0) }.max())
    }
    #expect(table.rows.last?.values.count == 0)
  }

  /// What repeats exactly is never revised.
  @Test func anExactSeriesIsNotRevised() throws {
    var options = SeasonalAdjustment.Options()
    options.seasonalWindow = .periodic
    options.isRobust = true
    let table = try AdjustmentRevisions(
      SeasonalAdjustmentTests.monthly((0..<44).map(SeasonalAdjustmentTests.exact)),
      options: options)
    for row in table.rows where row.values.count > 0 {
      #expect((row.values.largest ?? 1) < 1e-6, "\(row.later)")
    }
  }

  @Test func shortSeriesHaveNone() throws {
    #expect(throws: ForecastingError.tooShort(needed: 37, found: 36)) {
      try AdjustmentRevisions(
        Self.series().last(36), options: SeasonalAdjustment.Options())
    }
  }

  /// Where values are not positive there is no growth, and it is counted so.
  @Test func negativeValuesHaveNoGrowth() throws {
    let series = Self.series()
    let low = TimeSeries(
      id: "low", axis: series.axis,
      observations: zip(series.ordinals, series.values).map { (ordinal: $0, value: $1 - 1000) })
    let table = try AdjustmentRevisions(low, options: SeasonalAdjustment.Options())
    #expect(table.rows[0].values.count == 20 && table.rows[0].growth.count == 0)
    #expect((table.rows[0].share ?? 0) > 0)
  }
}
