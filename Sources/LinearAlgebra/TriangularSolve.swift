internal import COpenBLAS

/// Which triangle of a matrix holds the factor.
public enum Triangle: Sendable {
  case upper
  case lower
}

extension Matrix {
  /// Solves op(T)·X = B for a triangular T (this matrix), by DTRTRS.
  ///
  /// - Parameter rightSide: B, n × k. The other triangle of T is never read.
  /// - Throws: `LinearAlgebraError.singular` with the zero pivot, `.shapeMismatch`, `.nonFinite`.
  public func solveTriangular(
    _ triangle: Triangle, _ transposition: Transposition = .none, rightSide: Matrix
  ) throws(LinearAlgebraError) -> Matrix {
    try KernelCheck.require()
    try requireSquare()
    guard rightSide.rows == rows else {
      throw .shapeMismatch(what: "right-hand side", needed: rows, found: rightSide.rows)
    }
    try rightSide.requireFinite()
    var solution = rightSide
    guard rows > 0, rightSide.columns > 0 else { return solution }
    let info = LAPACKE_dtrtrs(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: triangle == .upper ? "U" : "L")),
      CChar(UInt8(ascii: transposition == .none ? "N" : "T")), CChar(UInt8(ascii: "N")),
      Int32(rows), Int32(rightSide.columns), elements, Int32(rows), &solution.storage, Int32(rows))
    precondition(info >= 0, "DTRTRS refused argument \(-info)")
    if info > 0 { throw .singular(pivot: Int(info) - 1) }
    return solution
  }

  /// Condition number of the upper triangle in the 1-norm, estimated by DTRCON.
  var triangularCondition: Double {
    guard rows > 0 else { return 1 }
    var reciprocal = 0.0
    let info = LAPACKE_dtrcon(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "1")), CChar(UInt8(ascii: "U")),
      CChar(UInt8(ascii: "N")), Int32(rows), elements, Int32(rows), &reciprocal)
    precondition(info == 0, "DTRCON refused argument \(-info)")
    return 1 / reciprocal
  }
}
