public import StatisticsCore

/// A random walk with drift: the mean change of the past goes on.
///
///     y_{T+h} = y_T + hμ + Σ ε,  ε ~ N(0, σ²) a period.
///
/// - Estimation: increments d over Δ periods are N(μΔ, σ²Δ): μ̂ = Σd/ΣΔ, s² = Σ(d − μ̂Δ)²/Δ / (n −
///   1) over n increments; unequal spacing is exact.
/// - Predictive: t_{n−1}(y_T + hμ̂, s·√(h + h²/ΣΔ)).
/// - Reference implementation: R forecast `rwf(drift = TRUE)`; the point forecast agrees, our
///   interval uses t in place of normal quantiles.
/// - Source: Hyndman & Athanasopoulos (2021), 5.2; R forecast rwf(drift = TRUE)
public struct Drift: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "drift", summary: "random walk with drift: the mean change goes on",
    leastObservations: "3", takesGaps: true, isSeasonal: false,
    source: "Hyndman & Athanasopoulos (2021), 5.2; R forecast rwf(drift = TRUE)",
    make: ModelCatalog.plain("drift", Drift()))

  /// 3, whatever the season, which the model leaves out.
  public func leastObservations(seasonLength: Int) -> Int { 3 }

  /// Estimates drift and deviation from the increments; gaps are exact.
  ///
  /// - Throws: `.tooShort`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> Fitted {
    try sample.require(3)
    let increments = Increments(sample)
    let freedom = Double(increments.count - 1)
    return Fitted(
      walk: RandomWalk(
        origin: sample.values[sample.count - 1], drift: increments.drift,
        deviation: (increments.centredSquares / freedom).squareRoot(), degreesOfFreedom: freedom,
        driftVariance: 1 / increments.span))
  }

  /// A random walk with estimated drift and deviation.
  public struct Fitted: FittedModel {
    let walk: RandomWalk

    /// `drift` a period and `sigma` a √period, on the working scale.
    public var parameters: [(name: String, value: Double)] {
      [("drift", walk.drift), ("sigma", walk.deviation)]
    }

    /// One t distribution a step, from 1, on the working scale; a horizon of at least 1.
    public func predictive(horizon: Int) -> [TMixture] {
      (1...horizon).map { TMixture([walk.component(step: $0)]) }
    }

    /// One sample path on the working scale: σ and the drift drawn once, then normal steps.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      walk.simulate(into: path, using: &random)
    }
  }
}
