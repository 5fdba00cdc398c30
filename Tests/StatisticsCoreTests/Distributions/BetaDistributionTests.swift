import StatisticsCore
import Testing
import _TestSupport

@Suite struct BetaDistributionTests {
  /// R's `qbeta` (Fixtures/r/make_pipeline.R), to 1e-11 relative: incomplete beta is good to 1e-13 in
  /// a tail, and R prints 15 digits.
  @Test func quantilesAreAsInR() throws {
    var cases = 0
    for row in try Repository.rows("r/pipeline.csv") {
      let words = (row["case"] ?? "").split(separator: " ").map(String.init)
      let expected = Double(row["value"] ?? "") ?? .nan
      if words[0] == "beta" {
        let numbers = words.dropFirst().compactMap(Double.init)
        let found = BetaDistribution.quantile(numbers[0], a: numbers[1], b: numbers[2])
        #expect(relativeError(found, expected) < 1e-11, "\(words)")
        #expect(
          relativeError(
            BetaDistribution.cumulative(found, a: numbers[1], b: numbers[2]), numbers[0]) < 1e-10)
        cases += 1
      } else if words[0] == "jeffreys" {
        let counts = words[1].split(separator: "/").compactMap { Int($0) }
        let interval = BinomialInterval.jeffreys(successes: counts[0], of: counts[1], level: 95)
        let end = row["quantity"] == "low" ? interval.lowerBound : interval.upperBound
        #expect(relativeError(end, expected) < 1e-11, "\(words)")
        cases += 1
      }
    }
    #expect(cases == 21)
  }

  /// 26 of 45: 0.43 to 0.71.
  @Test func theShareOfFinishedProjects() {
    let interval = BinomialInterval.jeffreys(successes: 26, of: 45, level: 95)
    #expect(abs(interval.lowerBound - 0.43) < 0.005 && abs(interval.upperBound - 0.71) < 0.005)
  }

  /// Counting the others turns the interval round.
  @Test func theOthersAreTheMirror() {
    for total in [1, 7, 50] {
      for count in 0...total {
        let a = BinomialInterval.jeffreys(successes: count, of: total, level: 90)
        let b = BinomialInterval.jeffreys(successes: total - count, of: total, level: 90)
        #expect(abs(a.lowerBound - (1 - b.upperBound)) < 1e-12)
        let share = Double(count) / Double(total)
        #expect(a.lowerBound <= share && share <= a.upperBound)
      }
    }
  }
}
