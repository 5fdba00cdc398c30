import LinearAlgebra
import Testing
import _TestSupport

@Suite struct SmallLeastSquaresTests {
  static func reference(_ design: Matrix, _ response: [Double]) throws -> LeastSquaresSolution {
    var options = LeastSquares.Options()
    options.refines = false
    return try LeastSquares.solve(design: design, response: response, options: options)
  }

  /// Every shape up to 60 × 8 that leaves a row over, every number of problems left over by groups
  /// of four. Both methods are backward stable: 32·n·κ·ε between their coefficients.
  @Test func agreesWithTheReference() throws {
    var numbers = SeededNumbers(17)
    for round in 0..<120 {
      let p = 1 + round % 8
      let n = numbers.integer((p + 1)...60)
      let count = 1 + round % 9
      let designs = numbers.vector(n * p * count)
      let responses = numbers.vector(n * count)
      let batch = try SmallLeastSquares.solveBatch(
        designs: designs, responses: responses, rows: n, columns: p)
      #expect(batch.count == count && batch.columns == p && batch.deficient.isEmpty)
      for k in 0..<count {
        let design = try Matrix(
          rows: n, columns: p, columnMajor: Array(designs[(k * n * p)..<((k + 1) * n * p)]))
        let response = Array(responses[(k * n)..<((k + 1) * n)])
        let expected = try Self.reference(design, response)
        let one = try SmallLeastSquares.solve(design: design, response: response)
        let allowed = 32 * 0x1p-52 * Double(n) * expected.condition
        let coefficients = Array(batch.coefficients[(k * p)..<((k + 1) * p)])
        for found in [coefficients, one.coefficients] {
          #expect(TallLeastSquaresTests.distance(found, expected.coefficients) <= allowed)
        }
        let sum = expected.residualSumOfSquares.value
        let size = response.reduce(0) { $0 + $1 * $1 }
        #expect(abs(batch.residualSumsOfSquares[k] - sum) <= allowed * size)
        #expect(abs(one.residualSumOfSquares - sum) <= allowed * size)
        #expect(one.rank == p && one.dropped.isEmpty)
      }
    }
  }

  @Test func oneDesignForAllIsThatDesignRepeated() throws {
    var numbers = SeededNumbers(18)
    for (n, p, count) in [(12, 2, 10), (5, 5, 3), (33, 4, 1), (7, 1, 8)] {
      let design = try Matrix(rows: n, columns: p, columnMajor: numbers.vector(n * p))
      let responses = numbers.vector(n * count)
      let shared = try SmallLeastSquares.solveBatch(design: design, responses: responses)
      let own = try SmallLeastSquares.solveBatch(
        designs: (0..<count).flatMap { _ in design.elements }, responses: responses, rows: n,
        columns: p)
      #expect(shared.coefficients == own.coefficients)
      #expect(shared.residualSumsOfSquares == own.residualSumsOfSquares)
    }
  }

  /// Dependent, zero and nearly dependent columns among good ones, huge and tiny units.
  @Test func hardProblemsInABatchAreJudgedAsAlone() throws {
    var numbers = SeededNumbers(19)
    let (n, p) = (9, 3)
    let x = numbers.vector(n)
    let z = numbers.vector(n)
    let one = [Double](repeating: 1, count: n)
    let zero = [Double](repeating: 0, count: n)
    let designs: [[[Double]]] = [
      [one, x, z], [one, x, x.map { 3 * $0 + 2 }], [one, zero, x], [zero, zero, zero],
      [one, x, x.map { $0 + 1e-13 * numbers.symmetric() }],
      [one, x, x.map { $0 + 1e-9 * numbers.symmetric() }],
      [one, x.map { $0 * 1e300 }, z.map { $0 * 1e-300 }], [x, z, one],
      [one, x.map { $0 * 1e-158 }, z],
    ]
    let responses = designs.map { _ in numbers.vector(n) }
    let batch = try SmallLeastSquares.solveBatch(
      designs: designs.flatMap { $0.flatMap { $0 } }, responses: responses.flatMap { $0 }, rows: n,
      columns: p)
    #expect(batch.deficient.map(\.problem) == [1, 2, 3, 4])
    #expect(batch.deficient.map(\.rank) == [2, 2, 0, 2])
    for (k, columns) in designs.enumerated() {
      let design = try Matrix(columns: columns)
      let expected = try Self.reference(design, responses[k])
      let alone = try SmallLeastSquares.solve(design: design, response: responses[k])
      #expect(alone.rank == expected.rank && alone.dropped == expected.dropped)
      let entry = batch.deficient.first { $0.problem == k }
      #expect(entry?.dropped ?? [] == expected.dropped)
      for j in 0..<p {
        let allowed = 1e-14 * expected.condition
        #expect(relativeError(batch.coefficients[k * p + j], expected.coefficients[j]) < allowed)
        #expect(relativeError(alone.coefficients[j], expected.coefficients[j]) < allowed)
      }
    }
  }

