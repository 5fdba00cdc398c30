internal import LinearAlgebra
internal import StatisticsCore

/// Hausman's question by the two estimates that random effects average: do fixed effects and the series'
/// means say the same?
///
///     (b_W − b_B)′ (V_W + V_B)⁻¹ (b_W − b_B) ÷ k ~ F(k, ν)
///
/// Within and between estimates are independent, and their contrast is in large samples Hausman's own
/// statistic. Here V_B has the degrees of freedom of the series' means, ν_B = N − k − 1, which a test by χ²
/// takes for many: by Welch and Satterthwaite ν = 1 ÷ (π²/ν_B + (1 − π)²/ν_W), π = tr((V_W + V_B)⁻¹V_B)/k
/// the part of V_B.
///
/// Source: Hausman & Taylor (1981), proposition 2.1 and appendix; Welch (1947). Checked: size in simulation
/// (`bench/INFERENCE.md`).
struct WithinBetweenTest {
  /// nil where no term is in both regressions, or where one leaves no degree of freedom.
  let test: SpecificationTest?

  init(_ random: RandomEffects) throws(RegressionError) {
    guard let within = random.within,
      let between = try? random.panel.between(), between.degreesOfFreedom > 0
    else {
      test = nil
      return
    }
    let pairs = within.termNames.enumerated().compactMap { place, name in
      between.termNames.firstIndex(of: name).map { (within: place, between: $0) }
    }
    guard !pairs.isEmpty else {
      test = nil
      return
    }
    let (own, other) = (
      try CoefficientCovariance(within, .iid), try CoefficientCovariance(between, .iid)
    )
    // In units of the standard errors of the contrasts.
    let scale = pairs.map {
      (own[$0.within, $0.within] + other[$0.between, $0.between]).squareRoot()
    }
    let k = pairs.count
    var (sum, part) = (Matrix(rows: k, columns: k), Matrix(rows: k, columns: k))
    for (a, i) in pairs.enumerated() {
      for (b, j) in pairs.enumerated() {
        part[a, b] = other[i.between, j.between] / (scale[a] * scale[b])
        sum[a, b] = part[a, b] + own[i.within, j.within] / (scale[a] * scale[b])
      }
    }
    let gap = pairs.indices.map {
      (within.coefficients[pairs[$0].within] - between.coefficients[pairs[$0].between]) / scale[$0]
    }
    guard let factor = try? Cholesky(sum),
      let solved = try? factor.solve(Matrix(columns: [gap])), let shares = try? factor.solve(part)
    else {
      test = nil
      return
    }
    let square = gap.indices.reduce(0) { $0 + gap[$1] * solved[$1, 0] }
    let q = Double(k)
    let share = (0..<k).reduce(0) { $0 + shares[$1, $1] } / q
    let (few, many) = (Double(between.degreesOfFreedom), Double(within.degreesOfFreedom))
    let freedom = 1 / (share * share / few + (1 - share) * (1 - share) / many)
    test = SpecificationTest(
      "hausman:between", square / q, q, freedom,
      pValue: FDistribution.upperTail(square / q, numerator: q, denominator: freedom),
      null: "fixed effects and the means of series agree, as they do with random effects")
  }
}
