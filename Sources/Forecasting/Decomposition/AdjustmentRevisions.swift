package import SeriesCore

/// How the adjusted value of a period, as it stands when the period is the last one, moves when further
/// periods arrive.
package struct AdjustmentRevisions: Sendable {
  /// The revisions after so many further periods.
  package struct Row: Sendable {
    /// Further periods.
    package let later: Int
    /// Revised less concurrent values, in the unit of the series.
    package let values: Summary
    /// Mean |revision| ÷ mean |concurrent value|; nil when that is zero.
    package let share: Double?
    /// Revised less concurrent growth on the period before, a fraction, where all four are positive.
    package let growth: Summary
  }

  /// What a list of revisions comes to.
  package struct Summary: Sendable {
    package let count: Int
    package let mean: Double?
    package let meanAbsolute: Double?
    package let largest: Double?

    init(_ revisions: [Double]) {
      count = revisions.count
      guard count > 0 else {
        (mean, meanAbsolute, largest) = (nil, nil, nil)
        return
      }
      mean = revisions.reduce(0, +) / Double(count)
      meanAbsolute = revisions.reduce(0) { $0 + abs($1) } / Double(count)
      largest = revisions.reduce(0) { max($0, abs($1)) }
    }
  }

  package let seriesID: String
  /// One a number of further periods: 1 to a season, then two seasons.
  package let rows: [Row]
  /// Ends at which the series so far could not be adjusted.
  package let failedCount: Int

  /// Seasons that a series must have before its first concurrent value counts.
  package static let firstSeasons = 3

  /// - Throws: `.tooShort` when not even one value is revised once.
  /// - Complexity: an adjustment an end, all but the first three seasons.
  package init(
    _ series: TimeSeries, options: SeasonalAdjustment.Options
  ) throws(ForecastingError) {
    let season = max(1, options.seasonLength ?? series.frequency.seasonLength)
    let first = Self.firstSeasons * season
    guard series.count >= first + 1 else {
      throw .tooShort(needed: first + 1, found: series.count)
    }
    let lags = Array(1...season) + [2 * season]
    // By end: the adjusted values of the periods that are asked about.
    var known: [Int: [Int: Double]] = [:]
    var failed = 0
    for end in series.ordinals[(first - 1)...] {
      do throws(ForecastingError) {
        let adjustment = try SeasonalAdjustment(series.upTo(end), options: options)
        let recent = adjustment.points.suffix(2 * season + 2)
        known[end] = Dictionary(uniqueKeysWithValues: recent.map { ($0.ordinal, $0.adjusted) })
      } catch {
        failed += 1
      }
    }
    guard !known.isEmpty else {
      throw .noEstimate("the series could not be adjusted at any end")
    }
    seriesID = series.id
    failedCount = failed
    let ends = known.keys.sorted()
    rows = lags.map { lag in
      var (revisions, sizes, growths): ([Double], [Double], [Double]) = ([], [], [])
      for end in ends {
        guard let concurrent = known[end], let later = known[end + lag],
          let before = concurrent[end], let after = later[end]
        else { continue }
        revisions.append(after - before)
        sizes.append(abs(before))
        if let old = concurrent[end - 1], let new = later[end - 1], old > 0, new > 0, before > 0,
          after > 0
        {
          growths.append(after / new - before / old)
        }
      }
      let values = Summary(revisions)
      let size = sizes.reduce(0, +) / Double(max(1, sizes.count))
      return Row(
        later: lag, values: values,
        share: size > 0 ? values.meanAbsolute.map { $0 / size } : nil, growth: Summary(growths))
    }
  }
}
