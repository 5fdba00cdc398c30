public import SeriesCore

/// Accuracy of a model on one series over rolling origins: at each origin it is fitted to what came
/// before and judged on what came after.
public struct RollingAccuracy: Sendable {
  public let model: String
  /// Origins with at least one judged forecast.
  public let origins: Int
  /// Judged forecasts, all steps together.
  public let forecasts: Int
  /// Steps ahead that were judged, at most.
  public let horizon: Int
  /// Mean |error| ÷ mean |one-period change| before the origin; nil without a forecast or when the
  /// series never moved.
  public let mase: Double?
  /// Mean 200·|y − f| / (|y| + |f|).
  public let smape: Double?
  /// Share of actuals inside the 80 % and 95 % intervals.
  public let coverage80: Double?
  public let coverage95: Double?

  /// Rolls the origin from the fifth observation, or the model's least, to the last but one, over
  /// the last hundred at most.
  ///
  /// The model works on logs when all values are positive, unless the request names a scale.
  public init(
    of request: ModelRequest, on series: TimeSeries, horizon: Int, seasonLength: Int? = nil,
    minimumTraining: Int = 5
  ) {
    var sums = (scaled: 0.0, percent: 0.0, inside80: 0, inside95: 0)
    var (origins, forecasts, scaledCount) = (0, 0, 0)
    let scale: Scale = series.isPositive ? .log : .level
    // A long series is judged at its last hundred origins: enough to tell, and a bounded cost.
    let firstCut = max(minimumTraining, series.count - 100)
    for cut in stride(from: firstCut, to: series.count, by: 1) {
      let end = series.ordinals[cut - 1]
      let training = series.upTo(end)
      guard
        let fitted = try? request.fit(
          to: training, defaultScale: scale, seasonLength: seasonLength),
        let forecast = try? fitted.forecast(horizon: horizon)
      else { continue }
      let unit = Self.meanChange(training)
      var judged = false
      for place in cut..<series.count where series.ordinals[place] - end <= horizon {
        let step = series.ordinals[place] - end
        let actual = series.values[place]
        let median = forecast.distributions[step - 1].median
        let size = abs(actual) + abs(median)
        if unit > 0 {
          sums.scaled += abs(actual - median) / unit
          scaledCount += 1
        }
        sums.percent += size > 0 ? 200 * abs(actual - median) / size : 0
        for (level, isWide) in [(80.0, false), (95.0, true)] {
          let interval = forecast.interval(step: step, level: level)
          guard actual >= interval.low, actual <= interval.high else { continue }
          if isWide { sums.inside95 += 1 } else { sums.inside80 += 1 }
        }
        forecasts += 1
        judged = true
      }
      if judged { origins += 1 }
    }
    self.model = request.text
    self.origins = origins
    self.forecasts = forecasts
    self.horizon = horizon
    let count = Double(forecasts)
    self.mase = scaledCount > 0 ? sums.scaled / Double(scaledCount) : nil
    self.smape = forecasts > 0 ? sums.percent / count : nil
    self.coverage80 = forecasts > 0 ? Double(sums.inside80) / count : nil
    self.coverage95 = forecasts > 0 ? Double(sums.inside95) / count : nil
  }

  /// Mean absolute change a period over neighbouring observations.
  private static func meanChange(_ series: TimeSeries) -> Double {
    guard series.count > 1 else { return 0 }
    var sum = 0.0
    for i in 1..<series.count {
      let gap = Double(series.ordinals[i] - series.ordinals[i - 1])
      sum += abs(series.values[i] - series.values[i - 1]) / gap
    }
    return sum / Double(series.count - 1)
  }
}
