/// The KPSS test of a constant level, and how many differences pass it.
///
/// η = Σ S_t² / (n²·s²), S_t the partial sums of the deviations from the mean, s² the long-run
/// variance with Bartlett weights up to lag trunc(3√n/13). Stationarity is rejected at 5 % when
/// η > 0.463. Source: Kwiatkowski, Phillips, Schmidt & Shin (1992), table 1; the lag is that of
/// Hyndman & Khandakar (2008).
enum LevelStationarity {
  /// η; nil when the long-run variance is zero.
  static func statistic(_ x: [Double]) -> Double? {
    let n = x.count
    guard n > 1 else { return nil }
    let mean = x.reduce(0, +) / Double(n)
    var partial = 0.0
    var squares = 0.0
    for value in x {
      partial += value - mean
      squares += partial * partial
    }
    let lags = Int(3 * Double(n).squareRoot() / 13)
    var variance = 0.0
    for lag in 0...min(lags, n - 1) {
      var sum = 0.0
      for t in lag..<n { sum += (x[t] - mean) * (x[t - lag] - mean) }
      variance += (lag == 0 ? 1 : 2 * (1 - Double(lag) / Double(lags + 1))) * sum
    }
    guard variance > 0 else { return nil }
    return squares / (Double(n) * variance)
  }

  /// The number of differences, at most `most`, after which a constant level is not rejected.
  static func differences(_ x: [Double], most: Int = 2) -> Int {
    var x = x
    var d = 0
    while d < most, !isConstant(x), let statistic = statistic(x), statistic > 0.463 {
      x = differenced(x, lag: 1)
      d += 1
    }
    return d
  }

  /// Whether all values are the first, up to a relative 1.5e-8 in the mean.
  static func isConstant(_ x: [Double]) -> Bool {
    guard let first = x.first else { return true }
    var distance = 0.0
    var size = 0.0
    for value in x where value != first {
      distance += abs(value - first)
      size += abs(value)
    }
    return distance == 0 || distance < 1.5e-8 * size
  }

  /// x_t − x_{t−lag}.
  static func differenced(_ x: [Double], lag: Int) -> [Double] {
    guard x.count > lag else { return [] }
    return (lag..<x.count).map { x[$0] - x[$0 - lag] }
  }
}
