internal import Glibc

/// Student's t with ν degrees of freedom; ν = ∞ is the normal distribution.
public enum StudentT {
  /// P(T ≤ t), both tails to full relative precision.
  ///
  /// Source: DLMF 8.17; P(T > |t|) = ½·I_{ν/(ν+t²)}(ν/2, ½).
  public static func cumulative(_ t: Double, degreesOfFreedom nu: Double) -> Double {
    guard !t.isNaN, nu > 0 else { return .nan }
    guard nu.isFinite else { return Normal.cumulative(t) }
    guard t.isFinite else { return t < 0 ? 0 : 1 }
    let square = t * t
    let tail: Double
    if square > nu * 1e30 {
      // x would lose its complement; the leading term of the tail is exact there.
      tail = SpecialFunctions.incompleteBeta(nu / square, complement: 1, a: nu / 2, b: 0.5) / 2
    } else {
      let total = nu + square
      tail =
        SpecialFunctions.incompleteBeta(
          nu / total, complement: square / total, a: nu / 2, b: 0.5) / 2
    }
    return t < 0 ? tail : 1 - tail
  }

  /// P(T > t).
  public static func upperTail(_ t: Double, degreesOfFreedom nu: Double) -> Double {
    cumulative(-t, degreesOfFreedom: nu)
  }

  /// The density at t, for ν > 0; that of the standard normal at ν = ∞.
  public static func density(_ t: Double, degreesOfFreedom nu: Double) -> Double {
    guard nu.isFinite else { return Normal.density(t) }
    let logFront =
      SpecialFunctions.logGamma((nu + 1) / 2) - SpecialFunctions.logGamma(nu / 2)
      - 0.5 * log(nu * Double.pi)
    return exp(logFront - (nu + 1) / 2 * log1p(t * t / nu))
  }

  /// The p-quantile, p in [0, 1]; infinite at the ends, NaN outside.
  ///
  /// Closed forms for ν = 1 and 2; else Newton steps on the distribution function, kept inside a
  /// bracket by bisection, to the last few ulps.
  public static func quantile(_ p: Double, degreesOfFreedom nu: Double) -> Double {
    guard p >= 0, p <= 1, nu > 0 else { return .nan }
    guard nu.isFinite else { return Normal.quantile(p) }
    guard p > 0 else { return -.infinity }
    guard p < 1 else { return .infinity }
    guard p != 0.5 else { return 0 }
    guard p > 0.5 else { return -upperQuantile(p, nu) }
    return upperQuantile(1 - p, nu)
  }

  /// The t ≥ 0 with P(T > t) = `tail` ≤ ½. In terms of the tail, small levels lose no digits.
  private static func upperQuantile(_ tail: Double, _ nu: Double) -> Double {
    if nu == 1 { return 1 / tan(Double.pi * tail) }
    if nu == 2 { return (1 - 2 * tail) / (2 * tail * (1 - tail)).squareRoot() }
    var (low, high) = (0.0, 1.0)
    while upperTail(high, degreesOfFreedom: nu) > tail, high < 1e300 {
      low = high
      high *= 4
    }
    var t = min(max(-Normal.quantile(tail), low), high)
    for _ in 0..<200 {
      let excess = upperTail(t, degreesOfFreedom: nu) - tail
      if excess == 0 { return t }
      if excess > 0 { low = t } else { high = t }
      var next = t + excess / density(t, degreesOfFreedom: nu)
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - t) <= 4 * t.ulp { return next }
      t = next
    }
    return t
  }
}
