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

  package let settings: BatchSettings
  private let details: Details

  package init(_ settings: BatchSettings, details: Details = .none) {
    self.settings = settings
    self.details = details
  }

  package var header: [String] {
    ["unique_id", "ds", "model", "mean", "median"] + settings.levelColumns
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
    for request in settings.requests(for: series) {
      do throws(ForecastingError) {
        let start = details == .timedFits ? Self.cpuSeconds() : 0
        let fitted = try request.fit(
          to: series, seasonLength: settings.seasonLength, holidays: settings.holidays)
        let forecast = try fitted.forecast(horizon: settings.horizon)
        let seconds = details == .timedFits ? Self.cpuSeconds() - start : nil
        writer.write(forecast)
        if details != .none { writer.write(fitted, seconds: seconds) }
      } catch {
        writer.fail(settings.failure(error, of: series.id, model: request.text))
      }
    }
  }

  /// CPU time of the calling thread.
  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
