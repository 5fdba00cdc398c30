import Regression
import Testing
import _TestSupport

/// Poisson and other families against R `glm`, pyfixest 0.60 and Stata's ppmlhdfe
/// (`Fixtures/regression`). Iterative estimates agree to 1e-6, the contract's tolerance.
@Suite struct GLMReferenceTests {
  @Test(arguments: [
    ("poisson_mtcars_carb", Family.poisson, "carb ~ wt + hp"),
    ("binomial_mtcars_am", .binomial, "am ~ wt"),
  ])
  func generalizedLinear(_ name: String, _ family: Family, _ formula: String) throws {
    let reference = try ReferenceFixture.regression.at("glm", name)
    let fit = try ReferenceFixture.fit(formula, "mtcars.csv", family: family)
    LinearReferenceTests.expect(fit, fit.coefficients, try reference.at("coef"), tolerance: 1e-6)
    for (kind, key) in [(CovarianceKind.iid, "se"), (.hc0, "se_HC0")] {
      LinearReferenceTests.expect(
        fit, try CoefficientCovariance(fit, kind).standardErrors, try reference.at(key),
        tolerance: 1e-6, key)
    }
    for (value, key) in [
      (fit.deviance, "deviance"), (fit.logLikelihood, "loglik"), (fit.aic, "aic"),
      (fit.deviance + 2 * (fit.logLikelihood - fit.nullLogLikelihood), "null_deviance"),
    ] {
      #expect(relativeError(value, try reference.at(key).number ?? .nan) < 1e-8, "\(key)")
    }
  }

  struct GravityCase: Sendable {
    let label: String
    let file: String
    let formula: String
    let family: Family
    var positiveOnly = false
  }

  static let terms = "rta + contig + comlang_off + comcur"
  static let gravityCases = [
    GravityCase(
      label: "ge_sample_ppml_fe", file: "ge_sample.csv",
      formula:
        "trade ~ lndist + contiguity + common_language + pta + international | exporter + importer",
      family: .poisson),
    GravityCase(
      label: "zeros_ppml_fe", file: "datasets/gravity-cross-section-2006/data.csv",
      formula: "flow ~ log(distw) + \(terms) | iso_o + iso_d", family: .poisson),
    GravityCase(
      label: "zeros_ppml_nofe", file: "datasets/gravity-cross-section-2006/data.csv",
      formula: "flow ~ log(distw) + \(terms) + log(gdp_o) + log(gdp_d)", family: .poisson),
    GravityCase(
      label: "positive_ols_fe", file: "datasets/gravity-cross-section-2006/data.csv",
      formula: "log(flow) ~ log(distw) + \(terms) | iso_o + iso_d", family: .gaussian,
      positiveOnly: true),
    GravityCase(
      label: "positive_ols_nofe", file: "datasets/gravity-cross-section-2006/data.csv",
      formula: "log(flow) ~ log(distw) + \(terms) + log(gdp_o) + log(gdp_d)", family: .gaussian,
      positiveOnly: true),
  ]

  static let names = [
    "log(distw)": "ldist", "log(gdp_o)": "lgdp_o", "log(gdp_d)": "lgdp_d",
    "(Intercept)": "Intercept",
  ]

  @Test(arguments: gravityCases)
  func gravity(_ example: GravityCase) throws {
    let reference = try ReferenceFixture.gravityResult(example.label)
    let errors = try reference.at("se")
    // The pair is no column of the file.
    let keys = errors.keys.filter { !$0.contains("pair") }
    #expect(keys.count >= 3)
    let fit = try ReferenceFixture.fit(example.formula, example.file, family: example.family) {
      $0.clusters = keys.flatMap { Self.clusters($0) }
    }
    #expect(Double(fit.count) == (try reference.at("n_used").number))
    #expect(fit.frame.dropped[.notFinite] ?? 0 == (example.positiveOnly ? 5500 : 0))
    for key in keys {
      let clusters = Self.clusters(key)
      let kind: CovarianceKind =
        key == "iid" ? .iid : clusters.isEmpty ? .hc1 : .cluster(clusters)
      let covariance = try CoefficientCovariance(fit, kind)
      let (coefficients, expected) = (try reference.at("coef").numbers, try errors.at(key).numbers)
      #expect(coefficients.count == fit.termNames.count)
      for (j, term) in fit.termNames.enumerated() {
        let name = Self.names[term] ?? term
        let tolerance = example.family == .gaussian ? 1e-7 : 1e-6
        #expect(
          relativeError(fit.coefficients[j], coefficients[name] ?? .nan) < tolerance,
          "\(example.label) \(name)")
        // pyfixest multiplies the inverse information by (n − 1)/(n − k); R's glm and this do not.
        let isInformation = key == "iid" && example.family == .poisson
        let factor =
          isInformation ? Double(fit.count - 1) / Double(fit.degreesOfFreedom) : 1
        #expect(
          relativeError(
            covariance.standardErrors[j] * factor.squareRoot(), expected[name] ?? .nan)
            < tolerance, "\(example.label) \(key) \(name)")
      }
      for (value, key) in [
        (example.family == .poisson ? fit.logLikelihood : nil, "loglik"),
        (example.family == .poisson ? fit.nullLogLikelihood : nil, "loglik_null"),
        (fit.pseudoRSquared, "pseudo_r2"), (fit.rSquared, "r2"),
        (fit.withinRSquared, "r2_within"),
      ] {
        guard let value, let other = reference[key]?.number, other.isFinite else { continue }
        #expect(relativeError(value, other) < 1e-7, "\(example.label) \(key)")
      }
    }
  }

  /// `cluster_iso_o+iso_d` and the like.
  static func clusters(_ key: String) -> [[String]] {
    guard key.hasPrefix("cluster_") else { return [] }
    return key.dropFirst(8).split(separator: "+").map { [String($0)] }
  }
}
