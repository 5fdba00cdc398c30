import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Forecasting

@Suite struct CurrentEvidenceTests {
  static func route(_ value: Double, _ spread: Double) -> CurrentEvidence.Route {
    CurrentEvidence.Route(name: "r", value: value, spread: spread, basis: "stated")
  }

  /// Without correlation: weights one over the variances. With ρ = ½ and spreads .1 and .2 the better
  /// route says all: Σ⁻¹1 = (100, 0).
  @Test func weightsAreThoseOfLeastSquares() throws {
    let apart = CurrentEvidence([Self.route(10, 0.1), Self.route(20, 0.2)], correlation: 0)
    #expect(abs(apart.routes[0].weight - 0.8) < 1e-12)
    let joint = try #require(apart.joint)
    #expect(relativeError(joint.value, exp(0.8 * log(10) + 0.2 * log(20))) < 1e-12)
    #expect(relativeError(joint.spread, (1 / 125.0).squareRoot()) < 1e-12)
    let together = CurrentEvidence([Self.route(10, 0.1), Self.route(20, 0.2)], correlation: 0.5)
    #expect(abs(together.routes[1].weight) < 1e-12)
    #expect(relativeError(try #require(together.joint).spread, 0.1) < 1e-12)
    let alike = CurrentEvidence([Self.route(10, 0.1), Self.route(10, 0.1)], correlation: 0.5)
    #expect(relativeError(try #require(alike.joint).spread, 0.1 * 0.75.squareRoot()) < 1e-12)
  }

  /// Least squares would weigh the second below zero: 1'Σ⁻¹ of spreads .01 and .3 at ρ = ½.
  @Test func noRouteCounterweighs() throws {
    let evidence = CurrentEvidence([Self.route(110, 0.01), Self.route(120, 0.3)], correlation: 0.5)
    #expect(evidence.routes.map(\.weight) == [1, 0])
    let joint = try #require(evidence.joint)
    #expect(relativeError(joint.value, 110) < 1e-12 && relativeError(joint.spread, 0.01) < 1e-12)
  }

  @Test func aRouteWithoutSpreadSaysAllAndOneWithoutEndNothing() throws {
    let sure = CurrentEvidence([Self.route(10, 0.1), Self.route(12, 0)], correlation: 0.5)
    #expect(sure.joint?.value == 12 && sure.joint?.spread == 0)
    #expect(sure.routes.map(\.weight) == [0, 1])
    let one = CurrentEvidence([Self.route(10, 0.1), Self.route(12, .infinity)], correlation: 0.5)
    #expect(relativeError(try #require(one.joint).value, 10) < 1e-12)
    #expect(one.routes.map(\.weight) == [1, 0])
    #expect(CurrentEvidence([Self.route(12, .infinity)], correlation: 0).joint == nil)
  }

  /// By hand: 20 · 33/30 = 22, errors of the three years before ln(11/10) − ln(11/10) = 0, 0 and
  /// ln(20/12.1) − ln(30/12.1).
  @Test func theRatioRoute() throws {
    let own = TimeSeries.made([10, 11, 12.1, 20], from: 2021)
    let other = TimeSeries.made([10, 11, 12.1, 30, 33], from: 2021)
    let route = try #require(
      CurrentEvidence.Route.ratio("r", of: own, to: other, at: 2025, from: nil, spread: nil))
    #expect(relativeError(route.value, 22) < 1e-12)
    // Three errors of mean square e²/3, times 3/(3 − 2).
    #expect(relativeError(route.spread, abs(log(20.0 / 30))) < 1e-12)
    #expect(route.errors == 3)
    #expect(
      CurrentEvidence.Route.ratio("r", of: own, to: other, at: 2025, from: 2023, spread: nil) == nil
    )
    let stated = CurrentEvidence.Route.ratio(
      "r", of: own, to: other, at: 2025, from: nil, spread: 0.05)
    #expect(stated?.spread == 0.05)
    // The other series has no value of the period.
    #expect(
      CurrentEvidence.Route.ratio("r", of: own, to: own, at: 2025, from: nil, spread: nil) == nil)
  }

  /// The spread of a route covers its own past: of made pairs of series whose errors are independent of
  /// spread 0.1, 80 % intervals of the others hold about 80 % of each error.
  @Test func theRouteCoversItsPast() throws {
    var (held, errors) = (0, 0)
    for seed in 0..<200 {
      var random = PhiloxGenerator(seed: UInt64(seed), series: 1, path: 0)
      var (x, y) = ([10.0], [10.0])
      for _ in 0..<15 {
        let change = 0.05 + 0.1 * random.normal()
        x.append((x.last ?? 1) * exp(change))
        y.append((y.last ?? 1) * exp(change + 0.1 * random.normal()))
      }
      let own = TimeSeries.made(Array(y.dropLast()), from: 2000)
      let other = TimeSeries.made(x, from: 2000)
      let route = try #require(
        CurrentEvidence.Route.ratio(
          "r", of: own, to: other, at: 2015, from: nil, spread: nil))
      held += route.held ?? 0
      errors += route.errors
    }
    // 2,800 errors: four standard errors are 0.03; the spread has that of a t on 13.
    let share = Double(held) / Double(errors)
    #expect(share > 0.77 && share < 0.85, "\(share)")
  }
}
