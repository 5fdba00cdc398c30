internal import COpenBLAS
internal import Glibc

/// The triangular factor of a tall matrix, block of rows by block of rows: each block is put under
/// the factor so far and both are reduced by Householder reflections (sequential TSQR).
///
/// Source: Demmel, Grigori, Hoemmen & Langou (2012), 'Communication-optimal parallel and sequential
/// QR and LU factorizations'; LAPACK DGEQRF inside.
enum StackedQR {
  /// The factor of [A y], (p + 1) × (p + 1), A and y being the problem's columns times
  /// 2^exponents.
  ///
  /// - Complexity: O(n·p²) time, one pass over the data, (blockRows + p)·p memory.
  static func factor(_ problem: TallProblem, exponents: [Int], blockRows: Int) -> Matrix {
    let order = problem.columns + 1
    let height = order + blockRows
    var stack = [Double](repeating: 0, count: height * order)
    var scales = [Double](repeating: 0, count: order)
    var size = [0.0]
    var info = LAPACKE_dgeqrf_work(
      LAPACK_COL_MAJOR, Int32(height), Int32(order), &stack, Int32(height), &scales, &size, -1)
    precondition(info == 0, "DGEQRF refused argument \(-info)")
    var work = [Double](repeating: 0, count: max(1, Int(size[0])))
    var start = 0
    while start < problem.rows {
      let block = start..<min(start + blockRows, problem.rows)
      let roots = problem.rootWeights(block)
      // Nothing is to be cleared: the rows under the factor's diagonal are zero, and stay so, since
      // a reflector is zero where its column is.
      stack.withUnsafeMutableBufferPointer { stack in
        for j in 0..<order {
          problem.copy(
            column: j, rows: block, scale: scalbn(1, exponents[j]), roots: roots,
            to: stack.baseAddress! + j * height + order)
        }
      }
      info = LAPACKE_dgeqrf_work(
        LAPACK_COL_MAJOR, Int32(order + block.count), Int32(order), &stack, Int32(height), &scales,
        &work, Int32(work.count))
      precondition(info == 0, "DGEQRF refused argument \(-info)")
      start = block.upperBound
    }
    var factor = Matrix(rows: order, columns: order)
    for j in 0..<order {
      for i in 0...j { factor.storage[i + j * order] = stack[i + j * height] }
    }
    return factor
  }
}
