internal import Glibc

/// min Σ w·(y − Xβ)² for many rows and few columns, with the accuracy of QR in about one pass.
///
/// Preconditioned Cholesky QR: the QR factor R₀ of a sample of rows makes B = X·R₀⁻¹ nearly
/// orthogonal, so BᵀB can be formed and factored without the loss that XᵀX would suffer. y is
/// carried as a last column, which becomes y − X·b₀ with b₀ the sample's own solution. When the
/// sample is rank-short or B is not nearly orthogonal after three rounds (each takes the last R as
/// R₀), blocks of rows are reduced by Householder reflections one after the other. Rank is judged
/// and dependent columns are left out as in `LeastSquares`, by the small factor with columns scaled by
/// powers of two.
///
/// Source: Yamamoto et al. (2015) and Fukaya et al. (2020) for Cholesky QR with preconditioning;
/// Avron, Maymounkov & Toledo (2010) for R₀ from sampled rows; Demmel et al. (2012) for TSQR.
/// Checked: NIST StRD, linear sets, both routes.
package enum TallLeastSquares {
  /// How a problem was, or is to be, solved.
  package enum Route: Sendable {
    /// Cholesky QR after a preconditioner from sampled rows.
    case preconditioned
    /// Householder QR of blocks of rows, then one round of the other route with its factor.
    case orthogonal
  }

  package struct Options: Sendable {
    /// A pivot at or under this share of the largest one counts as zero.
    package var rcond = 1e-12
    /// The first route to try; nil: `.preconditioned` when there are rows enough to gain by it.
    /// Where that fails the answer comes from `.orthogonal` all the same.
    package var route: Route?
    /// Rows a block; nil: what fits the second-level cache.
    package var blockRows: Int?
    /// As `LeastSquares.Options.columnErrors`, of √w times the column.
    package var columnErrors: [Double]?
    /// Whether y − Xβ̂ is returned, for one more pass over the data.
    package var keepsResiduals = false

    package init() {}
  }

  /// Solves one problem given as a matrix.
  ///
  /// - Parameter design: X, n × p, finite. Units: free per column.
  /// - Parameter response: y, length n, finite.
  /// - Parameter weights: w ≥ 0, length n, in 1/variance of y up to a factor; nil: all one.
  /// - Returns: β̂ (dropped columns 0), the residual sum of squares and what inference needs.
  /// - Throws: `.shapeMismatch`, `.nonFinite`, `.negativeWeight`; collinear columns are no error,
  ///   they are reported.
  /// - Complexity: O(n·p²) time, one pass over X when it is full rank; memory of one block.
  package static func solve(
    design: Matrix, response: [Double], weights: [Double]? = nil, options: Options = Options()
  ) throws(LinearAlgebraError) -> TallLeastSquaresSolution {
    try solve(
      TallProblem(storage: .matrix(design), response: response, weights: weights), options)
  }

  /// Solves one problem given as columns of equal length, which are read where they are.
  ///
  /// - Parameter columns: p columns of X, each of length n.
  ///
  /// Otherwise as `solve(design:response:weights:options:)`.
  package static func solve(
    columns: [[Double]], response: [Double], weights: [Double]? = nil, options: Options = Options()
  ) throws(LinearAlgebraError) -> TallLeastSquaresSolution {
    try solve(
      TallProblem(storage: .arrays(columns), response: response, weights: weights), options)
  }

  private static func solve(
    _ problem: TallProblem, _ options: Options
  ) throws(LinearAlgebraError) -> TallLeastSquaresSolution {
    precondition(options.blockRows.map { $0 > 0 } ?? true, "a block has at least one row")
    try KernelCheck.require()
    let enough = problem.rows >= 8 * TallPreconditioner.sampleSize(problem)
    if options.route ?? (enough ? .preconditioned : .orthogonal) == .preconditioned,
      let reduced = TallPreconditioner.reduce(problem, blockRows: options.blockRows),
      let solution = try finish(problem, reduced, options)
    {
      return solution
    }
    let blockRows = options.blockRows ?? max(256, min(4096, 40_960 / (problem.columns + 1)))
    let exponents = try problem.exponents(blockRows: blockRows)
    let factor = StackedQR.factor(problem, exponents: exponents, blockRows: blockRows)
    let reduced = ReducedProblem(stacked: factor, exponents: exponents)
    guard let solution = try finish(problem, reduced, options) else {
      preconditionFailure("the orthogonal route accepts every rank")
    }
    return solution
  }

  /// Rank, coefficients and sums from the small factor; nil when columns depend on others and the
  /// factor came from sums of squares, which blur the border of rank.
  private static func finish(
    _ problem: TallProblem, _ reduced: ReducedProblem, _ options: Options
  ) throws(LinearAlgebraError) -> TallLeastSquaresSolution? {
    let p = problem.columns
    // Columns to unit norm but for a power of two, now with the norms over all rows.
    var (upper, exponents) = (reduced.upper, reduced.exponents)
    for j in 0..<p {
      let norm = upper.column(j).copied().frobeniusNorm
      guard norm > 0 else { continue }
      let shift = -Int(ilogb(norm))
      exponents[j] += shift
      for i in 0..<p { upper[i, j] = scalbn(upper[i, j], shift) }
    }
    let errors = options.columnErrors.map { errors in
      errors.indices.map { scalbn(errors[$0], exponents[$0] + problem.weightExponent) }
    }
    var factorization = try PivotedQR(upper)
    var places = Array(0..<p)
    while let chosen = try IndependentColumns.chosen(
      factorization, rcond: options.rcond, errors: errors.map { e in places.map { e[$0] } })
    {
      if reduced.route == .preconditioned { return nil }
      places = chosen.map { places[$0] }
      factorization = try PivotedQR(
        Matrix(columns: places.map { upper.column($0).copied().elements }, rows: p))
    }
    let rank = places.count
    let kept = factorization.pivots.map { places[$0] }
    let isKept = Set(kept)
    var triangle = factorization.triangularFactor(order: rank)

    var scaled = [Double](repeating: 0, count: p)
    var (sum, passes) = (reduced.residualSumOfSquares, reduced.passes)
    if let coefficients = reduced.coefficients {
      for j in 0..<p {
        scaled[j] = scalbn(coefficients[j], reduced.exponents[j] - exponents[j])
      }
    } else {
      let side = try Matrix(rows: p, columns: 1, columnMajor: reduced.rightSide)
      let rotated = try factorization.applyQ(.transposed, to: side).elements
      let head = Array(rotated.prefix(rank))
      // One round of the other route with the factor just found takes back what the reflections of
      // many blocks added up to, and the factor's own errors: up to a digit on Filip.
      let step = TallPreconditioner.step(
        problem, factor: triangle, side: head, sources: kept + [p],
        exponents: kept.map { exponents[$0] } + [reduced.responseExponent],
        blockRows: options.blockRows)
      if let step, step.condition <= TallPreconditioner.conditionLimit {
        for (k, j) in kept.enumerated() { scaled[j] = step.coefficients[k] }
        (triangle, sum, passes) = (step.factor, step.residualSumOfSquares, passes + 1)
      } else {
        let right = try Matrix(rows: rank, columns: 1, columnMajor: head)
        let basic = try triangle.solveTriangular(.upper, rightSide: right)
        for (k, j) in kept.enumerated() { scaled[j] = basic[k, 0] }
        for value in rotated.dropFirst(rank) { sum = (sum ?? 0) + value * value }
      }
    }

    var residuals: [Double]?
    if options.keepsResiduals || sum == nil {
      let pass = TallResiduals(
        problem, coefficients: scaled, exponents: exponents,
        responseExponent: reduced.responseExponent, keeps: options.keepsResiduals)
      residuals = pass.residuals
      // Where B gave the sum it is the better one: y − B·r cancels less than y − Xβ̂.
      sum = sum ?? pass.sumOfSquares
    }
    let responseExponent = reduced.responseExponent
    return TallLeastSquaresSolution(
      coefficients: (0..<p).map { scalbn(scaled[$0], exponents[$0] - responseExponent) },
      residuals: residuals,
      residualSumOfSquares: scalbn(sum ?? 0, -2 * (responseExponent + problem.weightExponent)),
      rows: problem.rows, rank: rank, kept: kept,
      dropped: (0..<p).filter { !isKept.contains($0) },
      condition: factorization.condition(rank: rank), route: reduced.route, passes: passes,
      scaledInverseGram: try LeastSquares.plainInverseGram(triangle),
      exponents: exponents.map { $0 + problem.weightExponent })
  }
}

