import Regression
import SeriesCore
import Testing
import _TestSupport

/// Leverage and the errors that rest on it with two fixed effects, against the same effects as dummies.
@Suite struct LeverageTests {
  /// `Fixtures/r/leverage.csv`, by what and term.
  private static func reference(_ set: String) throws -> [String: [String: Double]] {
    var found: [String: [String: Double]] = [:]
    for row in try Repository.rows("r/leverage.csv") where row["set"] == set {
      found[row["what"] ?? "", default: [:]][row["term"] ?? ""] = row["value"].flatMap(Double.init)
    }
    return found
  }

  /// R prints 17 digits; both lose some to the condition of the dummies, flows also to where Fisher's steps end.
  private static func expect(
    _ fit: RegressionFit, as set: String, within tolerance: Double
  ) throws {
    let known = try reference(set)
    try #require(known.count == 5)
    for (j, name) in fit.termNames.enumerated() {
      let value = try #require(known["coefficient"]?[name])
      #expect(relativeError(fit.coefficients[j], value) < tolerance, "\(name)")
      for kind in [CovarianceKind.hc2, .hc3, .hc4] {
        let error = try CoefficientCovariance(fit, kind).standardErrors[j]
        let value = try #require(known[kind.name]?[name])
        #expect(relativeError(error, value) < tolerance, "\(kind.name) of \(name)")
      }
    }
    let leverage = try fit.leverages()
    for (row, value) in try #require(known["leverage"]) {
      #expect(relativeError(leverage[try #require(Int(row))], value) < tolerance, "row \(row)")
    }
    // The trace of a projection is its rank.
    let rank = Double(fit.count - fit.degreesOfFreedom)
    #expect(abs(leverage.reduce(0, +) - rank) < 1e-9 * rank)
  }

  @Test func firmsAndYears() throws {
    let fit = try ReferenceFixture.fit(
      "inv ~ value + capital | firm + year", "Tests/Fixtures/r/panel_data.csv",
      // Firm 7 has one year, so leverage 1.
      keep: { $0["set"] == "unbalanced" && $0["firm"] != "7" })
    try Self.expect(fit, as: "firms", within: 1e-9)
  }

  /// Poisson, where rows weigh as much as they are fitted.
  @Test func exportersAndImporters() throws {
    let all = try Repository.rows("../../datasets/gravity-cross-section-2006/data.csv")
    let names = Array(Set(all.compactMap { $0["iso_o"] })).sorted()
    let chosen = Set(stride(from: 0, to: 60, by: 3).map { names[$0] })
    let fit = try ReferenceFixture.fit(
      "flow ~ log(distw) + rta | iso_o + iso_d",
      "datasets/gravity-cross-section-2006/data.csv", family: .poisson,
      keep: { chosen.contains($0["iso_o"] ?? "") && chosen.contains($0["iso_d"] ?? "") })
    try Self.expect(fit, as: "flows", within: 1e-6)
  }

  /// Too many levels for the dense part, of the smaller factor and of both together: said, not tried.
  @Test(arguments: [(2_001, 2_001), (25_000, 801)])
  func manyLevelsAreRefused(_ large: Int, _ small: Int) throws {
    let rows = 0..<2 * large
    let table = DataTable(
      rowCount: rows.count,
      numbers: [
        "y": DataTable.Numbers(rows.map { Double($0 * 7 % 11) }),
        "x": DataTable.Numbers(rows.map { Double($0 * 5 % 13) }),
      ],
      levels: [
        "a": DataTable.Levels(rows.map { "a\($0 / 2)" }),
        "b": DataTable.Levels(rows.map { "b\($0 % small)" }),
      ])
    let fit = try RegressionModel(Formula("y ~ x | a + b")).fit(to: table)
    let refused = #expect(throws: RegressionError.self) { try fit.leverages() }
    #expect(refused?.description.contains("use hc1 or cluster") == true)
    _ = try CoefficientCovariance(fit, .hc1)
  }
}
