import Foundation
import LinearAlgebra
import Regression
import StatisticsCore
import Testing
import _TestSupport

/// Marginal likelihoods against the Bank of England's bvar and scipy's quadrature, posteriors against least
/// squares on the rows of data and prior (`Fixtures/bvar/make_bvar.py`), and limits.
@Suite struct BayesianVectorTests {
  private func model(
    _ lags: Int, _ tightness: Double, mean: [Double] = [1], sum: Double? = nil,
    initial: Double? = nil, variance: Double? = nil,
    deterministic: VectorAutoregression.Deterministic = .constant
  ) -> BayesianVectorAutoregression {
    var prior = MinnesotaPrior(
      overall: .given(tightness), sumOfCoefficients: sum.map { .given($0) },
      initialObservation: initial.map { .given($0) }, mean: mean)
    prior.constantVariance = variance
    return BayesianVectorAutoregression(lags: lags, deterministic: deterministic, prior: prior)
  }

  @Test func posteriorAndMarginalLikelihoodAgreeWithOthers() throws {
    let fixture = try BayesianVectorFixture()
    for one in BayesianVectorFixture.cases {
      let fit = try model(
        one.lags, one.tightness, mean: one.mean, sum: one.sum, initial: one.initial,
        variance: one.variance
      ).fit(try fixture.variables(one.name, 3))
      let expected = try fixture.vector(one.name, "log_marginal")[0]
      #expect(relativeError(fit.logMarginalLikelihood, expected) < 1e-10, "\(one.name)")
      let given = try fit.given(
        .init(overall: one.tightness, sum: one.sum, initial: one.initial))
      let (mean, scale) = (
        try fixture.vector(one.name, "mean"), try fixture.vector(one.name, "scale")
      )
      #expect(largestError(byRows([given.mean]), mean) < 1e-10, "\(one.name)")
      #expect(largestError(byRows([try given.scaleMatrix]), scale) < 1e-10, "\(one.name)")
      #expect(
        Double(given.degreesOfFreedom) == (try fixture.vector(one.name, "freedom")[0]),
        "\(one.name)")
      let psi = try fixture.vector(one.name, "psi")
      #expect(largestError(fit.errorScales, psi) < 1e-10, "\(one.name)")
      // The means of the coefficients are those of the one point of the grid.
      let terms = given.mean.rows
      for j in 0..<3 {
        for i in 0..<terms { #expect(fit.coefficients[j][i].mean == given.mean[i, j]) }
      }
    }
  }

  /// To 1e-8: what quadrature gives.
  @Test func marginalLikelihoodIsTheIntegral() throws {
    let fixture = try BayesianVectorFixture()
    let fit = try model(1, 0.4, deterministic: .none).fit(try fixture.variables("one", 1))
    let expected = try fixture.vector("one", "quadrature")[0]
    #expect(relativeError(fit.logMarginalLikelihood, expected) < 1e-8)
  }

  /// The weights of 61 values of λ, and the integral over them.
  @Test func tightnessIsWeighedAsItsPosteriorSays() throws {
    let fixture = try BayesianVectorFixture()
    var prior = MinnesotaPrior()
    prior.constantVariance = 1e3
    let fit = try BayesianVectorAutoregression(lags: 2, prior: prior)
      .fit(try fixture.variables("given", 2))
    let (total, weights) = (
      try fixture.vector("weighed", "log_marginal")[0], try fixture.vector("weighed", "weights")
    )
    #expect(relativeError(fit.logMarginalLikelihood, total) < 1e-10)
    let values = (0..<61).map { 0.005 * pow(2000, Double($0) / 60) }
    var below = 0.0
    for (value, weight) in zip(values, weights) {
      // Where a whole step of the grid ends, the quantile is the edge between two values.
      below += weight
      guard below > 0.01, below < 0.99 else { continue }
      let edge = try #require(fit.tightness({ $0.overall }, below))
      #expect(relativeError(edge, value * pow(2000, 1.0 / 120)) < 1e-6)
    }
  }

