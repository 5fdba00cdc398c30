import Foundation
import Testing
import _TestSupport

/// Scores of a hub's file against scoringrules and formulae written out in Python
/// (`Fixtures/hub/make_scores.py`), to 1e-10.
@Suite struct HubverseCommandTests {
  static func rows(_ options: [String]) throws -> [[String: String]] {
    let runner = try CommandRunner()
    defer { runner.clean() }
    let fixture = Repository.path("Tests/Fixtures/hub/")
    let done = try runner.shell(
      "\"$CORRIDOR\" score '\(fixture)forecasts.csv' --actual '\(fixture)actual.csv' "
        + "--format hubverse " + options.joined(separator: " "))
    #expect(done.status == 0, "\(done.stderr)")
    #expect(done.stderr.contains("1 of mean") && done.stderr.contains("1 forecasts have no actual"))
    return try LedgerCommandTests.rows(done.stdout)
  }

  @Test func scoresAreThoseOfOthers() throws {
    let (bySeries, byModel) = (try Self.rows([]), try Self.rows(["--by", "model"]))
    var compared = 0
    for expected in try Repository.rows("hub/scores.csv") {
      let location = expected["location"] ?? ""
      let row = (location.isEmpty ? byModel : bySeries).first {
        $0["model_id"] == expected["model_id"] && ($0["location"] ?? "") == location
      }
      let measure = try #require(expected["measure"])
      let value = try #require(Double(row?[measure] ?? ""), "\(measure)")
      let other = try #require(Double(expected["value"] ?? ""))
      #expect(abs(value - other) <= 1e-10 * max(1, abs(other)), "\(measure): \(value), \(other)")
      compared += 1
    }
    #expect(compared == 75)
    #expect(bySeries.count == 4 && bySeries.allSatisfy { $0["n"] == "8" && $0["wis_n"] == "8" })
    #expect(byModel.map { $0["n"] } == ["16", "16"])
  }

  /// What a ledger gives on scores as the ledger itself does.
  @Test func exportedForecastsScoreAsKept() throws {
    let runner = try LedgerCommandTests.runner()
    defer { runner.clean() }
    _ = try runner.corridor(
      "ledger", "add", "f.csv", "t.csv", "--ledger", "l.db", "--made", "2025-02-01")
    let exported = try runner.corridor("ledger", "export", "--ledger", "l.db", "-o", "h.csv")
    #expect(exported.status == 0, "\(exported.stderr)")
    let kept = try LedgerCommandTests.rows(
      try runner.corridor("ledger", "score", "--ledger", "l.db", "--actual", "actual.csv").stdout)
    let scored = try runner.corridor(
      "score", "h.csv", "--format", "hubverse", "--actual", "actual.csv")
    let hub = try LedgerCommandTests.rows(scored.stdout)
    let wis = try #require(Double(kept.first { $0["measure"] == "wis" }?["value"] ?? ""))
    #expect(relativeError(try #require(Double(hub[0]["wis"] ?? "")), wis) < 1e-5)
    // A hub's reader finds each quantile rising.
    let rows = try LedgerCommandTests.rows(
      try String(contentsOf: runner.folder.appending(path: "h.csv"), encoding: .utf8))
    let quantiles = rows.filter { $0["output_type"] == "quantile" }
    #expect(quantiles.count == 9)
    for end in Set(quantiles.compactMap { $0["target_end_date"] }) {
      let own = quantiles.filter { $0["target_end_date"] == end }
      let shares = own.compactMap { Double($0["output_type_id"] ?? "") }
      let values = own.compactMap { Double($0["value"] ?? "") }
      #expect(shares == shares.sorted() && values == values.sorted() && shares.count == 3)
    }
  }
}
