internal import LinearAlgebra
internal import StatisticsCore

/// Whether instruments are strong, needed and valid.
///
/// Source: Wooldridge (2010), 5 and 6; checked: R AER `summary.ivreg(diagnostics = TRUE)`.
public enum InstrumentTests {
  /// First-stage F of each endogenous regressor, Wu–Hausman, and Sargan where there are more
  /// instruments than endogenous regressors; none without instruments.
  public static func all(of fit: RegressionFit) throws(RegressionError) -> [SpecificationTest] {
    let frame = fit.frame
    guard !frame.instruments.isEmpty else { return [] }
    var within = [frame.response] + frame.terms + frame.endogenous + frame.instruments
    if !frame.effects.isEmpty { within = try LinearRegression.demeaned(within, frame: frame) }
    let (y, rest) = (within[0], Array(within.dropFirst()))
    let x = Array(rest.prefix(frame.terms.count))
    let p = Array(rest.dropFirst(x.count).prefix(frame.endogenous.count))
    let z = Array(rest.suffix(frame.instruments.count))
    let n = fit.count - fit.absorbed
    func squares(
      _ columns: [Design.Term], _ response: Design.Term
    ) throws(RegressionError) -> (rss: Double, rank: Int, residuals: [Double]) {
      let solution = try WeightedLeastSquares(columns, response: response, weights: frame.weights)
      return (solution.residualSumOfSquares.value, solution.kept.count, solution.residuals)
    }
    func f(
      _ name: String, _ small: (rss: Double, rank: Int, residuals: [Double]),
      _ large: (rss: Double, rank: Int, residuals: [Double]), null: String
    ) -> SpecificationTest? {
      let (q, freedom) = (Double(large.rank - small.rank), Double(n - large.rank))
      guard q > 0, freedom > 0, large.rss > 0 else { return nil }
      let statistic = (small.rss - large.rss) / q / (large.rss / freedom)
      return SpecificationTest(
        name, statistic, q, freedom,
        pValue: FDistribution.upperTail(statistic, numerator: q, denominator: freedom),
        null: null)
    }
    var tests: [SpecificationTest?] = []
    var stages: [Design.Term] = []
    for term in p {
      let large = try squares(x + z, term)
      tests.append(
        f(
          p.count == 1 ? "weak_instruments" : "weak_instruments:" + term.name,
          x.isEmpty ? (Self.square(term, frame), 0, []) : try squares(x, term), large,
          null: "the instruments say nothing of \(term.name)"))
      stages.append(Design.Term("stage " + term.name, large.residuals))
    }
    tests.append(
      f(
        "wu_hausman", try squares(x + p, y), try squares(x + p + stages, y),
        null: "the regressors are exogenous"))
    if z.count > p.count {
      let total = fit.deviance
      let auxiliary = try squares(x + z, Design.Term("residuals", fit.workingResiduals))
      let q = Double(auxiliary.rank - fit.coefficients.count)
      let statistic = Double(fit.count) * (1 - auxiliary.rss / total)
      if q > 0 {
        tests.append(
          SpecificationTest(
            "sargan", statistic, q, pValue: ChiSquared.upperTail(statistic, degreesOfFreedom: q),
            null: "the instruments are valid"))
      }
    }
    return tests.compactMap { $0 }
  }

  private static func square(_ term: Design.Term, _ frame: ModelFrame) -> Double {
    term.values.indices.reduce(0) {
      $0 + (frame.weights?[$1] ?? 1) * term.values[$1] * term.values[$1]
    }
  }
}
