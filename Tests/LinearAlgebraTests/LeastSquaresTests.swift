import LinearAlgebra
import Testing
import _TestSupport

@Suite struct LeastSquaresTests {
  @Test func collinearColumnsAreDroppedAndReported() throws {
    let x = (1...12).map(Double.init)
    let design = try Matrix(columns: [x.map { _ in 1 }, x, x.map { 3 * $0 }])
    let y = x.map { 2 + 0.5 * $0 }
    let solution = try LeastSquares.solve(design: design, response: y)
    #expect(solution.rank == 2)
    // The last in the order given, whatever the units.
    #expect(solution.dropped == [2])
    #expect(solution.coefficients[solution.dropped[0]] == 0)
    #expect(solution.residualSumOfSquares.value < 1e-24)
    #expect(solution.inverseGram(solution.dropped[0], 0) == nil)
  }

  @Test func edgesGiveAnswers() throws {
    // No rows, no columns, one row, more columns than rows, all zero.
    let none = try LeastSquares.solve(design: Matrix(rows: 0, columns: 2), response: [])
    #expect(none.rank == 0 && none.dropped == [0, 1] && none.coefficients == [0, 0])
    let empty = try LeastSquares.solve(design: Matrix(rows: 3, columns: 0), response: [1, 2, 3])
    #expect(empty.residuals == [1, 2, 3])
    #expect(empty.residualSumOfSquares.value == 14)
    let one = try LeastSquares.solve(design: Matrix(columns: [[2], [3]]), response: [6])
    #expect(one.rank == 1 && one.dropped == [1])
    #expect(one.coefficients == [3, 0])
    let zero = try LeastSquares.solve(design: Matrix(rows: 4, columns: 2), response: [1, 1, 1, 1])
    #expect(zero.rank == 0 && zero.residuals == [1, 1, 1, 1])
  }

  @Test func valuesThatAreNotFiniteAreRefused() throws {
    var design = Matrix.identity(3)
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try LeastSquares.solve(design: design, response: [1, .nan, 1])
    }
    design[0, 2] = -.infinity
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 2)) {
      try LeastSquares.solve(design: design, response: [1, 1, 1])
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "response", needed: 3, found: 1)) {
      try LeastSquares.solve(design: .identity(3), response: [1])
    }
  }

  /// On consistent data with integer solutions the truth is known exactly. Two columns
  /// that differ in one place by 2⁻²⁰ have condition near 1e10: plain QR keeps few digits, the refined answer all of them (one
  /// rounding of the result, 2⁻⁵²).
  @Test func refinementRestoresTheDigits() throws {
    let n = 30
    let x = (1...n).map(Double.init)
    let squares = x.map { $0 * $0 }
    var almost = squares
    almost[7] += 0x1p-20
    let columns = [x, squares, almost]
    let design = try Matrix(columns: columns)
    var y = [DoubleDouble](repeating: .zero, count: n)
    for (j, column) in columns.enumerated() {
      for i in 0..<n { y[i] = y[i] + DoubleDouble(column[i]) * Double(j + 1) }
    }
    let solution = try LeastSquares.solve(
      design: design, response: y.map(\.high), responseLow: y.map(\.low))
    #expect(solution.rank == 3)
    #expect(solution.condition > 1e6)
    for j in 0..<3 {
      #expect(relativeError(solution.coefficients[j], Double(j + 1)) <= 0x1p-52)
    }
    var plain = LeastSquares.Options()
    plain.refines = false
    let rough = try LeastSquares.solve(design: design, response: y.map(\.high), options: plain)
    #expect(relativeError(rough.coefficients[0], 1) > relativeError(solution.coefficients[0], 1))
  }

  @Test func unitsOfColumnsDoNotMatter() throws {
    var numbers = SeededNumbers(11)
    let columns = (0..<4).map { _ in numbers.vector(25) }
    let y = numbers.vector(25)
    let base = try LeastSquares.solve(design: Matrix(columns: columns), response: y)
    let scales = [0x1p300, 0x1p-280, 0x1p40, 1]
    let scaled = try LeastSquares.solve(
      design: Matrix(columns: zip(columns, scales).map { column, s in column.map { $0 * s } }),
      response: y)
    for j in 0..<4 { #expect(scaled.coefficients[j] * scales[j] == base.coefficients[j]) }
  }
}
