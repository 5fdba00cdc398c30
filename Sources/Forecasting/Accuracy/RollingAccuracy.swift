public import SeriesCore

/// Accuracy of a model on one series over rolling origins: what `backtest` with as many windows and
/// `score` say of it.
public struct RollingAccuracy: Sendable {
  /// The model as the request names it, such as `drift+log`.
  public let model: String
  /// Origins with at least one judged forecast.
  public let origins: Int
  /// Periods after each origin that are judged.
  public let horizon: Int
  /// With intervals of 80 and 95 %, in this order.
  public let measures: AccuracyMeasures

  /// Judged forecasts, all steps together.
  public var forecasts: Int { measures.count }

  /// Periods ahead that are judged, where the series is long enough.
  public static let longestHorizon = 5
  /// Observations before the first origin.
  static let leastTraining = 5
  /// A long series is judged at its last origins: enough to tell, and a bounded cost.
  static let mostOrigins = 40

  /// The periods ahead that leave three origins, five at most, one at least.
  public static func horizon(for series: TimeSeries) -> Int {
    guard series.count > leastTraining, let end = series.end else { return 1 }
    return max(1, min(longestHorizon, end - series.ordinals[leastTraining - 1] - 2))
  }

  /// The record of forecasts that were made elsewhere, such as along known drivers.
  ///
  /// - Parameter measures: of intervals of 80 and 95 %, in this order.
  package init(model: String, origins: Int, horizon: Int, measures: AccuracyMeasures) {
    self.model = model
    self.origins = origins
    self.horizon = horizon
    self.measures = measures
  }

  /// Rolls the origin from the fifth observation, or the model's least, to the last one with a whole
  /// horizon behind it.
  ///
  /// - Parameter horizon: periods ahead; nil for `horizon(for:)`.
  /// - Parameter seasonLength: of the model and of the scale that errors are measured in; nil for the
  ///   usual one of the frequency.
  public init(
    of request: ModelRequest, on series: TimeSeries, horizon: Int? = nil, seasonLength: Int? = nil
  ) {
    let horizon = horizon ?? Self.horizon(for: series)
    let levels: [Double] = [80, 95]
    let season = seasonLength ?? series.frequency.seasonLength
    let rolling = RollingOrigins(
      series, horizon: horizon, training: Self.leastTraining, most: Self.mostOrigins)
    var measures = AccuracyMeasures(levels: levels)
    var origins = 0
    for cutoff in rolling.cutoffs {
      guard
        let origin = try? rolling.forecast(request, from: cutoff, seasonLength: seasonLength)
      else { continue }
      let known = series.ordinals.prefix { $0 <= cutoff }
      let scale = AccuracyScale(
        ordinals: known, values: series.values.prefix(known.count), season: season)
      let before = measures.count
      for step in origin.firstStep...origin.forecast.horizon {
        guard let actual = series.value(at: origin.forecast.start + step - 1) else { continue }
        measures.add(
          actual: actual, point: origin.forecast.distributions[step - 1].median,
          intervals: levels.map { origin.forecast.interval(step: step, level: $0) }, scale: scale)
      }
      if measures.count > before { origins += 1 }
    }
    self.model = request.text
    self.origins = origins
    self.horizon = horizon
    self.measures = measures
  }
}
