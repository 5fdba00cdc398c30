import Foundation
import LinearAlgebra
import Testing
import _TestSupport

/// Eigenvalues of general matrices by what they must satisfy, on seeded matrices.
@Suite struct EigenvaluesTests {
  static func matrix(_ n: Int, seed: UInt64) throws -> Matrix {
    var numbers = SeededNumbers(seed)
    return try Matrix(rows: n, columns: n, columnMajor: numbers.vector(n * n))
  }

  /// Σλ is the trace and Σλ² that of A²; tolerance n²·128·ε·‖A‖, the backward error of the QR
  /// iterations summed over n eigenvalues.
  @Test(arguments: [0, 1, 2, 3, 8, 25, 60]) func sumsAreTraces(_ n: Int) throws {
    let a = try Self.matrix(n, seed: 11)
    let values = try Eigenvalues(a).values
    try #require(values.count == n)
    let square = try a.multiplied(by: a)
    var traces = (first: 0.0, second: 0.0)
    for i in 0..<n { traces = (traces.first + a[i, i], traces.second + square[i, i]) }
    let bound = 128 * 0x1p-52 * Double(n * n + 1) * (1 + a.frobeniusNorm * a.frobeniusNorm)
    #expect(abs(values.reduce(0) { $0 + $1.real } - traces.first) < bound)
    #expect(abs(values.reduce(0) { $0 + $1.imaginary }) < bound)
    let squares = values.reduce(0) { $0 + $1.real * $1.real - $1.imaginary * $1.imaginary }
    #expect(abs(squares - traces.second) < bound)
  }

  /// A similar matrix T·D·T⁻¹ has the eigenvalues that D was given: two real ones and a pair.
  @Test func knownEigenvaluesComeBack() throws {
    var block = Matrix(rows: 4, columns: 4)
    (block[0, 0], block[1, 1]) = (3, -0.5)
    (block[2, 2], block[3, 3], block[2, 3], block[3, 2]) = (1, 1, 2, -2)
    let t = try Self.matrix(4, seed: 21)
    let right = try PivotedQR(t.transposed).solve(
      try t.multiplied(by: block).transposed)  // Xᵀ with X·T = T·D
    let values = try Eigenvalues(right.transposed).values.sorted {
      ($0.real, $0.imaginary) < ($1.real, $1.imaginary)
    }
    for (value, expected) in zip(values, [(-0.5, 0.0), (1, -2), (1, 2), (3, 0)]) {
      #expect(abs(value.real - expected.0) < 1e-12 && abs(value.imaginary - expected.1) < 1e-12)
    }
    #expect(abs(try Eigenvalues(right).greatestModulus - 3) < 1e-12)
    // A quarter turn, stretched: ±5i.
    let turn = try Matrix(rows: 2, columns: 2, columnMajor: [0, 5, -5, 0])
    #expect(abs(try Eigenvalues(turn).greatestModulus - 5) < 1e-14)
  }

  @Test func symmetricMatricesAgreeWithTheirOwnMethod() throws {
    let b = try Self.matrix(12, seed: 5)
    let a = try b.multiplied(.transposed, by: b)
    let general = try Eigenvalues(a).values.map(\.real).sorted()
    for (x, y) in zip(general, try SymmetricEigen(a).values) {
      #expect(abs(x - y) < 1e-12 * a.frobeniusNorm)
    }
    #expect(try Eigenvalues(a).values.allSatisfy { $0.imaginary == 0 })
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "square matrix", needed: 2, found: 3)) {
      try Eigenvalues(Matrix(rows: 2, columns: 3))
    }
    var a = Matrix.identity(3)
    a[1, 2] = .nan
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 2)) { try Eigenvalues(a) }
    #expect(try Eigenvalues(Matrix(rows: 0, columns: 0)).greatestModulus == 0)
  }
}
