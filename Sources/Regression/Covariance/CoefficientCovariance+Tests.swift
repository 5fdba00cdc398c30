internal import LinearAlgebra
internal import StatisticsCore

extension CoefficientCovariance {
  /// The two-sided p-value of an estimate over its standard error.
  ///
  /// - Parameter term: the place of the estimate's term, for degrees of freedom of its own.
  public func pValue(statistic: Double, term: Int? = nil) -> Double {
    guard !statistic.isNaN else { return .nan }
    guard let freedom = degreesOfFreedom(term) else {
      return 2 * Normal.cumulative(-abs(statistic))
    }
    return 2 * StudentT.upperTail(abs(statistic), degreesOfFreedom: freedom)
  }

  private func degreesOfFreedom(_ term: Int?) -> Double? {
    guard let term, let termDegreesOfFreedom else { return degreesOfFreedom }
    return termDegreesOfFreedom[term]
  }

  /// The multiple of a standard error that a central interval reaches; level in percent.
  ///
  /// - Parameter term: the place of the estimate's term, for degrees of freedom of its own.
  public func critical(level: Double, term: Int? = nil) -> Double {
    guard let freedom = degreesOfFreedom(term) else {
      return Normal.quantile(0.5 + level / 200)
    }
    guard freedom > 0 else { return .nan }
    return StudentT.quantile(0.5 + level / 200, degreesOfFreedom: freedom)
  }

  /// Wald's test that some coefficients are zero.
  ///
  /// - Returns: β̂′V⁻¹β̂ ÷ q as an F statistic, or χ² where tests are normal; with `cr2` and `cr3` by
  ///   Hotelling's T² (`BiasReduced`); nil when V is singular, or when η ≤ q − 1.
  package func wald(_ coefficients: [Double], places: [Int]) -> WaldTest? {
    guard !places.isEmpty else { return nil }
    var part = Matrix(rows: places.count, columns: places.count)
    // Scaled to a unit diagonal, so that units do not decide on singularity.
    let scale = places.map { matrix[$0, $0].squareRoot() }
    guard scale.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    for (a, i) in places.enumerated() {
      for (b, j) in places.enumerated() { part[a, b] = matrix[i, j] / (scale[a] * scale[b]) }
    }
    let z = places.enumerated().map { coefficients[$1] / scale[$0] }
    guard let root = try? Cholesky(part).factor else { return nil }
    // ‖L⁻¹z‖².
    var w = z
    for i in w.indices {
      for j in 0..<i { w[i] -= root[i, j] * w[j] }
      w[i] /= root[i, i]
    }
    let square = w.reduce(0) { $0 + $1 * $1 }
    let q = Double(places.count)
    if let reduced {
      let eta = reduced.degreesOfFreedom(places)
      let rest = eta - q + 1
      guard rest > 0 else { return nil }
      let statistic = rest / (eta * q) * square
      return WaldTest(
        statistic: statistic, numerator: q, denominator: rest,
        pValue: FDistribution.upperTail(statistic, numerator: q, denominator: rest))
    }
    guard let degreesOfFreedom else {
      return WaldTest(
        statistic: square, numerator: q, denominator: nil,
        pValue: ChiSquared.upperTail(square, degreesOfFreedom: q))
    }
    return WaldTest(
      statistic: square / q, numerator: q, denominator: degreesOfFreedom,
      pValue: FDistribution.upperTail(square / q, numerator: q, denominator: degreesOfFreedom))
  }
}

/// A joint test of coefficients.
package struct WaldTest: Sendable {
  /// F with a denominator, χ² without.
  package let statistic: Double
  /// q, how many coefficients are tested.
  package let numerator: Double
  /// Degrees of freedom of the errors; nil for χ².
  package let denominator: Double?
  /// P(a statistic as large or larger) when all these coefficients are zero.
  package let pValue: Double
}
