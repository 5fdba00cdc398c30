internal import COpenBLAS

/// P·A = L·U for a square A, with row pivots: for systems that are neither symmetric nor triangular.
///
/// Source: LAPACK DGETRF, DGETRS; Golub & Van Loan (2013), 3.4.
package struct LU: Sendable {
  /// L below the diagonal, whose own is one, and U on and above it.
  private let factors: Matrix
  /// The row that came into each place, from 1 as LAPACK has it.
  private let pivots: [Int32]

  /// - Throws: `.singular` with the first pivot that is exactly zero, `.nonFinite`, `.shapeMismatch`
  ///   when A is not square.
  /// - Complexity: O(n³).
  package init(_ matrix: consuming Matrix) throws(LinearAlgebraError) {
    try KernelCheck.require()
    try matrix.requireSquare()
    try matrix.requireFinite()
    let n = matrix.rows
    var factors = matrix
    var pivots = [Int32](repeating: 0, count: n)
    if n > 0 {
      let info = LAPACKE_dgetrf(
        LAPACK_COL_MAJOR, Int32(n), Int32(n), &factors.storage, Int32(n), &pivots)
      precondition(info >= 0, "DGETRF refused argument \(-info)")
      if info > 0 { throw .singular(pivot: Int(info) - 1) }
    }
    self.factors = factors
    self.pivots = pivots
  }

  /// x with A·x = b.
  ///
  /// - Parameter rightSide: b, n values.
  /// - Throws: `.shapeMismatch`, `.nonFinite`.
  package func solve(_ rightSide: [Double]) throws(LinearAlgebraError) -> [Double] {
    let n = factors.rows
    guard rightSide.count == n else {
      throw .shapeMismatch(what: "right-hand side", needed: n, found: rightSide.count)
    }
    try requireFinite(rightSide)
    var solution = rightSide
    guard n > 0 else { return solution }
    let info = LAPACKE_dgetrs(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), Int32(n), 1, factors.elements, Int32(n), pivots,
      &solution, Int32(n))
    precondition(info >= 0, "DGETRS refused argument \(-info)")
    return solution
  }
}
