public import StatisticsCore

/// The last value of the same season goes on.
///
///     y_{T+h} = the last value of the same season + Σ ε over the seasons in between, ε ~ N(0, σ²).
///
/// - Estimation: s² = Σ (d²/j) / n over n differences between observations j seasons apart in the
///   same season; ν = n.
/// - Predictive: t_ν(last of the season, s·√k), k seasons ahead. With m = 1 it is `naive`.
/// - Gaps: the last observed value of the season, and the seasons since it, count.
/// - Reference implementation: R forecast `snaive`; the point forecast agrees without gaps.
/// - Source: Hyndman & Athanasopoulos (2021), 5.2; R forecast snaive
public struct SeasonalNaive: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "snaive", summary: "last value of the same season goes on",
    leastObservations: "m+1 (every season once, one twice)", takesGaps: true, isSeasonal: true,
    source: "Hyndman & Athanasopoulos (2021), 5.2; R forecast snaive",
    make: ModelCatalog.plain("snaive", SeasonalNaive()))

  /// m + 1: every season once and one of them twice.
  public func leastObservations(seasonLength: Int) -> Int { seasonLength + 1 }

  /// - Throws: `.tooShort`; `.seasonNeverObserved` when gaps leave a season without a value.
  public func fit(_ sample: Sample) throws(ForecastingError) -> Fitted {
    let m = sample.seasonLength
    try sample.require(m + 1)
    let end = sample.times[sample.count - 1]
    // Season k is that of the period end + 1 + k.
    var last: [(time: Int, value: Double)?] = Array(repeating: nil, count: m)
    var (squares, count) = (0.0, 0)
    for (time, value) in zip(sample.times, sample.values) {
      let season = ((time - end - 1) % m + m) % m
      if let before = last[season] {
        let difference = value - before.value
        squares += difference * difference / Double((time - before.time) / m)
        count += 1
      }
      last[season] = (time, value)
    }
    var seasons: [Fitted.Season] = []
    for k in 0..<m {
      guard let season = last[k] else {
        throw .seasonNeverObserved(season: k + 1, of: m)
      }
      seasons.append(.init(value: season.value, elapsed: (end + 1 + k - season.time) / m))
    }
    return Fitted(
      seasons: seasons, deviation: (squares / Double(count)).squareRoot(), differences: count)
  }

  /// The last value of each season, and the deviation of changes from season to season.
  public struct Fitted: FittedModel {
    struct Season: Sendable {
      let value: Double
      /// Seasons between the observation and the first forecast of this season.
      let elapsed: Int
    }

    /// Season k is the one of step k + 1.
    let seasons: [Season]
    let deviation: Double
    let differences: Int

    /// `sigma`, of a change over one turn of the season, on the working scale.
    public var parameters: [(name: String, value: Double)] { [("sigma", deviation)] }

    /// One t distribution a step, from 1, on the working scale; the horizon is not negative.
    public func predictive(horizon: Int) -> [TMixture] {
      (0..<horizon).map { step in
        let season = seasons[step % seasons.count]
        let steps = Double(season.elapsed + step / seasons.count)
        return TMixture(
          location: season.value, scale: deviation * steps.squareRoot(),
          degreesOfFreedom: Double(differences))
      }
    }

    /// One sample path on the working scale: σ drawn once; each season walks on by itself.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      let nu = Double(differences)
      let sigma = deviation * (nu / random.chiSquared(degreesOfFreedom: nu)).squareRoot()
      let m = seasons.count
      for i in path.indices {
        if i < m {
          path[i] =
            seasons[i].value + sigma * Double(seasons[i].elapsed).squareRoot() * random.normal()
        } else {
          path[i] = path[i - m] + sigma * random.normal()
        }
      }
    }
  }
}
