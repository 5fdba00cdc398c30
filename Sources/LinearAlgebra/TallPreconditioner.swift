internal import Glibc

/// A tall problem reduced to one of p × p: min ‖c − R·b‖ with X·2^exponents and y·2^responseExponent.
struct ReducedProblem {
  /// R: of full height p, its columns in the order of X's (so not always triangular).
  let upper: Matrix
  /// c; empty when the coefficients are there already.
  let rightSide: [Double]
  /// b when R has full rank and it was found on the way.
  let coefficients: [Double]?
  /// The part of Σ w·residual² that R cannot reach; nil when another pass must find the whole.
  let residualSumOfSquares: Double?
  let exponents: [Int]
  let responseExponent: Int
  let route: TallLeastSquares.Route
  let passes: Int
}

extension ReducedProblem {
  /// - Parameter stacked: the factor of [X y], (p + 1) × (p + 1).
  init(stacked: Matrix, exponents: [Int]) {
    let p = stacked.rows - 1
    upper = stacked.block(rows: 0..<p, columns: 0..<p).copied()
    rightSide = (0..<p).map { stacked[$0, p] }
    coefficients = nil
    residualSumOfSquares = stacked[p, p] * stacked[p, p]
    self.exponents = Array(exponents.prefix(p))
    responseExponent = exponents[p]
    route = .orthogonal
    passes = 2
  }
}

/// The preconditioned route of `TallLeastSquares`.
enum TallPreconditioner {
  /// Up to this condition of G = BᵀB the sums that formed it cost less than two digits of a
  /// correction that is small itself; over it the next round starts from the R just found.
  static let conditionLimit = 100.0
  /// For the part of R₀ that is left out of T; G then has about its square.
  static let simplifiedLimit = 5.0
  static let maximumPasses = 3

  /// With 64 rows a column the condition of B is about (1 + 1/8)/(1 − 1/8).
  static func sampleSize(_ problem: TallProblem) -> Int {
    let p = problem.columns
    return min(problem.rows, max(512, min(64 * p, max(4096, 4 * p))))
  }

  /// One row from each of as many equal strata, at a place that moves by the golden ratio: a fixed
  /// stride would see one season only when it is a multiple of the period.
  static func sample(_ problem: TallProblem) -> [Int] {
    let (n, m) = (problem.rows, sampleSize(problem))
    if m == n { return Array(0..<n) }
    let width = Double(n) / Double(m)
    return (0..<m).map { k in
      let offset = Double(k + 1) * 0.618_033_988_749_894_9
      return min(n - 1, Int((Double(k) + offset - offset.rounded(.down)) * width))
    }
  }

  /// nil when the route does not hold: values not finite, a rank-short sample, bad conditioning.
  static func reduce(_ problem: TallProblem, blockRows: Int?) -> ReducedProblem? {
    let p = problem.columns
    guard p > 0, problem.rows >= p else { return nil }
    var rows = problem.gather(sample(problem))
    let m = rows.rows
    var exponents = [Int](repeating: 0, count: p + 1)
    for j in 0...p {
      let norm = rows.column(j).copied().frobeniusNorm
      guard norm.isFinite else { return nil }
      exponents[j] = norm > 0 ? TallProblem.clamped(-Int(ilogb(norm))) : 0
      for i in 0..<m { rows[i, j] = scalbn(rows[i, j], exponents[j]) }
    }
    let design = rows.block(rows: 0..<m, columns: 0..<p).copied()
    // Looser than the rank threshold: what lies near it is for the orthogonal route to judge.
    guard let factorization = try? PivotedQR(design), factorization.rank(rcond: 1e-11) == p,
      let rotated = try? factorization.applyQ(.transposed, to: rows.column(p).copied())
    else { return nil }
    let pivots = factorization.pivots
    guard
      var (factor, side) = simplified(
        factorization.triangularFactor(order: p), Array(rotated.elements.prefix(p)))
    else { return nil }
    for pass in 1...maximumPasses {
      guard
        let step = step(
          problem, factor: factor, side: side, sources: pivots + [p],
          exponents: (pivots + [p]).map { exponents[$0] }, blockRows: blockRows)
      else { return nil }
      (factor, side) = (step.factor, step.side)
      if step.condition <= conditionLimit {
        return step.reduced(pivots: pivots, exponents: exponents, passes: pass)
      }
    }
    return nil
  }

