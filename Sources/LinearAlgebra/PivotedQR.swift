internal import COpenBLAS

/// A·P = Q·R with column pivoting, |r₁₁| ≥ |r₂₂| ≥ …, so that rank can be read off R.
///
/// Source: LAPACK DGEQP3, DORMQR; Golub & Van Loan (2013), 5.4.
public struct PivotedQR: Sendable {
  /// The reflectors below the diagonal, R on and above it, m × n.
  let packed: Matrix
  let scales: [Double]
  /// Column `j` of A·P is column `pivots[j]` of A (from 0).
  public let pivots: [Int]

  /// m, the number of rows of A.
  public var rows: Int { packed.rows }
  /// n, the number of columns of A.
  public var columns: Int { packed.columns }

  /// - Throws: `.nonFinite` with the first bad place.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    try KernelCheck.require()
    try matrix.requireFinite()
    var packed = matrix
    let (m, n) = (matrix.rows, matrix.columns)
    var pivots = [Int32](repeating: 0, count: n)
    var scales = [Double](repeating: 0, count: min(m, n))
    if m > 0, n > 0 {
      let info = LAPACKE_dgeqp3(
        LAPACK_COL_MAJOR, Int32(m), Int32(n), &packed.storage, Int32(m), &pivots, &scales)
      precondition(info == 0, "DGEQP3 refused argument \(-info)")
      self.pivots = pivots.map { Int($0) - 1 }
    } else {
      self.pivots = Array(0..<n)
    }
    self.packed = packed
    self.scales = scales
  }

  /// |r_kk| for k from 0.
  public var diagonal: [Double] { (0..<min(rows, columns)).map { abs(packed[$0, $0]) } }

  /// The number of pivots above `rcond` × the largest one.
  public func rank(rcond: Double) -> Int {
    let pivots = diagonal
    guard let largest = pivots.first, largest > 0 else { return 0 }
    return pivots.firstIndex { $0 <= rcond * largest } ?? pivots.count
  }

  /// The leading `order` × `order` block of R.
  public func triangularFactor(order: Int) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    for j in 0..<order {
      for i in 0...j { result[i, j] = packed[i, j] }
    }
    return result
  }

  /// R, min(m, n) × n, columns in pivot order.
  var upper: Matrix {
    let k = min(rows, columns)
    var result = Matrix(rows: k, columns: columns)
    for j in 0..<columns {
      for i in 0..<min(j + 1, k) { result[i, j] = packed[i, j] }
    }
    return result
  }

  /// op(Q)·B with the full m × m orthogonal Q, never formed.
  public func applyQ(
    _ transposition: Transposition = .none, to right: Matrix
  ) throws(LinearAlgebraError) -> Matrix {
    guard right.rows == rows else {
      throw .shapeMismatch(what: "right-hand side", needed: rows, found: right.rows)
    }
    var result = right
    guard !scales.isEmpty, right.columns > 0 else { return result }
    let info = LAPACKE_dormqr(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")),
      CChar(UInt8(ascii: transposition == .none ? "N" : "T")), Int32(rows), Int32(right.columns),
      Int32(scales.count), packed.elements, Int32(rows), scales, &result.storage, Int32(rows))
    precondition(info == 0, "DORMQR refused argument \(-info)")
    return result
  }

  /// The first min(m, n) columns of Q.
  public func orthogonalFactor() throws(LinearAlgebraError) -> Matrix {
    let k = min(rows, columns)
    var thin = Matrix(rows: rows, columns: k)
    for i in 0..<k { thin[i, i] = 1 }
    return try applyQ(to: thin)
  }

  /// The basic least squares solution of A·X ≈ B: columns past the rank get zeros.
  ///
  /// - Parameter rightSide: B, m × k.
  /// - Parameter rcond: rank threshold on the pivots.
  /// - Throws: `.shapeMismatch`, `.nonFinite`.
  public func solve(_ rightSide: Matrix, rcond: Double = 1e-12) throws(LinearAlgebraError) -> Matrix
  {
    let rank = rank(rcond: rcond)
    let rotated = try applyQ(.transposed, to: rightSide)
    let head = rotated.block(rows: 0..<rank, columns: 0..<rotated.columns).copied()
    let basic = try triangularFactor(order: rank).solveTriangular(.upper, rightSide: head)
    var solution = Matrix(rows: columns, columns: rightSide.columns)
    for j in 0..<rightSide.columns {
      for k in 0..<rank { solution[pivots[k], j] = basic[k, j] }
    }
    return solution
  }

  /// Q·R·Pᵀ: A again.
  public func reconstruct() throws(LinearAlgebraError) -> Matrix {
    let product = try orthogonalFactor().multiplied(by: upper)
    var result = Matrix(rows: rows, columns: columns)
    for j in 0..<columns {
      for i in 0..<rows { result[i, pivots[j]] = product[i, j] }
    }
    return result
  }

  /// Condition number of the leading `rank` columns in the 1-norm, estimated by DTRCON.
  public func condition(rank: Int) -> Double {
    triangularFactor(order: rank).triangularCondition
  }
}
