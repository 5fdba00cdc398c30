internal import Glibc

/// min ‖y − Xβ‖₂ by column scaling, column-pivoted QR and refinement of the augmented system.
///
/// Columns are scaled by powers of two: scaling to unit norm would round the data, which alone costs
/// digits on ill-conditioned sets. Rank is judged on the scaled columns; of columns that depend on each
/// other the last ones in the order given are left out. XᵀX is never formed.
///
/// Source: LAPACK DGEQP3; Björck (1967) and Higham (2002), 20.5, for the refinement of
/// f = y − r − Xβ, g = −Xᵀr with double-double residuals. Checked: NIST StRD, all 11 linear sets.
public enum LeastSquares {
  /// Limits and extras of a solution.
  public struct Options: Sendable {
    /// A pivot at or under this share of the largest one counts as zero.
    public var rcond = 1e-12
    /// Whether to refine in double-double until the corrections stagnate. Without it the answer
    /// has the accuracy of plain QR, at a fraction of the time.
    public var refines = true
    /// n·p² up to which (XᵀX)⁻¹ is formed in double-double (about 10 ms at the limit).
    public var extendedCovarianceLimit = 200_000
    /// For each column the norm up to which what it holds is no information, such as the error of
    /// an iteration that made it, in the unit of the column; nil: rounding alone.
    public var columnErrors: [Double]?

    /// `rcond` 1e-12, with refinement, no column errors.
    public init() {}
  }

  /// Solves one problem.
  ///
  /// - Parameter design: X, n × p, finite. Units: free per column.
  /// - Parameter designLow: what X's elements lost when they were rounded to double, n × p, or nil.
  /// - Parameter response: y, length n, finite.
  /// - Parameter responseLow: what y lost, length n, or nil.
  /// - Returns: β̂ (dropped columns 0), residuals, rank, and what inference needs.
  /// - Throws: `.shapeMismatch`, `.nonFinite`; collinear columns are no error, they are reported.
  /// - Complexity: O(n·p²) time, one copy of X.
  public static func solve(
    design: Matrix, designLow: Matrix? = nil, response: [Double], responseLow: [Double]? = nil,
    options: Options = Options()
  ) throws(LinearAlgebraError) -> LeastSquaresSolution {
    let (n, p) = (design.rows, design.columns)
    guard response.count == n else {
      throw .shapeMismatch(what: "response", needed: n, found: response.count)
    }
    if let designLow, designLow.elements.count != design.elements.count {
      throw .shapeMismatch(
        what: "low part of the design", needed: design.elements.count,
        found: designLow.elements.count)
    }
    if let responseLow, responseLow.count != n {
      throw .shapeMismatch(what: "low part of the response", needed: n, found: responseLow.count)
    }
    try design.requireFinite()
    try requireFinite(response)

    let problem = ScaledProblem(
      design: design, designLow: designLow, response: response, responseLow: responseLow)
    let factorization = try PivotedQR(problem.scaled)
    let errors = options.columnErrors.map { errors in
      errors.indices.map { scalbn(errors[$0], problem.exponents[$0]) }
    }
    if let places = try IndependentColumns.chosen(
      factorization, rcond: options.rcond, errors: errors)
    {
      return try solve(
        design, designLow, places, response: response, responseLow: responseLow, options: options)
    }
    let rank = factorization.rank(rcond: options.rcond)
    let kept = Array(factorization.pivots.prefix(rank))
    let upper = factorization.triangularFactor(order: rank)
    var state = try AugmentedRefinement(
      problem: problem, factorization: factorization, upper: upper, kept: kept)
    if options.refines { try state.refine() }

    var extended: Matrix?
    if options.refines, n * rank * rank <= options.extendedCovarianceLimit {
      extended = DoubleDoubleQR.inverseGram(columns: kept.map(problem.extendedColumn))
    }
    let scaledInverseGram: Matrix
    if let extended {
      scaledInverseGram = extended
    } else {
      scaledInverseGram = try plainInverseGram(upper)
    }

    var coefficients = [Double](repeating: 0, count: p)
    for (k, j) in kept.enumerated() {
      coefficients[j] = scalbn(state.coefficients[k].value, problem.exponents[j])
    }
    return LeastSquaresSolution(
      coefficients: coefficients, residuals: state.residuals.map(\.value),
      residualSumOfSquares: state.residualSumOfSquares, rank: rank, kept: kept,
      dropped: Array(factorization.pivots.dropFirst(rank)).sorted(),
      condition: factorization.condition(rank: rank), refinements: state.steps,
      scaledInverseGram: scaledInverseGram, exponents: problem.exponents)
  }

  /// The problem of some of the columns, its solution among all of them.
  private static func solve(
    _ design: Matrix, _ designLow: Matrix?, _ places: [Int], response: [Double],
    responseLow: [Double]?, options: Options
  ) throws(LinearAlgebraError) -> LeastSquaresSolution {
    func selected(_ matrix: Matrix) throws(LinearAlgebraError) -> Matrix {
      try Matrix(columns: places.map { matrix.column($0).copied().elements }, rows: matrix.rows)
    }
    var low: Matrix?
    if let designLow { low = try selected(designLow) }
    var fewer = options
    fewer.columnErrors = options.columnErrors.map { errors in places.map { errors[$0] } }
    let part = try solve(
      design: selected(design), designLow: low, response: response, responseLow: responseLow,
      options: fewer)
    var coefficients = [Double](repeating: 0, count: design.columns)
    var exponents = [Int](repeating: 0, count: design.columns)
    for (k, j) in places.enumerated() {
      coefficients[j] = part.coefficients[k]
      exponents[j] = part.exponents[k]
    }
    let kept = part.kept.map { places[$0] }
    let isKept = Set(kept)
    return LeastSquaresSolution(
      coefficients: coefficients, residuals: part.residuals,
      residualSumOfSquares: part.residualSumOfSquares, rank: part.rank, kept: kept,
      dropped: (0..<design.columns).filter { !isKept.contains($0) }, condition: part.condition,
      refinements: part.refinements, scaledInverseGram: part.scaledInverseGram,
      exponents: exponents)
  }

  /// (RᵀR)⁻¹ of an upper triangular R.
  static func plainInverseGram(_ upper: Matrix) throws(LinearAlgebraError) -> Matrix {
    let inverse = try upper.solveTriangular(.upper, rightSide: .identity(upper.rows))
    return try inverse.multiplied(by: inverse, .transposed)
  }
}

/// The outcome of `LeastSquares.solve`.
public struct LeastSquaresSolution: Sendable {
  /// β̂, length p, unit of y per unit of column; exactly 0 for dropped columns.
  public let coefficients: [Double]
  /// y − Xβ̂, length n.
  public let residuals: [Double]
  /// Σ residual², as a pair.
  public let residualSumOfSquares: DoubleDouble
  /// The number of columns in use, 0…p.
  public let rank: Int
  /// The columns in use, in pivot order (from 0).
  public let kept: [Int]
  /// The columns left out as linear combinations of the kept ones, rising (from 0).
  public let dropped: [Int]
  /// Estimated 1-norm condition number of the kept, scaled columns.
  public let condition: Double
  /// Refinement steps that were taken.
  public let refinements: Int
  let scaledInverseGram: Matrix
  let exponents: [Int]

  /// ((XᵀX)⁻¹) of the kept columns at original columns (i, j); nil for a dropped one.
  public func inverseGram(_ i: Int, _ j: Int) -> Double? {
    guard let a = kept.firstIndex(of: i), let b = kept.firstIndex(of: j) else { return nil }
    return scalbn(scaledInverseGram[a, b], exponents[i] + exponents[j])
  }
}
