import Forecasting
import Foundation
import Regression
import StatisticsCore
import Testing
import _TestSupport

/// The growth of a driver for a wanted probability, against closed forms.
@Suite struct InverseDriverTests {
  /// y_T ~ N(a + b·(log x + T·log(1 + g)), s²): log(1 + g) = ((L + s·z − a)/b − log x)/T.
  @Test func agreesWithTheNormalDistribution() throws {
    let (a, s, x, steps) = (1.0, 0.3, 5.0, 7)
    for (b, wanted, level) in [
      (0.8, 0.8, 2.6), (0.8, 0.5, 2.6), (0.8, 0.95, 2.0), (-0.6, 0.8, 0.2), (1.2, 0.8, 3.5),
      (0.8, 0.8, 2.0478),
    ] {
      func probability(_ g: Double) -> Double {
        let path = InverseDriver.path(from: x, growth: g, steps: steps, logarithm: true)
        return Normal.cumulative((a + b * path[steps - 1] - level) / s)
      }
      let z = Normal.quantile(wanted)
      let expected = expm1(((level + s * z - a) / b - log(x)) / Double(steps))
      let answer = try InverseDriver.solve(for: wanted, in: -0.5...1, probability)
      guard case .growth(let found) = answer.verdict else {
        Issue.record("\(answer)")
        continue
      }
      #expect(abs(found - expected) < 3e-9, "\(found) \(expected)")
      let reached = try #require(answer.probability)
      #expect(reached >= wanted && reached < wanted + 1e-7)
      #expect(answer.probabilityAtEnds.low == probability(-0.5))
      #expect(answer.probabilityAtEnds.high == probability(1))
    }
  }

  @Test func saysWhenNoGrowthWill() throws {
    func probability(_ g: Double) -> Double { Normal.cumulative((10 * g - 1) / 2) }
    let short = try InverseDriver.solve(for: 0.8, in: 0...0.1, probability)
    #expect(short.verdict == .never && short.probability == nil)
    #expect(short.probabilityAtEnds.low == probability(0))
    #expect(short.probabilityAtEnds.high == 0.5)
    let sure = try InverseDriver.solve(for: 0.2, in: 0...0.1, probability)
    #expect(sure.verdict == .always)
    for (wanted, range) in [(0, 0...1.0), (1, 0...1), (0.5, -1...1), (0.5, 0...Double.infinity)] {
      #expect(throws: ForecastingError.self) {
        try InverseDriver.solve(for: wanted, in: range, probability)
      }
    }
    #expect(throws: ForecastingError.self) {
      try InverseDriver.solve(in: 0...1) { _ in Double.nan }
    }
  }

  /// A share of paths with common random numbers is a staircase: the answer is the first stair that is
  /// high enough, and a step lower is not.
  @Test func sharesOfPathsGiveTheirFirstStair() throws {
    let draws = (0..<999).map { path in
      var random = PhiloxGenerator(seed: 1, path: UInt32(path))
      return random.normal()
    }
    for sign in [1.0, -1] {
      func share(_ g: Double) -> Double {
        Double(draws.count { sign * 20 * g + $0 >= 1 }) / 999
      }
      let answer = try InverseDriver.solve(for: 0.8, in: -0.5...0.5, share)
      guard case .growth(let found) = answer.verdict else {
        Issue.record("\(answer)")
        continue
      }
      // The 800th largest of 999 draws is the first share of 0.8 and more.
      let expected = sign * (1 - draws.sorted(by: >)[799]) / 20
      #expect(abs(found - expected) < 1e-8, "\(found) \(expected)")
      #expect(try #require(answer.probability) >= 0.8 && share(found) >= 0.8)
      #expect(share(found - sign * 1e-7) < 0.8)
    }
  }

  /// The growth of income for which the t distribution of a fitted relation has four fifths over the
  /// level, the other steps' uncertainty with it.
  @Test func inverseOfAFittedRelation() throws {
    let given = try #require(try DynamicRegressionTests.fixture().data["consumption"])
    let fit = try DynamicRegression(errors: ARIMA(order: .init(1, 0, 0))).fit(
      given.sample, drivers: given.drivers)
    let last = given.drivers[0].values[given.sample.count - 1]
    func distribution(_ g: Double) throws -> TMixture {
      let path = InverseDriver.path(from: last, growth: g, steps: 5)
      return try fit.given(path.map { [$0] }).predictive(horizon: 5)[4]
    }
    let answer = try InverseDriver.solve(for: 0.8, in: -0.05...0.1) { g in
      (try? distribution(g).atLeast(18_000)) ?? .nan
    }
    guard case .growth(let found) = answer.verdict else {
      Issue.record("\(answer)")
      return
    }
    #expect(abs(try distribution(found).quantile(0.2) - 18_000) < 1e-3)
    #expect(found > 0 && found < 0.1)
    let level = InverseDriver.path(from: 100, growth: 0.1, steps: 3)
    #expect(zip(level, [110, 121, 133.1]).allSatisfy { abs($0 - $1) < 1e-10 })
  }
}
