import Forecasting
import Glibc
import SeriesCore
import StatisticsCore
import Testing
import _TestSupport

@Suite struct CombinationTests {
  static func median(_ model: String, _ values: [Double], horizon: Int = 4) throws -> [Double] {
    try ModelRequest(model).fit(to: TimeSeries.made(values))
      .forecast(horizon: horizon).distributions.map(\.median)
  }

  static let y: [Double] = [12, 15, 14, 18, 17, 21, 23, 22, 26, 25, 29, 31, 30, 34]

  /// The median of an even number of parts is the mean of the middle two.
  @Test func theMedianOfItsParts() throws {
    let parts = try ["ets", "arima", "dotheta", "drift"].map { try Self.median($0, Self.y) }
    let joint = try Self.median("combination", Self.y)
    let mean = try Self.median("combination:mean", Self.y)
    for h in joint.indices {
      let sorted = parts.map { $0[h] }.sorted()
      #expect(relativeError(joint[h], (sorted[1] + sorted[2]) / 2) < 1e-9)
      #expect(relativeError(mean[h], sorted.reduce(0, +) / 4) < 1e-9)
    }
    #expect(try Self.median("auto", Self.y) == joint)
    let weighted = try Self.median("combination:weighted", Self.y)
    for h in joint.indices {
      let mix = 0.3 * parts[0][h] + 0.5 * parts[1][h] + 0.2 * parts[2][h]
      #expect(relativeError(weighted[h], mix) < 1e-9)
    }
  }

  /// The scale is what the docstring of `CombinedFit` says of the members' steps.
  @Test func theScaleGrowsWithDisagreement() throws {
    let sample = try Sample(TimeSeries.made(Self.y), scale: .level, seasonLength: 1)
    let joint = try Combination().fit(sample).predictive(horizon: 4).map { $0.components[0] }
    let members = Combination.fitMembers(sample)
    #expect(members.map(\.name) == ["ets", "arima", "dotheta", "drift"])
    let n = Double(Self.y.count)
    for h in joint.indices {
      let steps = members.map { $0.fit.predictive(horizon: 4)[h].components[0] }
      let width = steps.map(\.scale).min() ?? 0
      let square = steps.reduce(0) {
        $0 + ($1.location - joint[h].location) * ($1.location - joint[h].location) / 4
      }
      let expected = (1 + 12 / n) * (0.64 * width * width + 0.64 * square).squareRoot()
      #expect(relativeError(joint[h].scale, expected) < 1e-12)
      #expect(relativeError(joint[h].degreesOfFreedom, 2.9 * pow(n / 20, 0.1)) < 1e-12)
    }
  }

  /// Series of a known process, y = ℓ + e with ℓ a random walk: the intervals of `auto` hold what they
  /// say, at least, and are not twice as wide as the process asks.
  ///
  /// What an interval holds is not counted by one draw but known: given the past, the value h steps on
  /// is normal with the mean and variance of the filter (Durbin & Koopman 2012, 2.2). The spread of
  /// the mean over 40 series is then under 0.033 and 0.018, those of 150 independent trials.
  @Test func intervalsOfAutoCoverAKnownProcess() throws {
    let (count, steps) = (40, 4)
    var shares: (narrow: [Double], wide: [Double]) = ([], [])
    var width = 0.0
    for index in 0..<count {
      var random = PhiloxGenerator(seed: 7, series: UInt32(index))
      var level = 100.0
      var y: [Double] = []
      var state = (mean: 0.0, variance: Double.infinity)
      for _ in 0..<24 {
        level += random.normal()
        y.append(level + random.normal())
        // The first value alone tells the level, with the variance of its error.
        let ahead = state.variance + 1
        let gain = ahead.isInfinite ? 1 : ahead / (ahead + 1)
        state.mean += gain * (y[y.count - 1] - state.mean)
        state.variance = gain
      }
      let forecast = try ModelRequest("auto").fit(to: TimeSeries.made(y))
        .forecast(horizon: steps)
      var share = (narrow: 0.0, wide: 0.0)
      for (step, distribution) in forecast.distributions.enumerated() {
        let deviation = (state.variance + Double(step + 1) + 1).squareRoot()
        func held(_ p: Double) -> Double {
          let ends = [distribution.quantile(1 - p), distribution.quantile(p)].map {
            Normal.cumulative(($0 - state.mean) / deviation)
          }
          return (ends[1] - ends[0]) / Double(steps)
        }
        share.narrow += held(0.9)
        share.wide += held(0.975)
        width +=
          (distribution.quantile(0.9) - distribution.median) / (1.2816 * deviation)
          / Double(count * steps)
      }
      shares.narrow.append(share.narrow)
      shares.wide.append(share.wide)
    }
    for (shares, level, trials) in [(shares.narrow, 0.8, 0.033), (shares.wide, 0.95, 0.018)] {
      let mean = shares.reduce(0, +) / Double(count)
      let squares = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let spread = (squares / Double(count * (count - 1))).squareRoot()
      #expect(spread < trials, "\(level): \(spread)")
      #expect(mean > level - 3 * spread, "\(level): \(mean)")
    }
    #expect(width > 0.9 && width < 2, "\(width)")
  }

  /// Two points get the naive forecast, seven the drift, and more the combination.
  @Test func autoSaysWhatItPicked() throws {
    for (count, form) in [(2, "naive"), (3, "drift"), (7, "drift"), (8, "median of ets")] {
      let fitted = try ModelRequest("auto").fit(
        to: TimeSeries.made(Array(Self.y.prefix(count))))
      #expect(fitted.fitted.form.hasPrefix(form), "\(fitted.fitted.form)")
    }
    #expect(throws: ForecastingError.tooShort(needed: 2, found: 1)) {
      try ModelRequest("auto").fit(to: TimeSeries.made([1]))
    }
  }
}
