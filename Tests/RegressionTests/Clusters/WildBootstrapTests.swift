import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Regression

/// The wild cluster bootstrap against refits by statsmodels and python wildboottest
/// (`Fixtures/wildboottest/wild.csv`), and by what must hold.
@Suite struct WildBootstrapTests {
  private static let formulas = [
    "plain": "inv ~ value + capital", "firm": "inv ~ value + capital | firm",
    "firm_year": "inv ~ value + capital | firm + year", "weights": "inv ~ value + capital",
    "two_way": "inv ~ value + capital",
  ]

  private static func fit(
    _ name: String, response: String = "inv", family: Family = .gaussian, from first: Int = 0
  ) throws -> RegressionFit {
    let formula = try #require(formulas[name]).replacing("inv", with: response)
    return try ReferenceFixture.fit(
      formula, "Tests/Fixtures/r/clusters_data.csv", family: family,
      configure: {
        $0.clusters = name == "two_way" ? [["firm"], ["year"]] : [["firm"]]
        if name == "weights" { $0.weights = "w" }
      }, keep: { (Int($0["year"] ?? "") ?? 0) < 1947 && (Int($0["firm"] ?? "") ?? 0) > first })
  }

  /// p-values of given nulls, every pattern of signs once.
  private static func statistics(
    _ fit: RegressionFit, _ term: String, groupings: [[String]] = [["firm"]]
  ) throws -> WildStatistics {
    let firms = try #require(fit.frame.clusters.first { $0.name == "firm" }).codes
    let basis = try ClusterBasis(fit, clusters: firms)
    let place = try #require(fit.termNames.firstIndex(of: term))
    var all = [WildStatistics.Grouping(codes: firms, sign: 1)]
    if groupings.count > 1 {
      let years = try #require(fit.frame.clusters.first { $0.name == "year" }).codes
      all.append(.init(codes: years, sign: 1))
      all.append(.init(codes: FactorCodes.interacted(firms, years), sign: -1))
    }
    return try WildStatistics(
      basis, direction: WildBootstrap.direction(basis.terms, fit.inverseGram, place),
      residuals: basis.residuals, isLinear: true, groupings: all,
      weights: WildWeights(clusters: firms.levels, most: 9999, seed: 1, kind: .rademacher))
  }

  @Test func agreesWithRefits() throws {
    var compared = 0
    for row in try Repository.rows("wildboottest/wild.csv")
    where row["what"] == "p" && row["maker"] == "refits" {
      let (name, term) = (row["case"] ?? "", row["term"] ?? "")
      let fit = try Self.fit(name)
      let statistics = try Self.statistics(
        fit, term, groupings: name == "two_way" ? [["firm"], ["year"]] : [["firm"]])
      let place = try #require(fit.termNames.firstIndex(of: term))
      let null = try #require(row["null"].flatMap(Double.init))
      let expected = try #require(row["value"].flatMap(Double.init))
      let p = statistics.pValue(fit.coefficients[place] - null)
      // Shares of 512 patterns: equal or not, whatever rounding.
      #expect(abs(p - expected) < 1e-9, "\(name) \(term) \(null): \(p), \(expected)")
      compared += 1
    }
    #expect(compared == 18)
  }

