import Foundation
import Regression
import Testing
import _TestSupport

/// Shapiro–Wilk against R `shapiro.test` (`Fixtures/r/panel_reference.csv`, set `shapiro`).
@Suite struct ShapiroWilkTests {
  /// The samples of `make_panel.R`.
  static func sample(_ n: Int, skewed: Bool) -> [Double] {
    (1...n).map { i in
      let x = Double((i * 37) % n) + Double((i % 5) * (i % 5)) / 10
      return skewed ? exp(4 * x / Double(n)) : x
    }
  }

  @Test(arguments: [3, 4, 5, 6, 11, 12, 50, 500, 5_000])
  func agreesWithR(_ n: Int) throws {
    for kind in ["plain", "skewed"] {
      let test = try ShapiroWilk(Self.sample(n, skewed: kind == "skewed"))
      let w = try ReferenceFixture.values("shapiro", kind + "_W")["\(n)"] ?? .nan
      let p = try ReferenceFixture.values("shapiro", kind + "_p")["\(n)"] ?? .nan
      #expect(relativeError(test.statistic, w) < 1e-12, "\(n) \(kind)")
      #expect(relativeError(test.pValue, p) < 1e-9, "\(n) \(kind): \(test.pValue) against \(p)")
    }
  }

  @Test func neitherUnitNorOrderMatter() throws {
    let x = Self.sample(50, skewed: true)
    let test = try ShapiroWilk(x)
    for other in [x.map { $0 * 1e300 }, x.map { $0 * 1e-300 }, Array(x.reversed())] {
      let found = try ShapiroWilk(other)
      #expect(relativeError(found.statistic, test.statistic) < 1e-12)
      #expect(relativeError(found.pValue, test.pValue) < 1e-9)
    }
  }

  @Test func whatHasNoTest() {
    #expect(throws: RegressionError.tooShort(needed: 3, found: 2)) { try ShapiroWilk([1, 2]) }
    #expect(throws: RegressionError.self) { try ShapiroWilk([2, 2, 2, 2]) }
    #expect(throws: RegressionError.self) { try ShapiroWilk((0...5_000).map(Double.init)) }
    #expect(throws: RegressionError.nonFinite(term: "values", observation: 1)) {
      try ShapiroWilk([1, .nan, 3])
    }
  }
}
