package import SeriesCore

/// Rolling-origin forecasts of every series by every model, each beside what came.
///
/// A window is cut at a period: what stands up to it is fitted, the next `horizon` periods are
/// forecast. The last window ends at the series' last observation, the ones before it `step` periods
/// earlier each.
package struct Backtest: SeriesBatch {
  package let settings: BatchSettings
  private let windows: Int
  private let step: Int

  /// - Parameters:
  ///   - windows: at least one.
  ///   - step: periods between two cutoffs, at least one.
  package init(_ settings: BatchSettings, windows: Int, step: Int) {
    precondition(windows > 0 && step > 0, "a backtest has windows at rising cutoffs")
    self.settings = settings
    self.windows = windows
    self.step = step
  }

  package var header: [String] {
    ["unique_id", "cutoff", "ds", "model", "mean", "median"] + settings.quantileColumns + ["actual"]
  }

  package func process(_ series: TimeSeries, into writer: inout BatchWriter) {
    let rolling = RollingOrigins(
      series, horizon: settings.horizon, windows: windows, step: step)
    let requests = settings.requests
    for cutoff in rolling.cutoffs {
      let written = series.axis.text(cutoff)
      for request in requests {
        do throws(ForecastingError) {
          let origin = try rolling.forecast(
            request, from: cutoff, seasonLength: settings.seasonLength,
            holidays: settings.holidays, allowsNegative: settings.allowsNegative)
          writer.write(
            origin.forecast, from: origin.firstStep, cutoff: written, actual: series.value(at:))
        } catch {
          writer.fail(
            settings.failure(error, of: series.id, model: request.text, cutoff: written))
        }
      }
    }
  }
}
