internal import Glibc

/// The lag of a Bartlett kernel.
///
/// Source: Newey & West (1987, 1994); sandwich `bwNeweyWest`.
enum NeweyWest {
  /// 1.1447 ((s₁/s₀)² n)^(1/3), s from the sum of the scores of all terms but the intercept up to lag
  /// 4 (n/100)^(2/9), with prewhitened scores 3 (n/100)^(2/9); its whole part is the lag.
  ///
  /// - Parameter observations: n before prewhitening took the first.
  static func bandwidth(
    _ scores: [[Double]], names: [String], observations: Int
  ) -> Double {
    let n = scores.first?.count ?? 0
    let used = KernelWeighting.slopes(names)
    let h = (0..<n).map { t in used.reduce(0) { $0 + scores[$1][t] } }
    let reach = observations > n ? 3.0 : 4.0
    let most = min(n - 1, Int(reach * pow(Double(observations) / 100, 2.0 / 9)))
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
    return min(Double(n - 1), 1.1447 * cbrt(ratio * ratio * Double(observations)))
  }
}
