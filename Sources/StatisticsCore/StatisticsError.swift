/// What can go wrong in the statistical core because of the arguments.
public enum StatisticsError: Error, Equatable, Sendable {
  /// A function value of the same sign at both ends: no root is bracketed.
  case notBracketed(low: Double, high: Double)
}
