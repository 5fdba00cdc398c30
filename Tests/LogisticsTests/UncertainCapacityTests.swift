import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Logistics

/// An uncertain capacity is off by one amount in all periods, past and future.
@Suite struct UncertainCapacityTests {
  static let bound = CapacityBound.uncertain(deviation: 0.1)

  static func fit(
    _ values: [Double], stated: Double, bound: CapacityBound = bound
  ) throws -> DemandPosterior {
    let years = Array(2000..<2000 + values.count)
    return try CensoredDemand(growth: .drift, bound: bound)
      .fit(to: CensoredDemandTests.carriedSeries(years, values)) { _ in stated }
  }

  /// Growth by 12 % a year and by turns 5 % more or less, of which no more than `capacity` passes.
  static func carried(_ count: Int, capacity: (Int) -> Double) -> [Double] {
    (0..<count).map { i in
      min(10 * exp(0.12 * Double(i) + (i % 2 == 0 ? 0.05 : 0)), capacity(i))
    }
  }

  /// Posterior mean and deviation of E over what observed periods tell, and the probability of the
  /// rest.
  static func offset(
    _ posterior: DemandPosterior
  ) -> (mean: Double, deviation: Double, outOfReach: Double) {
    var (weight, sum, squares) = (0.0, 0.0, 0.0)
    for cell in posterior.cells {
      guard case .at(let value) = cell.offset else { continue }
      weight += cell.weight
      sum += cell.weight * value
      squares += cell.weight * value * value
    }
    let mean = sum / weight
    return (mean, (squares / weight - mean * mean).squareRoot(), 1 - weight)
  }