  @Test func looseTightnessIsLeastSquares() throws {
    let fixture = try VectorFixture()
    let variables = try fixture.variables()
    let plain = try VectorAutoregression(lags: 2, deterministic: .both).fit(variables)
    let fit = try model(2, 1e7, deterministic: .both).fit(variables)
    for (bayesian, equation) in zip(fit.coefficients, plain.equations) {
      #expect(bayesian.map(\.term) == equation.coefficients.map(\.term))
      for (a, b) in zip(bayesian, equation.coefficients) {
        #expect(abs(a.mean - b.estimate) < 1e-8 * max(1, abs(b.estimate)), "\(a.term)")
      }
    }
    #expect(abs(fit.greatestRoot - plain.greatestRoot) < 1e-8)
  }

  @Test func closeTightnessIsThePrior() throws {
    let fixture = try BayesianVectorFixture()
    let fit = try model(3, 1e-6, mean: [1, 0.5, 0]).fit(try fixture.variables("level", 3))
    for (j, own) in [1, 0.5, 0].enumerated() {
      for coefficient in fit.coefficients[j].dropFirst() {
        let expected = coefficient.term == "v\(j).l1" ? own : 0
        #expect(abs(coefficient.mean - expected) < 1e-6, "\(coefficient.term)")
      }
    }
  }

  /// Units are free: what is multiplied by c has coefficients and marginal likelihood accordingly.
  @Test func unitsDoNotMatter() throws {
    let fixture = try BayesianVectorFixture()
    let variables = try fixture.variables("level", 3)
    let factors = [1e6, 1, 1e-4]
    let scaled = zip(variables, factors).map { variable, factor in
      Design.Term(variable.name, variable.values.map { $0 * factor })
    }
    let prior = MinnesotaPrior(sumOfCoefficients: .given(1), initialObservation: .given(2))
    let model = BayesianVectorAutoregression(lags: 2, prior: prior)
    let (a, b) = (try model.fit(variables), try model.fit(scaled))
    for (j, (plain, other)) in zip(a.coefficients, b.coefficients).enumerated() {
      for (i, (x, y)) in zip(plain, other).enumerated() {
        let unit = factors[j] / (i == 0 ? 1 : factors[(i - 1) % 3])
        #expect(abs(x.mean * unit - y.mean) < 1e-8 * unit * max(1, abs(x.mean)))
        #expect(abs(x.deviation * unit - y.deviation) < 1e-8 * unit * x.deviation)
      }
    }
    let shift = 38 * factors.reduce(0) { $0 + log($1) }
    #expect(abs(a.logMarginalLikelihood - shift - b.logMarginalLikelihood) < 1e-7)
    #expect(abs(a.greatestRoot - b.greatestRoot) < 1e-8)
  }

  @Test func whatCannotBeToldIsRefused() throws {
    let fixture = try BayesianVectorFixture()
    let variables = try fixture.variables("level", 2)
    let x = variables[0].values
    func refusal(
      _ variables: [Design.Term], _ model: BayesianVectorAutoregression = .init(lags: 1)
    ) -> RegressionError? {
      do throws(RegressionError) {
        _ = try model.fit(variables)
        return nil
      } catch { return error }
    }
    let twice = variables + [Design.Term("sum", zip(x, variables[1].values).map { $0 - 2 * $1 })]
    #expect(refusal(twice) == .collinear(observations: 0..<40))
    #expect(refusal([.init("c", Array(repeating: 3, count: 40))]) != nil)
    #expect(refusal([.init("t", (0..<40).map(Double.init))]) == .exactFit)
    #expect(
      refusal(variables.map { .init($0.name, Array($0.values.prefix(4))) })
        == .tooShort(needed: 5, found: 4))
    #expect(refusal(variables, model(9, -1)) != nil)
    #expect(refusal(variables, model(1, 0)) != nil)
    #expect(refusal(variables, model(1, 1, mean: [1, 0, 1])) != nil)
    #expect(refusal(variables, model(0, 1)) != nil)
    // As few as these are enough, where least squares needs eleven.
    #expect(
      refusal(variables.map { .init($0.name, Array($0.values.suffix(8))) }, model(4, 0.2)) == nil)
    #expect(throws: RegressionError.self) {
      try VectorAutoregression(lags: 4).fit(
        variables.map { .init($0.name, Array($0.values.suffix(8))) })
    }
  }
}
