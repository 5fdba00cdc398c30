import Foundation
import LinearAlgebra
import Regression
import StatisticsCore
import Testing
import _TestSupport

/// Error correction against statsmodels 0.15 and forecasts against numpy
/// (`Fixtures/statsmodels/make_error_correction.py`).
@Suite struct ErrorCorrectionTests {
  struct Fixture {
    private var rows: [String: [Double]] = [:]

    init() throws {
      for row in try Repository.rows("statsmodels/error_correction.csv") {
        rows["\(row["case"] ?? "") \(row["what"] ?? "")"] = try (row["values"] ?? "")
          .split(separator: " ").map { try #require(Double($0)) }
      }
    }

    func callAsFunction(_ name: String) throws -> [Double] {
      try #require(rows[name], "no row \(name)")
    }

    static let names = ["us": ["expenditure", "income"], "macro": ["cons", "gdp", "rate"]]

    func terms(_ data: String) throws -> [Design.Term] {
      try (Self.names[data] ?? []).map { Design.Term($0, try self("\(data) data \($0)")) }
    }

    func fit(_ data: String, lags: Int) throws -> ErrorCorrectionFit {
      let terms = try terms(data)
      return try ErrorCorrection(lags: lags).fit(terms[0], drivers: Array(terms.dropFirst()))
    }

    /// By step.
    func future(_ data: String) throws -> [[Double]] {
      let values = try self("\(data) future")
      let size = (Self.names[data] ?? []).count - 1
      return stride(from: 0, to: values.count, by: size).map { Array(values[$0..<($0 + size)]) }
    }
  }

