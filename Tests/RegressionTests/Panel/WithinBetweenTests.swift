import Testing
import _TestSupport

@testable import Regression

/// The contrast of fixed effects and the means of series against plm's estimates
/// (`Fixtures/r/within_between.csv`).
@Suite struct WithinBetweenTests {
  @Test func agreesWithPlm() throws {
    var compared = 0
    for row in try Repository.rows("r/within_between.csv") {
      var place = 0
      let panel = try ReferenceFixture.panel(
        row["formula"] ?? "", "grunfeld.csv",
        keep: { _ in
          place += 1
          return row["set"] == "all" || place % 7 != 0
        })
      let test = try #require(try WithinBetweenTest(RandomEffects(panel)).test)
      for (name, found) in [
        ("statistic", test.statistic), ("df1", test.numerator), ("df2", test.denominator),
        ("p", test.pValue),
      ] {
        let value = try #require(row[name].flatMap(Double.init))
        #expect(relativeError(found ?? .nan, value) < 1e-8, "\(row) \(name)")
        compared += 1
      }
    }
    #expect(compared == 16)
  }
}
