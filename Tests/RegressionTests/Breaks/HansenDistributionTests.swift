import Foundation
import Testing
import _TestSupport

@testable import Regression

/// P-values of break tests and the distribution of break dates against R strucchange.
@Suite struct HansenDistributionTests {
  @Test func pValuesAgreeWithR() throws {
    let rows = try #require(BreakFixture().lists["hansen"])
    #expect(rows.count == 450)
    var beyond = 0
    for (what, values) in rows {
      let kind: HansenDistribution =
        what == "supF" ? .supremum : what == "aveF" ? .average : .exponential
      let p = try #require(
        kind.pValue(values[2], terms: Int(values[0]), lambda: values[1]))
      let earlier = try #require(
        kind.pValue(values[2] * 0.98, terms: Int(values[0]), lambda: values[1]))
      #expect(p <= earlier, "\(what) \(values): no rise with the statistic")
      // R has 1 − pchisq, so 1e-15 absolute; the interpolation adds a few roundings of λ.
      if abs(p - values[3]) > 1e-12 + 1e-9 * values[3] { beyond += 1 }
    }
    #expect(beyond == 0)
  }

  /// FNV-1a over the bytes of all 13,000 numbers, as the table had them before it became a file.
  @Test func theTableIsWhole() {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ value: Double) {
      for byte in 0..<8 {
        hash = (hash ^ (value.bitPattern >> (8 * UInt64(byte)) & 0xff)) &* 0x100_0000_01b3
      }
    }
    let table = HansenTable.shared
    for (rows, count) in [(table.supremum, 2), (table.average, 4), (table.exponential, 4)] {
      for row in rows {
        for value in row.coefficients.prefix(count) { add(value) }
        add(row.degrees)
      }
    }
    #expect(hash == 0xa0cc_b45f_9c7e_f74f)
  }

  /// At a trimming of one half there is one place, and each statistic is that one's χ².
  @Test func onePlaceIsChiSquared() throws {
    let expected = 0.05  // P(χ²₁ > 3.841458820694124)
    for kind in [HansenDistribution.supremum, .average, .exponential] {
      let x = kind == .exponential ? 3.841458820694124 / 2 : 3.841458820694124
      let p = try #require(kind.pValue(x, terms: 1, lambda: 1))
      #expect(abs(p - expected) < 1e-12)
      let near = try #require(kind.pValue(x, terms: 1, lambda: 1.02))
      #expect(abs(near - expected) < 0.01, "the table joins on: \(near)")
    }
  }

  /// Critical values of Andrews (1993; corrected 2003), one term, trimming 0.15: 8.68 at 5 %,
  /// 12.16 at 1 %. The approximation is good to a few tenths of a percent.
  @Test func tabulatedCriticalValues() throws {
    let lambda = 0.85 * 0.85 / (0.15 * 0.15)
    for (x, level) in [(8.68, 0.05), (12.16, 0.01), (7.12, 0.1)] {
      let p = try #require(HansenDistribution.supremum.pValue(x, terms: 1, lambda: lambda))
      #expect(abs(p - level) < 0.1 * level, "\(x) \(p)")
    }
  }

  @Test func whatTheTableLacksHasNoPValue() {
    #expect(HansenDistribution.supremum.pValue(9, terms: 41, lambda: 30) == nil)
    #expect(HansenDistribution.supremum.pValue(9, terms: 0, lambda: 30) == nil)
    #expect(HansenDistribution.supremum.pValue(.nan, terms: 1, lambda: 30) == nil)
    #expect(HansenDistribution.average.pValue(1e300, terms: 1, lambda: 30) != nil)
  }

  @Test func breakDatesAgreeWithR() throws {
    let rows = try #require(BreakFixture().lists["argmax"])
    #expect(rows.count == 72)
    for (_, v) in rows {
      let distribution = ArgmaxDistribution(ratio: v[1], variances: (v[2], v[3]))
      #expect(abs(distribution.cumulative(v[0]) - v[4]) < 1e-11, "\(v)")
    }
  }

  /// Symmetric moments and variances: Bai's 97.5 % point of the symmetric case is 11.03 (Yao 1987).
  @Test func breakDateQuantiles() throws {
    let distribution = ArgmaxDistribution(ratio: 1, variances: (1, 1))
    #expect(abs(try #require(distribution.quantile(0.975)) - 11.03) < 0.01)
    #expect(abs(try #require(distribution.quantile(0.025)) + 11.03) < 0.01)
    #expect(abs(distribution.cumulative(0) - 0.5) < 1e-14)
    for p in [0.01, 0.2, 0.7, 0.99] {
      let skewed = ArgmaxDistribution(ratio: 2.5, variances: (1, 3))
      let x = try #require(skewed.quantile(p))
      #expect(abs(skewed.cumulative(x) - p) < 1e-9)
    }
    #expect(ArgmaxDistribution(ratio: 0, variances: (1, 1)).quantile(0.9) == nil)
  }
}
