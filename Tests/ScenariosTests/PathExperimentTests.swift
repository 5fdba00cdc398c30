import Forecasting
import Foundation
import Scenarios
import SeriesCore
import Testing
import _TestSupport

@Suite struct PathExperimentTests {
  /// A walk with known drift and volatility against first-passage probabilities by quadrature
  /// (`Fixtures/mpmath/make_first_passage.py`), within 4 standard errors of 200,000 paths.
  @Test func touchAgreesWithQuadrature() throws {
    let rows = try Repository.rows("mpmath/first_passage.csv")
    #expect(rows.count == 24)
    let paths = 200_000
    for key in Set(rows.map { "\($0["mu"] ?? "")/\($0["sigma"] ?? "")/\($0["level"] ?? "")" }) {
      let parts = key.split(separator: "/").compactMap { Double($0) }
      let growth = expm1(parts[0])
      let source = try AssumedGrowth(
        low: growth, high: growth, volatility: parts[1], reason: "test"
      ).applied(to: TimeSeries.made([1], by: .annual, from: 2000))
      let question = PathQuestion(
        thresholds: Array(repeating: exp(parts[2]), count: 15),
        factors: Array(repeating: 1, count: 15))
      let tally = PathExperiment(source: source, seed: 3, paths: paths, horizon: 15, jobs: 2)
        .tally([question])[0]
      for row in rows where "\(row["mu"] ?? "")/\(row["sigma"] ?? "")/\(row["level"] ?? "")" == key
      {
        let h = try #require(Int(row["h"] ?? ""))
        let touch = try #require(Double(row["touch"] ?? ""))
        let level = try #require(Double(row["at_level"] ?? ""))
        func error(_ p: Double) -> Double { 4 * (p * (1 - p) / Double(paths)).squareRoot() + 1e-9 }
        #expect(abs(tally.touchProbability[h - 1] - touch) < error(touch), "\(row)")
        #expect(abs(tally.levelProbability[h - 1] - level) < error(level), "\(row)")
      }
    }
  }

  /// With estimated drift and variance the level probability is a t tail in closed form.
  @Test(arguments: ["drift", "naive", "trend", "mean", "mixture"]) func levelAgreesWithClosedForm(
    _ model: String
  ) throws {
    let series = TimeSeries.made(
      [10, 11, 13, 12, 14, 17, 16, 19, 22, 21, 25], by: .annual, from: 2000)
    let source = try ModelRequest(model + "+log").fit(to: series)
    let forecast = try source.forecast(horizon: 8)
    let paths = 100_000
    let levels = [12.0, 30, 60]
    let tallies = PathExperiment(source: source, seed: 8, paths: paths, horizon: 8, jobs: 1).tally(
      levels.map {
        PathQuestion(
          thresholds: Array(repeating: $0, count: 8), factors: Array(repeating: 1, count: 8))
      })
    for (level, tally) in zip(levels, tallies) {
      for h in [1, 4, 8] {
        let exact = forecast.distributions[h - 1].atLeast(level)
        let error = 4.5 * (exact * (1 - exact) / Double(paths)).squareRoot() + 1e-9
        #expect(abs(tally.levelProbability[h - 1] - exact) < error)
        #expect(tally.touchProbability[h - 1] >= tally.levelProbability[h - 1])
      }
      let touch = tally.touchProbability
      #expect(zip(touch, touch.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(zip(tally.sustainedProbability, touch).allSatisfy { $0 <= $1 })
    }
  }

  @Test func workersLeaveNoTrace() throws {
    let source = try ModelRequest("mixture+log").fit(
      to: TimeSeries.made([10, 11, 13, 12, 14, 17], by: .annual, from: 2000))
    let question = PathQuestion(
      thresholds: Array(repeating: 20, count: 6), factors: [1, 1, 1.1, 1.1, 1, 1])
    func tally(_ jobs: Int) -> [PathTally] {
      PathExperiment(source: source, seed: 5, paths: 10_001, horizon: 6, jobs: jobs)
        .tally([question])
    }
    #expect(tally(1) == tally(2) && tally(1) == tally(7))
    let other = PathExperiment(source: source, seed: 6, paths: 10_001, horizon: 6, jobs: 1)
    #expect(other.tally([question]) != tally(1))
  }

  @Test func cumulativeSumsAndHoldsAreCounted() throws {
    // Zero volatility and spread: every path is 2, 2, 2, … so all counts are certain.
    let source = try AssumedGrowth(low: 0, high: 0, volatility: 0, reason: "test")
      .applied(to: TimeSeries.made([2], by: .annual, from: 2000))
    let experiment = PathExperiment(source: source, seed: 1, paths: 100, horizon: 5, jobs: 1)
    let cumulative = PathQuestion(
      thresholds: Array(repeating: 15.9, count: 5), factors: [0, 1, 1, 1, 1], cumulativeFrom: 10)
    #expect(experiment.tally([cumulative])[0].touchProbability == [0, 0, 0, 1, 1])
    let pulse = PathQuestion(
      thresholds: Array(repeating: 3, count: 5), factors: [2, 1, 2, 2, 2], hold: 3)
    let tally = experiment.tally([pulse])[0]
    #expect(tally.levelProbability == [1, 0, 1, 1, 1])
    #expect(tally.touchProbability == [1, 1, 1, 1, 1])
    #expect(tally.sustainedProbability == [0, 0, 1, 1, 1])
    // A run that began in observed periods counts from the first future one.
    let running = PathQuestion(
      thresholds: Array(repeating: 1, count: 5), factors: [1, 1, 1, 1, 1], hold: 3, trailingRun: 2)
    #expect(experiment.tally([running])[0].firstSustained == [100, 0, 0, 0, 0])
    let sums = experiment.cumulativeQuantiles(
      start: 10, factors: [1, 1, 1, 1, 1], [0.5])
    #expect(sums.map { ($0[0] * 1e9).rounded() / 1e9 } == [12, 14, 16, 18, 20])
  }
}
