import Testing

@testable import StatisticsCore

@Suite struct QuantileTableTests {
  /// More pairs than the table has places, twice: what is looked up is what is solved.
  @Test func theNumbersAreThoseOfTheDistribution() {
    var table = QuantileTable()
    for _ in 0..<2 {
      for nu in [1, 2.5, 7, 30, .infinity] {
        for k in 1..<300 {
          let p = Double(k) / 300
          #expect(
            table.studentT(p, degreesOfFreedom: nu) == StudentT.quantile(p, degreesOfFreedom: nu))
        }
      }
    }
    let mixture = TMixture([
      .init(weight: 1, location: 2, scale: 3, degreesOfFreedom: 4),
      .init(weight: 2, location: 1, scale: 0, degreesOfFreedom: 4),
      .init(weight: 1, location: 5, scale: 1, degreesOfFreedom: 9),
    ])
    for p in [0.01, 0.25, 0.5, 0.9] {
      #expect(mixture.quantile(p, using: &table) == mixture.quantile(p))
    }
  }
}
