internal import COpenBLAS

/// The triangular factor of rows that are put under each other: R with R′R = A′A, upper triangular,
/// of as many rows as columns.
///
/// Columns keep their order, unlike those of `PivotedQR`: of [X Y] the factor holds the coefficients'
/// triangle, and beside it what is left of Y. A′A is never formed. Rows of R have signs as LAPACK gives them.
///
/// Source: LAPACK DGEQRF; Golub & Van Loan (2013), 5.2.
package struct StackedFactor: Sendable {
  /// R, n × n; its last rows are zero where A has fewer rows than columns.
  package let upper: Matrix

  /// - Parameter matrix: A, m × n, finite.
  /// - Throws: `.nonFinite` with the first bad place.
  package init(_ matrix: Matrix) throws(LinearAlgebraError) {
    try KernelCheck.require()
    try matrix.requireFinite()
    let (m, n) = (matrix.rows, matrix.columns)
    var packed = matrix
    if m > 0, n > 0 {
      var scales = [Double](repeating: 0, count: min(m, n))
      let info = LAPACKE_dgeqrf(
        LAPACK_COL_MAJOR, Int32(m), Int32(n), &packed.storage, Int32(m), &scales)
      precondition(info == 0, "DGEQRF refused argument \(-info)")
    }
    var upper = Matrix(rows: n, columns: n)
    for j in 0..<n {
      for i in 0..<min(j + 1, m) { upper.storage[i + j * n] = packed.elements[i + j * m] }
    }
    self.upper = upper
  }

  /// The block of rows and columns `range` of R, upper triangular.
  package func triangle(_ range: Range<Int>) -> Matrix {
    upper.block(rows: range, columns: range).copied()
  }
}
