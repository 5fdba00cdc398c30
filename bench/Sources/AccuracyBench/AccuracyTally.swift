import Corridor
import Glibc

/// Sums of accuracy measures over series, defined as in the M4 competition, with the processor time
/// of fitting, forecasting and two intervals a step.
struct AccuracyTally {
  let model: String
  let season: Int
  private var (count, scaled, failed, worse, better) = (0, 0, 0, 0, 0)
  private var (mase, smape, msis, inside80, inside95, seconds) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

  init(model: String, season: Int) {
    self.model = model
    self.season = season
  }

  static let header =
    "model,n,failed,mase,smape,msis95,cover80,cover95,series_per_cpu_s,likelihood_worse,"
    + "likelihood_better"

  mutating func add(
    _ series: TimeSeries, _ actual: TimeSeries, _ text: String, reference: Double?
  ) {
    guard let end = series.end else { return }
    let started = Self.processorSeconds()
    guard let request = try? ModelRequest(text),
      let fitted = try? request.fit(to: series, seasonLength: season),
      let forecast = try? fitted.forecast(horizon: actual.count)
    else {
      failed += 1
      if getenv("SHOW") != nil { print("failed", series.id, text) }
      return
    }
    // As `corridor forecast` does: one table of standard quantiles a forecast.
    var table = QuantileTable()
    func ends(_ tail: Double) -> [(low: Double, high: Double)] {
      forecast.distributions.map {
        ($0.quantile(tail, using: &table), $0.quantile(1 - tail, using: &table))
      }
    }
    let wide = ends(0.025)
    let narrow = ends(0.1)
    seconds += Self.processorSeconds() - started
    if let reference, let ours = fitted.fitted.logLikelihood {
      let gap = (ours - reference) / max(1, abs(reference))
      if gap < -1e-6 { worse += 1 } else if gap > 1e-6 { better += 1 }
    }
    let y = series.values
    let m = season < y.count ? season : 1
    let unit =
      (m..<y.count).reduce(0) { $0 + abs(y[$1] - y[$1 - m]) } / Double(max(1, y.count - m))
    count += 1
    if unit > 0 { scaled += 1 }
    let h = Double(actual.count)
    for (ordinal, value) in zip(actual.ordinals, actual.values) {
      let step = ordinal - end - 1
      let median = forecast.distributions[step].median
      let (low, high) = wide[step]
      smape += 200 * abs(value - median) / max(1e-300, abs(value) + abs(median)) / h
      if unit > 0 {
        mase += abs(value - median) / unit / h
        msis +=
          (high - low + 40 * max(0, low - value) + 40 * max(0, value - high)) / unit / h
      }
      if value >= low, value <= high { inside95 += 1 / h }
      if value >= narrow[step].low, value <= narrow[step].high { inside80 += 1 / h }
    }
  }

  var row: String {
    let n = Double(max(1, count))
    let s = Double(max(1, scaled))
    let numbers = [
      mase / s, smape / n, msis / s, inside80 / n, inside95 / n, n / max(seconds, 1e-9),
    ]
    return "\(model),\(count),\(failed),"
      + numbers.map { NumberText.shortest(SignificantDigits.round($0, to: 5)) }
      .joined(separator: ",") + ",\(worse),\(better)"
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
