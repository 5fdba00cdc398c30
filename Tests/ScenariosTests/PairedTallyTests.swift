import Forecasting
import SeriesCore
import Testing
import _TestSupport

@testable import Scenarios

@Suite struct PairedTallyTests {
  /// Four paths by hand: one is there two periods earlier, one never, one in the same period, one in
  /// neither.
  @Test func pathsAreHeldAgainstThemselves() {
    var tally = PairedTally(horizon: 3)
    let reached: [(own: UInt64, first: UInt64)] = [
      (0b0001, 0), (0b0101, 0b0110), (0b0101, 0b0111),
    ]
    for (step, (own, first)) in reached.enumerated() {
      tally.count(own, beside: first, step: step)
    }
    let differences = (1...3).map { tally.difference(step: $0, paths: 4).value }
    #expect(differences == [0.25, 0, -0.25])
    // One more and one less of four: variance a half, over four paths.
    let second = tally.difference(step: 2, paths: 4)
    #expect(abs(second.high - 1.959963984540054 * (0.5 / 4).squareRoot()) < 1e-12)
    #expect(second.low == -second.high)
  }

  static func tallies(_ factor: Double, paths: Int = 20_000, seed: UInt64 = 5) throws -> [PathTally]
  {
    let source = try AssumedGrowth(low: -0.05, high: 0.1, volatility: 0.2, reason: "test").applied(
      to: TimeSeries.made([1], by: .annual, from: 2000))
    let question = { (factor: Double) in
      PathQuestion(
        thresholds: Array(repeating: 1.5, count: 8), factors: Array(repeating: factor, count: 8))
    }
    return PathExperiment(source: source, seed: seed, paths: paths, horizon: 8, jobs: 2)
      .tally([question(1), question(factor)], baselines: [nil, 0])
  }

  /// The difference of the two shares, with an interval far smaller than that of independent paths.
  @Test(arguments: [1.1, 0.8]) func thePairIsWhatTheSharesDifferBy(_ factor: Double) throws {
    let paths = 20_000
    let tallies = try Self.tallies(factor)
    let paired = try #require(tallies[1].paired)
    #expect(tallies[0].paired == nil)
    for step in 1...8 {
      let (own, first) = (
        tallies[1].touchProbability[step - 1], tallies[0].touchProbability[step - 1]
      )
      let difference = paired.difference(step: step, paths: paths)
      #expect(abs(difference.value - (own - first)) < 1e-12)
      let independent = ((own * (1 - own) + first * (1 - first)) / Double(paths)).squareRoot()
      #expect(difference.high - difference.value < 1.96 * independent + 1e-12)
      // A factor on all periods only gains or only loses.
      #expect(factor > 1 ? difference.value >= 0 : difference.value <= 0)
    }
  }

  @Test func aCourseThatChangesNothingDiffersByNothing() throws {
    let paired = try #require(try Self.tallies(1)[1].paired)
    #expect(
      (1...8).allSatisfy {
        paired.difference(step: $0, paths: 20_000) == PairedDifference(value: 0, low: 0, high: 0)
      })
  }

  /// Its intervals hold the difference of many more paths about as often as they say.
  @Test func intervalsHoldAsOftenAsTheySay() throws {
    let many = try #require(try Self.tallies(1.1, paths: 400_000)[1].paired)
      .difference(step: 8, paths: 400_000).value
    let held = try (100..<200).count { seed in
      let small = try #require(try Self.tallies(1.1, paths: 1000, seed: UInt64(seed))[1].paired)
        .difference(step: 8, paths: 1000)
      return (small.low...small.high).contains(many)
    }
    #expect((88...100).contains(held), "\(held)")
  }
}
