import LinearAlgebra
import Testing
import _TestSupport

/// Each factorization gives its input back, on seeded matrices of all shapes.
///
/// Tolerance: 128·ε·max(m, n) relative to ‖A‖, the usual backward error bound of a Householder
/// method with room for its constant.
@Suite struct FactorizationTests {
  static let shapes: [(Int, Int)] = [
    (0, 0), (3, 0), (0, 4), (1, 1), (1, 5), (5, 1), (7, 7), (12, 5), (5, 12), (33, 17), (60, 60),
  ]

  static func matrix(_ rows: Int, _ columns: Int, seed: UInt64) throws -> Matrix {
    var numbers = SeededNumbers(seed)
    return try Matrix(
      rows: rows, columns: columns, columnMajor: numbers.vector(rows * columns))
  }

  /// Rank r as a product of thin factors.
  static func rankShort(_ rows: Int, _ columns: Int, rank: Int) throws -> Matrix {
    try matrix(rows, rank, seed: 5).multiplied(by: matrix(rank, columns, seed: 6))
  }

  static func distance(_ a: Matrix, _ b: Matrix) throws -> Double {
    #expect(a.rows == b.rows && a.columns == b.columns)
    let difference = try Matrix(
      rows: a.rows, columns: a.columns, columnMajor: zip(a.elements, b.elements).map { $0 - $1 })
    return difference.frobeniusNorm
  }

  static func bound(_ a: Matrix) -> Double {
    128 * 0x1p-52 * Double(max(a.rows, a.columns, 1)) * max(a.frobeniusNorm, 1)
  }

  static func orthogonality(_ q: Matrix) throws -> Double {
    try distance(q.multiplied(.transposed, by: q), .identity(q.columns))
  }

  @Test(arguments: shapes) func pivotedQR(_ shape: (Int, Int)) throws {
    let a = try Self.matrix(shape.0, shape.1, seed: 1)
    let qr = try PivotedQR(a)
    #expect(try Self.distance(qr.reconstruct(), a) <= Self.bound(a))
    #expect(try Self.orthogonality(qr.orthogonalFactor()) <= Self.bound(a))
    #expect(qr.rank(rcond: 1e-12) == min(shape.0, shape.1))
    #expect(zip(qr.diagonal, qr.diagonal.dropFirst()).allSatisfy { $0 >= $1 * (1 - 1e-12) })
  }

  @Test(arguments: shapes) func svd(_ shape: (Int, Int)) throws {
    let a = try Self.matrix(shape.0, shape.1, seed: 2)
    let svd = try SVD(a)
    #expect(try Self.distance(svd.reconstruct(), a) <= Self.bound(a))
    #expect(try Self.orthogonality(svd.left) <= Self.bound(a))
    #expect(svd.singularValues.allSatisfy { $0 >= 0 })
    #expect(svd.rank(rcond: 1e-12) == min(shape.0, shape.1))
  }

  @Test(arguments: [0, 1, 2, 9, 31, 60]) func choleskyAndEigen(_ n: Int) throws {
    let b = try Self.matrix(n + 3, n, seed: 3)
    let a = try b.multiplied(.transposed, by: b)
    let cholesky = try Cholesky(a)
    #expect(try Self.distance(cholesky.reconstruct(), a) <= Self.bound(a))
    let eigen = try SymmetricEigen(a)
    #expect(try Self.distance(eigen.reconstruct(), a) <= Self.bound(a))
    #expect(try Self.orthogonality(eigen.vectors) <= Self.bound(a))
    let x = try Self.matrix(n, 2, seed: 4)
    let right = try a.multiplied(by: x)
    let limit = Self.bound(a) * max(1, eigen.condition)
    #expect(try Self.distance(cholesky.solve(right), x) <= limit)
    #expect(try Self.distance(eigen.solve(right), x) <= limit)
    #expect(cholesky.condition >= 0.9 && cholesky.rank == n)
    #expect(try Self.distance(PivotedQR(a).solve(right), x) <= limit)
  }

  @Test func rankShortMatricesAreSeen() throws {
    for (m, n, r) in [(20, 8, 3), (8, 20, 5), (30, 30, 29), (6, 6, 1)] {
      let a = try Self.rankShort(m, n, rank: r)
      #expect(try PivotedQR(a).rank(rcond: 1e-12) == r)
      // B = A·X is solved though X is not unique.
      let right = try a.multiplied(by: Self.matrix(n, 2, seed: 9))
      let found = try a.multiplied(by: PivotedQR(a).solve(right))
      #expect(try Self.distance(found, right) <= 100 * Self.bound(right))
      #expect(try SVD(a).rank(rcond: 1e-12) == r)
      let gram = try a.multiplied(.transposed, by: a)
      if r < n {
        #expect(try SymmetricEigen(gram).rank(rcond: 1e-12) == r)
        #expect(throws: LinearAlgebraError.rankDeficient(rank: r, columns: n)) {
          try SymmetricEigen(gram).solve(.identity(n), rcond: 1e-12)
        }
      }
    }
    #expect(try PivotedQR(Matrix(rows: 4, columns: 3)).rank(rcond: 1e-12) == 0)
    #expect(try SVD(Matrix(rows: 4, columns: 3)).condition.isNaN)
  }

  @Test func errorsCarryNumbers() throws {
    var a = Matrix.identity(3)
    a[2, 1] = .nan
    #expect(throws: LinearAlgebraError.nonFinite(row: 2, column: 1)) { try PivotedQR(a) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 2, column: 1)) { try SVD(a) }
    a[2, 1] = .infinity
    #expect(throws: LinearAlgebraError.nonFinite(row: 2, column: 1)) { try Cholesky(a) }
    #expect(throws: LinearAlgebraError.nonFinite(row: 2, column: 1)) { try SymmetricEigen(a) }
    var indefinite = Matrix.identity(4)
    indefinite[2, 2] = -1
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 3)) { try Cholesky(indefinite) }
    var singular = Matrix.identity(3)
    singular[1, 1] = 0
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) {
      try singular.solveTriangular(.upper, rightSide: .identity(3))
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "product", needed: 3, found: 2)) {
      try Matrix.identity(3).multiplied(by: .identity(2))
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "square matrix", needed: 2, found: 3)) {
      try Cholesky(Matrix(rows: 2, columns: 3))
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "matrix", needed: 6, found: 5)) {
      try Matrix(rows: 2, columns: 3, columnMajor: [1, 2, 3, 4, 5])
    }
  }

  @Test func viewsShareStorageAndMultiplyInPlace() throws {
    let a = try Self.matrix(9, 7, seed: 8)
    let block = a.block(rows: 2..<6, columns: 1..<4)
    #expect(block[0, 0] == a[2, 1] && block[3, 2] == a[5, 3])
    let direct = try block.multiplied(.transposed, by: block)
    let copied = try block.copied().multiplied(.transposed, by: block.copied())
    #expect(try Self.distance(direct, copied) <= Self.bound(copied))
    #expect(try a.column(3).multiplied(.transposed, by: a.column(3))[0, 0] > 0)
    var changed = a
    changed[2, 1] = 99
    #expect(block[0, 0] == a[2, 1])
    #expect(try block.multiplied(by: [1, 0, 0]) == (0..<4).map { a[2 + $0, 1] })
  }
}
