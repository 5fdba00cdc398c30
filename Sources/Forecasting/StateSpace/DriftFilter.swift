internal import Glibc

/// The Kalman filter of a walk with drift and noise, run on the values and on time together, which gives
/// the drift of generalised least squares and the level at the end as a function of it. Variances are of
/// the variance σ² of an increment; the first level is diffuse.
///
/// Source: augmented filter, Rosenberg (1973); Durbin & Koopman (2012), 5.7. Gaps are exact.
struct DriftFilter: Sendable {
  /// μ̂, a period.
  let drift: Double
  /// w: Var μ̂ / σ².
  let driftVariance: Double
  /// Weighted squares about μ̂.
  let squares: Double
  /// Σ log F of the innovations.
  let logDeterminant: Double
  /// P.
  let levelVariance: Double
  /// B.
  let levelSlope: Double
  private let levelAtZero: Double

  /// - Parameter sample: at least two observations.
  init(_ sample: Sample, noiseShare r: Double) {
    let end = sample.times[sample.count - 1]
    let walk = 1 - 2 * r
    var level = sample.values[0]
    var time = Double(sample.times[0] - end)
    var variance = r
    var (xx, xy, yy, logs) = (0.0, 0.0, 0.0, 0.0)
    for i in 1..<sample.count {
      variance += walk * Double(sample.times[i] - sample.times[i - 1])
      let total = variance + r
      let gain = variance / total
      let y = sample.values[i] - level
      let x = Double(sample.times[i] - end) - time
      xx += x * x / total
      xy += x * y / total
      yy += y * y / total
      logs += log(total)
      level += gain * y
      time += gain * x
      variance = gain * r
    }
    let drift = xy / xx
    self.drift = drift
    driftVariance = 1 / xx
    // From the residuals: no difference of large numbers.
    var (residualLevel, spread) = (sample.values[0] - drift * Double(sample.times[0] - end), r)
    var squares = 0.0
    for i in 1..<sample.count {
      spread += walk * Double(sample.times[i] - sample.times[i - 1])
      let total = spread + r
      let v = sample.values[i] - drift * Double(sample.times[i] - end) - residualLevel
      squares += v * v / total
      residualLevel += spread / total * v
      spread *= r / total
    }
    self.squares = squares
    logDeterminant = logs
    levelVariance = variance
    levelSlope = -time
    levelAtZero = level
  }

  /// The level of the last period under a drift.
  func level(drift: Double) -> Double { levelAtZero + levelSlope * drift }

  /// Weighted squares about another drift.
  func squares(about m: Double) -> Double {
    squares + (drift - m) * (drift - m) / driftVariance
  }
}
