import Foundation
import StatisticsCore
import Testing
import _TestSupport

/// The F distribution against R (`Fixtures/r/make_f_distribution.R`).
@Suite struct FDistributionTests {
  /// Tails to 2e-12 up to 40,000 degrees of freedom. R's quantiles are 1 / qbeta − 1 and lose up to
  /// 4e-11 at 40,000; an infinite number of degrees of freedom goes through the gamma functions, whose
  /// xᵃe⁻ˣ/Γ(a) carries 1e-16·a·log a.
  @Test func agreesWithR() throws {
    let rows = try Repository.rows("r/f_distribution.csv")
    #expect(rows.count > 900)
    for row in rows {
      let a = try #require(Double(row["numerator"] ?? ""))
      let b = try #require(Double(row["denominator"] ?? ""))
      let x = try #require(Double(row["x"] ?? ""))
      let expected = try #require(Double(row["value"] ?? ""))
      let computed: Double
      switch row["function"] {
      case "upper": computed = FDistribution.upperTail(x, numerator: a, denominator: b)
      case "cumulative": computed = FDistribution.cumulative(x, numerator: a, denominator: b)
      case "quantile": computed = FDistribution.quantile(x, numerator: a, denominator: b)
      default:
        Issue.record("unknown function in the fixture")
        continue
      }
      let isTail = row["function"] != "quantile" && a.isFinite && b.isFinite
      let tolerance = isTail ? 2e-12 : 5e-11
      let error = relativeError(computed, expected, floor: 1e-290)
      #expect(error < tolerance, "\(row) \(computed) \(error)")
    }
  }

  @Test func tailsAndQuantilesAgree() {
    for (a, b) in [(1.0, 1.0), (2, 9), (7, 3.3), (40, 1000), (.infinity, 5), (5, .infinity)] {
      for p in [1e-9, 0.003, 0.2, 0.5, 0.77, 0.999] {
        let f = FDistribution.quantile(p, numerator: a, denominator: b)
        let lower = FDistribution.cumulative(f, numerator: a, denominator: b)
        let upper = FDistribution.upperTail(f, numerator: a, denominator: b)
        #expect(relativeError(lower, p) < 1e-12, "\(a) \(b) \(p)")
        #expect(abs(lower + upper - 1) < 1e-13, "\(a) \(b) \(p)")
        // The reciprocal has the degrees of freedom swapped.
        let swapped = FDistribution.upperTail(1 / f, numerator: b, denominator: a)
        #expect(relativeError(swapped, p) < 1e-11, "\(a) \(b) \(p)")
      }
    }
  }

  /// P(F > f) for ν₁ = 2 is (1 + 2f/ν₂)^(−ν₂/2) exactly, at any size.
  @Test func farTailKeepsItsDigits() {
    for (f, nu2) in [(1e3, 10.0), (1e6, 30), (1e100, 4), (1e200, 2)] {
      let exact = pow(1 + 2 * f / nu2, -nu2 / 2)
      let computed = FDistribution.upperTail(f, numerator: 2, denominator: nu2)
      #expect(relativeError(computed, exact) < 1e-12, "\(f) \(nu2) \(computed)")
    }
  }

  @Test func badArgumentsGiveNoNumber() {
    #expect(FDistribution.upperTail(.nan, numerator: 1, denominator: 1).isNaN)
    #expect(FDistribution.upperTail(1, numerator: 0, denominator: 1).isNaN)
    #expect(FDistribution.cumulative(1, numerator: 1, denominator: -1).isNaN)
    #expect(FDistribution.quantile(1.1, numerator: 1, denominator: 1).isNaN)
    #expect(FDistribution.quantile(.nan, numerator: 1, denominator: 1).isNaN)
    #expect(FDistribution.upperTail(-3, numerator: 1, denominator: 1) == 1)
    #expect(FDistribution.upperTail(.infinity, numerator: 1, denominator: 1) == 0)
    #expect(FDistribution.quantile(0, numerator: 3, denominator: 1) == 0)
    #expect(FDistribution.quantile(1, numerator: 3, denominator: 1) == .infinity)
  }
}
