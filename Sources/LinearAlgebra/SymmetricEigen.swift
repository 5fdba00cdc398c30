internal import COpenBLAS

/// A = V·diag(λ)·Vᵀ for a symmetric A, λ in rising order; only the lower triangle is read.
///
/// Source: LAPACK DSYEVD; Golub & Van Loan (2013), 8.3.
public struct SymmetricEigen: Sendable {
  /// λ, n of them, rising.
  public let values: [Double]
  /// V, n × n, orthonormal columns.
  public let vectors: Matrix

  /// - Throws: `.shapeMismatch` when A is not square, `.nonFinite`, `.didNotConverge`.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    try KernelCheck.require()
    try matrix.requireSquare()
    try matrix.requireFinite()
    let n = matrix.rows
    var vectors = matrix
    var values = [Double](repeating: 0, count: n)
    if n > 0 {
      let info = LAPACKE_dsyevd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), Int32(n),
        &vectors.storage, Int32(n), &values)
      precondition(info >= 0, "DSYEVD refused argument \(-info)")
      if info > 0 { throw .didNotConverge(routine: "DSYEVD", info: Int(info)) }
    }
    self.values = values
    self.vectors = vectors
  }

  /// The number of |λ| above `rcond` × the largest one.
  public func rank(rcond: Double) -> Int {
    let largest = values.reduce(0) { max($0, abs($1)) }
    return largest > 0 ? values.count { abs($0) > rcond * largest } : 0
  }

  /// max|λ| ÷ min|λ|; infinity for a singular matrix, 1 for an empty one.
  public var condition: Double {
    guard !values.isEmpty else { return 1 }
    let sizes = values.map { abs($0) }
    return (sizes.max() ?? 1) / (sizes.min() ?? 1)
  }

  /// X with A·X = B.
  ///
  /// - Throws: `.rankDeficient` when some |λ| is at or under `rcond` × the largest.
  public func solve(
    _ rightSide: Matrix, rcond: Double = 1e-14
  ) throws(LinearAlgebraError) -> Matrix {
    let rank = rank(rcond: rcond)
    guard rank == values.count else {
      throw .rankDeficient(rank: rank, columns: values.count)
    }
    var coordinates = try vectors.multiplied(.transposed, by: rightSide)
    for j in 0..<coordinates.columns {
      for i in 0..<coordinates.rows { coordinates[i, j] /= values[i] }
    }
    return try vectors.multiplied(by: coordinates)
  }

  /// V·diag(λ)·Vᵀ: A again.
  public func reconstruct() throws(LinearAlgebraError) -> Matrix {
    var scaled = vectors
    for j in 0..<scaled.columns {
      for i in 0..<scaled.rows { scaled[i, j] *= values[j] }
    }
    return try scaled.multiplied(by: vectors, .transposed)
  }
}
