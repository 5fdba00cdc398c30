import Testing
import _TestSupport

@testable import LinearAlgebra

@Suite struct LUTests {
  /// A·x is b again, to rounding relative to ‖A‖·‖x‖.
  @Test(arguments: [1, 2, 3, 7, 20, 60])
  func solutionsSolve(order: Int) throws {
    let n = order
    let matrix = try Matrix(
      rows: n, columns: n, columnMajor: (0..<n * n).map { KernelCheck.testValue($0 + 7 * n) })
    let rightSide = (0..<n).map { KernelCheck.testValue($0 + 11) }
    let x = try LU(matrix).solve(rightSide)
    let size = matrix.frobeniusNorm * x.reduce(0) { max($0, abs($1)) }
    for i in 0..<n {
      let sum = (0..<n).reduce(0) { $0 + matrix[i, $1] * x[$1] }
      #expect(abs(sum - rightSide[i]) <= 128 * Double.ulpOfOne * Double(n) * size)
    }
  }

  @Test func singularMatricesAreRefused() throws {
    let matrix = try Matrix(rows: 2, columns: 2, columnMajor: [1, 2, 2, 4])
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) { _ = try LU(matrix) }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "square matrix", needed: 1, found: 2)) {
      _ = try LU(Matrix(rows: 1, columns: 2))
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "right-hand side", needed: 2, found: 1))
    {
      _ = try LU(Matrix.identity(2)).solve([1])
    }
    #expect(try LU(Matrix(rows: 0, columns: 0)).solve([]).isEmpty)
  }
}
