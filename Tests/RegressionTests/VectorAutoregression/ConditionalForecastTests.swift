import Foundation
import LinearAlgebra
import Regression
import StatisticsCore
import Testing
import _TestSupport

/// Joint and conditional forecasts against the joint normal distribution of all steps, conditioned
/// directly by numpy (`Fixtures/statsmodels/make_var.py`).
@Suite struct ConditionalForecastTests {
  /// 1e-9 of the largest value at given coefficients; with parameter uncertainty 1e-6, since the
  /// fixture takes derivatives by differences.
  @Test func agreeWithDirectConditioning() throws {
    let fixture = try VectorFixture()
    let variables = try fixture.variables()
    var compared = 0
    for (name, model) in VectorFixture.models {
      let fit = try model.fit(variables)
      for (tag, tolerance) in [("given", 1e-9), ("uncertain", 1e-6)] {
        let uncertain = tag == "uncertain"
        let joint = try #require(fixture.vector(name, "joint " + tag))
        let free = try fit.conditionalForecast(
          horizon: 5, conditions: [], parameterUncertainty: uncertain)
        #expect(largestError(byRows([free.covariance]), joint) < tolerance, "\(name) \(tag)")
        #expect(
          largestError(Array(free.mean.joined()), fixture.vector(name, "mean " + tag) ?? []) < 1e-9)
        #expect(free.plausibility == 0 && free.plausibilityTail == 1)
        let steps = try fit.forecast(horizon: 5, parameterUncertainty: uncertain)
        for h in 0..<5 {
          for i in 0..<3 {
            let expected = joint[(3 * h + i) * 16]
            #expect(relativeError(steps.covariances[h][i, i], expected) < tolerance)
          }
        }
        for number in 0..<3 {
          let label = "\(tag) \(number)"
          let conditions = try fixture.conditions(name, label)
          let result = try fit.conditionalForecast(
            horizon: 5, conditions: conditions, parameterUncertainty: uncertain)
          let mean = try #require(fixture.vector(name, "conditional mean " + label))
          let covariance = try #require(fixture.vector(name, "conditional covariance " + label))
          let plausibility = try #require(fixture.vector(name, "plausibility " + label)?[0])
          #expect(largestError(Array(result.mean.joined()), mean) < tolerance, "\(name) \(label)")
          #expect(largestError(byRows([result.covariance]), covariance) < tolerance)
          #expect(relativeError(result.plausibility, plausibility) < tolerance)
          for condition in conditions {
            let j = try #require(VectorFixture.names.firstIndex(of: condition.variable))
            #expect(result.mean[condition.step - 1][j] == condition.value)
          }
          compared += 1
        }
      }
    }
    #expect(compared == 30)
  }

  /// At step 1 the variance is that of a regression forecast: s²·(1 + x′(X′X)⁻¹x).
  @Test func firstStepIsARegressionForecast() throws {
    let variables = try VectorFixture().variables()
    let fit = try VectorAutoregression(lags: 1).fit(variables)
    let row: [Double] = [1.0] + variables.map { $0.values[$0.values.count - 1] }
    let forecast = try fit.forecast(horizon: 3, parameterUncertainty: true)
    let given = try fit.forecast(horizon: 3)
    for i in 0..<3 {
      let (mean, leverage) = fit.equations[i].predict(row)
      let s = fit.equations[i].residualStandardDeviation
      #expect(relativeError(forecast.mean[0][i], mean) < 1e-12)
      #expect(relativeError(forecast.covariances[0][i, i], s * s * (1 + leverage)) < 1e-12)
      for h in 0..<3 { #expect(forecast.covariances[h][i, i] > given.covariances[h][i, i]) }
    }
  }

  @Test func drawsHaveTheConditionalDistribution() throws {
    let variables = try VectorFixture().variables()
    let fit = try VectorAutoregression(lags: 2).fit(variables)
    let result = try fit.conditionalForecast(
      horizon: 3,
      conditions: [
        .init(variable: "inv", step: 2, value: 0.06), .init(variable: "gdp", step: 3, value: 0),
      ])
    let count = 20_000
    var sums = [Double](repeating: 0, count: 9)
    var products = Matrix(rows: 9, columns: 9)
    let center = Array(result.mean.joined())
    for path in 0..<count {
      var random = PhiloxGenerator(seed: 5, path: UInt32(path))
      let draw = result.draw(using: &random)
      #expect(draw[1][2] == 0.06 && draw[2][0] == 0)
      let d = zip(draw.joined(), center).map { $0 - $1 }
      for i in 0..<9 {
        sums[i] += d[i]
        for j in 0..<9 { products[i, j] += d[i] * d[j] }
      }
    }
    for i in 0..<9 {
      let sd = result.covariance[i, i].squareRoot()
      // Five standard errors of a mean, a variance and a covariance.
      #expect(abs(sums[i]) / Double(count) <= 5 * sd / Double(count).squareRoot())
      for j in 0..<9 {
        let scale = sd * result.covariance[j, j].squareRoot()
        let error = abs(products[i, j] / Double(count) - result.covariance[i, j])
        #expect(error <= 5 * scale * (2 / Double(count)).squareRoot(), "\(i) \(j)")
      }
    }
    var (a, b) = (PhiloxGenerator(seed: 5, path: 7), PhiloxGenerator(seed: 5, path: 7))
    #expect(result.draw(using: &a) == result.draw(using: &b))
  }

  @Test func plausibilityIsTheDistanceFromTheForecast() throws {
    let variables = try VectorFixture().variables()
    let fit = try VectorAutoregression(lags: 2).fit(variables)
    let forecast = try fit.forecast(horizon: 4)
    let expected = try fit.conditionalForecast(
      horizon: 4, conditions: [.init(variable: "gdp", step: 4, value: forecast.mean[3][0])])
    #expect(expected.plausibility < 1e-20 && expected.plausibilityTail > 0.999)
    #expect(largestError(Array(expected.mean.joined()), Array(forecast.mean.joined())) < 1e-12)
    let sd = forecast.covariances[3][0, 0].squareRoot()
    let far = try fit.conditionalForecast(
      horizon: 4, conditions: [.init(variable: "gdp", step: 4, value: forecast.mean[3][0] + 3 * sd)]
    )
    #expect(relativeError(far.plausibility, 9) < 1e-9)
    // P(F(1, ν) > 9) is that of |t(ν)| > 3.
    let freedom = Double(fit.degreesOfFreedom)
    #expect(
      relativeError(far.plausibilityTail, 2 * StudentT.upperTail(3, degreesOfFreedom: freedom))
        < 1e-9)
  }

  /// One value of each of K variables, with the coefficients' uncertainty: Hotelling's T² is exact for
  /// fixed regressors. 400 samples of 25: three standard errors around 5 % are 1.7 to 8.3 %.
  @Test func possibleValuesOfShortSamplesAreSeldomSurprises() throws {
    var rejected = 0
    for draw in 0..<400 {
      var random = PhiloxGenerator(seed: 33, path: UInt32(draw))
      var (a, b) = (0.0, 0.0)
      var columns: [[Double]] = [[], []]
      for _ in 0..<46 {
        (a, b) = (0.6 * a + 0.2 * b + random.normal(), 0.1 * a + 0.5 * b + random.normal())
        columns[0].append(a)
        columns[1].append(b)
      }
      let recent = columns.map { Array($0.suffix(26)) }
      let fit = try VectorAutoregression(lags: 1).fit([
        .init("a", Array(recent[0].dropLast())), .init("b", Array(recent[1].dropLast())),
      ])
      let forecast = try fit.conditionalForecast(
        horizon: 1,
        conditions: [
          .init(variable: "a", step: 1, value: recent[0][25]),
          .init(variable: "b", step: 1, value: recent[1][25]),
        ], parameterUncertainty: true)
      if forecast.plausibilityTail < 0.05 { rejected += 1 }
    }
    #expect((7...33).contains(rejected))
  }

  /// A whole path of two variables given, and all three: nothing is left to vary.
  @Test func fullPathsAreHeld() throws {
    let variables = try VectorFixture().variables()
    let fit = try VectorAutoregression(lags: 1).fit(variables)
    let conditions = (1...6).flatMap { step in
      VectorFixture.names.map {
        ConditionalForecast.Condition(variable: $0, step: step, value: 0.001 * Double(step))
      }
    }
    let result = try fit.conditionalForecast(horizon: 6, conditions: conditions)
    #expect(result.covariance.elements.allSatisfy { $0 == 0 })
    let held = (1...6).map { (step: Int) -> [Double] in
      Array(repeating: 0.001 * Double(step), count: 3)
    }
    #expect(result.mean == held)
    #expect(result.plausibility > 0 && result.plausibilityTail > 0)
  }

  @Test func badConditionsAreRefused() throws {
    let variables = try VectorFixture().variables()
    let fit = try VectorAutoregression(lags: 2).fit(variables)
    typealias Condition = ConditionalForecast.Condition
    let good = Condition(variable: "inv", step: 2, value: 0.01)
    let bad: [[Condition]] = [
      [good, good], [good, .init(variable: "inv", step: 2, value: 0.02)],
      [.init(variable: "nothing", step: 1, value: 0)], [.init(variable: "inv", step: 0, value: 0)],
      [.init(variable: "inv", step: 5, value: 0)], [.init(variable: "inv", step: 1, value: .nan)],
    ]
    for conditions in bad {
      #expect(throws: RegressionError.self, "\(conditions)") {
        try fit.conditionalForecast(horizon: 4, conditions: conditions)
      }
    }
    // 30 times the last value at every step: two late steps pin the same direction.
    var numbers = SeededNumbers(4)
    let explosive = (0..<9).map { pow(30, Double($0)) + numbers.symmetric() }
    let growing = try VectorAutoregression(lags: 1).fit([.init("x", explosive)])
    #expect(throws: RegressionError.numeric(.rankDeficient(rank: 1, columns: 2))) {
      try growing.conditionalForecast(
        horizon: 10,
        conditions: [
          .init(variable: "x", step: 9, value: 0), .init(variable: "x", step: 10, value: 1),
        ])
    }
    for horizon in [0, 700] {
      #expect(throws: RegressionError.self) {
        try fit.conditionalForecast(horizon: horizon, conditions: [])
      }
    }
  }
}
