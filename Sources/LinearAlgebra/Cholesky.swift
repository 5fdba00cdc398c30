internal import COpenBLAS

/// A = L·Lᵀ for a symmetric positive definite A; only the lower triangle of A is read.
///
/// Source: LAPACK DPOTRF, DPOTRS, DPOCON; Golub & Van Loan (2013), 4.2.
public struct Cholesky: Sendable {
  /// L, lower triangular, n × n; the upper triangle is zero.
  public let factor: Matrix
  private let norm: Double

  /// - Throws: `.notPositiveDefinite` with the order of the failing minor, `.nonFinite`,
  ///   `.shapeMismatch` when A is not square.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    try KernelCheck.require()
    try matrix.requireSquare()
    try matrix.requireFinite()
    let n = matrix.rows
    var lower = matrix
    if n > 0 {
      let info = LAPACKE_dpotrf(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(n), &lower.storage, Int32(n))
      precondition(info >= 0, "DPOTRF refused argument \(-info)")
      if info > 0 { throw .notPositiveDefinite(order: Int(info)) }
    }
    var norm = 0.0
    for j in 0..<n {
      var sum = 0.0
      for i in 0..<n { sum += abs(matrix[max(i, j), min(i, j)]) }
      norm = max(norm, sum)
      for i in 0..<j { lower[i, j] = 0 }
    }
    self.factor = lower
    self.norm = norm
  }

  /// X with A·X = B, for B n × k.
  public func solve(_ rightSide: Matrix) throws(LinearAlgebraError) -> Matrix {
    let half = try factor.solveTriangular(.lower, rightSide: rightSide)
    return try factor.solveTriangular(.lower, .transposed, rightSide: half)
  }

  /// n: a factor exists only for full rank.
  public var rank: Int { factor.rows }

  /// L·Lᵀ again.
  public func reconstruct() throws(LinearAlgebraError) -> Matrix {
    try factor.multiplied(by: factor, .transposed)
  }

  /// Estimated condition number in the 1-norm (infinity when it is not representable).
  public var condition: Double {
    let n = factor.rows
    guard n > 0 else { return 1 }
    var reciprocal = 0.0
    let info = LAPACKE_dpocon(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), Int32(n), factor.elements, Int32(n), norm,
      &reciprocal)
    precondition(info >= 0, "DPOCON refused argument \(-info)")
    return 1 / reciprocal
  }
}
