import Foundation
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@testable import Forecasting

@Suite struct ConditionedFitTests {
  static let series = TimeSeries.made(
    [10, 12, 11, 14, 15, 17, 16, 20, 21, 24, 23, 27], from: 2010)

  static func heard(
    _ model: String, _ evidence: (value: Double, spread: Double)
  ) throws -> (without: FittedSeries, with: FittedSeries) {
    let request = try ModelRequest(model)
    let fit = try request.fit(to: series)
    let with = try fit.hearing(evidence, of: series) {
      (sample: TimeSeries) throws(ForecastingError) -> FittedSeries in try request.fit(to: sample)
    }
    return (fit, with)
  }

  /// Evidence without spread is one more observation: the same distributions and the same paths.
  @Test(arguments: ["mixture+log", "auto+log", "drift+log"])
  func evidenceWithoutSpreadIsAnObservation(_ model: String) throws {
    let with = try Self.heard(model, (30, 0)).with
    let longer = Self.series.appending(30, at: 2022)
    let observed = try ModelRequest(model).fit(to: longer)
    let (a, b) = (try with.forecast(horizon: 6), try observed.forecast(horizon: 5))
    #expect(relativeError(a.distributions[0].median, 30) < 1e-12)
    for h in 0..<5 {
      for p in [0.05, 0.5, 0.9] {
        let (x, y) = (a.distributions[h + 1].quantile(p), b.distributions[h].quantile(p))
        #expect(relativeError(x, y) < 1e-9)
      }
    }
    let whole = UnsafeMutableBufferPointer<Double>.allocate(capacity: 6)
    let rest = UnsafeMutableBufferPointer<Double>.allocate(capacity: 5)
    defer {
      whole.deallocate()
      rest.deallocate()
    }
    for path in 0..<50 {
      var (one, other) = (
        PhiloxGenerator(seed: 1, series: 2, path: UInt32(path)),
        PhiloxGenerator(seed: 1, series: 2, path: UInt32(path))
      )
      with.simulate(into: whole, using: &one)
      observed.simulate(into: rest, using: &other)
      #expect(zip(whole.dropFirst(), rest).allSatisfy { relativeError($0, $1) < 1e-12 })
    }
  }

  /// Evidence that says nothing changes nothing: the next period keeps its distribution, and later ones
  /// theirs but for what a value drawn from the model itself teaches its own refit.
  @Test func evidenceThatSaysNothingChangesNothing() throws {
    let (without, with) = try Self.heard("drift+log", (30, 50))
    let (a, b) = (try without.forecast(horizon: 5), try with.forecast(horizon: 5))
    for p in [0.1, 0.25, 0.5, 0.75, 0.9] {
      // Sixteen normals in place of one t.
      #expect(relativeError(a.distributions[0].quantile(p), b.distributions[0].quantile(p)) < 0.01)
    }
    for h in 1..<5 {
      #expect(relativeError(a.distributions[h].median, b.distributions[h].median) < 0.01)
      for p in [0.1, 0.9] {
        #expect(
          relativeError(a.distributions[h].quantile(p), b.distributions[h].quantile(p)) < 0.05)
      }
    }
  }

  /// Two normals, N(0, 1) and an observation 1 of variance 1, give N(½, ½).
  @Test func twoNormalsGiveTheirProduct() {
    let prior = TMixture(location: 0, scale: 1, degreesOfFreedom: .infinity)
    let pieces = ConditionedFit.cut(prior, (1, 1))
    #expect(pieces.count == ConditionedFit.pieces)
    let n = Double(pieces.count)
    let mean = pieces.reduce(0) { $0 + $1.mean } / n
    let variance = pieces.reduce(0) { $0 + $1.spread * $1.spread + pow($1.mean - mean, 2) } / n
    // The grid has cells of 0.008.
    #expect(abs(mean - 0.5) < 1e-4)
    #expect(abs(variance - 0.5) < 1e-3)
    // Between the pieces lies most of it.
    let between = pieces.reduce(0) { $0 + pow($1.mean - mean, 2) } / n
    #expect(between / variance > 0.97)
  }

  /// Evidence draws the answer toward itself, the more the surer it is.
  @Test func evidenceDrawsTowardItself() throws {
    let plain = try Self.heard("mixture+log", (60, 0)).without
    let base = try plain.forecast(horizon: 4).distributions[3].median
    var last = base
    for spread in [0.4, 0.1, 0.02] {
      let with = try Self.heard("mixture+log", (60, spread)).with
      let median = try with.forecast(horizon: 4).distributions[3].median
      #expect(median > last)
      last = median
    }
  }
}
