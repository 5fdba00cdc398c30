internal import Glibc

/// The quadratic spectral kernel and its bandwidth from first-order autoregressions of the scores.
///
/// b = 1.3221 (α n)^(1/5), α = Σ 4ρ²σ⁴/(1 − ρ)⁸ ÷ Σ σ⁴/(1 − ρ)⁴ over the scores of all terms but the
/// intercept; ρ and σ² = RSS/(n − 1) of each by least squares with a constant.
///
/// Source: Andrews (1991), (5.1), (6.2) and (6.4). Checked: sandwich `bwAndrews`, `weightsAndrews`.
enum AndrewsBandwidth {
  /// Weights of farther lags do not count; as sandwich.
  private static let leastWeight = 1e-7

  /// - Returns: b; 0 when no score varies or leads to the next.
  static func bandwidth(_ scores: [[Double]], names: [String]) -> Double {
    let n = scores.first?.count ?? 0
    guard n > 2 else { return 0 }
    let count = Double(n - 1)
    var (top, bottom) = (0.0, 0.0)
    for place in KernelWeighting.slopes(names) {
      let x = scores[place]
      let (before, after) = (x.dropLast(), x.dropFirst())
      let (meanBefore, meanAfter) = (before.reduce(0, +) / count, after.reduce(0, +) / count)
      var (xx, xy, yy) = (0.0, 0.0, 0.0)
      for (a, b) in zip(before, after) {
        xx += (a - meanBefore) * (a - meanBefore)
        xy += (a - meanBefore) * (b - meanAfter)
        yy += (b - meanAfter) * (b - meanAfter)
      }
      guard xx > 0 else { continue }
      let rho = xy / xx
      let variance = max(0, yy - rho * xy) / count
      let rest = (1 - rho) * (1 - rho)
      let long = variance * variance / (rest * rest)
      top += 4 * rho * rho * long / (rest * rest)
      bottom += long
    }
    let alpha = top / bottom
    guard alpha.isFinite else { return 0 }
    return 1.3221 * pow(alpha * Double(n), 0.2)
  }

  /// w_0 = 1, w_1 …, to the last that counts.
  ///
  /// - Parameter count: of scores; as many weights at most.
  static func weights(bandwidth: Double, count: Int) -> [Double] {
    guard bandwidth > 0 else { return [1] }
    var weights = (0..<max(1, count)).map { weight(Double($0) / bandwidth) }
    while let last = weights.last, abs(last) <= leastWeight { weights.removeLast() }
    return weights
  }

  /// 3/y² (sin y/y − cos y), y = 6πx/5.
  static func weight(_ x: Double) -> Double {
    let y = 6 * Double.pi * x / 5
    let square = y * y
    // The difference loses its digits near zero, where the series has them.
    guard abs(y) > 0.1 else { return 1 - square / 10 * (1 - square / 28 * (1 - square / 54)) }
    return 3 / square * (sin(y) / y - cos(y))
  }
}
