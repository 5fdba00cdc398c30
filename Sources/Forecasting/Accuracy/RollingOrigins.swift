public import SeriesCore

/// The times at which a series is forecast again, each from what stands up to it.
///
/// The one rolling origin: of `backtest`, of the accuracy that scenarios report and of the errors that
/// reconciliation rests on. A cutoff is a period; where it is a gap, the forecast begins behind the
/// last value before it and the steps up to the cutoff are skipped.
public struct RollingOrigins: Sendable {
  /// The whole series; a forecast sees what stands up to its cutoff.
  public let series: TimeSeries
  /// Periods after each cutoff that are judged.
  public let horizon: Int
  /// Rising.
  public let cutoffs: [Int]

  /// Windows of `horizon` periods: the last ends at the last observation, the ones before it `step`
  /// periods earlier each.
  public init(_ series: TimeSeries, horizon: Int, windows: Int, step: Int) {
    precondition(windows > 0 && step > 0, "windows stand at rising cutoffs")
    guard let end = series.end else {
      self.init(series, horizon: horizon, cutoffs: [])
      return
    }
    self.init(
      series, horizon: horizon,
      cutoffs: (0..<windows).reversed().map { end - horizon - $0 * step })
  }

  /// Every period with at least `training` observations up to it and `horizon` periods after it, the
  /// last `most` of them.
  init(_ series: TimeSeries, horizon: Int, training: Int, most: Int) {
    guard training > 0, series.count > training, let end = series.end else {
      self.init(series, horizon: horizon, cutoffs: [])
      return
    }
    let last = end - horizon
    let first = max(series.ordinals[training - 1], last - most + 1)
    self.init(series, horizon: horizon, cutoffs: first <= last ? Array(first...last) : [])
  }

  init(_ series: TimeSeries, horizon: Int, cutoffs: [Int]) {
    self.series = series
    self.horizon = horizon
    self.cutoffs = cutoffs
  }

  /// A forecast from one cutoff.
  public struct OriginForecast: Sendable {
    /// The last period that the forecast may see, an ordinal of the series' axis.
    public let cutoff: Int
    /// From the period after the last known value.
    public let forecast: Forecast
    /// The step of `forecast` that is the first period after the cutoff, from 1.
    public let firstStep: Int
  }

  /// Forecasts from what stands up to a cutoff.
  public func forecast(
    _ request: ModelRequest, from cutoff: Int, seasonLength: Int? = nil,
    holidays: [MovingHoliday] = [], allowsNegative: Bool = false
  ) throws(ForecastingError) -> OriginForecast {
    let training = series.upTo(cutoff)
    let skipped = cutoff - (training.end ?? cutoff)
    let fitted = try request.fit(
      to: training, seasonLength: seasonLength, holidays: holidays, allowsNegative: allowsNegative)
    return OriginForecast(
      cutoff: cutoff, forecast: try fitted.forecast(horizon: horizon + skipped),
      firstStep: skipped + 1)
  }
}
