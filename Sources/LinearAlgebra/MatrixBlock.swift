/// A rectangular part of a matrix, read in place.
///
/// It keeps the matrix's storage alive (a reference, no copy), and BLAS reads it through the leading
/// dimension, so that products over columns and blocks need no temporary.
package struct MatrixBlock: Sendable {
  let matrix: Matrix
  let rowRange: Range<Int>
  let columnRange: Range<Int>

  init(matrix: Matrix, rowRange: Range<Int>, columnRange: Range<Int>) {
    precondition(
      rowRange.lowerBound >= 0 && rowRange.upperBound <= matrix.rows
        && columnRange.lowerBound >= 0 && columnRange.upperBound <= matrix.columns,
      "block outside the matrix")
    self.matrix = matrix
    self.rowRange = rowRange
    self.columnRange = columnRange
  }

  package var rows: Int { rowRange.count }
  package var columns: Int { columnRange.count }

  /// Distance in elements between the starts of two columns.
  var leadingDimension: Int { max(1, matrix.rows) }

  package subscript(row: Int, column: Int) -> Double {
    precondition(row >= 0 && row < rows && column >= 0 && column < columns, "index out of range")
    return matrix[rowRange.lowerBound + row, columnRange.lowerBound + column]
  }

  /// A copy as a matrix of its own.
  package func copied() -> Matrix {
    var result = Matrix(rows: rows, columns: columns)
    for j in 0..<columns {
      for i in 0..<rows { result[i, j] = self[i, j] }
    }
    return result
  }

  /// Calls `body` with the first element; valid only during the call.
  func withPointer<R>(_ body: (UnsafePointer<Double>) -> R) -> R {
    matrix.elements.withUnsafeBufferPointer { buffer in
      guard rows > 0, columns > 0, let base = buffer.baseAddress else {
        return withUnsafePointer(to: 0.0, body)
      }
      return body(base + rowRange.lowerBound + columnRange.lowerBound * matrix.rows)
    }
  }
}