  /// Its draws that equal the statistic of the data count or not as rounding has it: two of 1,024.
  @Test func agreesWithWildboottest() throws {
    var compared = 0
    for row in try Repository.rows("wildboottest/wild.csv") where row["maker"] == "wildboottest" {
      let (name, term) = (row["case"] ?? "", row["term"] ?? "")
      let fit = try Self.fit(name)
      let place = try #require(fit.termNames.firstIndex(of: term))
      let p = try Self.statistics(fit, term).pValue(fit.coefficients[place])
      let expected = try #require(row["value"].flatMap(Double.init))
      #expect(
        p >= expected - 1e-9 && p <= expected + 2.0 / 1024 + 1e-9,
        "\(name) \(term): \(p), \(expected)")
      compared += 1
    }
    #expect(compared == 4)
  }

  @Test func intervalsEndWhereNullsAreRejected() throws {
    let fit = try Self.fit("plain")
    let statistics = try Self.statistics(fit, "value")
    for row in try Repository.rows("wildboottest/wild.csv")
    where row["what"] == "low" || row["what"] == "high" {
      let end = try #require(row["value"].flatMap(Double.init))
      let place = try #require(fit.termNames.firstIndex(of: "value"))
      let center = fit.coefficients[place]
      // The refits' bisection stops at 1e-4 standard errors: just inside is kept, just outside not.
      let error = try CoefficientCovariance(fit, .cluster([["firm"]])).standardErrors[place]
      let outward = end > center ? 1e-3 * error : -1e-3 * error
      #expect(statistics.pValue(center - (end + outward)) < 0.05)
      #expect(statistics.pValue(center - (end - outward)) >= 0.05)
    }
    let covariance = try CoefficientCovariance(fit, .wild([["firm"]]))
    let outcome = try WildBootstrap(fit, covariance, level: 95).outcomes[1]
    #expect(try #require(outcome.low) < fit.coefficients[1])
    #expect(try #require(outcome.high) > fit.coefficients[1])
  }

  /// p at an end of the interval is the level's, and 0 is in the interval when p of 0 is over it.
  @Test(arguments: [Family.gaussian, .poisson])
  func intervalsAgreeWithPValues(_ family: Family) throws {
    let fit = try Self.fit("plain", response: "count", family: family)
    let covariance = try CoefficientCovariance(fit, .wild([["firm"]]))
    var plan = WildBootstrap.Plan()
    plan.draws = 199
    let bootstrap = try WildBootstrap(fit, covariance, level: 90, plan: plan)
    #expect(bootstrap.weightsName == "webb:199")
    for outcome in bootstrap.outcomes {
      guard let low = outcome.low, let high = outcome.high else { continue }
      #expect(low < high)
      #expect((outcome.pValue >= 0.1) == (low <= 0 && 0 <= high))
    }
    let again = try WildBootstrap(fit, covariance, level: 90, plan: plan)
    #expect(again.outcomes.map(\.pValue) == bootstrap.outcomes.map(\.pValue))
    plan.seed = 2
    let other = try WildBootstrap(fit, covariance, level: 90, plan: plan)
    #expect(other.outcomes.map(\.pValue) != bootstrap.outcomes.map(\.pValue))
  }

  @Test func weightsAreDrawnOrComplete() {
    let few = WildWeights(clusters: 4, most: 9999, seed: 1)
    #expect(few.isComplete && few.draws == 3 * 6 * 6 * 6 && few.name == "webb:648 (all)")
    let more = WildWeights(clusters: 12, most: 9999, seed: 1)
    #expect(more.isComplete && more.draws == 2048 && more.kind == .rademacher)
    let drawn = WildWeights(clusters: 20, most: 9999, seed: 1)
    #expect(!drawn.isComplete && drawn.draws == 9999)
    // All patterns, each once, none the negative of another.
    let block = more.block(0..<2048)
    let patterns = Set((0..<2048).map { Array(block[($0 * 12)..<(($0 + 1) * 12)]) })
    #expect(patterns.count == 2048)
    #expect(!patterns.contains { pattern in patterns.contains(pattern.map { -$0 }) })
    // Means 0, variances 1: 20 × 9,999 draws, so that five standard errors are 0.011 and 0.016.
    for weights in [drawn, WildWeights(clusters: 11, most: 9999, seed: 1)] {
      let values = weights.block(0..<9999)
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      #expect(abs(mean) < 0.016 && abs(square - 1) < 0.016)
    }
    // The same whatever the blocks.
    #expect(drawn.block(5..<7) == Array(drawn.block(0..<7).suffix(40)))
  }

  @Test func whatIsRefused() throws {
    let nested = try BiasReducedTests.fit("inv ~ value", clusters: [["firm"], ["firm", "year"]])
    let covariance = try CoefficientCovariance(nested, .wild([["firm"], ["firm", "year"]]))
    #expect(throws: RegressionError.self) {
      try WildBootstrap(nested, covariance, level: 95)
    }
    let instrumented = try BiasReducedTests.fit("inv ~ 1 | value ~ capital")
    let other = try CoefficientCovariance(instrumented, .wild([["firm"]]))
    #expect(throws: RegressionError.self) { try WildBootstrap(instrumented, other, level: 95) }
  }

  @Test func aSingleTermOfCounts() throws {
    // Nothing is left to fit under the null; the mean of six clusters is far from exp(0).
    var random = PhiloxGenerator(seed: 3)
    let rows = (0..<60).map { "\(Int(20 + 5 * random.normal())),\($0 / 10)" }
    let fit = try BiasReducedTests.fit(
      "y,g\n" + rows.joined(separator: "\n") + "\n", "y ~ 1", family: .poisson, clusters: [["g"]])
    let covariance = try CoefficientCovariance(fit, .wild([["g"]]))
    var plan = WildBootstrap.Plan()
    plan.draws = 499
    let outcome = try #require(
      try WildBootstrap(fit, covariance, level: 95, plan: plan).outcomes.first)
    #expect(outcome.pValue < 0.05)
    #expect(try #require(outcome.low) < fit.coefficients[0])
    #expect(try #require(outcome.high) > fit.coefficients[0])
  }
}
