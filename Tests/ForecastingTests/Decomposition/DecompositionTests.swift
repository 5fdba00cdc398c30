import Forecasting
import Testing
import _TestSupport

/// Classical decomposition against R `decompose` (`Fixtures/r/make_decomposition.R`).
@Suite struct DecompositionTests {
  /// Tolerance 1e-12 of the largest value: closed form, fixtures with 15 digits.
  @Test func agreesWithR() throws {
    for series in try VectorFixture("r/decomposition.csv", name: "part").series {
      let y = try series("data")
      for kind in [Decomposition.Kind.additive, .multiplicative] {
        let result = try ClassicalDecomposition(y, seasonLength: series.seasonLength, kind: kind)
        let (name, figure) = (kind.rawValue, result.figure)
        let scale = kind == .additive ? y.map(abs).max() ?? 1 : 1
        let worst = zip(figure, try series(name + "_figure")).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < 1e-12 * scale, "\(series.name) \(name)")
        let trend = try series(name + "_trend")
        #expect(relativeDistance(result.parts.trend, trend) < 1e-12, "\(series.name) \(name)")
      }
    }
  }

  @Test func partsMakeTheDataUp() throws {
    var numbers = SeededNumbers(3)
    for m in 2...7 {
      let y = (0..<(4 * m + 1)).map { _ in 5 + numbers.symmetric() }
      let sum = try ClassicalDecomposition(y, seasonLength: m).parts
      let product = try ClassicalDecomposition(y, seasonLength: m, kind: .multiplicative).parts
      for i in (m / 2)..<(y.count - m / 2) {
        #expect(abs(sum.trend[i] + sum.seasonal[i] + sum.remainder[i] - y[i]) < 1e-14)
        #expect(abs(product.trend[i] * product.seasonal[i] * product.remainder[i] - y[i]) < 1e-14)
      }
      let ends = sum.trend[..<(m / 2)]
      #expect(ends.allSatisfy { $0.isNaN })
      #expect((0...1).contains(sum.seasonalStrength) && product.seasonalStrength.isNaN)
      let adjusted = sum.seasonallyAdjusted(y)
      #expect(abs(adjusted[0] + sum.seasonal[0] - y[0]) < 1e-14)
    }
  }

  /// A value far out of range leaves no trace once the average has passed it.
  @Test func averageForgetsALargeValue() throws {
    var y = (0..<24).map { Double($0 % 4) }
    y[3] = 1e17
    let trend = try ClassicalDecomposition(y, seasonLength: 4).parts.trend
    #expect(trend[6..<22].allSatisfy { $0 == 1.5 })
  }

  @Test func degenerateInputGivesAValueOrAnError() throws {
    let zero = try ClassicalDecomposition([Double](repeating: 0, count: 12), seasonLength: 4)
    #expect(zero.figure == [0, 0, 0, 0] && zero.parts.seasonalStrength == 0)
    for size in [1e300, 1e-300] {
      let y = (0..<16).map { size * (2 + Double($0 % 4)) }
      let parts = try ClassicalDecomposition(y, seasonLength: 4).parts
      #expect(parts.seasonalStrength > 0.999)
    }
    #expect(throws: ForecastingError.overflow) {
      try ClassicalDecomposition([Double](repeating: 1.7e308, count: 8), seasonLength: 4)
    }
    #expect(throws: ForecastingError.tooShort(needed: 8, found: 7)) {
      try ClassicalDecomposition([1, 2, 3, 4, 5, 6, 7], seasonLength: 4)
    }
    #expect(throws: ForecastingError.gapsNotTaken) {
      try ClassicalDecomposition([1, 2, 3, .nan, 5], seasonLength: 2)
    }
    #expect(throws: ForecastingError.needsPositiveValues(form: "multiplicative")) {
      try ClassicalDecomposition([1, 2, 0, 3], seasonLength: 2, kind: .multiplicative)
    }
  }
}
