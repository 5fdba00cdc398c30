import Regression
import Testing
import _TestSupport

/// Specification tests and influence against R's lmtest, car and AER
/// (`Fixtures/regression/reference.json`).
@Suite struct DiagnosticReferenceTests {
  /// Names here and keys of statistic and p-value there.
  static let names: [(name: String, key: String, statistic: String)] = [
    ("breusch_pagan", "breusch_pagan_studentized", "BP"),
    ("reset", "reset_2_3_fitted", "RESET"),
    ("breusch_godfrey_1", "breusch_godfrey_1", "LM test"),
    ("breusch_godfrey_4", "breusch_godfrey_4", "LM test"),
    ("goldfeld_quandt", "goldfeld_quandt", "GQ"),
    ("harvey_collier", "harvey_collier", "HC"),
    ("durbin_watson", "durbin_watson", "DW"), ("shapiro_wilk", "shapiro", "W"),
  ]

  static func exact(_ name: String) throws -> Double? {
    try Repository.rows("mpmath/harvey_collier.csv").first { $0["name"] == name }
      .flatMap { $0["statistic"].flatMap(Double.init) }
  }

  @Test(arguments: LinearReferenceTests.cases)
  func specification(_ name: String, _ file: String, _ formula: String) throws {
    let reference = try ReferenceFixture.regression.at("ols", name)
    let fit = try ReferenceFixture.fit(formula, file)
    let tests = try SpecificationTests.all(of: fit)
    for (label, key, statistic) in Self.names {
      let test = try #require(tests.first { $0.name == label }, "\(label)")
      let expected = try reference.at(key)
      var value = expected[statistic]?.number ?? .nan
      if label == "harvey_collier", let exact = try Self.exact(name) {
        // Digits that R's recursion loses; see the maker of the fixture.
        value = exact
        #expect(relativeError(test.statistic, value) < 1e-8, "\(name) \(label)")
        continue
      }
      let p = expected["p"]?.number ?? expected["p.HC"]?.number ?? .nan
      // The statistics of auxiliary regressions on Longley lose digits in R as its residuals do.
      let tolerance = name == "longley" ? 1e-6 : 1e-8
      #expect(relativeError(test.statistic, value) < tolerance, "\(name) \(label)")
      // R sums the exact Durbin–Watson probability by 15 points of a quadrature.
      let isExact = label == "durbin_watson" && fit.count < 100
      let found = test.pValue ?? .nan
      if isExact {
        #expect(abs(found - p) < 1e-9, "\(name) \(label): \(found) against \(p)")
      } else {
        #expect(
          relativeError(found, p) < max(1e-6, tolerance) || abs(found - p) < 1e-12,
          "\(name) \(label): \(found) against \(p)")
      }
    }
  }

  @Test(arguments: LinearReferenceTests.cases)
  func influence(_ name: String, _ file: String, _ formula: String) throws {
    let reference = try ReferenceFixture.regression.at("ols", name)
    let fit = try ReferenceFixture.fit(formula, file)
    let influence = try Influence(fit)
    for (values, key) in [
      (influence.leverage, "leverage"), (influence.cook, "cooks"),
      (influence.studentized, "rstudent"),
    ] {
      let expected = try reference.at(key).list
      #expect(expected.count == values.count)
      let worst = zip(values, expected).map { relativeError($0, $1) }.max() ?? .nan
      #expect(worst < (name == "longley" ? 1e-6 : 1e-8), "\(name) \(key)")
    }
    #expect(relativeError(influence.press, try reference.at("press").number ?? .nan) < 1e-8)
    if let vif = reference["vif"]?.numbers, !vif.isEmpty {
      let found = try #require(fit.varianceInflation)
      #expect(found.count == vif.count)
      for (term, value) in found { #expect(relativeError(value, vif[term] ?? .nan) < 1e-8) }
    }
  }

  @Test func instruments() throws {
    let fit = try ReferenceFixture.fit(
      "log(packs) ~ log(income/population/cpi) | log(price/cpi) ~ I((taxs - tax)/cpi) + I(tax/cpi)",
      "cigarettes_sw.csv", keep: { $0["year"] == "1995" })
    let tests = try InstrumentTests.all(of: fit)
    let expected = try ReferenceFixture.regression.at("iv", "cigarettes_1995").array("diagnostics")
    for (name, row) in [
      ("weak_instruments", "Weak instruments"), ("wu_hausman", "Wu-Hausman"), ("sargan", "Sargan"),
    ] {
      let test = try #require(tests.first { $0.name == name })
      let other = try #require(expected.first { $0["_row"]?.text == row })
      #expect(relativeError(test.statistic, other["statistic"]?.number ?? .nan) < 1e-8, "\(name)")
      #expect(relativeError(test.pValue ?? .nan, other["p-value"]?.number ?? .nan) < 1e-8)
      #expect(test.numerator == other["df1"]?.number)
      #expect(test.denominator == other["df2"]?.number)
    }
  }
}
