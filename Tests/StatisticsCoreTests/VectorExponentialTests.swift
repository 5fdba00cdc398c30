import Foundation
import StatisticsCore
import Testing

@Suite struct VectorExponentialTests {
  /// Against the 80 bits of the machine's long double: within one unit in the last place.
  @Test func withinOneUnit() {
    var random = PhiloxGenerator(seed: 31)
    var worst = 0.0
    for _ in 0..<50_000 {
      let x = (random.uniform() - 0.5) * 1416
      let small = (random.uniform() - 0.5) * 0.01
      let result = VectorExponential.exp([x, small, x / 100, -x / 7])
      for (k, x) in [x, small, x / 100, -x / 7].enumerated() {
        let exact = expl(Float80(x))
        worst = max(worst, Double(abs(Float80(result[k]) - exact)) / Double(exact).ulp)
      }
    }
    #expect(worst < 1)
  }

  /// Beyond the normal doubles what the system's function gives.
  @Test func endsOfTheRange() {
    for x in [709.7, 709.8, 1e308, .infinity, -708.5, -745, -746, -.infinity] {
      let result = VectorExponential.exp([0, x, 1, -1])
      #expect(result[1] == exp(x))
      #expect(result[0] == 1)
      #expect(result[2] == VectorExponential.exp([1, 1, 1, 1])[0])
    }
    let result = VectorExponential.exp([.nan, 2, 2, 2])
    #expect(result[0].isNaN && result[1] == exp(2))
  }

  /// A value does not depend on its place nor on what stands beside it.
  @Test(arguments: 1...9) func placesLeaveNoTrace(_ count: Int) {
    var values = (0..<count).map { Double($0) * 0.37 - 1 }
    let alone = values.map { VectorExponential.exp(SIMD4(repeating: $0))[0] }
    values.withUnsafeMutableBufferPointer { VectorExponential.apply(to: $0) }
    #expect(values == alone)
  }
}
