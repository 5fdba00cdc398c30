import Regression
import Testing
import _TestSupport

/// Least squares, robust errors and instruments against R 4.2.2 with sandwich, lmtest, AER and plm
/// (`Fixtures/regression/reference.json`). Closed forms agree to 1e-8, the contract's tolerance. On
/// Longley the robust errors of R are off by up to 1.2e-8 from exact arithmetic (50 digits), hence
/// 3e-8 there.
@Suite struct LinearReferenceTests {
  static let cases: [(name: String, file: String, formula: String)] = [
    ("mtcars_mpg", "mtcars.csv", "mpg ~ wt + hp + qsec"),
    ("longley", "longley_r.csv", "Employed ~ ."),
    ("us_consump", "us_consump.csv", "expenditure ~ income"),
    ("grunfeld_pooled", "grunfeld.csv", "inv ~ value + capital"),
    ("produc_pooled", "produc.csv", "log(gsp) ~ log(pcap) + log(pc) + log(emp) + unemp"),
  ]

  static func expect(
    _ fit: RegressionFit, _ values: [Double], _ reference: JSON, tolerance: Double = 1e-8,
    _ what: String = "", location: SourceLocation = #_sourceLocation
  ) {
    #expect(reference.numbers.count == fit.termNames.count, sourceLocation: location)
    for (name, value) in zip(fit.termNames, values) {
      let expected = reference.numbers[name] ?? .nan
      #expect(
        relativeError(value, expected) <= tolerance,
        "\(what) \(name): \(value) against \(expected)", sourceLocation: location)
    }
  }

  @Test(arguments: cases)
  func estimatesAndErrors(_ name: String, _ file: String, _ formula: String) throws {
    let reference = try ReferenceFixture.regression.at("ols", name)
    let fit = try ReferenceFixture.fit(formula, file)
    Self.expect(fit, fit.coefficients, try reference.at("coef"))
    let iid = try CoefficientCovariance(fit, .iid)
    Self.expect(fit, iid.standardErrors, try reference.at("se"))
    let kinds: [(CovarianceKind, String)] = [
      (.hc0, "se_HC0"), (.hc1, "se_HC1"), (.hc2, "se_HC2"), (.hc3, "se_HC3"), (.hc4, "se_HC4"),
    ]
    for (kind, key) in kinds {
      let covariance = try CoefficientCovariance(fit, kind)
      Self.expect(
        fit, covariance.standardErrors, try reference.at(key),
        tolerance: name == "longley" ? 3e-8 : 1e-8, "\(kind.name)")
    }
    let t = zip(fit.coefficients, iid.standardErrors).map { $0 / $1 }
    Self.expect(fit, t, try reference.at("t"))
    Self.expect(fit, t.map { iid.pValue(statistic: $0) }, try reference.at("p"))
    let reach = iid.critical(level: 95)
    let intervals = try reference.array("confint95")
    #expect(intervals.count == fit.termNames.count)
    for (j, interval) in intervals.enumerated() {
      let (low, high) = (interval.list[0], interval.list[1])
      let (estimate, error) = (fit.coefficients[j], iid.standardErrors[j])
      // Relative to the interval's size: an end may lie near zero.
      #expect(abs(estimate - reach * error - low) < 1e-8 * max(abs(low), abs(high)))
      #expect(abs(estimate + reach * error - high) < 1e-8 * max(abs(low), abs(high)))
    }
    let wald = try #require(iid.wald(fit.coefficients, places: Array(1..<fit.termNames.count)))
    #expect(relativeError(wald.statistic, try reference.at("f", "value").number ?? .nan) < 1e-8)
    #expect(wald.numerator == (try reference.at("f", "numdf").number))
    #expect(wald.denominator == (try reference.at("f", "dendf").number))
    #expect(Double(fit.count) == (try reference.at("n").number))
    for (value, key) in [
      (fit.rSquared, "r2"), (fit.adjustedRSquared, "adj_r2"), (fit.sigma, "sigma"),
      (fit.logLikelihood, "loglik"), (fit.aic, "aic"), (fit.bic, "bic"),
    ] {
      #expect(
        relativeError(value ?? .nan, try reference.at(key).number ?? .nan) < 1e-8,
        "\(name) \(key)")
    }
    let leverage = try fit.leverages()
    for (a, b) in zip(leverage, try reference.at("leverage").list) {
      #expect(relativeError(a, b) < 1e-8)
    }
  }

  @Test(arguments: [("longley", "longley_r.csv", "Employed ~ ."), cases[2]])
  func neweyWest(_ name: String, _ file: String, _ formula: String) throws {
    let reference = try ReferenceFixture.regression.at("ols", name)
    let fit = try ReferenceFixture.fit(formula, file)
    let three = try CoefficientCovariance(fit, .hac(lag: 3))
    Self.expect(
      fit, three.standardErrors, try reference.at("se_newey_west_lag3_noprewhite"),
      tolerance: name == "longley" ? 3e-8 : 1e-8)
    let automatic = try CoefficientCovariance(fit, .hac(lag: nil))
    let bandwidth = try reference.at("newey_west_auto_bandwidth_noprewhite").number ?? .nan
    #expect(automatic.lag == Int(bandwidth))
    #expect(relativeError(automatic.bandwidth ?? .nan, bandwidth) < 1e-8)
    var adjusted = KernelWeighting(.bartlett(lag: 3))
    adjusted.isAdjusted = true
    Self.expect(
      fit, try CoefficientCovariance(fit, .kernel(adjusted)).standardErrors,
      try reference.at("se_newey_west_lag3_adjust"), tolerance: name == "longley" ? 3e-8 : 1e-8)
    // R: vcovHAC, whose bandwidth is the first-order one of Andrews.
    let andrews = try CoefficientCovariance(fit, try #require(CovarianceKind("andrews+adjust")))
    Self.expect(
      fit, andrews.standardErrors, try reference.at("se_andrews_hac"),
      tolerance: name == "longley" ? 2e-7 : 1e-8)
    guard name == "longley" else { return }
    // R's residuals of Longley cost it digits; exact arithmetic has them.
    for row in try Repository.rows("mpmath/longley_kernel.csv") {
      let (term, value) = (row["term"] ?? "", row["value"].flatMap(Double.init) ?? .nan)
      let place = fit.termNames.firstIndex(of: term)
      let found = place.map { andrews.standardErrors[$0] } ?? andrews.bandwidth ?? .nan
      #expect(relativeError(found, value) < 1e-9, "\(term)")
    }
  }

  @Test(arguments: [("grunfeld_pooled", "firm"), ("produc_pooled", "state")])
  func clusters(_ name: String, _ column: String) throws {
    let found = try #require(Self.cases.first { $0.name == name })
    let fit = try ReferenceFixture.fit(found.formula, found.file) { $0.clusters = [[column]] }
    let covariance = try CoefficientCovariance(fit, .cluster([[column]]))
    Self.expect(
      fit, covariance.standardErrors,
      try ReferenceFixture.regression.at("ols", name, "se_cluster_HC1"))
    #expect(covariance.degreesOfFreedom == Double(covariance.clusterCounts[0] - 1))
    Self.expect(
      fit, covariance.unadjustedErrors,
      try ReferenceFixture.regression.at("ols", name, "se_cluster_HC0_noadj"))
  }

  /// plm `within`: fixed effects taken out, σ² on n − k with the effects counted.
  @Test(arguments: [
    ("grunfeld_within_individual", "firm"), ("grunfeld_within_twoways", "firm + year"),
  ])
  func fixedEffects(_ name: String, _ effects: String) throws {
    let reference = try ReferenceFixture.regression.at("panel", name)
    let fit = try ReferenceFixture.fit("inv ~ value + capital | \(effects)", "grunfeld.csv") {
      $0.clusters = [["firm"]]
    }
    Self.expect(fit, fit.coefficients, try reference.at("coef"))
    Self.expect(fit, try CoefficientCovariance(fit, .iid).standardErrors, try reference.at("se"))
    let r2 = try reference.at("r2").list
    let within = fit.withinRSquared ?? .nan
    #expect(relativeError(within, r2[0]) < 1e-8)
    // plm counts the degrees of freedom of the effects, but not those that the total loses to them.
    let adjusted = 1 - (1 - within) * Double(fit.count - 1) / Double(fit.degreesOfFreedom)
    #expect(relativeError(adjusted, r2[1]) < 1e-8)
    let clusters = try CoefficientCovariance(fit, .cluster([["firm"]]))
    Self.expect(fit, clusters.unadjustedErrors, try reference.at("se_arellano_HC0"))
  }

  /// plm `fd`.
  @Test func firstDifferences() throws {
    let reference = try ReferenceFixture.regression.at("panel", "grunfeld_first_diff")
    let fit = try ReferenceFixture.fit(
      "diff(inv) ~ diff(value) + diff(capital)", "grunfeld.csv"
    ) {
      $0.id = "firm"
      $0.time = "year"
      $0.clusters = [["firm"]]
    }
    let clusters = try CoefficientCovariance(fit, .cluster([["firm"]]))
    for (values, key) in [
      (fit.coefficients, "coef"), (try CoefficientCovariance(fit, .iid).standardErrors, "se"),
      (clusters.unadjustedErrors, "se_arellano_HC0"),
    ] {
      let expected = try reference.at(key).numbers
      for (name, value) in zip(["(Intercept)", "value", "capital"], values) {
        #expect(relativeError(value, expected[name] ?? .nan) < 1e-8, "\(key) \(name)")
      }
    }
    let r2 = try reference.at("r2").list
    #expect(relativeError(fit.rSquared ?? .nan, r2[0]) < 1e-8)
    #expect(relativeError(fit.adjustedRSquared ?? .nan, r2[1]) < 1e-8)
    #expect(fit.frame.dropped[.noLag] == 10)
    #expect(fit.count == 190)
  }

  /// AER `ivreg` on the cigarette data of Stock & Watson.
  @Test func instruments() throws {
    let reference = try ReferenceFixture.regression.at("iv", "cigarettes_1995")
    let fit = try ReferenceFixture.fit(
      "log(packs) ~ log(income/population/cpi) | log(price/cpi) ~ I((taxs - tax)/cpi) + I(tax/cpi)",
      "cigarettes_sw.csv", keep: { $0["year"] == "1995" })
    let names = ["(Intercept)", "log(rprice)", "log(rincome)"]
    #expect(fit.termNames == ["(Intercept)", "log(price/cpi)", "log(income/population/cpi)"])
    for (kind, key) in [(CovarianceKind.iid, "se"), (.hc1, "se_HC1")] {
      let errors = try CoefficientCovariance(fit, kind).standardErrors
      for (j, name) in names.enumerated() {
        let coefficient = try reference.at("coef").numbers[name] ?? .nan
        #expect(relativeError(fit.coefficients[j], coefficient) < 1e-8)
        #expect(
          relativeError(errors[j], try reference.at(key).numbers[name] ?? .nan) < 1e-8,
          "\(kind.name) \(name)")
      }
    }
  }
}

extension CoefficientCovariance {
  /// Standard errors without the factor for small samples.
  var unadjustedErrors: [Double] { standardErrors.map { $0 / smallSampleFactor.squareRoot() } }
}
