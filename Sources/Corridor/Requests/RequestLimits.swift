internal import Forecasting

/// The ranges of numbers that several commands take.
package enum RequestLimits {
  package static func requireHorizon(_ horizon: Int?) throws(UsageFault) {
    if let horizon, !FittedSeries.horizons.contains(horizon) {
      throw UsageFault(
        "the horizon \(horizon) is outside 1…\(FittedSeries.horizons.upperBound)")
    }
  }

  package static func requirePaths(_ paths: Int?) throws(UsageFault) {
    if let paths, !(100...100_000_000).contains(paths) {
      throw UsageFault("--paths is from 100 to 100000000")
    }
  }

  package static func requireSeason(_ season: Int?) throws(UsageFault) {
    if let season, !(1...100_000).contains(season) {
      throw UsageFault("--season is from 1 to 100000")
    }
  }

  package static func requireJobs(_ jobs: Int?) throws(UsageFault) {
    if let jobs, jobs < 1 || jobs > 1024 { throw UsageFault("--jobs is from 1 to 1024") }
  }
}
