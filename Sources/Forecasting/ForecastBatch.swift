internal import Glibc
package import SeriesCore

/// Forecasts every series by every model.
package struct ForecastBatch: SeriesBatch {
  package enum Details: Sendable {
    case none
    /// One row a fit.
    case fits
    /// The same with the CPU seconds of fit and forecast.
    case timedFits
  }

  /// What sample paths are drawn for.
  package struct Paths: Sendable {
    let total: TotalSpan?
    let sampleCount: Int?
    let seed: UInt64

    /// - Parameters:
    ///   - total: sums to write in the place of periods; nil for none.
    ///   - sampleCount: paths of each series and model to write, at least 1, of which the sums are then;
    ///     nil for none, with sums of as many paths as usual.
    package init(total: TotalSpan? = nil, sampleCount: Int? = nil, seed: UInt64 = 1) {
      self.total = total
      self.sampleCount = sampleCount
      self.seed = seed
    }
  }

  package let settings: BatchSettings
  private let details: Details
  private let paths: Paths

  package init(_ settings: BatchSettings, details: Details = .none, paths: Paths = Paths()) {
    self.settings = settings
    self.details = details
    self.paths = paths
  }

  package var header: [String] {
    ["unique_id", "ds", "model"] + (paths.total == nil ? [] : ["total"]) + ["mean", "median"]
      + settings.quantileColumns
  }

  package var samplesHeader: [String] {
    paths.sampleCount == nil ? [] : ["unique_id", "ds", "model", "sample", "y"]
  }

  /// Pieces stay small where a series gives many rows.
  package var pieceSeries: Int {
    let rows = (paths.sampleCount ?? 0) * settings.horizon * settings.requests.count
    return max(1, min(64, 200_000 / max(1, rows)))
  }

  package var detailsHeader: [String] {
    let columns = [
      "unique_id", "model", "form", "parameters", "log_likelihood", "aicc", "n",
    ]
    return switch details {
    case .none: []
    case .fits: columns
    case .timedFits: columns + ["seconds"]
    }
  }

  package func process(_ series: TimeSeries, into writer: inout BatchWriter) {
    for request in settings.requests {
      do throws(ForecastingError) {
        let start = details == .timedFits ? Self.cpuSeconds() : 0
        let fitted = try request.fit(
          to: series, seasonLength: settings.seasonLength, holidays: settings.holidays,
          allowsNegative: settings.allowsNegative)
        let forecast = try fitted.forecast(horizon: settings.horizon)
        let seconds = details == .timedFits ? Self.cpuSeconds() - start : nil
        try write(forecast, fitted, of: series, into: &writer)
        if details != .none { writer.write(fitted, seconds: seconds) }
      } catch {
        writer.fail(settings.failure(error, of: series.id, model: request.text))
      }
    }
  }

  private func write(
    _ forecast: Forecast, _ fitted: FittedSeries, of series: TimeSeries,
    into writer: inout BatchWriter
  ) throws(ForecastingError) {
    guard paths.total != nil || paths.sampleCount != nil else { return writer.write(forecast) }
    let drawn = SamplePaths(
      fitted, horizon: settings.horizon,
      count: paths.sampleCount ?? SamplePaths.usualCount(horizon: settings.horizon),
      seed: paths.seed)
    guard let total = paths.total else {
      writer.write(forecast)
      drawn.draw { writer.write($1, number: $0, of: forecast) }
      return
    }
    let totals = try ForecastTotals(forecast, of: series, over: total, paths: drawn)
    writer.write(totals)
    // Drawn again rather than kept: a series that fails leaves no rows behind.
    if paths.sampleCount != nil { drawn.draw { writer.write($1, number: $0, of: forecast) } }
  }

  /// CPU time of the calling thread.
  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
