/// Which columns of a least squares problem are used: all that are no combination of columns before
/// them, in the order in which they were given.
///
/// Pivoting by norm finds the rank, but which of several dependent columns it leaves out depends on
/// their units. A combination is what leaves, after the columns before it, no more than rounding and
/// the errors that the columns carry themselves: with x_j = Σ b_k x_k the rest is the error of x_j
/// less Σ b_k times those of x_k.
enum IndependentColumns {
  /// - Parameter factorization: of the columns, with a rank that was judged by `rcond`.
  /// - Parameter errors: the norm of what each column holds by chance, in the factorized units.
  /// - Returns: places of the columns in use, rising; nil when all are.
  static func chosen(
    _ factorization: PivotedQR, rcond: Double, errors: [Double]?
  ) throws(LinearAlgebraError) -> [Int]? {
    let p = factorization.columns
    let rank = factorization.rank(rcond: rcond)
    if rank == p {
      guard let errors, try isBlurred(factorization, errors) else { return nil }
    }
    let places = inOrder(factorization, rcond: rcond, errors: errors)
    if places.count < p { return places }
    return rank == p ? nil : factorization.pivots.prefix(rank).sorted()
  }

  /// Whether some column, less its best combination of all others, is within the errors: with
  /// G = (XᵀX)⁻¹ what is left of column j has the norm 1/√G_jj and the coefficients −G_jk/G_jj.
  private static func isBlurred(
    _ factorization: PivotedQR, _ errors: [Double]
  ) throws(LinearAlgebraError) -> Bool {
    let p = factorization.columns
    guard p > 0, errors.contains(where: { $0 > 0 }) else { return false }
    let gram = try LeastSquares.plainInverseGram(factorization.triangularFactor(order: p))
    return (0..<p).contains { j in
      var error = 0.0
      for k in 0..<p {
        error += abs(gram[k, j] / gram[j, j]) * errors[factorization.pivots[k]]
      }
      // Negated, so that what is not a number counts as blurred.
      return !(1 > error * gram[j, j].squareRoot())
    }
  }

  /// Gram–Schmidt in the columns' own order on the small triangular factor.
  private static func inOrder(
    _ factorization: PivotedQR, rcond: Double, errors: [Double]?
  ) -> [Int] {
    let upper = factorization.upper
    let (m, p) = (upper.rows, upper.columns)
    var columns = [[Double]](repeating: [], count: p)
    for (k, j) in factorization.pivots.enumerated() {
      columns[j] = upper.column(k).copied().elements
    }
    var places: [Int] = []
    var directions: [[Double]] = []
    // Columns of R over the kept places, for the coefficients b of a combination.
    var factor: [[Double]] = []
    for j in 0..<p {
      var rest = columns[j]
      let size = norm(rest)
      var shares = [Double](repeating: 0, count: directions.count)
      var before = Double.infinity
      for _ in 0..<2 {
        // A second time only where much was taken out (Parlett 1998, 6.9: twice is enough).
        guard norm(rest) < 0.7 * before else { break }
        before = norm(rest)
        for (k, direction) in directions.enumerated() {
          var share = 0.0
          for i in 0..<m { share += rest[i] * direction[i] }
          for i in 0..<m { rest[i] -= share * direction[i] }
          shares[k] += share
        }
      }
      let left = norm(rest)
      var bound = rcond * size
      if let errors {
        bound += errors[j]
        // Rb = shares, from below.
        var b = shares
        for k in b.indices.reversed() {
          b[k] /= factor[k][k]
          for i in 0..<k { b[i] -= factor[k][i] * b[k] }
          bound += abs(b[k]) * errors[places[k]]
        }
      }
      guard places.count < m, left > bound else { continue }
      places.append(j)
      directions.append(rest.map { $0 / left })
      factor.append(shares + [left])
    }
    return places
  }

  private static func norm(_ x: [Double]) -> Double {
    x.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
