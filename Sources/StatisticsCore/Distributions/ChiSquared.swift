/// The chi-squared distribution with ν degrees of freedom.
public enum ChiSquared {
  /// P(X ≤ x).
  public static func cumulative(_ x: Double, degreesOfFreedom nu: Double) -> Double {
    SpecialFunctions.lowerIncompleteGamma(nu / 2, x / 2)
  }

  /// P(X > x), small values to full relative precision.
  public static func upperTail(_ x: Double, degreesOfFreedom nu: Double) -> Double {
    SpecialFunctions.upperIncompleteGamma(nu / 2, x / 2)
  }
}

/// The F distribution.
public enum FisherF {
  /// P(F > f) with ν₁ and ν₂ degrees of freedom.
  public static func upperTail(_ f: Double, _ nu1: Double, _ nu2: Double) -> Double {
    guard f > 0 else { return 1 }
    return SpecialFunctions.incompleteBeta(nu2 / (nu2 + nu1 * f), a: nu2 / 2, b: nu1 / 2)
  }
}
