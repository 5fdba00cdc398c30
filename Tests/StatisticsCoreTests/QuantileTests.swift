import StatisticsCore
import Testing

@Suite struct QuantileTests {
  /// R 4.2.2: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .6, .9, 1)), type 7.
  @Test func agreesWithR() {
    let values = [1.0, 2, 4, 8, 16]
    let expected: [(Double, Double)] = [
      (0, 1), (0.1, 1.4), (0.25, 2), (0.5, 4), (0.6, 5.6), (0.9, 12.8), (1, 16),
    ]
    for (p, value) in expected { #expect(abs(Quantile.ofSorted(values, p) - value) < 1e-12) }
    #expect(Quantile.ofSorted([3.0], 0.7) == 3)
  }

  @Test func rootsAreFoundAndMissingOnesReported() throws {
    let root = try BracketedRoot.find(in: (0, 2)) { $0 * $0 - 2 }
    #expect(abs(root - 2.0.squareRoot()) < 1e-13)
    let steep = try BracketedRoot.find(in: (-1e6, 1e6)) { $0 * $0 * $0 - 1e-9 }
    #expect(abs(steep - 1e-3) < 1e-9)
    #expect(throws: StatisticsError.notBracketed(low: 3, high: 4)) {
      try BracketedRoot.find(in: (3, 4)) { $0 }
    }
  }

  @Test func hashesAreStable() {
    // The published FNV-1a test vectors (draft-eastlake-fnv).
    #expect(stableHash("") == 0x811c_9dc5)
    #expect(stableHash("a") == 0xe40c_292c)
    #expect(stableHash("foobar") == 0xbf9c_f968)
  }

  /// Of values in any order the same bits as of sorted ones: random, equal, few distinct, rising, falling,
  /// and a shape that leads medians of three astray.
  @Test(arguments: [1, 2, 3, 17, 500, 4001]) func orderLeavesNoTrace(_ count: Int) {
    var random = PhiloxGenerator(seed: 5, series: UInt32(count))
    let shapes: [(Int) -> Double] = [
      { _ in random.normal() }, { _ in 3 }, { _ in Double(random.next() % 4) }, { Double($0) },
      { Double(count - $0) }, { Double($0 % 2 == 0 ? $0 : count - $0) },
    ]
    let probabilities = [0, 0.025, 0.1, 0.25, 0.5, 0.5, 0.9, 0.975, 1]
    for shape in shapes {
      let values = (0..<count).map(shape)
      let sorted = values.sorted()
      #expect(
        Quantile.of(values, probabilities) == probabilities.map { Quantile.ofSorted(sorted, $0) })
      #expect(Quantile.of(values, []).isEmpty)
    }
  }
}
