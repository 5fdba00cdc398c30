import Regression
import SeriesCore
import Testing
import _TestSupport

/// Families, weights and offsets against R's `glm`, `lm`, MASS `glm.nb` and sandwich
/// (`Fixtures/r/make_families.R`).
@Suite struct FamilyReferenceTests {
  struct Case: Sendable {
    let name: String
    let family: Family
    let formula: String
    var weights: String?
    var offset: String?
    /// Iterations of both sides end at their tolerance: 1e-6 as the contract says; closed forms
    /// 1e-9, the digits that R's own arithmetic leaves.
    var tolerance: Double { family == .gaussian ? 1e-9 : 1e-6 }
  }

  static let cases = [
    Case(name: "poisson", family: .poisson, formula: "count ~ x + z", offset: "o"),
    Case(
      name: "poisson_weighted", family: .poisson, formula: "count ~ x + z", weights: "w",
      offset: "o"),
    Case(name: "poisson_factor", family: .poisson, formula: "count ~ x*factor(g)"),
    Case(name: "gamma", family: .gamma, formula: "positive ~ x + z"),
    Case(name: "gamma_weighted", family: .gamma, formula: "positive ~ x + z", weights: "w"),
    Case(name: "binomial", family: .binomial, formula: "yes ~ x + z"),
    Case(name: "binomial_share", family: .binomial, formula: "share ~ x + z"),
    Case(name: "probit", family: .probit, formula: "yes ~ x + z"),
    Case(name: "negbin", family: .negbin, formula: "spread ~ x + z"),
    Case(name: "negbin_offset", family: .negbin, formula: "spread ~ x + z", offset: "o"),
    Case(name: "wls", family: .gaussian, formula: "y ~ x + z", weights: "w"),
    Case(name: "wls_offset", family: .gaussian, formula: "y ~ x + z", weights: "w", offset: "o"),
    Case(name: "wls_effect", family: .gaussian, formula: "y ~ x + z | g", weights: "w"),
    Case(name: "wls_effects", family: .gaussian, formula: "y ~ x + z | g + t", weights: "w"),
    Case(name: "poisson_effects", family: .poisson, formula: "count ~ x + z | g + t", offset: "o"),
  ]

  static func fit(_ example: Case) throws -> RegressionFit {
    try ReferenceFixture.fit(
      example.formula, "Tests/Fixtures/r/families_data.csv", family: example.family
    ) {
      $0.weights = example.weights
      $0.offset = example.offset
    }
  }

  @Test(arguments: cases) func agreesWithR(_ example: Case) throws {
    let rows = try Repository.rows("r/families.csv").filter { $0["model"] == example.name }
    #expect(rows.count >= 9)
    let fit = try Self.fit(example)
    for row in rows {
      let expected = try #require(row["value"].flatMap(Double.init))
      let quantity = row["quantity"] ?? ""
      let found: Double
      switch quantity {
      case "deviance": found = fit.deviance
      case "loglik", "aic":
        // R takes a share times its weight for a count and rounds it.
        if example.name == "binomial_share" { continue }
        found = quantity == "aic" ? fit.aic : fit.logLikelihood
      case "theta": found = fit.theta ?? .nan
      default:
        let place = try #require(fit.termNames.firstIndex(of: row["term"] ?? ""))
        if quantity == "coefficient" {
          found = fit.coefficients[place]
        } else {
          let kind = try #require(CovarianceKind(quantity))
          found = try CoefficientCovariance(fit, kind).standardErrors[place]
        }
      }
      let error = relativeError(found, expected)
      #expect(
        error < example.tolerance,
        "\(example.name) \(quantity) \(row["term"] ?? ""): \(found) against \(expected)")
    }
    #expect(fit.termNames.count == rows.count { $0["quantity"] == "coefficient" })
    #expect(fit.frame.dropped.isEmpty && fit.droppedTerms.isEmpty)
  }

  /// What is fixed by dummies is fixed by effects: fitted values, and the estimates of the effects.
  @Test func effectsAreTheCoefficientsOfDummies() throws {
    let example = try #require(Self.cases.first { $0.name == "wls_effects" })
    let effects = try Self.fit(example)
    let dummies = try ReferenceFixture.fit(
      "y ~ x + z + factor(g) + factor(t)", "Tests/Fixtures/r/families_data.csv"
    ) { $0.weights = "w" }
    for (a, b) in zip(effects.fitted, dummies.fitted) { #expect(abs(a - b) < 1e-10) }
    #expect(effects.degreesOfFreedom == dummies.degreesOfFreedom)
    #expect(relativeError(effects.rSquared ?? .nan, dummies.rSquared ?? .nan) < 1e-11)
    let levels = try effects.fixedEffects()
    func level(_ effect: String, _ name: String) -> Double {
      levels.first { $0.effect == effect && $0.level == name }?.estimate ?? .nan
    }
    for (name, beta) in zip(dummies.termNames, dummies.coefficients) {
      if name.hasPrefix("factor(g)") {
        let difference = level("g", String(name.dropFirst(9))) - level("g", "a")
        #expect(abs(difference - beta) < 1e-9, "\(name)")
      } else if name.hasPrefix("factor(t)") {
        let difference = level("t", String(name.dropFirst(9))) - level("t", "2001")
        #expect(abs(difference - beta) < 1e-9, "\(name)")
      }
    }
  }

  /// A weight of two is the row written twice, where weights count (not for errors of hc).
  @Test(arguments: [Family.poisson, .binomial, .negbin])
  func weightsCountRows(_ family: Family) throws {
    let y = family == .binomial ? "yes" : "spread"
    let text = String(
      decoding: try ByteSource.readAll(path: Repository.fixture("r/families_data.csv")),
      as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    let weighted = lines.enumerated().map { $1 + ($0 == 0 ? ",f" : ",\(1 + $0 % 2)") }
    let doubled =
      [lines[0]]
      + lines.enumerated().dropFirst().flatMap { i, line in
        [String](repeating: line, count: 1 + i % 2)
      }
    func fit(_ lines: [String], weights: String?) throws -> RegressionFit {
      var options = ModelFrame.Options()
      options.weights = weights
      let (table, formula) = try RegressionModel.read(
        ByteSource(name: "d", bytes: Array(lines.joined(separator: "\n").utf8)),
        formula: Formula("\(y) ~ x + z"), options: options)
      var model = RegressionModel(formula, family: family)
      model.options = options
      return try model.fit(to: table)
    }
    let (a, b) = (try fit(weighted, weights: "f"), try fit(doubled, weights: nil))
    for (x, y) in zip(a.coefficients, b.coefficients) { #expect(relativeError(x, y) < 1e-8) }
    #expect(relativeError(a.logLikelihood, b.logLikelihood) < 1e-10)
    #expect(relativeError(a.theta ?? 1, b.theta ?? 1) < 1e-8)
    let (s, t) = (
      try CoefficientCovariance(a, .iid).standardErrors,
      try CoefficientCovariance(b, .iid).standardErrors
    )
    for (x, y) in zip(s, t) { #expect(relativeError(x, y) < 1e-8) }
  }
}
