internal import Glibc

/// The F distribution with ν₁ (numerator) and ν₂ (denominator) degrees of freedom; either may be
/// infinite.
///
/// Source: DLMF 8.17; P(F > f) = I_{ν₂/(ν₂+ν₁f)}(ν₂/2, ν₁/2). Checked: R `pf`, `qf`; mpmath.
public enum FDistribution {
  /// P(F > f), small values to full relative precision.
  ///
  /// - Parameters:
  ///   - f: the statistic, no unit; 1 is returned for f ≤ 0.
  ///   - numerator: ν₁ > 0.
  ///   - denominator: ν₂ > 0.
  /// - Returns: a probability; NaN for an f that is NaN or degrees of freedom that are not positive.
  public static func upperTail(
    _ f: Double, numerator nu1: Double, denominator nu2: Double
  ) -> Double {
    guard !f.isNaN, nu1 > 0, nu2 > 0 else { return .nan }
    guard f > 0 else { return 1 }
    guard f.isFinite else { return 0 }
    if nu1.isInfinite, nu2.isInfinite { return f < 1 ? 1 : f > 1 ? 0 : 0.5 }
    if nu2.isInfinite { return ChiSquared.upperTail(nu1 * f, degreesOfFreedom: nu1) }
    if nu1.isInfinite { return ChiSquared.cumulative(nu2 / f, degreesOfFreedom: nu2) }
    let (x, complement) = shares(f, nu1, nu2)
    return SpecialFunctions.incompleteBeta(x, complement: complement, a: nu2 / 2, b: nu1 / 2)
  }

  /// P(F ≤ f), small values to full relative precision. Arguments and NaN as in `upperTail`.
  public static func cumulative(
    _ f: Double, numerator nu1: Double, denominator nu2: Double
  ) -> Double {
    guard !f.isNaN, nu1 > 0, nu2 > 0 else { return .nan }
    guard f > 0 else { return 0 }
    guard f.isFinite else { return 1 }
    // F(ν₁, ν₂) is the reciprocal of F(ν₂, ν₁).
    if nu1.isInfinite || nu2.isInfinite {
      return upperTail(1 / f, numerator: nu2, denominator: nu1)
    }
    let (x, complement) = shares(f, nu1, nu2)
    return SpecialFunctions.incompleteBeta(complement, complement: x, a: nu1 / 2, b: nu2 / 2)
  }

  /// The p-quantile, p in [0, 1]: 0 and infinity at the ends, NaN outside or for degrees of freedom
  /// that are not positive.
  ///
  /// Newton steps on the logarithm of the smaller tail as a function of log f, kept inside a bracket
  /// by bisection, to the last few ulps of log f.
  public static func quantile(
    _ p: Double, numerator nu1: Double, denominator nu2: Double
  ) -> Double {
    guard p >= 0, p <= 1, nu1 > 0, nu2 > 0 else { return .nan }
    guard p > 0 else { return 0 }
    guard p < 1 else { return .infinity }
    if nu1.isInfinite, nu2.isInfinite { return 1 }
    let lower = p <= 0.5
    let target = lower ? p : 1 - p
    func tail(_ u: Double) -> Double {
      lower
        ? cumulative(exp(u), numerator: nu1, denominator: nu2)
        : upperTail(exp(u), numerator: nu1, denominator: nu2)
    }
    // In v = ±log f the chosen tail rises.
    let sign = lower ? 1.0 : -1.0
    var (low, high, step) = (-1.0, 1.0, 1.0)
    while tail(sign * low) > target, low > -700 {
      step *= 2
      low -= step
    }
    step = 1
    while tail(sign * high) < target, high < 700 {
      step *= 2
      high += step
    }
    var v = 0.5 * (low + high)
    for _ in 0..<200 {
      let value = tail(sign * v)
      let excess = value > 0 ? log(value / target) : -.infinity
      if excess == 0 { break }
      if excess > 0 { high = v } else { low = v }
      let slope = exp(sign * v + logDensity(exp(sign * v), nu1, nu2)) / value
      var next = v - excess / slope
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      let moved = abs(next - v)
      v = next
      if moved <= 2 * v.ulp || moved < 0x1p-60 { break }
    }
    return exp(sign * v)
  }

  /// ν₂/(ν₂ + ν₁f) and ν₁f/(ν₂ + ν₁f), neither losing digits to the other nor overflowing.
  private static func shares(
    _ f: Double, _ nu1: Double, _ nu2: Double
  ) -> (x: Double, complement: Double) {
    let ratio = nu1 / nu2 * f
    return ratio < 1
      ? (1 / (1 + ratio), ratio / (1 + ratio)) : (1 / ratio / (1 / ratio + 1), 1 / (1 / ratio + 1))
  }

  /// The logarithm of the density at f > 0.
  private static func logDensity(_ f: Double, _ nu1: Double, _ nu2: Double) -> Double {
    if nu2.isInfinite {
      return nu1 / 2 * log(nu1 / 2) + (nu1 / 2 - 1) * log(f) - nu1 * f / 2
        - SpecialFunctions.logGamma(nu1 / 2)
    }
    if nu1.isInfinite { return logDensity(1 / f, nu2, nu1) - 2 * log(f) }
    let (x, complement) = shares(f, nu1, nu2)
    return nu1 / 2 * log(complement) + nu2 / 2 * log(x) - log(f)
      + SpecialFunctions.logGamma((nu1 + nu2) / 2) - SpecialFunctions.logGamma(nu1 / 2)
      - SpecialFunctions.logGamma(nu2 / 2)
  }
}
