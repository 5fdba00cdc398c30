import Regression
import Testing
import _TestSupport

/// Kernels, prewhitening and bandwidths against sandwich (`Fixtures/r/panel_reference.csv`, set
/// `usconsump`); those of `reference.json` are in `LinearReferenceTests`.
@Suite struct KernelCovarianceTests {
  @Test(arguments: [
    "hac+prewhite", "hac:3+prewhite", "andrews", "andrews:4.5+adjust", "andrews+prewhite+adjust",
  ])
  func agreesWithSandwich(_ name: String) throws {
    let kind = try #require(CovarianceKind(name))
    #expect(kind.name == name)
    let fit = try ReferenceFixture.fit("expenditure ~ income", "us_consump.csv")
    let covariance = try CoefficientCovariance(fit, kind)
    let expected = try ReferenceFixture.values("usconsump", name)
    for (j, term) in fit.termNames.enumerated() {
      #expect(
        relativeError(covariance.standardErrors[j], expected[term] ?? .nan) < 1e-8,
        "\(name) \(term)")
    }
    let bandwidths = try ReferenceFixture.values("usconsump", "bandwidth")
    if let bandwidth = bandwidths[name.replacing("+adjust", with: "")] {
      #expect(relativeError(covariance.bandwidth ?? .nan, bandwidth) < 1e-8)
    }
  }

  @Test func namesAreReadAsTheyAreWritten() {
    for name in ["hac", "hac:3", "hac:0+adjust", "andrews:2.5", "andrews+prewhite", "hac+adjust"] {
      #expect(CovarianceKind(name)?.name == name)
    }
    #expect(CovarianceKind("hac+adjust+prewhite")?.name == "hac+prewhite+adjust")
    for name in [
      "hac:", "hac:-1", "hac:1.5", "hac9", "hac+", "hac+adjust+adjust", "andrews:0", "andrews:",
      "andrews:nan", "andrews:inf", "andrewsx", "hac+white",
    ] { #expect(CovarianceKind(name) == nil, "\(name)") }
  }

  @Test func whatIsChosenForOneSeriesIsNotChosenForSeveral() throws {
    let fit = try ReferenceFixture.fit("inv ~ value + capital", "grunfeld.csv") {
      $0.id = "firm"
      $0.time = "year"
    }
    for name in ["andrews", "hac:2+prewhite", "andrews:3+prewhite"] {
      let kind = try #require(CovarianceKind(name))
      #expect(throws: RegressionError.self, "\(name)") { try CoefficientCovariance(fit, kind) }
    }
    let given = try CoefficientCovariance(fit, try #require(CovarianceKind("andrews:3")))
    #expect(given.bandwidth == 3 && given.standardErrors.allSatisfy { $0 > 0 })
  }

  @Test func scoresThatCannotBePrewhitened() throws {
    let fit = try ReferenceFixture.fit("mpg ~ wt", "mtcars.csv") { _ in
    } keep: {
      ["Mazda RX4", "Fiat 128", "Valiant"].contains($0["model"] ?? $0[""] ?? "")
    }
    #expect(fit.count <= 4)
    #expect(throws: RegressionError.self) {
      try CoefficientCovariance(fit, try #require(CovarianceKind("hac:0+prewhite")))
    }
  }
}
