public import LinearAlgebra
internal import StatisticsCore

/// Ordinary least squares: y = Xβ + ε, ε independent with one variance.
///
/// Estimation is `LeastSquares`: columns scaled, pivoted QR, augmented system refined in
/// double-double. Standard errors are s·√((XᵀX)⁻¹)ⱼⱼ with s² = RSS/(n − rank).
///
/// Checked: NIST StRD linear sets to 13 digits and more; R `lm` on Longley.
public struct OLS: Sendable {
  /// The limits of rank and the refinement of `LeastSquares`.
  public var options = LeastSquares.Options()

  /// Makes the estimator with the usual options.
  public init() {}

  /// - Parameter design: n × p columns, finite.
  /// - Parameter response: y with its low parts, length n.
  /// - Returns: estimates in the unit of y per unit of each column.
  /// - Throws: `RegressionError.lengthMismatch`, `.nonFinite`, `.numeric`. Collinear terms are
  ///   dropped and named, not an error.
  public func fit(_ design: Design, response: Design.Term) throws(RegressionError) -> OLSFit {
    guard response.values.count == design.observations else {
      throw .lengthMismatch(
        term: response.name, needed: design.observations, found: response.values.count)
    }
    if let place = response.values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(term: response.name, observation: place)
    }
    do {
      let solution = try LeastSquares.solve(
        design: design.matrix(), designLow: design.lowMatrix(), response: response.values,
        responseLow: response.low, options: options)
      return OLSFit(design: design, response: response, solution: solution)
    } catch {
      throw .numeric(error)
    }
  }
}

/// A fitted regression.
public struct OLSFit: Sendable {
  /// One row of the regression table.
  public struct Coefficient: Sendable, Equatable {
    /// The name of the column.
    public let term: String
    /// β̂, in the unit of y per unit of the column.
    public let estimate: Double
    /// NaN when no degree of freedom is left.
    public let standardError: Double

    /// Estimate ÷ standard error.
    public var statistic: Double { estimate / standardError }
  }

  /// The terms in use, in the order of the design.
  public let coefficients: [Coefficient]
  /// The terms left out because they are linear combinations of others.
  public let droppedTerms: [String]
  /// y − Xβ̂, one an observation, in the unit of y.
  public let residuals: [Double]
  /// Observations.
  public let count: Int
  /// The columns in use, as many as `coefficients`.
  public let rank: Int
  private let residualSquares: DoubleDouble
  private let totalSquares: DoubleDouble
  /// Estimated condition number of the scaled columns.
  public let condition: Double
  private let hasIntercept: Bool
  private let solution: LeastSquaresSolution
  private let names: [String]

  init(design: Design, response: Design.Term, solution: LeastSquaresSolution) {
    let n = design.observations
    let freedom = n - solution.rank
    let sigma =
      freedom > 0 ? (solution.residualSumOfSquares.value / Double(freedom)).squareRoot() : .nan
    self.coefficients = design.terms.indices.compactMap { j in
      guard let variance = solution.inverseGram(j, j) else { return nil }
      return Coefficient(
        term: design.terms[j].name, estimate: solution.coefficients[j],
        standardError: sigma * variance.squareRoot())
    }
    self.droppedTerms = solution.dropped.map { design.terms[$0].name }
    self.residuals = solution.residuals
    self.count = n
    self.rank = solution.rank
    self.residualSquares = solution.residualSumOfSquares
    self.condition = solution.condition
    self.hasIntercept = design.hasIntercept
    self.solution = solution
    self.names = design.terms.map(\.name)
    self.totalSquares = Self.totalSumOfSquares(response, centred: design.hasIntercept)
  }

  private static func totalSumOfSquares(_ response: Design.Term, centred: Bool) -> DoubleDouble {
    let values = response.values.indices.map {
      DoubleDouble(response.values[$0], response.low?[$0] ?? 0)
    }
    guard !values.isEmpty else { return .zero }
    let mean =
      centred
      ? values.reduce(.zero, +) / DoubleDouble(Double(values.count)) : DoubleDouble.zero
    return values.reduce(DoubleDouble.zero) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// RSS = Σ (y − Xβ̂)², in the unit of y squared.
  public var residualSumOfSquares: Double { residualSquares.value }

  /// Σ (y − ȳ)² with an intercept, Σ y² without.
  public var totalSumOfSquares: Double { totalSquares.value }

  /// n − rank.
  public var degreesOfFreedom: Int { count - rank }

  /// s = √(RSS/(n − rank)); NaN when no degree of freedom is left.
  public var residualStandardDeviation: Double {
    degreesOfFreedom > 0
      ? (residualSumOfSquares / Double(degreesOfFreedom)).squareRoot() : .nan
  }

  /// 1 − RSS/TSS, the difference taken on pairs so that a small R² keeps its digits.
  public var rSquared: Double { ((totalSquares - residualSquares) / totalSquares).value }

  /// The F statistic of all terms but the intercept.
  public var fStatistic: Double {
    let model = rank - (hasIntercept ? 1 : 0)
    return (totalSquares - residualSquares).value / Double(model)
      / (residualSumOfSquares / Double(degreesOfFreedom))
  }

  /// The two-sided p-value of a coefficient by Student's t.
  public func pValue(_ coefficient: Coefficient) -> Double {
    2
      * StudentT.upperTail(
        abs(coefficient.statistic), degreesOfFreedom: Double(degreesOfFreedom))
  }

  /// The two-sided interval of a coefficient at `level` percent by Student's t.
  public func confidenceInterval(
    _ coefficient: Coefficient, level: Double = 95
  ) -> (low: Double, high: Double) {
    let t = StudentT.quantile(0.5 + level / 200, degreesOfFreedom: Double(degreesOfFreedom))
    let width = t * coefficient.standardError
    return (coefficient.estimate - width, coefficient.estimate + width)
  }

  /// The estimate of a term by name; nil when it was dropped or never there.
  public subscript(term: String) -> Coefficient? { coefficients.first { $0.term == term } }

  /// ((XᵀX)⁻¹)ᵢⱼ for terms i and j of the design; nil for a dropped term.
  public func inverseGram(_ i: Int, _ j: Int) -> Double? { solution.inverseGram(i, j) }

  /// x′β̂ and x′(XᵀX)⁻¹x for a new row x in the order of the design's terms.
  ///
  /// - Returns: the fitted mean, and its variance in units of σ².
  public func predict(_ row: [Double]) -> (mean: Double, leverage: Double) {
    precondition(row.count == names.count, "a row needs one value a term")
    var (mean, leverage) = (0.0, 0.0)
    for i in solution.kept {
      mean += solution.coefficients[i] * row[i]
      for j in solution.kept {
        leverage += row[i] * row[j] * (solution.inverseGram(i, j) ?? 0)
      }
    }
    return (mean, leverage)
  }
}
