public import StatisticsCore

/// The last value goes on: a random walk without drift.
///
///     y_{T+h} = y_T + Σ ε,  ε ~ N(0, σ²) a period.
///
/// - Estimation: s² = Σ (d²/Δ) / n over n increments; the drift is zero and not estimated, so ν =
///   n.
/// - Predictive: t_ν(y_T, s·√h).
/// - Gaps: increments over Δ periods have variance σ²Δ.
/// - Reference implementation: R forecast `naive`; the point forecast agrees, our interval adds the
///   uncertainty of σ (t in place of normal quantiles).
/// - Source: Hyndman & Athanasopoulos (2021), 5.2; R forecast naive
public struct Naive: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "naive", summary: "last value goes on: random walk without drift",
    leastObservations: "2", takesGaps: true, isSeasonal: false,
    source: "Hyndman & Athanasopoulos (2021), 5.2; R forecast naive",
    make: ModelCatalog.plain("naive", Naive()))

  /// 2, whatever the season, which the model leaves out.
  public func leastObservations(seasonLength: Int) -> Int { 2 }

  /// Estimates the deviation from the increments; gaps are exact.
  ///
  /// - Throws: `.tooShort`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> Fitted {
    try sample.require(2)
    let increments = Increments(sample)
    return Fitted(
      walk: RandomWalk(
        origin: sample.values[sample.count - 1], drift: 0,
        deviation: (increments.squares / Double(increments.count)).squareRoot(),
        degreesOfFreedom: Double(increments.count), driftVariance: 0))
  }

  /// A random walk without drift, its deviation estimated.
  public struct Fitted: FittedModel {
    let walk: RandomWalk

    /// `sigma` a √period, on the working scale.
    public var parameters: [(name: String, value: Double)] { [("sigma", walk.deviation)] }

    /// One t distribution a step, from 1, on the working scale; a horizon of at least 1.
    public func predictive(horizon: Int) -> [TMixture] {
      (1...horizon).map { TMixture([walk.component(step: $0)]) }
    }

    /// One sample path on the working scale: σ drawn once, then normal steps.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      walk.simulate(into: path, using: &random)
    }
  }
}
