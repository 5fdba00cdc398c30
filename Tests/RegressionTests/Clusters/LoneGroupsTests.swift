import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Regression

/// What one row or cluster alone decides has no errors by rows or clusters, whichever they are.
@Suite struct LoneGroupsTests {
  private static func fit(
    _ text: String, _ formula: String, family: Family = .gaussian, clusters: [[String]] = []
  ) throws -> RegressionFit {
    try BiasReducedTests.fit(text, formula, family: family, clusters: clusters)
  }

  /// Firms of some years: x anywhere, `d` from the fourth year on in the first firm alone.
  static let panel: String = {
    var random = PhiloxGenerator(seed: 8, series: 0, path: 0)
    var text = "y,x,d,firm,year\n"
    for firm in 0..<9 {
      for year in 0..<7 {
        let x = random.normal()
        let y = 2 + exp(0.2 * x + 0.1 * random.normal())
        text += "\(y),\(x),\(firm == 0 && year > 3 ? 1 : 0),f\(firm),\(2000 + year)\n"
      }
    }
    return text
  }()

  @Test(
    arguments: ["cluster:firm", "cr2:firm", "cr3:firm", "cluster:firm+year"],
    ["y ~ x + d", "y ~ x + d | firm", "y ~ x + d | year", "y ~ x + d | firm + year"])
  func oneTreatedClusterHasNoErrors(_ kind: String, _ formula: String) throws {
    let kind = try #require(CovarianceKind(kind))
    for family in [Family.gaussian, .poisson] {
      let fit = try Self.fit(Self.panel, formula, family: family, clusters: kind.clusters)
      let covariance = try CoefficientCovariance(fit, kind)
      let table = CoefficientTable(fit, covariance)
      let (x, d) = (try #require(table["x"]), try #require(table["d"]))
      #expect(x.standardError != nil && x.pValue != nil)
      #expect(d.standardError == nil && d.pValue == nil && d.low == nil, "\(d)")
      #expect(
        try fit.warnings(covariance).contains { $0.hasPrefix("one cluster alone decides d: ") })
    }
  }

  /// A second firm with the same: both have residuals, and their spread tells.
  @Test(arguments: ["y ~ x + d", "y ~ x + d | firm + year"])
  func twoTreatedClustersHaveErrors(_ formula: String) throws {
    let text = Self.panel.split(separator: "\n").map { line -> String in
      var cells = line.split(separator: ",")
      if cells[3] == "f1", (Int(cells[4]) ?? 0) > 2003 { cells[2] = "1" }
      return cells.joined(separator: ",")
    }.joined(separator: "\n")
    let fit = try Self.fit(text, formula, clusters: [["firm"]])
    let covariance = try CoefficientCovariance(fit, .cluster([["firm"]]))
    #expect(covariance.loneTerms.isEmpty && covariance.standardErrors.allSatisfy { $0 > 0 })
  }

  /// A row with a dummy of its own is as if it were not there: other errors are those without it, its own none.
  @Test(arguments: [CovarianceKind.hc0, .hc2, .hc3])
  func aRowOfItsOwn(_ kind: CovarianceKind) throws {
    let lines = Self.panel.split(separator: "\n")
    let rows = lines.dropFirst().enumerated().map { place, line in
      "\(line),\(place == 30 ? 1 : 0)"
    }
    let text = (["\(lines[0]),own"] + rows).joined(separator: "\n")
    let others = rows.filter { !$0.hasSuffix(",1") }
    let without = (["\(lines[0]),own"] + others).joined(separator: "\n")
    let fit = try Self.fit(text, "y ~ x + own")
    let covariance = try CoefficientCovariance(fit, kind)
    let expected = try CoefficientCovariance(Self.fit(without, "y ~ x"), kind)
    #expect(fit.termNames.last == "own" && covariance.standardErrors[2].isNaN)
    for j in 0..<2 {
      #expect(relativeError(covariance.standardErrors[j], expected.standardErrors[j]) < 1e-10)
    }
    #expect(try fit.warnings(covariance).contains { $0.hasPrefix("one row alone decides own: ") })
    // Under equal errors the others' variance is its own.
    #expect(try CoefficientCovariance(fit, .iid).standardErrors.allSatisfy { $0 > 0 })
  }

  /// Powers up to the tenth are nearly collinear: what can be estimated has its errors all the same.
  @Test(arguments: [CovarianceKind.hc1, .cluster([["firm"]])])
  func nearlyCollinearTermsKeepTheirErrors(_ kind: CovarianceKind) throws {
    let powers = (2...10).map { "I((x + 9)^\($0))" }.joined(separator: " + ")
    let fit = try Self.fit(Self.panel, "y ~ x + " + powers, clusters: kind.clusters)
    let covariance = try CoefficientCovariance(fit, kind)
    #expect(covariance.loneTerms.isEmpty && covariance.standardErrors.allSatisfy { $0 > 0 })
  }

  /// Random tables, with and without effects: terms are alone where leaving out some cluster leaves a term without an
  /// estimate, and nowhere else.
  @Test(arguments: ["y ~ a + b + c", "y ~ a + b + c | e"])
  func aloneIsWhatGoesWithACluster(_ formula: String) throws {
    var found = 0
    for seed in 0..<60 {
      var random = PhiloxGenerator(seed: 3, series: UInt32(seed), path: 0)
      let clusters = 3 + seed % 4
      var rows: [(cluster: Int, line: String)] = []
      for row in 0..<24 {
        let cluster = row % clusters
        // Sparse dummies, often within one cluster.
        let one = Int(random.uniform() * Double(clusters))
        let a = random.uniform() < 0.3 ? 1 : 0
        let b = cluster == seed % clusters && random.uniform() < 0.5 ? 1 : 0
        let c = cluster == one && random.uniform() < 0.15 ? 1 : 0
        let effect = Int(random.uniform() * 3)
        rows.append((cluster, "\(random.normal()),\(a),\(b),\(c),e\(effect),g\(cluster)"))
      }
      func text(_ rows: [(cluster: Int, line: String)]) -> String {
        "y,a,b,c,e,g\n" + rows.map(\.line).joined(separator: "\n")
      }
      guard let fit = try? Self.fit(text(rows), formula, clusters: [["g"]]),
        fit.droppedTerms.isEmpty, fit.frame.count == 24
      else { continue }
      let alone = try CoefficientCovariance(fit, .cluster([["g"]])).loneTerms
      let goes = try (0..<clusters).contains { cluster in
        let rest = try Self.fit(text(rows.filter { $0.cluster != cluster }), formula)
        return rest.termNames.count < fit.termNames.count
      }
      #expect(alone.isEmpty != goes, "seed \(seed): \(alone.map { fit.termNames[$0] })")
      if goes { found += 1 }
    }
    #expect(found > 5)
  }
}