  /// One pass over the columns `sources` (the response last) times 2^exponents; nil when G is not
  /// positive definite or not finite.
  static func step(
    _ problem: TallProblem, factor: Matrix, side: [Double], sources: [Int], exponents: [Int],
    blockRows: Int?
  ) -> Step? {
    let p = factor.rows
    // T = [R r; 0 1]: the last column of B is y − X·R⁻¹r.
    var whole = Matrix(rows: p + 1, columns: p + 1)
    for j in 0..<p {
      for i in 0...j { whole[i, j] = factor[i, j] }
      whole[j, p] = side[j]
    }
    whole[p, p] = 1
    let gram = PreconditionedGram(factor: whole, blockRows: blockRows)
      .run(problem, sources: sources, scales: exponents.map { scalbn(1.0, $0) })
    return Step(gram: gram, factor: factor, side: side)
  }

  /// The least elimination that does: T = [R₁₁ R₁₂; 0 D] with D the column norms of R₂₂, for the
  /// smallest R₁₁ that leaves R₂₂·D⁻¹ well conditioned. Columns that are nearly orthogonal once a
  /// few have been taken out of them (an intercept, a trend) need no more than that.
  ///
  /// - Returns: T and r with T⁻¹r = R₀⁻¹q; nil when R₀ is singular after all.
  static func simplified(_ upper: Matrix, _ side: [Double]) -> (Matrix, [Double])? {
    let p = upper.rows
    // DTRSM takes all of R₀ in any case.
    guard p < PreconditionedGram.vectorLimit else { return (upper, side) }
    for k in stride(from: 0, to: p, by: 3) {
      var rest = upper.block(rows: k..<p, columns: k..<p).copied()
      let norms = (0..<(p - k)).map { rest.column($0).copied().frobeniusNorm }
      for j in 0..<(p - k) {
        for i in 0...j { rest[i, j] /= norms[j] }
      }
      guard let (condition, tail) = try? solve(rest, Array(side.dropFirst(k))) else { return nil }
      guard condition <= simplifiedLimit else { continue }
      var factor = upper
      for j in k..<p {
        for i in k...j { factor[i, j] = i == j ? norms[j - k] : 0 }
      }
      return (factor, side.prefix(k) + tail)
    }
    return (upper, side)
  }

  private static func solve(
    _ upper: Matrix, _ side: [Double]
  ) throws(LinearAlgebraError) -> (Double, [Double]) {
    let right = try Matrix(rows: upper.rows, columns: 1, columnMajor: side)
    let solution = try upper.solveTriangular(.upper, rightSide: right)
    return (upper.triangularCondition, solution.elements)
  }

  /// What one pass gives: with G = UᵀU, z = Bᵀ(y − X·b₀) and w = U⁻ᵀz, X has the factor U·R₀ and
  /// b = R₀⁻¹(r + U⁻¹w).
  struct Step {
    let factor: Matrix
    let side: [Double]
    let coefficients: [Double]
    let residualSumOfSquares: Double?
    let condition: Double

    init?(gram: Matrix, factor: Matrix, side: [Double]) {
      let p = factor.rows
      guard gram[p, p].isFinite,
        let root = try? Cholesky(gram.block(rows: 0..<p, columns: 0..<p).copied()),
        let z = try? Matrix(rows: p, columns: 1, columnMajor: (0..<p).map { gram[$0, p] }),
        let w = try? root.factor.solveTriangular(.lower, rightSide: z),
        let correction = try? root.factor.solveTriangular(.lower, .transposed, rightSide: w),
        let r = try? Matrix(
          rows: p, columns: 1, columnMajor: (0..<p).map { side[$0] + correction[$0, 0] }),
        let b = try? factor.solveTriangular(.upper, rightSide: r),
        let product = try? root.factor.multiplied(.transposed, by: factor),
        let c = try? root.factor.multiplied(.transposed, by: r)
      else { return nil }
      condition = root.condition
      self.factor = product
      self.side = c.elements
      coefficients = b.elements
      // ‖y − Xb‖² = ‖y − Xb₀‖² − ‖w‖²: free of cancellation while the sample's solution is near.
      let reached = w.elements.reduce(0) { $0 + $1 * $1 }
      residualSumOfSquares = reached <= 0.5 * gram[p, p] ? gram[p, p] - reached : nil
    }

    func reduced(pivots: [Int], exponents: [Int], passes: Int) -> ReducedProblem {
      let p = pivots.count
      var upper = Matrix(rows: p, columns: p)
      var ordered = [Double](repeating: 0, count: p)
      for (k, j) in pivots.enumerated() {
        for i in 0...k { upper[i, j] = factor[i, k] }
        ordered[j] = coefficients[k]
      }
      return ReducedProblem(
        upper: upper, rightSide: [], coefficients: ordered,
        residualSumOfSquares: residualSumOfSquares, exponents: Array(exponents.prefix(p)),
        responseExponent: exponents[p], route: .preconditioned, passes: passes)
    }
  }
}
