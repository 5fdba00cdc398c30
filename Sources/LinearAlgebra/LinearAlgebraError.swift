/// What can go wrong in the numeric core because of the data or the machine.
///
/// A fault that only our own code can cause (a LAPACK argument out of range, `info < 0`) is a
/// precondition, never a case here.
public enum LinearAlgebraError: Error, Equatable, Sendable {
  /// Two operands do not fit: what was needed and what was found, in elements.
  case shapeMismatch(what: String, needed: Int, found: Int)
  /// NaN or infinity at the door, at (row, column), both from 0.
  case nonFinite(row: Int, column: Int)
  /// A weight below zero at this row, from 0.
  case negativeWeight(row: Int)
  /// The leading minor of this order (from 1) is not positive.
  case notPositiveDefinite(order: Int)
  /// The matrix is rank-short where full rank is needed.
  case rankDeficient(rank: Int, columns: Int)
  /// A triangular factor has an exact zero at this pivot (from 0).
  case singular(pivot: Int)
  /// LAPACK's iteration did not end; `info` as the routine gave it.
  case didNotConverge(routine: String, info: Int)
  /// The BLAS kernel picked for this CPU computes wrong results.
  case wrongKernel(routine: String, deviation: Double)
  /// The address space that the program may use has no room for the BLAS library's buffers.
  case noRoom(megabytes: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  /// The reason in one line; rows, columns and pivots are counted from 1.
  public var description: String {
    switch self {
    case .shapeMismatch(let what, let needed, let found):
      "\(what): \(needed) elements needed, \(found) found"
    case .nonFinite(let row, let column):
      "a value that is not finite at row \(row + 1), column \(column + 1)"
    case .negativeWeight(let row):
      "a weight below zero at row \(row + 1)"
    case .notPositiveDefinite(let order):
      "the matrix is not positive definite (leading minor of order \(order))"
    case .rankDeficient(let rank, let columns):
      "the matrix has rank \(rank), \(columns) columns need full rank"
    case .singular(let pivot):
      "the matrix is singular (pivot \(pivot + 1) is zero)"
    case .didNotConverge(let routine, let info):
      "\(routine) did not converge (info \(info))"
    case .noRoom(let megabytes):
      "the BLAS library needs \(megabytes) MB more than the program may use "
        + "(raise the limit, 'ulimit -v')"
    case .wrongKernel(let routine, let deviation):
      "this CPU's BLAS kernel computes wrong results: \(routine) is off by \(deviation) relative "
        + "(set OPENBLAS_CORETYPE to another kernel, such as Haswell, before starting)"
    }
  }
}