  /// The largest difference over the largest expected value.
  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let size = b.reduce(0) { max($0, abs($1)) }
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } / size
  }

  /// Term by term 1e-7: numpy's least squares is of that order on logs that hardly differ.
  @Test func equationsAgreeWithStatsmodels() throws {
    let fixture = try Fixture()
    for data in ["us", "macro"] {
      for lags in [0, 1, 3] {
        let name = "\(data)|\(lags)"
        let fit = try fixture.fit(data, lags: lags)
        let s = fit.regression.residualStandardDeviation
        let pairs = [
          (fit.regression.coefficients.map(\.estimate), try fixture("\(name) one-step")),
          (fit.regression.coefficients.map(\.standardError), try fixture("\(name) errors")),
          ([s * s], try fixture("\(name) sigma2")),
          (fit.longRun.map(\.estimate), try fixture("\(name) long")),
          (fit.longRun.map(\.standardError), try fixture("\(name) long errors")),
        ]
        for (found, expected) in pairs {
          #expect(found.count == expected.count, "\(name)")
          for (a, b) in zip(found, expected) {
            #expect(relativeError(a, b) < 1e-7, "\(name): \(a) \(b)")
          }
        }
        let place = try #require(fit.regression.coefficients.firstIndex { $0 == fit.adjustment })
        #expect(
          relativeError(fit.adjustment.estimate, try fixture("\(name) one-step")[place]) < 1e-7)
        #expect(fit.adjustment.term == (data == "us" ? "expenditure.l1" : "cons.l1"))
        let rest = abs(1 + fit.adjustment.estimate)
        #expect(relativeError(try #require(fit.halfLife), log(0.5) / log(rest)) < 1e-12)
      }
    }
  }

  @Test func forecastsAgreeWithTheRecursion() throws {
    let fixture = try Fixture()
    var worst = (0.0, 0.0, 0.0)
    for data in ["us", "macro"] {
      let future = try fixture.future(data)
      for lags in [0, 1, 3] {
        let name = "\(data)|\(lags)"
        let fit = try fixture.fit(data, lags: lags)
        let given = try fit.forecast(given: future, parameterUncertainty: false)
        let full = try fit.forecast(given: future)
        worst.0 = max(worst.0, distance(given.mean, try fixture("\(name) mean")))
        worst.1 = max(
          worst.1, distance(given.covariance.elements, try fixture("\(name) covariance given")))
        worst.2 = max(
          worst.2, distance(full.covariance.elements, try fixture("\(name) covariance uncertain")))
        #expect(full.mean == given.mean)
      }
    }
    #expect(worst.0 < 1e-9 && worst.1 < 1e-8 && worst.2 < 1e-6, "\(worst)")
  }

  @Test func drawsHaveTheForecastsDistribution() throws {
    let fixture = try Fixture()
    let fit = try fixture.fit("macro", lags: 1)
    let future = try fixture.future("macro")
    let count = 20_000
    for uncertain in [false, true] {
      let forecast = try fit.forecast(given: future, parameterUncertainty: uncertain)
      let sampler = try fit.sampler(given: future, parameterUncertainty: uncertain)
      let draws = (0..<count).map { path in
        var random = PhiloxGenerator(seed: 3, path: UInt32(path))
        return sampler.draw(using: &random)
      }
      let freedom = Double(fit.regression.degreesOfFreedom)
      let inflation = uncertain ? freedom / (freedom - 2) : 1
      for i in future.indices {
        let deviation = (forecast.covariance[i, i] * inflation).squareRoot()
        let mean = draws.reduce(0) { $0 + $1[i] } / Double(count)
        // The recursion bends the mean of later steps a little when the coefficients are random.
        let bend = uncertain && i > 0 ? 0.05 * deviation : 0
        #expect(
          abs(mean - forecast.mean[i]) < 5 * deviation / Double(count).squareRoot() + bend)
        for j in 0...i {
          let other = (forecast.covariance[j, j] * inflation).squareRoot()
          let product = draws.reduce(0) {
            $0 + ($1[i] - forecast.mean[i]) * ($1[j] - forecast.mean[j])
          }
          // Of first order with random coefficients: within 5 % at six steps of 200 observations.
          let slack = uncertain && i > 0 ? 0.05 : 0
          #expect(
            abs(product / Double(count) - forecast.covariance[i, j] * inflation)
              < (5 * (2 / Double(count)).squareRoot() + slack) * deviation * other, "\(i) \(j)")
        }
      }
      // Step 1 is a t distribution: 10 % of the draws lie under its 10 % quantile.
      if uncertain {
        let scale = forecast.covariance[0, 0].squareRoot()
        let low = forecast.mean[0] + scale * StudentT.quantile(0.1, degreesOfFreedom: freedom)
        let share = Double(draws.count { $0[0] < low }) / Double(count)
        #expect(abs(share - 0.1) < 5 * (0.09 / Double(count)).squareRoot())
      }
      var (a, b) = (PhiloxGenerator(seed: 3, path: 9), PhiloxGenerator(seed: 3, path: 9))
      #expect(sampler.draw(using: &a) == sampler.draw(using: &b))
    }
  }

  /// Driven by a level that stays, y goes to its long-run relation at the rate of the adjustment.
  @Test func forecastsSettleAtTheLongRun() throws {
    var random = PhiloxGenerator(seed: 8)
    var (x, y) = ([10.0], [25.0])
    for _ in 1..<200 {
      let step = random.normal()
      x.append(x[x.count - 1] + step)
      let distance = y[y.count - 1] - 5 - 2 * x[x.count - 2]
      y.append(y[y.count - 1] - 0.4 * distance + 0.5 * step + 0.1 * random.normal())
    }
    let fit = try ErrorCorrection().fit(Design.Term("y", y), drivers: [Design.Term("x", x)])
    let theta = try #require(fit[longRun: "x"])
    let constant = try #require(fit[longRun: "(Intercept)"])
    #expect(abs(theta.estimate - 2) < 4 * theta.standardError)
    #expect(abs(constant.estimate - 5) < 4 * constant.standardError)
    #expect(abs(fit.adjustment.estimate + 0.4) < 4 * fit.adjustment.standardError)
    let last = x[x.count - 1] + 3
    let mean = try fit.forecast(given: [[Double]](repeating: [last], count: 60)).mean
    let goal = constant.estimate + theta.estimate * last
    #expect(abs(mean[59] - goal) < 1e-9)
    let rate = (mean[6] - goal) / (mean[5] - goal)
    #expect(relativeError(rate, 1 + fit.adjustment.estimate) < 1e-6)
    let t = 150
    let expected = y[t] - theta.estimate * x[t] - constant.estimate
    #expect(abs(fit.disequilibrium[t] - expected) < 1e-10)
  }

  /// A trend in the equation is one in the long-run relation, its observations counted from 1.
  @Test func trendsGoOn() throws {
    var random = PhiloxGenerator(seed: 9)
    let x = (0..<80).map { _ in random.normal() }
    let y = x.enumerated().map { t, value -> Double in
      let trend = 0.25 * Double(t + 1)
      return 3 + trend + 1.5 * value + 0.01 * random.normal()
    }
    let fit = try ErrorCorrection(deterministic: .both).fit(
      Design.Term("y", y), drivers: [Design.Term("x", x)])
    #expect(abs(try #require(fit[longRun: "trend"]).estimate - 0.25) < 1e-3)
    // On the path of the trend 0.25 = λ·distance, and −a/λ = 3 − 0.25·(1 + 1/λ).
    let lambda = fit.adjustment.estimate
    let constant = try #require(fit[longRun: "(Intercept)"]).estimate
    #expect(abs(constant - 3 + 0.25 * (1 + 1 / lambda)) < 0.02)
    #expect(fit.disequilibrium.allSatisfy { abs($0 - 0.25 / lambda) < 0.1 })
    let mean = try fit.forecast(given: [[Double]](repeating: [0], count: 10)).mean
    for h in 0..<10 {
      let expected = 3 + 0.25 * Double(81 + h)
      #expect(abs(mean[h] - expected) < 0.02)
    }
  }

  /// 1e-6: statsmodels' own residuals go through a pseudo-inverse.
  @Test func cointegrationAgreesWithStatsmodels() throws {
    let fixture = try Fixture()
    for data in ["us", "macro"] {
      let terms = try fixture.terms(data)
      for lags in [0, 1, 3] {
        for trend in [false, true] {
          let test = try EngleGranger(
            terms[0], drivers: Array(terms.dropFirst()), trend: trend, lags: lags)
          let expected = try fixture("\(data)|\(lags) cointegration \(trend ? "ct" : "c")")
          for (a, b) in zip([test.statistic, test.pValue] + test.criticalValues, expected) {
            #expect(relativeError(a, b) < 1e-6, "\(data) \(lags) \(trend): \(a) \(b)")
          }
          #expect(test.criticalValues.count == 3 && test.lags == lags)
          #expect(test.observations == terms[0].values.count - 1 - lags)
        }
      }
    }
  }

  @Test func impossibleRequestsAreRefused() throws {
    var numbers = SeededNumbers(4)
    let y = Design.Term("y", numbers.vector(30))
    let x = Design.Term("x", numbers.vector(30))
    #expect(throws: RegressionError.self) { try ErrorCorrection().fit(y, drivers: []) }
    #expect(throws: RegressionError.self) { try ErrorCorrection(lags: -1).fit(y, drivers: [x]) }
    #expect(throws: RegressionError.self) { try ErrorCorrection().fit(y, drivers: [x, x]) }
    #expect(throws: RegressionError.lengthMismatch(term: "z", needed: 30, found: 29)) {
      try ErrorCorrection().fit(y, drivers: [Design.Term("z", numbers.vector(29))])
    }
    #expect(throws: RegressionError.tooShort(needed: 6, found: 5)) {
      try ErrorCorrection().fit(
        Design.Term("y", [1, 2, 4, 3, 5]), drivers: [Design.Term("x", [2, 1, 3, 5, 4])])
    }
    #expect(throws: RegressionError.collinear(observations: 1..<30)) {
      try ErrorCorrection().fit(y, drivers: [x, Design.Term("2x", x.values.map { 2 * $0 })])
    }
    var exact = [2.0]
    for t in 1..<30 {
      let distance = exact[t - 1] - 3 * x.values[t - 1]
      exact.append(exact[t - 1] - 0.5 * distance + 2 * (x.values[t] - x.values[t - 1]))
    }
    #expect(throws: RegressionError.exactFit) {
      try ErrorCorrection().fit(Design.Term("y", exact), drivers: [x])
    }
    let fit = try ErrorCorrection(lags: 1).fit(y, drivers: [x])
    for path in [[], [[1, 2]], [[1], []], [[.nan]]] as [[[Double]]] {
      #expect(throws: RegressionError.self) { try fit.forecast(given: path) }
      #expect(throws: RegressionError.self) { try fit.sampler(given: path) }
    }
    #expect(throws: RegressionError.self) {
      try EngleGranger(y, drivers: (0..<6).map { Design.Term("x\($0)", numbers.vector(30)) })
    }
    #expect(throws: RegressionError.exactFit) {
      try EngleGranger(Design.Term("y", x.values.map { 3 * $0 + 1 }), drivers: [x])
    }
    #expect(throws: RegressionError.self) { try EngleGranger(y, drivers: [x], lags: -1) }
  }

}
