import Foundation
import LinearAlgebra
import Regression
import Testing
import _TestSupport

/// Estimates, criteria, forecasts, responses and causality against statsmodels
/// (`Fixtures/statsmodels/make_var.py`) and lmtest (`Fixtures/r/make_granger.R`), to 1e-8.
@Suite struct VectorAutoregressionTests {
  @Test func estimatesAgreeWithStatsmodels() throws {
    let fixture = try VectorFixture()
    let variables = try fixture.variables()
    for (name, model) in VectorFixture.models {
      let fit = try model.fit(variables)
      let terms = fit.equations[0].coefficients.count
      // Rows of the fixture are terms, columns are equations.
      func table(_ value: (OLSFit.Coefficient) -> Double) -> [Double] {
        (0..<terms).flatMap { i in fit.equations.map { value($0.coefficients[i]) } }
      }
      let parameters = try #require(fixture.vector(name, "params"))
      for (a, b) in zip(table(\.estimate), parameters) { #expect(relativeError(a, b) < 1e-8) }
      #expect(parameters.count == terms * 3)
      guard let errors = fixture.vector(name, "stderr") else { continue }
      for (a, b) in zip(table(\.standardError), errors) { #expect(relativeError(a, b) < 1e-8) }
      let sigma = try #require(fixture.vector(name, "sigma"))
      #expect(largestError(byRows([fit.errorCovariance]), sigma) < 1e-10, "\(name)")
      #expect(relativeError(fit.logLikelihood, fixture.vector(name, "llf")?[0] ?? 0) < 1e-10)
      let criteria = fit.criteria
      for (a, b) in zip(
        [criteria.aic, criteria.hq, criteria.bic, criteria.fpe],
        try #require(fixture.vector(name, "criteria")))
      {
        #expect(relativeError(a, b) < 1e-9, "\(name)")
      }
      #expect(relativeError(fit.greatestRoot, fixture.vector(name, "root")?[0] ?? 0) < 1e-8)
      #expect(fit.isStable)
      let forecast = try fit.forecast(horizon: 6)
      let mean = try #require(fixture.vector(name, "forecast"))
      for (a, b) in zip(forecast.mean.joined(), mean) { #expect(relativeError(a, b) < 1e-8) }
      #expect(mean.count == 18)
      let mse = try #require(fixture.vector(name, "mse"))
      #expect(largestError(byRows(forecast.covariances), mse) < 1e-10, "\(name)")
      let responses = try #require(fixture.vector(name, "irf"))
      #expect(largestError(byRows(try fit.orthogonalResponses(horizon: 8)), responses) < 1e-10)
    }
  }

  @Test func lagMatricesAreTheCoefficients() throws {
    let fit = try VectorAutoregression(lags: 2).fit(VectorFixture().variables())
    #expect(fit.lagMatrices[1][2, 0] == fit.equations[2]["gdp.l2"]?.estimate)
    #expect(fit.count == 200 && fit.degreesOfFreedom == 193)
  }

  @Test func orderSelectionAgreesWithStatsmodels() throws {
    let fixture = try VectorFixture()
    let variables = try fixture.variables()
    for (label, deterministic) in [
      ("c", VectorAutoregression.Deterministic.constant), ("n", .none), ("ct", .both),
    ] {
      let order = try LagOrder(variables, maximumLags: 8, deterministic: deterministic)
      for (name, criterion) in [
        ("aic", LagOrder.Criterion.aic), ("hqic", .hq), ("bic", .bic), ("fpe", .fpe),
      ] {
        let expected = try #require(fixture.vector("order " + label, name))
        let computed = order.criteria.map {
          criterion == .aic
            ? $0.aic : criterion == .hq ? $0.hq : criterion == .bic ? $0.bic : $0.fpe
        }
        try #require(computed.count == expected.count)
        for (a, b) in zip(computed, expected) { #expect(relativeError(a, b) < 1e-9) }
        let least = try #require(expected.firstIndex(of: expected.min() ?? 0))
        #expect(order.lags(by: criterion) == least + 1)
      }
    }
  }

  @Test func causalityAgreesWithStatsmodels() throws {
    let fixture = try VectorFixture()
    let variables = try fixture.variables()
    var compared = 0
    for (name, model) in VectorFixture.models {
      let fit = try model.fit(variables)
      for entry in fixture.entries(name) where entry.hasPrefix("causality ") {
        let words = entry.split { " :".contains($0) }.map(String.init)
        let test = try fit.grangerCausality(of: words[1], by: Array(words.dropFirst(2)))
        let expected = try #require(fixture.vector(name, entry)?[0])
        #expect(relativeError(test.statistic, expected) < 1e-8, "\(name) \(entry)")
        compared += 1
      }
    }
    #expect(compared == 36)
  }

  @Test func causalityAgreesWithR() throws {
    let fixture = try VectorFixture("r/granger.csv")
    let variables = try fixture.variables(["m", "f"])
    for lags in [1, 3, 6] {
      let fit = try VectorAutoregression(lags: lags).fit(variables)
      for (caused, causing) in [("m", "f"), ("f", "m")] {
        let expected = try #require(fixture.vector(caused, "\(lags)"))
        let test = try fit.grangerCausality(of: caused, by: [causing])
        #expect(relativeError(test.statistic, expected[0]) < 1e-8)
        #expect(Double(test.numeratorDegrees) == expected[1])
        #expect(Double(test.denominatorDegrees) == expected[2])
        #expect(relativeError(test.pValue, expected[3]) < 1e-8)
      }
    }
  }

  /// Other units change nothing but the units.
  @Test func unitsDoNotMatter() throws {
    let variables = try VectorFixture().variables()
    let scaled = [
      variables[0], Design.Term("cons", variables[1].values.map { $0 * 1e12 }),
      Design.Term("inv", variables[2].values.map { $0 * 1e-9 }),
    ]
    let (a, b) = (
      try VectorAutoregression(lags: 2).fit(variables),
      try VectorAutoregression(lags: 2).fit(scaled)
    )
    #expect(relativeError(b.greatestRoot, a.greatestRoot) < 1e-9)
    let tests = try [a, b].map { try $0.grangerCausality(of: "gdp", by: ["inv"]).statistic }
    #expect(relativeError(tests[1], tests[0]) < 1e-9)
    let shares = try [a, b].map { try $0.forecast(horizon: 2).covariances[1] }
    #expect(relativeError(shares[1][1, 1] * 1e-24, shares[0][1, 1]) < 1e-9)
  }

  @Test func anExplosiveProcessIsFlaggedAndEndsInAnError() throws {
    var numbers = SeededNumbers(2)
    let growing = (0..<40).map { pow(1.3, Double($0)) + numbers.symmetric() }
    let fit = try VectorAutoregression(lags: 1).fit([.init("x", growing)])
    #expect(!fit.isStable && abs(fit.greatestRoot - 1.3) < 1e-3)
    #expect(try fit.forecast(horizon: 50).mean.allSatisfy { $0[0].isFinite })
    #expect(throws: RegressionError.self) { try fit.forecast(horizon: 100_000) }
    #expect(throws: RegressionError.self) { try fit.orthogonalResponses(horizon: 100_000) }
  }

  @Test func badInputIsRefused() throws {
    let variables = try VectorFixture().variables()
    let model = VectorAutoregression(lags: 2)
    func refuse(
      _ error: RegressionError, _ variables: [Design.Term], _ model: VectorAutoregression,
      line: Int = #line
    ) {
      #expect(throws: error, "line \(line)") { try model.fit(variables) }
    }
    // 2 + 7 terms + 3 variables.
    let short = variables.map { Design.Term($0.name, Array($0.values.prefix(11))) }
    refuse(.tooShort(needed: 12, found: 11), short, model)
    let enough = variables.map { Design.Term($0.name, Array($0.values.prefix(12))) }
    #expect(throws: Never.self) { try model.fit(enough) }
    refuse(.tooShort(needed: 12, found: 0), ["a", "b", "c"].map { .init($0, []) }, model)
    let n = variables[0].values.count
    let constant = Design.Term("one", Array(repeating: 3, count: n))
    refuse(.collinear(observations: 2..<n), [variables[0], constant], model)
    refuse(.exactFit, [variables[0], constant], .init(lags: 1, deterministic: .none))
    let sum = Design.Term("sum", zip(variables[0].values, variables[1].values).map { $0 + 2 * $1 })
    refuse(.collinear(observations: 2..<n), [variables[0], variables[1], sum], model)
    // The last value of another variable: its equation has no error.
    let late = Design.Term("late", [0] + variables[0].values.dropLast())
    refuse(.exactFit, [variables[0], late], .init(lags: 1))
    // A copy up to 1e-7: the errors' covariance is singular to working accuracy.
    var numbers = SeededNumbers(9)
    let copy = variables[0].values.map { $0 * (1 + 1e-7 * numbers.symmetric()) }
    refuse(.exactFit, [variables[0], .init("copy", copy)], .init(lags: 1))
    var broken = variables[1].values
    broken[7] = .infinity
    refuse(.nonFinite(term: "b", observation: 7), [variables[0], .init("b", broken)], model)
    refuse(
      .lengthMismatch(term: "b", needed: n, found: 5),
      [variables[0], .init("b", [1, 2, 3, 4, 5])],
      model)
    #expect(throws: RegressionError.self) { try model.fit([]) }
    #expect(throws: RegressionError.self) { try model.fit([variables[0], variables[0]]) }
    for lags in [0, -3] {
      #expect(throws: RegressionError.self) { try VectorAutoregression(lags: lags).fit(variables) }
      #expect(throws: RegressionError.self) { try LagOrder(variables, maximumLags: lags) }
    }
    for lags in [60, 10_000, .max] {
      #expect(throws: RegressionError.self) { try VectorAutoregression(lags: lags).fit(variables) }
      #expect(throws: RegressionError.self) { try LagOrder(variables, maximumLags: lags) }
    }
    let fit = try model.fit(variables)
    for horizon in [0, -1, 100_001] {
      #expect(throws: RegressionError.self) { try fit.forecast(horizon: horizon) }
    }
    #expect(throws: RegressionError.self) { try fit.orthogonalResponses(horizon: -1) }
    #expect(throws: RegressionError.self) {
      try fit.forecast(horizon: 700, parameterUncertainty: true)
    }
    for (caused, causing) in [
      ("gdp", []), ("gdp", ["gdp"]), ("gdp", ["nothing"]), ("nothing", ["gdp"]),
      ("gdp", ["inv", "inv"]),
    ] {
      #expect(throws: RegressionError.self) {
        try fit.grangerCausality(of: caused, by: causing)
      }
    }
  }
}
