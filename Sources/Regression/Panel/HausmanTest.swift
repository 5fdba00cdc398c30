internal import LinearAlgebra
internal import StatisticsCore

/// Whether random effects may be used: whether their estimates differ from those with fixed effects,
/// which hold when the terms know of the effects too.
///
///     (b_W − b_R)′ (V_W − V_R)⁻¹ (b_W − b_R) ~ χ²(k)
///
/// over the terms that vary within series, the covariances those of independent errors of one
/// variance, which the test takes for granted.
///
/// Source: Hausman (1978). Checked: R plm, `phtest`.
public struct HausmanTest: Sendable {
  /// nil when V_W − V_R is singular, or so far from positive definite that the statistic is negative
  /// (R's `phtest` gives its absolute value).
  public let test: SpecificationTest?
  /// Whether V_W − V_R is positive definite, as it is in large samples under the null. Where it is not,
  /// its p-value is one of habit: published tests of Munnell's production data rest on such a matrix.
  public let isPositiveDefinite: Bool

  /// - Throws: `.unsupported` when no term varies within a series; `.numeric`.
  public init(_ random: RandomEffects) throws(RegressionError) {
    guard let within = random.within else {
      throw .unsupported(
        "no term varies within a series: there is no fixed effects estimate to test")
    }
    let (fixedCovariance, randomCovariance) = (
      try CoefficientCovariance(within, .iid), try CoefficientCovariance(random.fit, .iid)
    )
    let pairs = within.termNames.enumerated().compactMap { place, name in
      random.fit.termNames.firstIndex(of: name).map { (fixed: place, random: $0) }
    }
    guard !pairs.isEmpty else {
      throw .unsupported("no term is in both the fixed and the random effects regression")
    }
    // In units of the fixed effects' standard errors, so that units do not decide on singularity.
    let scale = pairs.map { fixedCovariance[$0.fixed, $0.fixed].squareRoot() }
    let gap = pairs.indices.map {
      (within.coefficients[pairs[$0].fixed] - random.fit.coefficients[pairs[$0].random]) / scale[$0]
    }
    var difference = Matrix(rows: pairs.count, columns: pairs.count)
    for (a, i) in pairs.enumerated() {
      for (b, j) in pairs.enumerated() {
        difference[a, b] =
          (fixedCovariance[i.fixed, j.fixed] - randomCovariance[i.random, j.random])
          / (scale[a] * scale[b])
      }
    }
    let eigen: SymmetricEigen
    do throws(LinearAlgebraError) { eigen = try SymmetricEigen(difference) } catch {
      throw .numeric(error)
    }
    let least = 1e-12 * eigen.values.reduce(0) { max($0, abs($1)) }
    var statistic = 0.0
    for (place, value) in eigen.values.enumerated() {
      let along = gap.indices.reduce(0) { $0 + eigen.vectors[$1, place] * gap[$1] }
      statistic += abs(value) > least ? along * along / value : .nan
    }
    isPositiveDefinite = eigen.values.allSatisfy { $0 > least }
    let freedom = Double(pairs.count)
    test =
      statistic >= 0
      ? SpecificationTest(
        "hausman", statistic, freedom,
        pValue: ChiSquared.upperTail(statistic, degreesOfFreedom: freedom),
        null: "the terms do not depend on the random effects: fixed and random effects agree")
      : nil
  }
}
