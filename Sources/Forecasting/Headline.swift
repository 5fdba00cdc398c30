package import SeriesCore

/// The declared model behind the number that is quoted: chosen by the kind of series before any value is
/// seen, never by its result.
package enum Headline {
  /// Of series without a season, whose growth is compared with that of their class.
  package static let unseasonal = "mixture"
  /// Of series with one: a headline that leaves the season out would call a January a June.
  package static let seasonal = "auto"

  /// Whether a model, as outputs name it, compares growth with that of the class of the series: on
  /// logs, where growth has a meaning.
  package static func asksClass(_ model: String) -> Bool {
    [unseasonal, seasonal, HeadlinePool.poolName].contains { model == $0 + "+log" }
  }

  /// The headline of a series with its scale: logs when all values are positive.
  ///
  /// - Parameter seasonLength: periods in a season; nil for the usual ones of the frequency. A season
  ///   counts where more than two of them are there.
  package static func request(
    for series: TimeSeries, seasonLength: Int? = nil
  ) throws(ForecastingError) -> ModelRequest {
    let season = seasonLength ?? series.frequency.seasonLength
    let isSeasonal = season > 1 && series.count > 2 * season
    return try ModelRequest(isSeasonal ? seasonal : unseasonal).named(
      for: series, by: .logsOfPositive)
  }
}
