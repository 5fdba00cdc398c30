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
