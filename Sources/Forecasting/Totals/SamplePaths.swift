internal import StatisticsCore

/// Joint sample paths of one fit: path k comes from a stream of its own, keyed by the series' id, so that it
/// is the same whatever else is drawn.
package struct SamplePaths: Sendable {
  private let fitted: FittedSeries
  private let horizon: Int
  /// How many there are.
  package let count: Int
  private let seed: UInt64

  /// Paths behind the quantiles of a total: those of 80 % are then off by 1 % of the interval's half width.
  /// Fewer over horizons of more than a thousand periods, where they would take seconds a series.
  package static func usualCount(horizon: Int) -> Int {
    max(2000, min(20_000, 20_000_000 / horizon))
  }

  /// - Precondition: a horizon that the fit forecasts; at least one path.
  package init(_ fitted: FittedSeries, horizon: Int, count: Int, seed: UInt64) {
    precondition(count > 0, "a sample has a path")
    self.fitted = fitted.prepared(horizon: horizon)
    self.horizon = horizon
    self.count = count
    self.seed = seed
  }

  /// Draws one path after the other, numbered from 0, on the observed scale.
  package func draw(_ body: (Int, UnsafeBufferPointer<Double>) -> Void) {
    let series = stableHash(fitted.seriesID)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: horizon) { path in
      path.initialize(repeating: 0)
      for number in 0..<count {
        var random = PhiloxGenerator(
          seed: seed, series: series, path: UInt32(truncatingIfNeeded: number))
        fitted.simulate(into: path, using: &random)
        body(number, UnsafeBufferPointer(path))
      }
    }
  }
}
