import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Forecasting

@Suite struct HeadlinePoolTests {
  /// The distribution of a pool is the weighted mean of the members', and its paths have it.
  @Test func aPoolIsTheMeanOfItsMembers() throws {
    let series = TimeSeries.made([10, 12, 11, 14, 15, 17, 16, 20, 21, 24])
    let members = try ["drift+log", "naive+log"].map { try ModelRequest($0).fit(to: series) }
    let pool = PooledFit([
      .init(name: "drift+log", weight: 0.7, fit: members[0].fitted),
      .init(name: "naive+log", weight: 0.3, fit: members[1].fitted),
    ])
    let steps = pool.predictive(horizon: 4)
    let each = members.map { $0.fitted.predictive(horizon: 4) }
    for (h, step) in steps.enumerated() {
      for x in [2.5, 3, 3.2, 3.6] {
        let expected = 0.7 * each[0][h].cumulative(x) + 0.3 * each[1][h].cumulative(x)
        #expect(abs(step.cumulative(x) - expected) < 1e-14)
      }
    }
    #expect(pool.form == "0.7 drift+log + 0.3 naive+log")
    let ready = pool.prepared(horizon: 4)
    var below = [0, 0, 0, 0]
    let marks = steps.map { $0.quantile(0.3) }
    let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: 4)
    defer { buffer.deallocate() }
    for path in 0..<20_000 {
      var random = PhiloxGenerator(seed: 3, series: 5, path: UInt32(path))
      ready.simulate(into: buffer, using: &random)
      for h in 0..<4 where buffer[h] <= marks[h] { below[h] += 1 }
    }
    // Four standard errors of a share of 0.3 of 20,000 paths.
    for count in below { #expect(abs(Double(count) / 20_000 - 0.3) < 0.013) }
  }

  /// The rule: weights sum to one, the headline holds at least its declared share, nobody counts who did
  /// not pass, and nobody whose error is not the smaller one.
  @Test(arguments: 0..<12) func theRuleHolds(_ seed: Int) throws {
    var random = PhiloxGenerator(seed: UInt64(seed), series: 1, path: 0)
    var level = 3.0
    let values = (0..<28).map { _ -> Double in
      level += 0.05 + 0.1 * random.normal()
      return level + 0.05 * random.normal()
    }.map { Foundation.exp($0) }
    let series = TimeSeries.made(values)
    let headline = try Headline.request(for: series)
    let pool = HeadlinePool(headline: headline, of: series, on: series)
    #expect(pool.candidates.map(\.request.name).starts(with: ["mixture", "auto", "structural"]))
    #expect(abs(pool.candidates.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    let first = pool.candidates[0]
    let least = first.gate.passed ? HeadlinePool.headlineShare : HeadlinePool.failedShare
    #expect(first.weight == 1 || first.weight == least)
    let own = try #require(first.gate.accuracy.measures.wis)
    for other in pool.candidates.dropFirst() where other.weight > 0 {
      #expect(other.gate.passed)
      #expect(try #require(other.gate.accuracy.measures.wis) < own)
    }
    let fit = try pool.fit(to: series)
    #expect(fit.model == (pool.members.count > 1 ? "pool+log" : "mixture+log"))
    #expect(Headline.asksClass(fit.model))
  }

  /// Where nothing can be judged the headline answers alone.
  @Test func aShortSeriesIsNotJudged() throws {
    let series = TimeSeries.made([10, 12, 11, 14, 15, 17, 16])
    let pool = HeadlinePool(
      headline: try Headline.request(for: series), of: series, on: series)
    #expect(pool.members.count == 1 && pool.candidates.allSatisfy { !$0.gate.passed })
    #expect(pool.candidates[0].reason.hasSuffix("origins, 5 are needed to judge it"))
    #expect(try pool.fit(to: series).model == "mixture+log")
  }

  /// A model that misses by far is refused with its figure.
  @Test func whatMissesIsRefused() throws {
    // Rises, then stands: a line of all that rose overshoots for years.
    let values = (0..<12).map { 10 * pow(1.3, Double($0)) } + (0..<12).map { 180 + Double($0 % 3) }
    let series = TimeSeries.made(values)
    let request = try ModelRequest("trend+log")
    let naive = RollingAccuracy(of: try ModelRequest("naive+log"), on: series)
    let gate = BacktestGate(RollingAccuracy(of: request, on: series), naive: naive)
    #expect(!gate.passed)
    #expect(BacktestGate(naive, naive: naive).errorOverNaive == 1)
  }
}