/// The outcome of `TallLeastSquares.solve`.
package struct TallLeastSquaresSolution: Sendable {
  /// β̂, length p, unit of y per unit of column; exactly 0 for dropped columns.
  package let coefficients: [Double]
  /// y − Xβ̂, length n, not weighted; nil unless asked for.
  package let residuals: [Double]?
  /// Σ w·residual².
  package let residualSumOfSquares: Double
  /// n.
  package let rows: Int
  package let rank: Int
  /// The columns in use, in pivot order (from 0).
  package let kept: [Int]
  /// The columns left out as linear combinations of the kept ones, rising (from 0).
  package let dropped: [Int]
  /// Estimated 1-norm condition number of the kept, scaled columns' triangular factor.
  package let condition: Double
  /// The route the answer came by.
  package let route: TallLeastSquares.Route
  /// Passes over the data that formed the factor.
  package let passes: Int
  let scaledInverseGram: Matrix
  let exponents: [Int]

  /// ((XᵀWX)⁻¹) of the kept columns at original columns (i, j); nil for a dropped one.
  package func inverseGram(_ i: Int, _ j: Int) -> Double? {
    guard let a = kept.firstIndex(of: i), let b = kept.firstIndex(of: j) else { return nil }
    return scalbn(scaledInverseGram[a, b], exponents[i] + exponents[j])
  }
}
