internal import Glibc

/// The distribution of the place where a two-sided Brownian motion with drift is largest: the limit
/// of an estimated break date.
///
/// V(s) = φ₁·W(−s) − |s|/2 for s < 0 and √ξ·φ₂·W(s) − ξ·|s|/2 for s > 0.
///
/// Source: Bai (1997), appendix B. Checked: R strucchange `confint`.
struct ArgmaxDistribution {
  /// The ratio of the regressors' second moments after and before the break, along the change.
  let ratio: Double
  /// ξ·(φ₂/φ₁)².
  private let scale: Double

  /// - Parameters: ξ, and the error variances before and after the break.
  init(ratio: Double, variances: (before: Double, after: Double)) {
    self.ratio = ratio
    self.scale = ratio * variances.after / variances.before
  }

  /// P(argmax V ≤ x).
  func cumulative(_ x: Double) -> Double {
    let size = abs(x)
    let (xi, phi) = (ratio, scale)
    if x < 0 {
      let share = xi / phi
      return -(size / (2 * .pi)).squareRoot() * exp(-size / 8)
        - phi / xi * (phi + 2 * xi) / (phi + xi)
        * Self.exponentialTimesTail(
          share * (1 + share) * size / 2, (0.5 + share) * size.squareRoot())
        + (size / 2 - 2 + (phi + 2 * xi) * (phi + 2 * xi) / ((phi + xi) * xi))
        * Self.exponentialTimesTail(0, size.squareRoot() / 2)
    }
    let share = xi * xi / phi
    return 1 + (share * size / (2 * .pi)).squareRoot() * exp(-share * size / 8)
      + xi / phi * (2 * phi + xi) / (phi + xi)
      * Self.exponentialTimesTail(
        (phi + xi) * size / 2, (phi + xi / 2) / phi.squareRoot() * size.squareRoot())
      - ((2 * phi + xi) * (2 * phi + xi) / ((phi + xi) * phi) - 2 + share * size / 2)
      * Self.exponentialTimesTail(0, (share * size).squareRoot() / 2)
  }

  /// The p-quantile by bisection; nil when it lies on no finite place.
  func quantile(_ p: Double) -> Double? {
    let atZero = cumulative(0)
    guard atZero.isFinite, ratio > 0, scale > 0 else { return nil }
    let sign = p < atZero ? -1.0 : 1.0
    func isBeyond(_ size: Double) -> Bool {
      let value = cumulative(sign * size)
      return sign < 0 ? value <= p : value >= p
    }
    var (low, high) = (0.0, 1.0)
    while !isBeyond(high) {
      (low, high) = (high, high * 2)
      guard high < 1e9 else { return nil }
    }
    for _ in 0..<200 where high - low > 1e-12 * high {
      let middle = 0.5 * (low + high)
      if isBeyond(middle) { high = middle } else { low = middle }
    }
    return sign * 0.5 * (low + high)
  }

  /// eᵃ·P(Z > b) for b ≥ 0, without overflow when the tail undoes the exponential.
  private static func exponentialTimesTail(_ a: Double, _ b: Double) -> Double {
    guard b > 25 else { return exp(a) * 0.5 * erfc(b / 2.0.squareRoot()) }
    // Mills' ratio: P(Z > b) = φ(b)/b·(1 − 1/b² + 3/b⁴ − 15/b⁶ …), 1e-11 at 25.
    let s = 1 / (b * b)
    let series = 1 - s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s)))
    return exp(a - b * b / 2) * series / (b * (2 * Double.pi).squareRoot())
  }
}
