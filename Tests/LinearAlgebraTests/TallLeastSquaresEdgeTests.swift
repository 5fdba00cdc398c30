import LinearAlgebra
import Testing
import _TestSupport

@Suite struct TallLeastSquaresEdgeTests {
  static let routes = TallLeastSquaresTests.routes

  @Test(arguments: routes)
  func collinearColumnsAreDroppedAndReported(_ route: TallLeastSquares.Route) throws {
    var numbers = SeededNumbers(3)
    let n = 5000
    let x = numbers.vector(n)
    let z = numbers.vector(n)
    let columns = [
      x.map { _ in 1 }, x, z, x.map { 3 * $0 - 2 }, z, x.map { _ in 0 }, x.map { _ in 7 },
    ]
    let y = zip(x, z).map { 2 + 0.5 * $0 - $1 + 0.1 * numbers.symmetric() }
    let solution = try TallLeastSquares.solve(
      columns: columns, response: y, options: TallLeastSquaresTests.options(route, blockRows: 600))
    let expected = try LeastSquares.solve(design: Matrix(columns: columns), response: y)
    #expect(solution.route == .orthogonal)
    #expect(solution.rank == 3 && solution.kept.count == 3)
    #expect(solution.kept.sorted() + solution.dropped == solution.kept.sorted() + expected.dropped)
    #expect(
      TallLeastSquaresTests.distance(solution.coefficients, expected.coefficients) < 1e-12)
    for j in solution.dropped {
      #expect(solution.coefficients[j] == 0 && solution.inverseGram(j, j) == nil)
    }
    #expect(
      relativeError(solution.residualSumOfSquares, expected.residualSumOfSquares.value) < 1e-12)
  }

  /// Above and under the threshold of rank, by both routes, as `LeastSquares` judges.
  @Test(arguments: routes, [1e-10, 1e-11, 1e-13])
  func rankIsJudgedAsOnTheWholeMatrix(_ route: TallLeastSquares.Route, _ gap: Double) throws {
    var numbers = SeededNumbers(4)
    let n = 900
    let x = numbers.vector(n)
    let columns = [x.map { _ in 1 }, x, x.map { $0 + gap * numbers.symmetric() }]
    let y = numbers.vector(n)
    let expected = try LeastSquares.solve(design: Matrix(columns: columns), response: y)
    let solution = try TallLeastSquares.solve(
      columns: columns, response: y, options: TallLeastSquaresTests.options(route, blockRows: 60))
    #expect(solution.rank == expected.rank)
    #expect(solution.rank == (gap > 1e-12 ? 3 : 2))
  }

  /// A threshold far above the one the sample is judged by.
  @Test func aLooserThresholdDropsMore() throws {
    var numbers = SeededNumbers(14)
    let x = numbers.vector(900)
    let columns = [x, x.map { $0 + 1e-6 * numbers.symmetric() }]
    var options = TallLeastSquaresTests.options(.preconditioned)
    let full = try TallLeastSquares.solve(columns: columns, response: x, options: options)
    #expect(full.rank == 2 && full.route == .preconditioned)
    options.rcond = 1e-3
    let solution = try TallLeastSquares.solve(columns: columns, response: x, options: options)
    #expect(solution.rank == 1 && solution.dropped.count == 1)
    #expect(solution.coefficients[solution.dropped[0]] == 0)
    #expect(abs(solution.coefficients.reduce(0, +) - 1) < 1e-5)
  }

  @Test(arguments: routes)
  func edgesGiveAnswers(_ route: TallLeastSquares.Route) throws {
    let options = TallLeastSquaresTests.options(route, keepsResiduals: true)
    let none = try TallLeastSquares.solve(
      design: Matrix(rows: 0, columns: 2), response: [], options: options)
    #expect(none.rank == 0 && none.dropped == [0, 1] && none.coefficients == [0, 0])
    #expect(none.residuals == [] && none.residualSumOfSquares == 0)
    let empty = try TallLeastSquares.solve(
      design: Matrix(rows: 3, columns: 0), response: [1, 2, 3], options: options)
    #expect(empty.residuals == [1, 2, 3])
    #expect(abs(empty.residualSumOfSquares - 14) < 1e-13)
    let nothing = try TallLeastSquares.solve(columns: [], response: [], options: options)
    #expect(nothing.rank == 0 && nothing.condition == 1)
    let one = try TallLeastSquares.solve(
      design: Matrix(columns: [[2], [3]]), response: [6], options: options)
    #expect(one.rank == 1 && one.dropped == [1])
    #expect(relativeError(one.coefficients[0], 3) < 1e-15)
    let zero = try TallLeastSquares.solve(
      design: Matrix(rows: 4, columns: 2), response: [1, 1, 1, 1], options: options)
    #expect(zero.rank == 0 && zero.residuals == [1, 1, 1, 1])
    let flat = try TallLeastSquares.solve(
      columns: [[1, 1, 1, 1]], response: [0, 0, 0, 0], options: options)
    #expect(flat.coefficients == [0] && flat.residualSumOfSquares == 0 && flat.rank == 1)
    let exact = try TallLeastSquares.solve(
      columns: [[1, 1, 1, 1], [1, 2, 3, 4]], response: [3, 5, 7, 9], options: options)
    #expect(exact.residualSumOfSquares < 1e-28)
    #expect(TallLeastSquaresTests.distance(exact.coefficients, [1, 2]) < 1e-14)
  }

  @Test(arguments: [nil] + routes, [40, 9000])
  func badValuesAreRefused(_ route: TallLeastSquares.Route?, _ n: Int) throws {
    var numbers = SeededNumbers(6)
    var columns = (0..<3).map { _ in numbers.vector(n) }
    let y = numbers.vector(n)
    let options = TallLeastSquaresTests.options(route)
    // The first and last row and all near the middle, so that some lie outside of the sample.
    for row in [0, n / 2, n / 2 + 1, n / 2 + 2, n - 1] {
      for bad in [Double.nan, .infinity, -.infinity] {
        var response = y
        response[row] = bad
        #expect(throws: LinearAlgebraError.nonFinite(row: row, column: 0)) {
          try TallLeastSquares.solve(columns: columns, response: response, options: options)
        }
        let kept = columns[2][row]
        columns[2][row] = bad
        #expect(throws: LinearAlgebraError.nonFinite(row: row, column: 2)) {
          try TallLeastSquares.solve(
            design: Matrix(columns: columns), response: y, options: options)
        }
        // A weight of zero does not hide it.
        #expect(throws: LinearAlgebraError.nonFinite(row: row, column: 2)) {
          try TallLeastSquares.solve(
            columns: columns, response: y, weights: (0..<n).map { $0 == row ? 0 : 1 },
            options: options)
        }
        columns[2][row] = kept
        #expect(throws: LinearAlgebraError.nonFinite(row: row, column: 0)) {
          try TallLeastSquares.solve(
            columns: columns, response: y, weights: (0..<n).map { $0 == row ? bad : 1 },
            options: options)
        }
      }
    }
    #expect(throws: LinearAlgebraError.negativeWeight(row: 7)) {
      try TallLeastSquares.solve(
        columns: columns, response: y, weights: (0..<n).map { $0 == 7 ? -1 : 1 }, options: options)
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "weights", needed: n, found: 1)) {
      try TallLeastSquares.solve(columns: columns, response: y, weights: [1], options: options)
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "column 2", needed: n, found: 1)) {
      try TallLeastSquares.solve(columns: [y, [1]], response: y, options: options)
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "response", needed: n, found: 1)) {
      try TallLeastSquares.solve(
        design: Matrix(columns: columns), response: [1], options: options)
    }
  }

  /// Powers of two times columns and response change powers of two of the results, nothing else.
  @Test(arguments: routes)
  func unitsDoNotMatter(_ route: TallLeastSquares.Route) throws {
    var numbers = SeededNumbers(11)
    let n = 700
    let columns = (0..<4).map { _ in numbers.vector(n) }
    let y = numbers.vector(n)
    let options = TallLeastSquaresTests.options(route, blockRows: 90)
    let base = try TallLeastSquares.solve(columns: columns, response: y, options: options)
    let scales = [0x1p900, 0x1p-900, 0x1p40, 1]
    let scaled = try TallLeastSquares.solve(
      columns: zip(columns, scales).map { column, s in column.map { $0 * s } },
      response: y.map { $0 * 0x1p-30 }, options: options)
    #expect(base.route == route && scaled.route == route)
    for j in 0..<4 {
      #expect(scaled.coefficients[j] * scales[j] == base.coefficients[j] * 0x1p-30)
    }
    #expect(scaled.residualSumOfSquares == base.residualSumOfSquares * 0x1p-60)
    // Decimal extremes: 1e300 beside 1e-300.
    let extreme = try TallLeastSquares.solve(
      columns: [columns[0].map { $0 * 1e300 }, columns[1].map { $0 * 1e-300 }], response: y,
      options: options)
    let plain = try LeastSquares.solve(
      design: Matrix(columns: Array(columns.prefix(2))), response: y)
    let weighted = try TallLeastSquares.solve(
      columns: [columns[0].map { $0 * 1e300 }, columns[1].map { $0 * 1e-300 }], response: y,
      weights: y.map { _ in 1e300 }, options: options)
    for solution in [extreme, weighted] {
      #expect(relativeError(solution.coefficients[0] * 1e300, plain.coefficients[0]) < 1e-12)
      #expect(relativeError(solution.coefficients[1] * 1e-300, plain.coefficients[1]) < 1e-12)
    }
  }
}
