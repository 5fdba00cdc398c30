internal import StatisticsCore

/// The test of one break at a known place: are all coefficients the same before and after it?
///
/// F = ((RSS₀ − RSS₁ − RSS₂)/k) ÷ ((RSS₁ + RSS₂)/(n − 2k)), F-distributed with k and n − 2k degrees
/// of freedom under normal errors of one variance.
///
/// Source: Chow (1960). Checked: R strucchange `Fstats`, and `pf`.
public struct ChowTest: Sendable {
  /// The observations before the break.
  public let breakAfter: Int
  /// F, no unit.
  public let statistic: Double
  /// k, the terms.
  public let numeratorDegrees: Int
  /// n − 2k.
  public let denominatorDegrees: Int
  /// Over all observations, and the sum over both segments, in the response's unit squared.
  public let residualSumsOfSquares: (whole: Double, split: Double)

  /// P(F > statistic) when nothing breaks.
  public var pValue: Double {
    FDistribution.upperTail(
      statistic, numerator: Double(numeratorDegrees), denominator: Double(denominatorDegrees))
  }

  /// - Parameters:
  ///   - design: n × k, rows in time order.
  ///   - response: y, length n.
  ///   - breakAfter: the observations before the break, more than k, as many as must follow it.
  /// - Throws: `RegressionError.tooShort` for a segment that has no more than k observations,
  ///   `.collinear` naming the segment, `.exactFit`, `.lengthMismatch`, `.nonFinite`, `.invalid`.
  public init(
    _ design: Design, response: [Double], breakAfter: Int
  ) throws(RegressionError) {
    let sample = try BreakSample(design, response)
    let (n, k) = (sample.count, sample.terms)
    guard breakAfter > 0, breakAfter < n else {
      throw .invalid(
        argument: "break",
        detail: "after \(breakAfter) of \(n) observations; 1 to \(n - 1) is possible"
      )
    }
    guard min(breakAfter, n - breakAfter) > k else {
      throw .tooShort(needed: k + 1, found: min(breakAfter, n - breakAfter))
    }
    let whole = try sample.fullFit(0..<n).residualSumOfSquares
    let split =
      try sample.fullFit(0..<breakAfter).residualSumOfSquares
      + sample.fullFit(breakAfter..<n).residualSumOfSquares
    guard split > sample.exactLimit else { throw .exactFit }
    self.breakAfter = breakAfter
    self.numeratorDegrees = k
    self.denominatorDegrees = n - 2 * k
    self.residualSumsOfSquares = (whole, split)
    self.statistic = max(0, whole - split) / Double(k) / (split / Double(n - 2 * k))
  }
}
