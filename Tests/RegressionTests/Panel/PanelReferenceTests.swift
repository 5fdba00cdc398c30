import Regression
import Testing
import _TestSupport

/// Random effects, between and Hausman against R plm 2.6 (`Fixtures/regression/reference.json` and, for
/// series of several lengths, `Fixtures/r/panel_reference.csv`). All are closed forms: 1e-8.
@Suite struct PanelReferenceTests {
  static let produc = "log(gsp) ~ log(pcap) + log(pc) + log(emp) + unemp"

  @Test(arguments: [
    ("grunfeld_random_swar", "inv ~ value + capital", "grunfeld.csv", "firm"),
    ("produc_random", produc, "produc.csv", "state"),
  ])
  func randomEffects(_ name: String, _ formula: String, _ file: String, _ id: String) throws {
    let reference = try ReferenceFixture.regression.at("panel", name)
    let fit = try RandomEffects(try ReferenceFixture.panel(formula, file, id: id)).fit
    LinearReferenceTests.expect(fit, fit.coefficients, try reference.at("coef"))
    LinearReferenceTests.expect(
      fit, try CoefficientCovariance(fit, .iid).standardErrors, try reference.at("se"))
    LinearReferenceTests.expect(
      fit, try CoefficientCovariance(fit, .cluster([[id]])).unadjustedErrors,
      try reference.at("se_arellano_HC0"))
    let r2 = try reference.at("r2").list
    #expect(relativeError(fit.rSquared ?? .nan, r2[0]) < 1e-8)
    #expect(relativeError(fit.adjustedRSquared ?? .nan, r2[1]) < 1e-8)
  }

  @Test func between() throws {
    let reference = try ReferenceFixture.regression.at("panel", "grunfeld_between")
    let fit = try ReferenceFixture.panel("inv ~ value + capital", "grunfeld.csv").between()
    #expect(fit.count == 10 && fit.degreesOfFreedom == 7)
    LinearReferenceTests.expect(fit, fit.coefficients, try reference.at("coef"))
    LinearReferenceTests.expect(
      fit, try CoefficientCovariance(fit, .iid).standardErrors, try reference.at("se"))
    let r2 = try reference.at("r2").list
    #expect(relativeError(fit.rSquared ?? .nan, r2[0]) < 1e-8)
    #expect(relativeError(fit.adjustedRSquared ?? .nan, r2[1]) < 1e-8)
    // plm has no robust covariance of the means.
    #expect(reference["se_arellano_HC0"]?.numbers.isEmpty == true)
  }

  @Test func hausman() throws {
    let reference = try ReferenceFixture.regression.at("panel", "grunfeld_hausman")
    let random = try RandomEffects(
      try ReferenceFixture.panel("inv ~ value + capital", "grunfeld.csv"))
    let hausman = try HausmanTest(random)
    let test = try #require(hausman.test)
    #expect(hausman.isPositiveDefinite)
    #expect(relativeError(test.statistic, try reference.at("chisq").number ?? .nan) < 1e-8)
    #expect(relativeError(test.pValue ?? .nan, try reference.at("p").number ?? .nan) < 1e-8)
    #expect(test.numerator == 2 && test.denominator == nil)
  }

  /// A difference of covariances that is not positive definite still has a statistic, 9.525 in the
  /// literature on these data (Baltagi 2005, 4.3), and says so.
  @Test func hausmanOfProductionData() throws {
    let expected = try ReferenceFixture.values("produc", "hausman")
    let hausman = try HausmanTest(
      try RandomEffects(try ReferenceFixture.panel(Self.produc, "produc.csv", id: "state")))
    #expect(!hausman.isPositiveDefinite)
    let test = try #require(hausman.test)
    // One eigenvalue is −0.001 of its size: digits of the covariances are lost in the difference.
    #expect(relativeError(test.statistic, expected["statistic"] ?? .nan) < 1e-8)
    #expect(relativeError(test.pValue ?? .nan, expected["p"] ?? .nan) < 1e-8)
    #expect(test.numerator == 4)
  }

  @Test func quantiles() throws {
    let rows = try Repository.rows("regression/engel.csv")
    func column(_ name: String) throws -> [Double] {
      try rows.map { try #require(Double($0[name] ?? "")) }
    }
    let design = try Design([
      .intercept(count: rows.count), Design.Term("income", try column("income")),
    ])
    let response = Design.Term("foodexp", try column("foodexp"))
    for (key, tau) in [("q25", 0.25), ("q50", 0.5), ("q75", 0.75)] {
      let expected = try ReferenceFixture.regression.at("quantile", key).numbers
      let fit = try QuantileRegression(tau: tau).fit(design, response: response)
      for item in fit.coefficients {
        #expect(
          relativeError(item.estimate, expected[item.term] ?? .nan) < 1e-8, "\(key) \(item.term)")
      }
    }
  }

  // MARK: Series of several lengths, constant terms, negative variance

  static func panel(_ set: String, _ formula: String = "inv ~ value + capital") throws -> PanelFrame
  {
    let name = set == "constant" ? "unbalanced" : set
    return try ReferenceFixture.panel(formula, "Tests/Fixtures/r/panel_data.csv") {
      $0["set"] == name
    }
  }

  @Test(arguments: [
    ("unbalanced", "inv ~ value + capital"), ("constant", "inv ~ value + capital + fixed"),
    ("negative", "inv ~ value + capital"),
  ])
  func awkwardPanels(_ set: String, _ formula: String) throws {
    let panel = try Self.panel(set, formula)
    let random = try RandomEffects(panel)
    let between = try panel.between()
    for (fit, what) in [(random.fit, "random"), (between, "between")] {
      let (estimates, errors) = (
        try ReferenceFixture.values(set, what), try ReferenceFixture.values(set, what + "_se")
      )
      #expect(estimates.count == fit.termNames.count)
      let found = try CoefficientCovariance(fit, .iid).standardErrors
      for (j, term) in fit.termNames.enumerated() {
        #expect(
          relativeError(fit.coefficients[j], estimates[term] ?? .nan) < 1e-8,
          "\(set) \(what) \(term)")
        #expect(relativeError(found[j], errors[term] ?? .nan) < 1e-8, "\(set) \(what) \(term)")
      }
    }
    let variance = try ReferenceFixture.values(set, "variance")
    #expect(relativeError(random.idiosyncraticVariance, variance["rest"] ?? .nan) < 1e-8)
    if set == "negative" {
      #expect(random.isTruncated && random.groupVariance == 0 && variance["series"] == 0)
      #expect(random.theta.allSatisfy { $0 == 0 })
    } else {
      #expect(!random.isTruncated)
      #expect(relativeError(random.groupVariance, variance["series"] ?? .nan) < 1e-8)
    }
    let expected = try ReferenceFixture.values(set, "hausman")
    guard let test = try HausmanTest(random).test else {
      // plm gives the absolute value of a form that is not positive definite.
      #expect(set == "negative")
      return
    }
    #expect(relativeError(test.statistic, expected["statistic"] ?? .nan) < 1e-8, "\(set)")
    #expect(relativeError(test.pValue ?? .nan, expected["p"] ?? .nan) < 1e-8, "\(set)")
  }
}
