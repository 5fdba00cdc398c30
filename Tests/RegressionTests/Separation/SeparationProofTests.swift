import Regression
import SeriesCore
import Testing
import _TestSupport

/// A regression leaves out the rows of `SeparationCheck`, whether its fit proves that there are none or
/// a search finds them.
@Suite struct SeparationProofTests {
  /// The rows that a Poisson regression keeps; nil where it cannot be fitted.
  private static func kept(_ rows: [[String: String]]) throws -> [Int]? {
    let names = (rows.first?.keys.sorted() ?? []).filter { !["separated", "case"].contains($0) }
    let columns = names.filter { $0.hasPrefix("x") }
    let effects = names.filter { $0.hasPrefix("id") }
    var numbers: [String: DataTable.Numbers] = [:]
    for name in ["y"] + columns {
      numbers[name] = DataTable.Numbers(try rows.map { try #require(Double($0[name] ?? "")) })
    }
    var levels: [String: DataTable.Levels] = [:]
    for name in effects { levels[name] = DataTable.Levels(rows.map { $0[name] ?? "" }) }
    let table = DataTable(rowCount: rows.count, numbers: numbers, levels: levels)
    let right = columns.isEmpty ? "1" : columns.joined(separator: " + ")
    let formula = "y ~ \(right)" + (effects.isEmpty ? "" : " | " + effects.joined(separator: " + "))
    guard let parsed = try? Formula(formula) else { return nil }
    var model = RegressionModel(parsed, family: .poisson)
    model.dropsSingletons = false
    return (try? model.fit(to: table))?.frame.rows
  }

  @Test func collectionsLoseTheirSeparatedRows() throws {
    var sets = try (1...18).map { number in
      try Repository.rows("separation/\(number < 10 ? "0" : "")\(number).csv")
    }
    let random = try Repository.rows("separation/random.csv")
    sets += Dictionary(grouping: random) { $0["case"] ?? "" }.sorted { $0.key < $1.key }.map(
      \.value)
    var (fitted, clean) = (0, 0)
    for (number, rows) in sets.enumerated() {
      let expected = rows.indices.filter { rows[$0]["separated"] != "1" }
      guard let kept = try Self.kept(rows) else { continue }
      fitted += 1
      clean += expected.count == rows.count ? 1 : 0
      #expect(kept == expected, "set \(number)")
    }
    #expect(fitted >= 50, "\(fitted) of \(sets.count)")
    #expect(clean >= 10, "\(clean)")
  }
}
