internal import Glibc
internal import LinearAlgebra

/// Autocorrelation-consistent covariance of scores with Bartlett weights.
///
/// Source: Newey & West (1987), and (1994) for the automatic lag; sandwich `NeweyWest`, `bwNeweyWest`
/// with `prewhite = FALSE`.
enum NeweyWest {
  /// Σ_l w_l (Γ_l + Γ_l′); products reach over rows of one series only.
  static func meat(_ scores: [[Double]], series: [Int32]?, lag: Int) -> Matrix {
    var result = CoefficientCovariance.crossProduct(scores)
    let (k, n) = (scores.count, scores.first?.count ?? 0)
    guard lag > 0 else { return result }
    for l in 1...lag where l < n {
      let weight = 1 - Double(l) / Double(lag + 1)
      for i in 0..<k {
        for j in 0..<k {
          var sum = 0.0
          for t in l..<n where series == nil || series?[t] == series?[t - l] {
            sum += scores[i][t] * scores[j][t - l]
          }
          result[i, j] += weight * sum
          result[j, i] += weight * sum
        }
      }
    }
    return result
  }

  /// The whole part of the bandwidth.
  static func automaticLag(_ scores: [[Double]], names: [String]) -> Int {
    Int(max(0, bandwidth(scores, names: names)))
  }

  /// 1.1447 ((s₁/s₀)² n)^(1/3), s from the sum of the scores of all terms but the intercept up to lag
  /// 4 (n/100)^(2/9).
  static func bandwidth(_ scores: [[Double]], names: [String]) -> Double {
    let n = scores.first?.count ?? 0
    let used = scores.indices.filter { names[$0] != "(Intercept)" || scores.count == 1 }
    let h = (0..<n).map { t in used.reduce(0) { $0 + scores[$1][t] } }
    let most = min(n - 1, Int(4 * pow(Double(n) / 100, 2.0 / 9)))
    func covariance(_ l: Int) -> Double {
      var sum = 0.0
      for t in l..<n { sum += h[t] * h[t - l] }
      return sum / Double(n)
    }
    var (s0, s1) = (covariance(0), 0.0)
    guard s0 > 0, most >= 1 else { return 0 }
    for l in 1...most {
      let c = covariance(l)
      s0 += 2 * c
      s1 += 2 * Double(l) * c
    }
    let ratio = s1 / s0
    guard ratio.isFinite else { return 0 }
    return min(Double(n - 1), 1.1447 * cbrt(ratio * ratio * Double(n)))
  }
}
