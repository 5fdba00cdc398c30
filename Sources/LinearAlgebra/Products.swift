internal import COpenBLAS

/// Whether an operand of a product is taken as it stands or transposed.
public enum Transposition: Sendable {
  case none
  case transposed
}

extension Transposition {
  var cblas: CBLAS_TRANSPOSE { self == .none ? CblasNoTrans : CblasTrans }
}

extension MatrixBlock {
  /// op(A)·op(B) by DGEMM.
  ///
  /// - Parameter other: B; the inner extents must agree after transposition.
  /// - Returns: an m × n matrix.
  /// - Throws: `LinearAlgebraError.shapeMismatch`; `.wrongKernel` when the self check failed.
  package func multiplied(
    _ transposition: Transposition = .none, by other: MatrixBlock,
    _ otherTransposition: Transposition = .none
  ) throws(LinearAlgebraError) -> Matrix {
    try KernelCheck.require()
    let m = transposition == .none ? rows : columns
    let k = transposition == .none ? columns : rows
    let inner = otherTransposition == .none ? other.rows : other.columns
    let n = otherTransposition == .none ? other.columns : other.rows
    guard k == inner else { throw .shapeMismatch(what: "product", needed: k, found: inner) }
    var result = Matrix(rows: m, columns: n)
    guard m > 0, n > 0, k > 0 else { return result }
    withPointer { a in
      other.withPointer { b in
        result.storage.withUnsafeMutableBufferPointer { c in
          cblas_dgemm(
            CblasColMajor, transposition.cblas, otherTransposition.cblas, Int32(m), Int32(n),
            Int32(k), 1, a, Int32(leadingDimension), b, Int32(other.leadingDimension), 0,
            c.baseAddress, Int32(m))
        }
      }
    }
    return result
  }

  /// AᵀA by DSYRK, both triangles filled.
  ///
  /// For designs that are known to be well conditioned: the condition of AᵀA is that of A squared.
  ///
  /// - Returns: an n × n matrix for A m × n.
  /// - Throws: `LinearAlgebraError.wrongKernel` when the self check failed.
  /// - Complexity: O(m·n²) time, no copy of A.
  package func gram() throws(LinearAlgebraError) -> Matrix {
    try KernelCheck.require()
    var result = Matrix(rows: columns, columns: columns)
    guard rows > 0, columns > 0 else { return result }
    withPointer { a in
      result.storage.withUnsafeMutableBufferPointer { c in
        cblas_dsyrk(
          CblasColMajor, CblasLower, CblasTrans, Int32(columns), Int32(rows), 1, a,
          Int32(leadingDimension), 0, c.baseAddress, Int32(columns))
      }
    }
    for j in 0..<columns {
      for i in 0..<j { result[i, j] = result[j, i] }
    }
    return result
  }

  /// op(A)·x by DGEMV.
  ///
  /// - Throws: `LinearAlgebraError.shapeMismatch` when x has another length than op(A) has columns.
  package func multiplied(
    _ transposition: Transposition = .none, by vector: [Double]
  ) throws(LinearAlgebraError) -> [Double] {
    try KernelCheck.require()
    let length = transposition == .none ? columns : rows
    let resultLength = transposition == .none ? rows : columns
    guard vector.count == length else {
      throw .shapeMismatch(what: "product with a vector", needed: length, found: vector.count)
    }
    var result = [Double](repeating: 0, count: resultLength)
    guard rows > 0, columns > 0 else { return result }
    withPointer { a in
      result.withUnsafeMutableBufferPointer { y in
        cblas_dgemv(
          CblasColMajor, transposition.cblas, Int32(rows), Int32(columns), 1, a,
          Int32(leadingDimension), vector, 1, 0, y.baseAddress, 1)
      }
    }
    return result
  }
}

extension Matrix {
  /// op(A)·op(B); see `MatrixBlock.multiplied`.
  public func multiplied(
    _ transposition: Transposition = .none, by other: Matrix,
    _ otherTransposition: Transposition = .none
  ) throws(LinearAlgebraError) -> Matrix {
    try view.multiplied(transposition, by: other.view, otherTransposition)
  }

  /// AᵀA; see `MatrixBlock.gram`.
  public func gram() throws(LinearAlgebraError) -> Matrix { try view.gram() }

  /// op(A)·x; see `MatrixBlock.multiplied`.
  public func multiplied(
    _ transposition: Transposition = .none, by vector: [Double]
  ) throws(LinearAlgebraError) -> [Double] {
    try view.multiplied(transposition, by: vector)
  }
}
