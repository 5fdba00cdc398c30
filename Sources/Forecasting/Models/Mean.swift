public import StatisticsCore

/// The historical mean, with independent deviations from it.
///
///     y_t = μ + ε,  ε ~ N(0, σ²) independent.
///
/// - Estimation: μ̂ = ȳ, s² = Σ(y − ȳ)²/(n − 1).
/// - Predictive: t_{n−1}(ȳ, s·√(1 + 1/n)).
/// - Reference implementation: R forecast `meanf`, whose interval is the same.
/// - Source: Hyndman & Athanasopoulos (2021), 5.2; R forecast meanf
public struct Mean: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "mean", summary: "historical mean with independent deviations",
    leastObservations: "2", takesGaps: true, isSeasonal: false,
    source: "Hyndman & Athanasopoulos (2021), 5.2; R forecast meanf",
    make: ModelCatalog.plain("mean", Mean()))

  /// 2, whatever the season, which the model leaves out.
  public func leastObservations(seasonLength: Int) -> Int { 2 }

  /// Estimates mean and standard deviation; gaps do not matter.
  ///
  /// - Throws: `.tooShort`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> Fitted {
    try sample.require(2)
    let statistics = Descriptive(sample.values)
    return Fitted(
      mean: statistics.mean, deviation: statistics.standardDeviation, count: sample.count)
  }

  /// The estimated mean and deviation.
  public struct Fitted: FittedModel {
    let mean: Double
    let deviation: Double
    let count: Int

    /// `mean` and `sigma`, the standard deviation, on the working scale.
    public var parameters: [(name: String, value: Double)] {
      [("mean", mean), ("sigma", deviation)]
    }

    /// The same t distribution at every step, on the working scale; the horizon is not negative.
    public func predictive(horizon: Int) -> [TMixture] {
      let mixture = TMixture(
        location: mean, scale: deviation * (1 + 1 / Double(count)).squareRoot(),
        degreesOfFreedom: Double(count - 1))
      return Array(repeating: mixture, count: horizon)
    }

    /// One sample path on the working scale: σ and the mean drawn once, an error a step.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      let nu = Double(count - 1)
      let sigma = deviation * (nu / random.chiSquared(degreesOfFreedom: nu)).squareRoot()
      let centre = mean + sigma / Double(count).squareRoot() * random.normal()
      for i in path.indices { path[i] = centre + sigma * random.normal() }
    }
  }
}
