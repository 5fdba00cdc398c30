import LinearAlgebra
import Regression
import Testing
import _TestSupport

/// Codes, singletons, the count of absorbed parameters and the recovery of coefficients.
@Suite struct FactorTests {
  @Test func interactionsAreDenseInOrderOfFirstAppearance() {
    var numbers = SeededNumbers(1)
    for _ in 0..<20 {
      let n = numbers.integer(0...80)
      let a = (0..<n).map { _ in numbers.integer(0...9) }
      let b = (0..<n).map { _ in numbers.integer(0...6) }
      let found = FactorCodes.interacted(FactorCodes(labels: a), FactorCodes(labels: b))
      #expect(found == FactorCodes(labels: zip(a, b).map { [$0, $1] }))
    }
  }

  @Test func selectionRecodes() {
    let factor = FactorCodes(labels: ["a", "b", "c", "b", "a"])
    #expect(factor.codes == [0, 1, 2, 1, 0])
    #expect(factor.counts == [2, 2, 1])
    #expect(factor.selecting([3, 4, 1]) == FactorCodes(codes: [0, 1, 0], levels: 2))
  }

  @Test func singletonsFallOneAfterTheOther() {
    // Row 4 is alone in a = 2; without it row 3 is alone in b = 2; rows 0–2 hold each other.
    let a = FactorCodes(codes: [0, 0, 1, 1, 2], levels: 3)
    let b = FactorCodes(codes: [0, 1, 1, 2, 2], levels: 3)
    #expect(Singletons.find([a]) == [false, false, false, false, true])
    #expect(Singletons.find([a, b]) == [true, true, true, true, true])
    let c = FactorCodes(codes: [0, 0, 0, 1, 1], levels: 2)
    #expect(Singletons.find([a, c]) == [false, false, true, true, true])
    #expect(Singletons.keptRows([a, c]) == [0, 1])
    #expect(Singletons.find([]) == [])
  }

  @Test func singletonsMatchRepeatedCounting() {
    var numbers = SeededNumbers(2)
    for _ in 0..<30 {
      let n = numbers.integer(1...60)
      let factors = (0..<3).map { _ in
        DemeanerTests.factor(&numbers, rows: n, levels: numbers.integer(1...25))
      }
      var kept = Set(0..<n)
      while true {
        let lone = kept.filter { row in
          factors.contains { factor in
            kept.count { factor.codes[$0] == factor.codes[row] } == 1
          }
        }
        if lone.isEmpty { break }
        kept.subtract(lone)
      }
      #expect(Singletons.keptRows(factors) == kept.sorted())
    }
  }

  private func rank(_ factors: [FactorCodes]) throws -> Int {
    let columns = factors.flatMap { factor in
      (0..<factor.levels).map { level in factor.codes.map { Int($0) == level ? 1.0 : 0 } }
    }
    return try PivotedQR(Matrix(columns: columns)).rank(rcond: 1e-10)
  }

  @Test func absorbedParametersAreTheRankOfTheDummies() throws {
    var numbers = SeededNumbers(3)
    var smaller = 0
    for trial in 0..<60 {
      let n = numbers.integer(10...60)
      var factors = (0..<(1 + trial % 3)).map { _ in
        DemeanerTests.factor(&numbers, rows: n, levels: numbers.integer(2...30))
      }
      // A nested factor changes nothing.
      factors.append(FactorCodes(labels: factors[0].codes.map { $0 / 3 }))
      let count = FixedEffectRank(factors)
      let exact = try rank(factors)
      if count.isExact { #expect(count.absorbed == exact) }
      #expect(count.absorbed >= exact)
      #expect(count.absorbed <= count.levelRule)
      if count.absorbed < count.levelRule { smaller += 1 }
    }
    #expect(smaller > 20)
    #expect(FixedEffectRank.absorbed([]) == 0)
  }

  @Test func recoveredEffectsAddUpAndAreNormalised() throws {
    var numbers = SeededNumbers(4)
    for count in 1...3 {
      let n = 150
      let factors = (0..<count).map { _ in
        DemeanerTests.factor(&numbers, rows: n, levels: numbers.integer(3...40))
      }
      let truth = factors.map { numbers.vector($0.levels) }
      let sum = (0..<n).map { row in
        factors.indices.reduce(0) { $0 + truth[$1][Int(factors[$1].codes[row])] }
      }
      let recovered = try FixedEffectRecovery(sum: sum, factors: factors)
      #expect(recovered.converged)
      #expect(recovered.largestResidual < 1e-10)
      for row in 0..<n {
        let levels = factors.map { Int($0.codes[row]) }
        #expect(abs(recovered.sum(levels: levels) - sum[row]) < 1e-10)
      }
      for k in factors.indices.dropFirst() { #expect(recovered.effects[k][0] == 0) }
    }
    // Two components: each has its own zero.
    let a = FactorCodes(codes: [0, 0, 1, 1], levels: 2)
    let b = FactorCodes(codes: [0, 1, 2, 3], levels: 4)
    let recovered = try FixedEffectRecovery(sum: [1, 3, 10, 14], factors: [a, b])
    let flat: [Double] = Array(recovered.effects.joined())
    let expected: [Double] = [1, 10, 0, 2, 0, 4]
    for (x, y) in zip(flat, expected) { #expect(abs(x - y) < 1e-12) }
    #expect(FixedEffectRank.absorbed([a, b]) == 4)
  }
}
