internal import LinearAlgebra
internal import StatisticsCore

/// Whether instruments are strong, needed and valid.
///
/// Source: Wooldridge (2010), 5 and 6; checked: R AER `summary.ivreg(diagnostics = TRUE)`. Cragg &
/// Donald (1993) and Stock & Yogo (2005) for the least eigenvalue; Sanderson & Windmeijer (2016) for
/// the conditional F, checked: their equations in numpy.
public enum InstrumentTests {
  /// F of each first stage, Cragg and Donald's statistic, Sanderson and Windmeijer's conditional F of
  /// each endogenous regressor, Wu–Hausman, and Sargan where there are more instruments than
  /// endogenous regressors; none without instruments.
  ///
  /// Instruments that say nothing beside the other terms do not count.
  public static func all(of fit: RegressionFit) throws(RegressionError) -> [SpecificationTest] {
    guard !fit.frame.instruments.isEmpty else { return [] }
    let r = try TestedInstruments(fit)
    let (x, z) = (r.stage.exogenous, r.stage.instruments)
    let p = r.stage.endogenous.terms
    var tests: [SpecificationTest?] = []
    var stages: [Design.Term] = []
    for (j, term) in p.enumerated() {
      tests.append(
        r.f(
          p.count == 1 ? "weak_instruments" : "weak_instruments:" + term.name, r.small[j],
          r.large[j], null: "the instruments say nothing of \(term.name)"))
      stages.append(Design.Term("stage " + term.name, r.large[j].residuals))
    }
    tests.append(try craggDonald(r))
    for j in p.indices { tests.append(try sandersonWindmeijer(r, j)) }
    tests.append(
      r.f(
        "wu_hausman", try r.squares(x.terms + p, r.stage.response),
        try r.squares(x.terms + p + stages, r.stage.response), null: "the regressors are exogenous")
    )
    if z.terms.count > p.count {
      let auxiliary = try r.squares(x + z, Design.Term("residuals", fit.workingResiduals))
      let q = Double(auxiliary.rank - fit.coefficients.count)
      let statistic = Double(fit.count) * (1 - auxiliary.rss / fit.deviance)
      if q > 0 {
        tests.append(
          SpecificationTest(
            "sargan", statistic, q, pValue: ChiSquared.upperTail(statistic, degreesOfFreedom: q),
            null: "the instruments are valid"))
      }
    }
    return tests.compactMap { $0 }
  }

  /// What is to be said of instruments too weak for the intervals that are printed: a conditional F
  /// under 10 (Staiger & Stock 1997), or Cragg and Donald's statistic under the value at which a test
  /// of 5 % rejects a true coefficient at most 10 % of the time (Stock & Yogo 2005, table 5.2).
  public static func weakness(of fit: RegressionFit) throws(RegressionError) -> [String] {
    guard !fit.frame.instruments.isEmpty else { return [] }
    let r = try TestedInstruments(fit)
    let p = r.stage.endogenous.terms
    var messages: [String] = []
    func short(_ value: Double) -> String {
      let tenths = (value * 10).rounded(.toNearestOrAwayFromZero)
      return tenths.isFinite && abs(tenths) < 1e12
        ? "\(Int(tenths) / 10).\(abs(Int(tenths)) % 10)" : "\(value)"
    }
    for j in p.indices {
      guard let f = try sandersonWindmeijer(r, j)?.statistic, f < 10 else { continue }
      messages.append(
        "weak instruments: the first-stage F of \(p[j].name) is \(short(f)), under 10: the estimate "
          + "leans to least squares and its interval is too narrow")
    }
    let limits = StockYogo.sizeLimits(endogenous: p.count)
    let q = r.stage.instruments.terms.count
    if messages.isEmpty, let statistic = try craggDonald(r)?.statistic, q >= p.count,
      let limit = limits.dropFirst(q - p.count).first, statistic < limit
    {
      messages.append(
        "instruments may be weak: Cragg and Donald's statistic \(short(statistic)) is under "
          + "\(limit), Stock and Yogo's value for tests of 5 % that reject at most 10 %")
    }
    return messages
  }

  /// The least eigenvalue of the first stages' F matrix; with one endogenous regressor their F.
  private static func craggDonald(
    _ r: TestedInstruments
  ) throws(RegressionError) -> SpecificationTest? {
    let (m, q) = (r.small.count, r.stage.instruments.terms.count)
    let freedom = r.freedom(after: r.large[0].rank)
    guard freedom > 0 else { return nil }
    // What the instruments explain, and what they leave.
    let explained = (0..<m).map { j in
      zip(r.small[j].residuals, r.large[j].residuals).map { $0 - $1 }
    }
    let rest = r.large.map(\.residuals)
    let eigen: SymmetricEigen
    do throws(LinearAlgebraError) {
      let root = try Cholesky(r.products(rest, divisor: Double(freedom))).factor
      let half = try root.solveTriangular(.lower, rightSide: r.products(explained, divisor: 1))
      eigen = try SymmetricEigen(root.solveTriangular(.lower, rightSide: half.transposed))
    } catch {
      if case .wrongKernel = error { throw .numeric(error) }
      // The instruments explain some combination without error.
      return nil
    }
    guard let least = eigen.values.min() else { return nil }
    return SpecificationTest(
      "first_stage:cragg_donald", least / Double(q), Double(q), Double(freedom), pValue: nil,
      null: "the instruments are weak: compare with Stock and Yogo's values")
  }

