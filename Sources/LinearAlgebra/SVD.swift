internal import COpenBLAS

/// A = U·diag(σ)·Vᵀ, the thin singular value decomposition, σ in falling order.
///
/// Source: LAPACK DGESDD; Golub & Van Loan (2013), 8.6.
public struct SVD: Sendable {
  /// U, m × min(m, n).
  public let left: Matrix
  /// σ, min(m, n) of them, not negative, falling.
  public let singularValues: [Double]
  /// Vᵀ, min(m, n) × n.
  public let rightTransposed: Matrix

  /// - Throws: `.nonFinite`, or `.didNotConverge` with LAPACK's count of open superdiagonals.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    try KernelCheck.require()
    try matrix.requireFinite()
    let (m, n) = (matrix.rows, matrix.columns)
    let k = min(m, n)
    var (a, u, v) = (
      matrix, Matrix(rows: m, columns: k), Matrix(rows: k, columns: n)
    )
    var values = [Double](repeating: 0, count: k)
    if k > 0 {
      let info = LAPACKE_dgesdd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), Int32(m), Int32(n), &a.storage, Int32(m),
        &values, &u.storage, Int32(m), &v.storage, Int32(k))
      precondition(info >= 0, "DGESDD refused argument \(-info)")
      if info > 0 { throw .didNotConverge(routine: "DGESDD", info: Int(info)) }
    }
    self.left = u
    self.singularValues = values
    self.rightTransposed = v
  }

  /// The number of singular values above `rcond` × the largest one.
  public func rank(rcond: Double) -> Int {
    guard let largest = singularValues.first, largest > 0 else { return 0 }
    return singularValues.firstIndex { $0 <= rcond * largest } ?? singularValues.count
  }

  /// σ₁ ÷ σ_k; infinity when the smallest is zero, 1 for an empty matrix.
  public var condition: Double {
    guard let largest = singularValues.first, let smallest = singularValues.last else { return 1 }
    return largest / smallest
  }

  /// The minimum-norm least squares solution of A·X = B at the given rank threshold.
  public func solve(_ rightSide: Matrix, rcond: Double) throws(LinearAlgebraError) -> Matrix {
    var coordinates = try left.multiplied(.transposed, by: rightSide)
    let rank = rank(rcond: rcond)
    for j in 0..<coordinates.columns {
      for i in 0..<coordinates.rows {
        coordinates[i, j] = i < rank ? coordinates[i, j] / singularValues[i] : 0
      }
    }
    return try rightTransposed.multiplied(.transposed, by: coordinates)
  }

  /// U·diag(σ)·Vᵀ: A again.
  public func reconstruct() throws(LinearAlgebraError) -> Matrix {
    var scaled = left
    for j in 0..<scaled.columns {
      for i in 0..<scaled.rows { scaled[i, j] *= singularValues[j] }
    }
    return try scaled.multiplied(by: rightTransposed)
  }
}