  /// A column that is nearly a negative unit vector: with the other sign of the reflection v would
  /// be a difference of nearly equal numbers.
  @Test func reflectionsDoNotCancel() throws {
    var numbers = SeededNumbers(20)
    let n = 7
    for sign in [-1.0, 1] {
      let column = [sign] + numbers.vector(n - 1).map { 1e-5 * $0 }
      let design = try Matrix(columns: [column, numbers.vector(n)])
      let response = [0] + numbers.vector(n - 1)
      let expected = try Self.reference(design, response)
      let batch = try SmallLeastSquares.solveBatch(design: design, responses: response)
      let one = try SmallLeastSquares.solve(design: design, response: response)
      for found in [batch.coefficients, one.coefficients] {
        #expect(TallLeastSquaresTests.distance(found, expected.coefficients) < 1e-14)
      }
    }
  }

  @Test func fewRowsGiveAnswers() throws {
    // Fewer rows than columns; as many; no columns; no problems.
    let wide = try SmallLeastSquares.solveBatch(
      designs: [2, 3, 4, 1], responses: [6, 8], rows: 1, columns: 2)
    #expect(wide.deficient.map(\.dropped) == [[1], [1]] && wide.coefficients == [3, 0, 2, 0])
    let square = try SmallLeastSquares.solveBatch(
      designs: [2, 0, 0, 4], responses: [6, 8], rows: 2, columns: 2)
    #expect(square.coefficients == [3, 2] && square.residualSumsOfSquares == [0])
    let none = try SmallLeastSquares.solveBatch(
      designs: [], responses: [1, 2, 3, 4], rows: 2, columns: 0)
    #expect(none.residualSumsOfSquares == [5, 25] && none.deficient.isEmpty)
    #expect(try SmallLeastSquares.solveBatch(design: .identity(2), responses: []).count == 0)
  }

  @Test func badValuesAreRefused() throws {
    let designs = [Double](repeating: 1, count: 6) + [1, 2, 3, 4, 5, 7]
    for (n, p) in [(6, 1), (1, 1)] {
      let count = 12 / n
      for bad in [Double.nan, .infinity] {
        for place in [0, 7, 11] {
          var values = designs
          values[place] = bad
          let good = [Double](repeating: 2, count: n * count)
          let error = LinearAlgebraError.nonFinite(row: place, column: 0)
          #expect(throws: error) {
            try SmallLeastSquares.solveBatch(
              designs: values, responses: good, rows: n, columns: p)
          }
          #expect(throws: error) {
            try SmallLeastSquares.solveBatch(
              designs: designs, responses: values, rows: n, columns: p)
          }
        }
      }
    }
    #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 0)) {
      try SmallLeastSquares.solve(design: .identity(2), response: [1, .nan])
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "response", needed: 2, found: 1)) {
      try SmallLeastSquares.solve(design: .identity(2), response: [1])
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "responses", needed: 4, found: 3)) {
      try SmallLeastSquares.solveBatch(design: .identity(2), responses: [1, 2, 3])
    }
    #expect(throws: LinearAlgebraError.shapeMismatch(what: "designs", needed: 2, found: 3)) {
      try SmallLeastSquares.solveBatch(designs: [1, 2, 3], responses: [1, 2], rows: 2, columns: 1)
    }
  }
}
