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
    let trimmed = try Self.median("combination:trimmed", Self.y)
    for h in joint.indices { #expect(relativeError(trimmed[h], joint[h]) < 1e-12) }
    let weighted = try Self.median("combination:weighted", Self.y)
    for h in joint.indices {
      let mix = 0.3 * parts[0][h] + 0.5 * parts[1][h] + 0.2 * parts[2][h]
      #expect(relativeError(weighted[h], mix) < 1e-9)
    }
  }

  /// The members of `auto` on yearly values: dynamic theta and the mixture on logs.
  @Test func autoJoinsItsParts() throws {
    let parts = try ["arima", "dotheta+log", "drift", "mixture+log"].map {
      try Self.median($0, Self.y)
    }
    let joint = try Self.median("auto", Self.y)
    for h in joint.indices {
      let sorted = parts.map { $0[h] }.sorted()
      // The mixture enters with the mean of its components' logs, its median to a part in a hundred.
      #expect(relativeError(joint[h], (sorted[1] + sorted[2]) / 2) < 0.01)
    }
  }

  /// The spread is what the docstring of `CombinedFit` says of the members' own, which are the half
  /// widths of their 80 % intervals over a normal's.
  @Test func theSpreadGrowsWithDisagreement() throws {
    let series = TimeSeries.made(Self.y)
    let joint = try ModelRequest("combination").fit(to: series).forecast(horizon: 4).distributions
    let n = Double(Self.y.count)
    let (share, nu) = (1 / (1 + n * n / 40000), 3.3 * pow(n / 20, 0.2))
    for h in joint.indices {
      let steps = try ["ets", "arima", "dotheta", "drift"].map {
        try ModelRequest($0).fit(to: series).forecast(horizon: 4).distributions[h]
      }
      let centre = joint[h].median
      // Of ets, whose forms have products here, on the bent scale of its steps.
      let highs = steps.map { $0.quantile(0.9) / $0.median }
      let shares = [(highs[0] - 0.1 / highs[0] - 0.9) / 1.1] + highs.dropFirst().map { $0 - 1 }
      let widths = zip(shares, steps).map {
        $0 * $1.median / Normal.quantile(0.9)
      }.sorted()
      let median = (widths[1] + widths[2]) / 2
      let own = pow(median, share) * pow(widths[0], 1 - share)
      let square = steps.reduce(0) { $0 + ($1.median - centre) * ($1.median - centre) / 4 }
      let spread = hypot(own, (0.67 * share + 1.3 * (1 - share)) * square.squareRoot())
      // (y/c − c/y)/2 is t: its 0.9-quantile on that scale over that of a standard t.
      let high = joint[h].quantile(0.9) / centre
      let found = (high - 1 / high) / 2 / StudentT.quantile(0.9, degreesOfFreedom: nu)
      #expect(relativeError(found, spread / centre) < 1e-9)
      #expect(joint[h].quantile(1e-6) > 0)
    }
  }

  /// Paths of `auto` on positive values have the marginals of its steps, and stay positive. Shares of
  /// 40,000 paths: three standard errors are under 0.0075.
  @Test func pathsOfAutoHaveItsMarginals() throws {
    let fitted = try ModelRequest("auto").fit(to: TimeSeries.made(Self.y)).prepared(horizon: 4)
    let steps = try fitted.forecast(horizon: 4).distributions
    let paths = 40_000
    var under = [[Int]](repeating: [0, 0], count: 4)
    var path = [Double](repeating: 0, count: 4)
    var least = Double.infinity
    for index in 0..<paths {
      var random = PhiloxGenerator(seed: 9, series: UInt32(index))
      path.withUnsafeMutableBufferPointer { fitted.simulate(into: $0, using: &random) }
      for h in 0..<4 {
        least = min(least, path[h])
        if path[h] < steps[h].quantile(0.1) { under[h][0] += 1 }
        if path[h] < steps[h].median { under[h][1] += 1 }
      }
    }
    #expect(least > 0)
    for h in 0..<4 {
      #expect(abs(Double(under[h][0]) / Double(paths) - 0.1) < 0.0075, "\(h)")
      #expect(abs(Double(under[h][1]) / Double(paths) - 0.5) < 0.0075, "\(h)")
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

  /// Two points and equal values get the naive forecast, more the members that they carry.
  @Test func autoSaysWhatItPicked() throws {
    for (count, form) in [
      (2, "naive"), (3, "trimmed of arima"), (8, "trimmed of arima"),
    ] {
      let fitted = try ModelRequest("auto").fit(
        to: TimeSeries.made(Array(Self.y.prefix(count))))
      #expect(fitted.fitted.form.hasPrefix(form), "\(fitted.fitted.form)")
    }
    let equal = try ModelRequest("auto").fit(to: TimeSeries.made([5, 5, 5, 5, 5, 5, 5, 5, 5]))
    #expect(equal.fitted.form == "naive")
    #expect(throws: ForecastingError.tooShort(needed: 2, found: 1)) {
      try ModelRequest("auto").fit(to: TimeSeries.made([1]))
    }
  }
}
