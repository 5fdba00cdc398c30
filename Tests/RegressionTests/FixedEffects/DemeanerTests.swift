import LinearAlgebra
import Regression
import Testing
import _TestSupport

/// Demeaning against dense least squares on the dummies.
@Suite struct DemeanerTests {
  static func factor(_ numbers: inout SeededNumbers, rows: Int, levels: Int) -> FactorCodes {
    FactorCodes(labels: (0..<rows).map { _ in numbers.integer(0...(levels - 1)) })
  }

  /// The residual of `column` on all dummies by pivoted QR, rows multiplied by √w.
  static func dense(
    _ column: [Double], _ factors: [FactorCodes], _ weights: [Double]?
  ) throws -> [Double] {
    let n = column.count
    let roots = weights?.map { $0.squareRoot() } ?? Array(repeating: 1, count: n)
    var dummies: [[Double]] = []
    for factor in factors {
      for level in 0..<factor.levels {
        dummies.append((0..<n).map { Int(factor.codes[$0]) == level ? roots[$0] : 0 })
      }
    }
    let right = try Matrix(columns: [(0..<n).map { column[$0] * roots[$0] }])
    let effects = try PivotedQR(Matrix(columns: dummies)).solve(right, rcond: 1e-10)
    return (0..<n).map { row in
      var (value, base) = (column[row], 0)
      for factor in factors {
        value -= effects[base + Int(factor.codes[row]), 0]
        base += factor.levels
      }
      return value
    }
  }

  static func distance(_ a: [Double], _ b: [Double], _ weights: [Double]?) -> Double {
    var sum = 0.0
    for i in a.indices { sum += (weights?[i] ?? 1) * (a[i] - b[i]) * (a[i] - b[i]) }
    return sum.squareRoot()
  }

