import Testing
import _TestSupport

@testable import LinearAlgebra

@Suite struct TallLeastSquaresTests {
  static let routes: [TallLeastSquares.Route] = [.preconditioned, .orthogonal]

  static func options(
    _ route: TallLeastSquares.Route?, blockRows: Int? = nil, keepsResiduals: Bool = false
  ) -> TallLeastSquares.Options {
    var options = TallLeastSquares.Options()
    (options.route, options.blockRows) = (route, blockRows)
    options.keepsResiduals = keepsResiduals
    return options
  }

  /// ‖a − b‖ ÷ ‖b‖.
  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    var (difference, size) = (0.0, 0.0)
    for (x, y) in zip(a, b) {
      difference += (x - y) * (x - y)
      size += y * y
    }
    return (difference / size).squareRoot()
  }

  /// Everything against the reference method: coefficients, sums, (XᵀX)⁻¹, residuals. Condition is
  /// about 10 with the intercept, so 1e-12 leaves a factor of some 500 over one rounding.
  @Test(arguments: routes, [1, 7, 90, 4096])
  func agreesWithTheReference(_ route: TallLeastSquares.Route, _ blockRows: Int) throws {
    for (seed, n, p) in [(1, 700, 1), (2, 701, 2), (3, 640, 5), (4, 1003, 12), (5, 60, 20)] {
      var numbers = SeededNumbers(UInt64(seed))
      var columns = (0..<p).map { _ in numbers.vector(n) }
      columns[0] = columns[0].map { _ in 1 }
      let y = (0..<n).map { i in 3 + columns[p - 1][i] + numbers.symmetric() }
      let expected = try LeastSquares.solve(design: Matrix(columns: columns), response: y)
      let solution = try TallLeastSquares.solve(
        columns: columns, response: y,
        options: Self.options(route, blockRows: blockRows, keepsResiduals: true))
      #expect(solution.route == route)
      #expect(solution.rank == p && solution.dropped.isEmpty && solution.rows == n)
      #expect(Self.distance(solution.coefficients, expected.coefficients) < 1e-12)
      #expect(Self.distance(solution.residuals ?? [], expected.residuals) < 1e-12)
      let sum = expected.residualSumOfSquares.value
      #expect(relativeError(solution.residualSumOfSquares, sum) < 1e-12)
      let brief = try TallLeastSquares.solve(
        design: Matrix(columns: columns), response: y,
        options: Self.options(route, blockRows: blockRows))
      #expect(relativeError(brief.residualSumOfSquares, sum) < 1e-12)
      #expect(brief.residuals == nil && brief.coefficients == solution.coefficients)
      for i in 0..<p {
        for j in 0...i {
          let entry = try #require(expected.inverseGram(i, j))
          let scale = try #require(expected.inverseGram(i, i))
          #expect(abs(try #require(solution.inverseGram(i, j)) - entry) < 1e-12 * scale)
        }
      }
    }
  }

  /// With condition κ the error stays at κ·ε as that of Householder QR of the whole matrix does;
  /// XᵀX would leave no digit from κ = 1e8 on. The truth is the refined solution.
  @Test(arguments: routes, [1e5, 1e8, 1e10])
  func illConditionedColumnsKeepTheirDigits(
    _ route: TallLeastSquares.Route, _ condition: Double
  ) throws {
    for seed in 1...3 {
      var numbers = SeededNumbers(UInt64(seed))
      let (n, p) = (900, 6)
      var columns = (0..<p).map { _ in numbers.vector(n) }
      for j in 1..<p {
        for i in 0..<n { columns[j][i] = columns[j - 1][i] + columns[j][i] * 8 / condition }
      }
      let y = (0..<n).map { i in columns.reduce(0) { $0 + $1[i] } + 1e-9 * numbers.symmetric() }
      let design = try Matrix(columns: columns)
      let truth = try LeastSquares.solve(design: design, response: y)
      var plain = LeastSquares.Options()
      plain.refines = false
      let peer = try LeastSquares.solve(design: design, response: y, options: plain)
      let solution = try TallLeastSquares.solve(
        design: design, response: y, options: Self.options(route, blockRows: 120))
      #expect(solution.route == route && solution.rank == p)
      #expect(relativeError(solution.condition, truth.condition) < 0.5)
      let allowed = max(
        8 * Self.distance(peer.coefficients, truth.coefficients), 0x1p-52 * condition)
      #expect(Self.distance(solution.coefficients, truth.coefficients) <= allowed)
      let variance = try #require(truth.inverseGram(p - 1, p - 1))
      #expect(
        relativeError(try #require(solution.inverseGram(p - 1, p - 1)), variance)
          < 0x1p-52 * condition * 8)
    }
  }

  /// Samples that say little: a far row lies outside, or all rows of a rare kind.
  @Test func rowsTheSampleMissedTakeMorePasses() throws {
    var numbers = SeededNumbers(8)
    let n = 20_000
    var columns = (0..<3).map { _ in numbers.vector(n) }
    let chosen = Set(
      TallPreconditioner.sample(
        try TallProblem(storage: .arrays(columns), response: columns[0], weights: nil)))
    let outside = (0..<n).filter { !chosen.contains($0) }
    columns[1][outside[1000]] = 1e6
    let y = (0..<n).map { i in columns[0][i] - columns[2][i] + numbers.symmetric() }
    let expected = try LeastSquares.solve(design: Matrix(columns: columns), response: y)
    let solution = try TallLeastSquares.solve(columns: columns, response: y)
    #expect(solution.route == .preconditioned && solution.passes == 2)
    #expect(Self.distance(solution.coefficients, expected.coefficients) < 1e-11)
    // A column that is zero in every sampled row.
    columns[1] = columns[1].indices.map { $0 == outside[5] || $0 == outside[77] ? 1 : 0 }
    let rare = try TallLeastSquares.solve(columns: columns, response: y)
    let wanted = try LeastSquares.solve(design: Matrix(columns: columns), response: y)
    #expect(rare.route == .orthogonal && rare.rank == 3)
    #expect(Self.distance(rare.coefficients, wanted.coefficients) < 1e-12)
  }

  @Test func theSampleHasOneRowOfEachStratum() throws {
    // A stride of 60 rows, five years of months.
    let columns = Array(repeating: [Double](repeating: 1, count: 76_800), count: 20)
    let problem = try TallProblem(
      storage: .arrays(columns), response: columns[0], weights: nil)
    let rows = TallPreconditioner.sample(problem)
    #expect(rows.count == 1280)
    for (k, row) in rows.enumerated() {
      // A row on the border of two strata may count with either.
      #expect(row >= k * 60 && row <= (k + 1) * 60)
    }
    #expect(zip(rows, rows.dropFirst()).allSatisfy(<))
    // Twelve months are seen about equally often.
    for month in 0..<12 { #expect((80...134).contains(rows.count { $0 % 12 == month })) }
  }

  @Test(arguments: routes)
  func weightsCountAsRepeatedRows(_ route: TallLeastSquares.Route) throws {
    var numbers = SeededNumbers(21)
    let n = 650
    let columns = [[Double](repeating: 1, count: n), numbers.vector(n), numbers.vector(n)]
    let y = numbers.vector(n)
    let weights = (0..<n).map { Double($0 % 4) }
    let repeated = (0..<n).flatMap { i in Array(repeating: i, count: i % 4) }
    let expected = try LeastSquares.solve(
      design: Matrix(columns: columns.map { column in repeated.map { column[$0] } }),
      response: repeated.map { y[$0] })
    for factor in [1, 0x1p-900, 0x1p901] {
      let solution = try TallLeastSquares.solve(
        columns: columns, response: y, weights: weights.map { $0 * factor },
        options: Self.options(route, blockRows: 100, keepsResiduals: true))
      #expect(solution.route == route)
      #expect(Self.distance(solution.coefficients, expected.coefficients) < 1e-13)
      #expect(
        relativeError(
          solution.residualSumOfSquares / factor, expected.residualSumOfSquares.value) < 1e-13)
      let entry = try #require(expected.inverseGram(1, 1))
      #expect(relativeError(try #require(solution.inverseGram(1, 1)) * factor, entry) < 1e-13)
      let residual = y[4] - (0..<3).reduce(0) { $0 + solution.coefficients[$1] * columns[$1][4] }
      #expect(abs(try #require(solution.residuals)[4] - residual) < 1e-14)
    }
  }

  /// Both ways to form G give the same sums, for every remainder of rows and columns.
  @Test(arguments: [1, 2, 3, 7, 21, 40], [6, 59, 241])
  func bothKernelsFormTheSameGram(_ order: Int, _ rows: Int) throws {
    var numbers = SeededNumbers(UInt64(order))
    let columns = (0..<order).map { _ in numbers.vector(rows) }
    let problem = try TallProblem(
      storage: .arrays(Array(columns.dropLast())), response: columns[order - 1], weights: nil)
    var factor = Matrix.identity(order)
    for j in 0..<order {
      factor[j, j] = 1.5 + numbers.symmetric()
      for i in 0..<j where (i + 2 * j) % 5 > 0 { factor[i, j] = numbers.symmetric() / 4 }
    }
    let scales = (0..<order).map { Double($0 % 2 + 1) }
    let sources = Array((0..<order).reversed())
    let inverse = try factor.solveTriangular(.upper, rightSide: .identity(order))
    let scaled = try Matrix(
      columns: sources.enumerated().map { k, j in columns[j].map { $0 * scales[k] } })
    let expected = try scaled.multiplied(by: inverse).gram()
    for vectors in [true, false] {
      for blockRows in [nil, 5, 24] {
        let gram = PreconditionedGram(
          factor: factor, blockRows: blockRows, usesVectors: vectors
        ).run(problem, sources: sources, scales: scales)
        for (value, wanted) in zip(gram.elements, expected.elements) {
          #expect(abs(value - wanted) < 1e-12 * expected.frobeniusNorm)
        }
      }
    }
  }

  @Test(arguments: [1, 4, 33, 500])
  func stackedBlocksHaveTheFactorOfTheWhole(_ blockRows: Int) throws {
    var numbers = SeededNumbers(9)
    let columns = (0..<6).map { _ in numbers.vector(100) }
    let problem = try TallProblem(
      storage: .arrays(Array(columns.dropLast())), response: columns[5], weights: nil)
    let factor = StackedQR.factor(
      problem, exponents: [0, 1, 0, -2, 0, 0], blockRows: blockRows)
    let scales = [1, 2, 1, 0.25, 1, 1]
    let whole = try Matrix(
      columns: zip(columns, scales).map { column, scale in column.map { $0 * scale } })
    let expected = try whole.gram()
    for (value, wanted) in zip(try factor.gram().elements, expected.elements) {
      #expect(abs(value - wanted) < 1e-13 * expected.frobeniusNorm)
    }
  }

  @Test func wideProblemsUseBLAS() throws {
    var numbers = SeededNumbers(5)
    let design = try Matrix(columns: (0..<45).map { _ in numbers.vector(400) })
    let y = numbers.vector(400)
    let expected = try LeastSquares.solve(design: design, response: y)
    let solution = try TallLeastSquares.solve(
      design: design, response: y, options: Self.options(.preconditioned, blockRows: 64))
    #expect(solution.route == .preconditioned)
    #expect(Self.distance(solution.coefficients, expected.coefficients) < 1e-12)
  }

  /// No more is eliminated than conditioning asks for, and the solution is the same.
  @Test func thePreconditionerIsAsSparseAsItCanBe() throws {
    var upper = Matrix.identity(8)
    for j in 1..<8 { upper[0, j] = 30 }
    let side = (1...8).map(Double.init)
    let (factor, rest) = try #require(TallPreconditioner.simplified(upper, side))
    #expect(factor == upper && rest == side)
    upper[3, 4] = 0.1
    let (sparse, tail) = try #require(TallPreconditioner.simplified(upper, side))
    #expect(sparse[0, 7] == 30 && sparse[3, 4] == 0)
    func solve(_ factor: Matrix, _ side: [Double]) throws -> [Double] {
      let right = try Matrix(rows: 8, columns: 1, columnMajor: side)
      return try factor.solveTriangular(.upper, rightSide: right).elements
    }
    #expect(Self.distance(try solve(sparse, tail), try solve(upper, side)) < 1e-15)
    upper[3, 4] = 1e3
    #expect(try #require(TallPreconditioner.simplified(upper, side)).0[3, 4] == 1e3)
  }
}
