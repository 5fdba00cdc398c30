public import LinearAlgebra

/// Mean, standard deviation and autocorrelation, accumulated in double-double.
///
/// Source: the defining formulae in two passes; with pairs of doubles no shift or update formula is
/// needed. Checked: NIST StRD univariate sets.
public struct Descriptive: Sendable {
  /// n, the number of values, at least 1.
  public let count: Int
  /// x̄, in the unit of the values.
  public let mean: Double
  /// Denominator n − 1; NaN for fewer than two values.
  public let standardDeviation: Double
  /// r₁ = Σ (x_t − x̄)(x_{t−1} − x̄) / Σ (x_t − x̄)²; NaN when the values do not vary.
  public let autocorrelation: Double

  /// - Parameter values: at least one, finite.
  public init(_ values: [Double]) {
    self.init(extended: values.map { DoubleDouble($0) })
  }

  /// The same for values known to more digits than one double holds.
  public init(extended values: [DoubleDouble]) {
    precondition(!values.isEmpty, "statistics need a value")
    let n = DoubleDouble(Double(values.count))
    let mean = values.reduce(.zero, +) / n
    var (square, product) = (DoubleDouble.zero, DoubleDouble.zero)
    var previous: DoubleDouble?
    for value in values {
      let deviation = value - mean
      square = square + deviation * deviation
      if let previous { product = product + deviation * previous }
      previous = deviation
    }
    self.count = values.count
    self.mean = mean.value
    self.standardDeviation =
      values.count > 1
      ? (square / DoubleDouble(Double(values.count - 1))).squareRoot().value : .nan
    self.autocorrelation = square.high > 0 ? (product / square).value : .nan
  }
}
