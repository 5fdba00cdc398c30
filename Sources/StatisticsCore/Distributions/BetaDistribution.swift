/// The beta distribution with shapes a, b > 0, and the interval of a share that rests on it.
///
/// Source: DLMF 8.17. Checked: R `pbeta`, `qbeta`.
public enum BetaDistribution {
  /// P(X ≤ x).
  public static func cumulative(_ x: Double, a: Double, b: Double) -> Double {
    guard !x.isNaN, a > 0, b > 0 else { return .nan }
    return SpecialFunctions.incompleteBeta(min(max(x, 0), 1), a: a, b: b)
  }

  /// The p-quantile, p in [0, 1]; NaN outside or for shapes that are not positive.
  ///
  /// Through F: with f the quantile of F(2a, 2b), x = a·f / (a·f + b).
  public static func quantile(_ p: Double, a: Double, b: Double) -> Double {
    guard p >= 0, p <= 1, a > 0, b > 0 else { return .nan }
    guard p > 0 else { return 0 }
    guard p < 1 else { return 1 }
    let f = FDistribution.quantile(p, numerator: 2 * a, denominator: 2 * b)
    return f.isFinite ? 1 / (1 + b / (a * f)) : 1
  }
}