  /// R sums over a fine grid of E, growth and noise and over the demand of the last year but one
  /// (`Fixtures/logistics/make_censored.R`): to its steps and to the end of its ranges.
  @Test func driftAndOffsetAreAsIntegratedInR() throws {
    let expected = try CensoredDemandTests.expected()
    let values = [7.089, 8.3, 13.933, 17.556, 21.622, 20.0, 23, 27.4, 28.2]
    let posterior = try CensoredDemand(growth: .drift, bound: Self.bound)
      .fit(to: CensoredDemandTests.carriedSeries(CensoredDemandTests.years, values)) { _ in 28 }
    let growth = posterior.growthRate
    #expect(abs(growth.mean - (try #require(expected["drift_uncertain_rate_mean"]))) < 2e-4)
    #expect(abs(growth.deviation - (try #require(expected["drift_uncertain_rate_sd"]))) < 5e-4)
    let offset = Self.offset(posterior)
    #expect(
      abs(offset.mean - (try #require(expected["drift_uncertain_offset_mean_near"]))) < 2e-4)
    #expect(
      abs(offset.deviation - (try #require(expected["drift_uncertain_offset_sd_near"]))) < 2e-4)
    #expect(
      abs(offset.outOfReach - (try #require(expected["drift_uncertain_out_of_reach"]))) < 5e-4)
  }

  /// The wobble is a third of a small deviation: with neither, all that is left is the stated capacity.
  @Test func withoutDeviationItIsKnown() throws {
    let values = Self.carried(14) { _ in 25 }
    let known = try Self.fit(values, stated: 25, bound: .known)
    let uncertain = try Self.fit(values, stated: 25, bound: .uncertain(deviation: 1e-7))
    #expect(values.count { $0 == 25 } > 4)
    #expect(abs(uncertain.growthRate.mean - known.growthRate.mean) < 1e-4)
    #expect(abs(uncertain.growthRate.deviation - known.growthRate.deviation) < 1e-4)
    let (a, b) = (uncertain.demandAtEnd([0.1, 0.5, 0.9]), known.demandAtEnd([0.1, 0.5, 0.9]))
    for (x, y) in zip(a, b) { #expect(relativeError(x, y) < 5e-3) }
  }

  /// Full periods tell a common offset together: six that differ by 4 % at most, 15 % above what is
  /// stated. None is thrown out, and demand is read as past all of them.
  @Test func fullPeriodsTellTheOffsetTogether() throws {
    let factors = [0.98, 1.01, 1.0, 1.02, 0.99, 1.0]
    let values = Self.carried(14) { 25 * factors[$0 % 6] }
    let posterior = try Self.fit(values, stated: 25 * exp(-0.14))
    let offset = Self.offset(posterior)
    // A wobble over √6 is 0.014; the prior of 0.1 pulls down by a fiftieth.
    #expect(abs(offset.mean - 0.14) < 0.02)
    #expect(offset.deviation < 0.02)
    #expect(offset.outOfReach < 0.01)
    #expect(posterior.demandAtEnd([0.1])[0] > 30)
    #expect(abs(posterior.growthRate.mean - 0.12) < 0.03)
  }

  /// Where no period was near, nothing is learned: E is its prior above them.
  @Test func farBelowCapacityNothingIsLearned() throws {
    let values = Self.carried(10) { _ in 100 }
    let posterior = try Self.fit(values, stated: 100)
    let free = try Self.fit(values, stated: 1e6)
    #expect(Self.offset(posterior).outOfReach > 1 - 1e-6)
    #expect(abs(posterior.growthRate.mean - free.growthRate.mean) < 1e-3)
  }

  /// The future has the capacity that the past was read with, not another one.
  @Test func theFutureHasTheOffsetOfThePast() throws {
    let values = Self.carried(14) { _ in 25 }
    let (stated, most) = (25 * exp(-0.14), 25.0)
    let posterior = try Self.fit(values, stated: stated)
    let link = CapacityLink(
      name: "a", seriesID: "a", demand: LinkDemand(posterior),
      capacity: LinkCapacity(stated: stated, bound: Self.bound, observedMost: most, steps: []))
    let tally = CapacityExperimentTests.experiment([link]).run()[0]
    let future = tally.quantiles(.capacity, link: 0, step: 4, [0.1, 0.5, 0.9])
    #expect(relativeError(future[1], 25) < 0.01)
    // 1.28 wobbles each way, a little more for E.
    let reach = 1.28 * Self.bound.wobble
    #expect(future[0] > 25 * exp(-1.3 * reach) && future[0] < 25 * exp(-0.8 * reach))
    #expect(future[2] < 25 * exp(1.3 * reach) && future[2] > 25 * exp(0.8 * reach))
    let world = CapacityWorld(CapacityExperimentTests.experiment([link]))
    for number in 0..<50 {
      var random = PhiloxGenerator(
        seed: 7, series: stableHash("capacity/a"), path: UInt32(number))
      let draw = posterior.draw(random.uniform(), random.uniform())
      guard case .at(let value) = draw.offset else { continue }
      world.draw(number)
      world.pass(CapacityExperimentTests.experiment([link]).courses[0])
      // Ten wobbles of its mean, over ten periods.
      let mean = (0..<10).reduce(0) { $0 + log(world.capacity[$1]) } / 10
      #expect(abs(mean - log(stated) - value) < 5 * Self.bound.wobble / 10.0.squareRoot())
    }
  }

  /// A world a number: demand of a random walk by 7 % a year with noise of 10 %, and a capacity that
  /// is off by 10 % once. Of 15 worlds with enough periods below capacity the 80 % interval of demand at
  /// the end holds the truth in 11; with an offset drawn anew in each period it did in 8. How often in
  /// the long run is for `bench` to say: these numbers are ones where the two differ.
  @Test func intervalsHoldTheTruth() throws {
    var (held, answered) = (0, 0)
    for number in 0..<16 {
      var random = PhiloxGenerator(seed: 3, series: stableHash("f"), path: UInt32(number))
      var demand = [log(10.0)]
      for _ in 1..<16 { demand.append((demand.last ?? 0) + 0.07 + 0.1 * random.normal()) }
      let stated = 19.0
      let capacity = stated * exp(0.1 * random.normal())
      let posterior: DemandPosterior
      do {
        posterior = try Self.fit(demand.map { min(exp($0), capacity) }, stated: stated)
      } catch LogisticsError.tooShort { continue }
      answered += 1
      let ends = posterior.demandAtEnd([0.1, 0.9])
      let truth = exp(demand[15])
      if truth >= ends[0] * (1 - 1e-9), truth <= ends[1] * (1 + 1e-9) { held += 1 }
    }
    #expect(answered == 15)
    #expect(held >= 11)
  }
}