  /// F of the instruments for what two-stage least squares on the other endogenous regressors leaves
  /// of one.
  private static func sandersonWindmeijer(
    _ r: TestedInstruments, _ j: Int
  ) throws(RegressionError) -> SpecificationTest? {
    let stage = r.stage
    let others = stage.endogenous.terms.indices.filter { $0 != j }
    var (small, large) = (r.small[j], r.large[j])
    let term = stage.endogenous.terms[j]
    if !others.isEmpty {
      let projected = stage.projections.selecting(others) + stage.exogenous
      let columns = stage.endogenous.terms
      let solution = try WeightedLeastSquares(
        projected.terms, response: term, weights: stage.frame.weights, errors: projected.errors)
      var rest = term.values
      for (place, beta) in zip(solution.kept, solution.coefficients) {
        let column =
          place < others.count ? columns[others[place]] : projected.terms[place]
        for i in rest.indices { rest[i] -= beta * column.values[i] }
      }
      let response = Design.Term("conditional " + term.name, rest)
      small = try r.squares(stage.exogenous, response)
      large = try r.squares(stage.exogenous + stage.instruments, response)
    }
    return r.f(
      "first_stage:sanderson_windmeijer:" + term.name, small, large, less: others.count,
      null: "given the other endogenous regressors the instruments say nothing of \(term.name)")
  }
}

/// The first stages of a fit, and the sums that its tests share.
private struct TestedInstruments {
  struct Squares {
    let rss: Double
    let rank: Int
    let residuals: [Double]
  }

  let stage: FirstStage
  /// Each endogenous regressor on the exogenous terms, and on these and the instruments.
  private(set) var small: [Squares] = []
  private(set) var large: [Squares] = []
  /// Observations less what fixed effects take.
  private let count: Int

  init(_ fit: RegressionFit) throws(RegressionError) {
    stage = try FirstStage(fit.frame, response: fit.frame.response)
    count = fit.count - fit.absorbed
    for term in stage.endogenous.terms {
      small.append(try squares(stage.exogenous, term))
      large.append(try squares(stage.exogenous + stage.instruments, term))
    }
  }

  func freedom(after rank: Int) -> Int { count - rank }

  func squares(
    _ columns: DemeanedTerms, _ response: Design.Term
  ) throws(RegressionError) -> Squares {
    try squares(columns.terms, response, errors: columns.errors)
  }

  func squares(
    _ columns: [Design.Term], _ response: Design.Term, errors: [Double]? = nil
  ) throws(RegressionError) -> Squares {
    let solution = try WeightedLeastSquares(
      columns, response: response, weights: stage.frame.weights, errors: errors)
    return Squares(
      rss: solution.residualSumOfSquares.value, rank: solution.kept.count,
      residuals: solution.residuals)
  }

  /// Σ w a b of columns, over a divisor.
  func products(_ columns: [[Double]], divisor: Double) -> Matrix {
    let weights = stage.frame.weights
    let rows = columns.map { column in
      column.indices.map { column[$0] * (weights?[$0] ?? 1).squareRoot() }
    }
    var result = CoefficientCovariance.crossProduct(rows)
    for i in 0..<result.rows {
      for j in 0..<result.columns { result[i, j] /= divisor }
    }
    return result
  }

  /// - Parameter less: degrees of freedom of the numerator that others have taken.
  func f(
    _ name: String, _ small: Squares, _ large: Squares, less: Int = 0, null: String
  ) -> SpecificationTest? {
    let (q, freedom) = (Double(large.rank - small.rank - less), Double(count - large.rank))
    guard q > 0, freedom > 0, large.rss > 0 else { return nil }
    let statistic = (small.rss - large.rss) / q / (large.rss / freedom)
    return SpecificationTest(
      name, statistic, q, freedom,
      pValue: FDistribution.upperTail(statistic, numerator: q, denominator: freedom), null: null)
  }
}

/// Critical values of weak instruments.
///
/// Source: Stock & Yogo (2005), table 5.2: maximal size 10 % of a Wald test of 5 %.
enum StockYogo {
  /// From as many instruments as endogenous regressors on, one more each; empty where there is no
  /// table.
  static func sizeLimits(endogenous: Int) -> [Double] {
    switch endogenous {
    case 1: [16.38, 19.93, 22.30, 24.58, 26.87, 29.18, 31.50, 33.84, 36.19, 38.54]
    case 2: [7.03, 13.43, 16.87, 19.45, 21.68, 23.72, 25.64, 27.51, 29.32]
    default: []
    }
  }
}
