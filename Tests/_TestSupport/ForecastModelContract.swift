public import Forecasting
public import SeriesCore
internal import StatisticsCore

/// What every catalog entry must keep, whatever the model.
public enum ForecastModelContract {
  /// The broken promises of a model on a series, as sentences; none for a sound model.
  public static func violations(
    of request: ModelRequest, on series: TimeSeries
  ) -> [String] {
    let scale: Scale = request.scale == .log ? .log : .level
    var broken: [String] = []
    func expect(_ condition: Bool, _ sentence: String) {
      if !condition { broken.append("\(request.text) on \(series.id): \(sentence)") }
    }
    guard let fitted = try? request.fit(to: series) else {
      return ["\(request.text) on \(series.id): does not fit"]
    }
    for bad in [0, -1, 100_001, 1_000_000_000] {
      expect((try? fitted.forecast(horizon: bad)) == nil, "horizon \(bad) is taken")
    }
    guard let forecast = try? fitted.forecast(horizon: 9),
      let short = try? fitted.forecast(horizon: 3)
    else { return broken + ["\(request.text) on \(series.id): does not forecast"] }
    expect(forecast.horizon == 9, "length")
    expect(forecast.start == (series.end ?? 0) + 1, "starts after the last observation")
    expect(
      forecast.unit == series.unit && forecast.basis == series.basis, "unit and basis are kept")
    expect(fitted.count == series.count, "n is the number of observations")
    for (h, distribution) in forecast.distributions.enumerated() {
      let median = distribution.median
      expect(median.isFinite, "finite median at step \(h + 1)")
      expect(
        h >= 3 || median == short.distributions[h].median, "a longer horizon changes nothing")
      var previous = (low: median, high: median)
      for level in [50.0, 80, 95, 99] {
        let interval = forecast.interval(step: h + 1, level: level)
        expect(
          interval.low <= previous.low && interval.high >= previous.high,
          "levels are nested at step \(h + 1)")
        expect(interval.low.isFinite && interval.high.isFinite, "finite interval")
        expect(scale == .level || interval.low > 0, "positive on logs")
        previous = interval
      }
      for p in [0.05, 0.5, 0.9] where previous.high > previous.low {
        // What counts as zero is reached by more than one share.
        guard distribution.quantile(p) > 0 || scale != .level else { continue }
        let back = 1 - distribution.atLeast(distribution.quantile(p))
        expect(abs(back - p) < 1e-9, "quantiles invert at step \(h + 1)")
      }
      expect(
        distribution.mean == nil || scale == .level, "no mean on logs with estimated variance")
    }
    return broken + pathViolations(fitted, forecast)
  }

  /// The same seed gives the same path, and the quantiles of many paths are those of the forecast.
  private static func pathViolations(_ fitted: FittedSeries, _ forecast: Forecast) -> [String] {
    let count = 20_000
    let fitted = fitted.prepared(horizon: forecast.horizon)
    var columns = [[Double]](repeating: [], count: forecast.horizon)
    let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: forecast.horizon)
    buffer.initialize(repeating: 0)
    defer { buffer.deallocate() }
    var broken: [String] = []
    for path in 0..<count {
      var random = PhiloxGenerator(seed: 99, series: 1, path: UInt32(path))
      fitted.simulate(into: buffer, using: &random)
      for h in columns.indices { columns[h].append(buffer[h]) }
    }
    var random = PhiloxGenerator(seed: 99, series: 1, path: UInt32(count - 1))
    fitted.simulate(into: buffer, using: &random)
    if zip(buffer, columns).contains(where: { $0 != $1[count - 1] }) {
      broken.append("\(fitted.model): the same seed gives another path")
    }
    for h in [0, 3, forecast.horizon - 1] {
      for p in [0.1, 0.5, 0.9] {
        let quantile = forecast.distributions[h].quantile(p)
        let below = Double(columns[h].count { $0 <= quantile }) / Double(count)
        // 4.5 standard errors of a share: one false alarm in some hundred thousand checks.
        let error = 4.5 * (p * (1 - p) / Double(count)).squareRoot()
        let isPoint =
          forecast.distributions[h].quantile(0.9) == forecast.distributions[h].quantile(0.1)
        // At zero stand all that a model says below it.
        let isCut = quantile == 0
        if !isPoint, !isCut, abs(below - p) > error {
          broken.append(
            "\(fitted.model): \(below) of the paths under the \(p)-quantile at step \(h + 1)")
        }
      }
    }
    return broken
  }
}
