import StatisticsCore
import Testing
import _TestSupport

@Suite struct BinomialIntervalTests {
  /// Against R's `qbeta` (`Fixtures/r/make_jeffreys.R`); both quantiles carry the last digits of an
  /// incomplete beta function.
  @Test func agreesWithR() throws {
    let rows = try Repository.rows("r/jeffreys.csv")
    #expect(rows.count > 80)
    for row in rows {
      let k = try #require(Int(row["successes"] ?? ""))
      let n = try #require(Int(row["trials"] ?? ""))
      let level = try #require(Double(row["level"] ?? ""))
      let interval = BinomialInterval.jeffreys(successes: k, of: n, level: level)
      let low = try #require(Double(row["low"] ?? ""))
      let high = try #require(Double(row["high"] ?? ""))
      #expect(relativeError(interval.lowerBound, low) < 1e-9, "\(row)")
      #expect(relativeError(interval.upperBound, high) < 1e-9, "\(row)")
    }
  }

  @Test func aShareAndItsComplementMirror() {
    for (k, n) in [(0, 3), (2, 7), (26, 45), (9, 9)] {
      let a = BinomialInterval.jeffreys(successes: k, of: n)
      let b = BinomialInterval.jeffreys(successes: n - k, of: n)
      #expect(abs(a.lowerBound - (1 - b.upperBound)) < 1e-12)
      #expect(a.contains(Double(k) / Double(n)))
    }
  }

  /// Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
  @Test(arguments: [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
    (1, 29, 0.0061, 0.1718),
  ])
  func wilsonAgreesWithNewcombe(_ k: Int, _ n: Int, _ low: Double, _ high: Double) {
    let interval = BinomialInterval.wilson(share: Double(k) / Double(n), of: n)
    #expect(abs(interval.lowerBound - low) < 0.00005 && abs(interval.upperBound - high) < 0.00005)
  }
}