  @Test(arguments: 1...4, [false, true])
  func agreesWithDenseLeastSquares(factorCount: Int, weighted: Bool) throws {
    var numbers = SeededNumbers(UInt64(factorCount))
    for trial in 0..<8 {
      let n = numbers.integer(20...120)
      let factors = (0..<factorCount).map { _ in
        Self.factor(&numbers, rows: n, levels: numbers.integer(2...20))
      }
      // Every trial has rows of weight zero, which must not matter and must not trap.
      let weights = weighted ? (0..<n).map { $0 % 7 == 3 ? 0 : 1.1 + numbers.symmetric() } : nil
      let columns = (0..<5).map { j in
        numbers.vector(n).map { $0 + (j == 2 ? 1e6 : 0) + (j == 3 ? 1e-6 : 0) }
      }
      let demeaner = try Demeaner(factors: factors, weights: weights)
      for tolerance in [1e-6, 1e-9, 1e-12] {
        var found = columns
        let report = try demeaner.demean(&found, tolerance: tolerance)
        #expect(report.allConverged)
        for j in columns.indices {
          let expected = try Self.dense(columns[j], factors, weights)
          let size = Self.distance(columns[j], columns[j].map { _ in 0 }, weights)
          let error = Self.distance(found[j], expected, weights)
          let unit = j == 2 ? size / 1e6 : size
          #expect(
            error <= 2 * tolerance * unit + 4e-15 * size,
            "trial \(trial), column \(j), tolerance \(tolerance): \(error / unit)")
        }
      }
    }
  }

  /// Almost balanced panels, where the residual is rounding after two steps: 48 groups over 7 years
  /// but for one row, a column of logs of large numbers beside others.
  @Test(arguments: 0..<30)
  func almostBalancedPanelsSettle(_ seed: Int) throws {
    var numbers = SeededNumbers(UInt64(1000 + seed))
    let missing = numbers.integer(0...335)
    let rows = (0..<336).filter { $0 != missing }
    let factors = [
      FactorCodes(labels: rows.map { $0 / 7 }), FactorCodes(labels: rows.map { $0 % 7 }),
    ]
    let groups = numbers.vector(48)
    let columns = [
      rows.map { 9.5 + 0.2 * groups[$0 / 7] + 0.02 * Double($0 % 7) + 0.05 * numbers.symmetric() },
      rows.map { $0 % 11 == 0 ? 1.0 : 0 }, rows.map { _ in 2 + numbers.symmetric() },
    ]
    var found = columns
    let report = try Demeaner(factors: factors).demean(&found, tolerance: 1e-12)
    #expect(report.allConverged, "\(report)")
    for j in columns.indices {
      let expected = try Self.dense(columns[j], factors, nil)
      let size = Self.distance(expected, expected.map { _ in 0 }, nil)
      // The tolerance, and what dense least squares round of columns a hundred times as large.
      #expect(Self.distance(found[j], expected, nil) < 1e-11 * size)
    }
  }

  @Test func aColumnDoesNotDependOnItsNeighbours() throws {
    var numbers = SeededNumbers(5)
    let factors = [
      Self.factor(&numbers, rows: 300, levels: 40), Self.factor(&numbers, rows: 300, levels: 30),
      Self.factor(&numbers, rows: 300, levels: 5),
    ]
    let columns = (0..<7).map { _ in numbers.vector(300) }
    let demeaner = try Demeaner(factors: factors)
    var together = columns
    try demeaner.demean(&together, tolerance: 1e-8)
    for j in columns.indices {
      var alone = [columns[j]]
      try demeaner.demean(&alone, tolerance: 1e-8)
      #expect(Self.distance(alone[0], together[j], nil) < 1e-13)
    }
  }

  @Test func newWeightsReplaceTheOldOnes() throws {
    var numbers = SeededNumbers(6)
    let factors = (0..<2).map { _ in Self.factor(&numbers, rows: 200, levels: 25) }
    let weights = (0..<200).map { _ in 1.5 + numbers.symmetric() }
    let column = numbers.vector(200)
    var changed = try Demeaner(factors: factors, weights: column.map { $0 * $0 })
    try changed.setWeights(weights)
    var (a, b) = ([column], [column])
    try changed.demean(&a)
    try Demeaner(factors: factors, weights: weights).demean(&b)
    #expect(a == b)
    try changed.setWeights(nil)
    (a, b) = ([column], [column])
    try changed.demean(&a)
    try Demeaner(factors: factors).demean(&b)
    #expect(a == b)
  }

  /// A chain: worker i moves once, from firm i to firm i + 1. The exact answer is known: with two
  /// rows a worker and one worker between neighbours nothing is left over; a third row per worker at
  /// the first firm leaves a within-cell difference.
  @Test func aLongChainConverges() throws {
    let workers = 2000
    var (w, f): ([Int32], [Int32]) = ([], [])
    for i in 0..<workers {
      w += [Int32(i), Int32(i), Int32(i)]
      f += [Int32(i), Int32(i), Int32(i + 1)]
    }
    let factors = [
      FactorCodes(codes: w, levels: workers), FactorCodes(codes: f, levels: workers + 1),
    ]
    var numbers = SeededNumbers(7)
    let column = numbers.vector(3 * workers)
    var found = [column]
    let report = try Demeaner(factors: factors).demean(&found, tolerance: 1e-9)
    #expect(report.allConverged)
    let expected = (0..<workers).flatMap { i -> [Double] in
      let half = (column[3 * i] - column[3 * i + 1]) / 2
      return [half, -half, 0]
    }
    #expect(
      Self.distance(found[0], expected, nil) < 1e-7
        * Self.distance(expected, [Double](repeating: 0, count: 3 * workers), nil))

    var short = [column]
    let unfinished = try Demeaner(factors: factors).demean(
      &short, tolerance: 1e-9, maxIterations: 20)
    #expect(unfinished.converged == [false])
    #expect(unfinished.iterations == [20])
    #expect(unfinished.errors[0] > 1e-9)
  }

  @Test func aColumnThatTheFactorsExplainBecomesZero() throws {
    let codes: [Int32] = [0, 0, 1, 1, 2, 2]
    let other: [Int32] = [0, 1, 0, 1, 0, 1]
    let factors = [FactorCodes(codes: codes, levels: 3), FactorCodes(codes: other, levels: 2)]
    var columns = [
      codes.map { Double($0) * 7 + 1e3 }, other.map { Double($0) }, codes.map { _ in 3 },
    ]
    #expect(try Demeaner(factors: factors).demean(&columns).allConverged)
    for column in columns {
      #expect(column.allSatisfy { abs($0) < 1e-12 })
    }
  }

  @Test func badInputIsRefusedByName() throws {
    let a = FactorCodes(codes: [0, 0, 1], levels: 2)
    let b = FactorCodes(codes: [0, 1], levels: 2)
    #expect(throws: FixedEffectError.lengthMismatch(what: "factor 2", needed: 3, found: 2)) {
      try Demeaner(factors: [a, b])
    }
    #expect(throws: FixedEffectError.unusableWeight(observation: 1)) {
      try Demeaner(factors: [a], weights: [1, -1, 1])
    }
    #expect(throws: FixedEffectError.unusableWeight(observation: 2)) {
      try Demeaner(factors: [a], weights: [1, 1, .nan])
    }
    var columns = [[1, 2, 3], [1, .infinity, 3]]
    #expect(throws: FixedEffectError.nonFinite(column: 1, observation: 1)) {
      try Demeaner(factors: [a]).demean(&columns)
    }
    columns = [[1, 2]]
    #expect(throws: FixedEffectError.lengthMismatch(what: "column 1", needed: 3, found: 2)) {
      try Demeaner(factors: [a]).demean(&columns)
    }
    var none = [[Double]()]
    let empty = FactorCodes(codes: [], levels: 0)
    #expect(try Demeaner(factors: [empty, empty]).demean(&none).allConverged)
  }
}
