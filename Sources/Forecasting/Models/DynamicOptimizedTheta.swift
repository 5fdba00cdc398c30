internal import Glibc

/// The dynamic optimised theta model.
///
/// On the seasonally adjusted values (`SeasonalIndices`), with the line A + Bt of least squares
/// through the values so far; α in [0.1, 0.99], θ ≥ 1:
///
///     ŷ_t = ℓ_{t−1} + ω·[(1−α)^{t−1} A_{t−1} + (1 − (1−α)^t)/α · B_{t−1}],  ω = 1 − 1/θ
///     ℓ_t = αy_t + (1 − α)ℓ_{t−1}
///
/// - Estimation: least squares with slight pulls to α = ½ and θ = 2, global in α.
/// - Forecast: the recursion with errors of zero.
/// - Predictive: t with n − 3 degrees of freedom, variance σ²Σc_j² with the weights c_j of an error
///   on what follows. Gaps are bridged by straight lines: the running regression line needs every
///   value.
/// - Reference implementation: R forecTheta `dotm`, statsforecast DynamicOptimizedTheta; both
///   search (ℓ₀, α, θ) by a simplex, which stops at other optima.
/// - Source: Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016)
public struct DynamicOptimizedTheta: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "dotheta", summary: "dynamic optimised theta model: theta and running trend estimated",
    leastObservations: "5", takesGaps: true, isSeasonal: true,
    source: "Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016)", isOptimized: true,
    make: ModelCatalog.plain("dotheta", DynamicOptimizedTheta()))

  /// 5, whatever the season.
  public func leastObservations(seasonLength: Int) -> Int { 5 }

  /// Slight pulls to α = ½ and θ = 2, the standard method's. Chosen on rolling origins inside the
  /// training parts of M3 yearly and monthly; the optimum is flat.
  static let pull = DynamicTheta.Pull(
    alphaCentre: 0.5, alphaWeight: 2, omegaCentre: 0.5, omegaWeight: 8)

  /// - Throws: `.tooShort`; `.tooSparse` for far too many gaps; `.overflow`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(5)
    let values = SeriesScaling.bridge(try sample.dense())
    let unit = try SeriesScaling.unit(of: values)
    let season = SeasonalIndices(
      values, seasonLength: sample.seasonLength, scale: sample.scale)
    let theta = DynamicTheta(season.adjusted.map { $0 / unit }, pull: Self.pull)
    let n = values.count
    let freedom = Double(max(1, sample.count - 3))
    let sigma = (theta.squares / freedom).squareRoot()
    return LinearFit(
      form: season.indices.isEmpty ? "" : "seasonally adjusted",
      parameters: [
        ("alpha", theta.alpha), ("theta", 1 / max(1e-10, 1 - theta.weight)),
        ("l", theta.initialLevel * unit), ("sigma", sigma * unit),
      ], logLikelihood: nil, aicc: nil, degreesOfFreedom: freedom,
      process: LinearProcess(autoregressive: [1], movingAverage: [theta.alpha - 1])
    ) { horizon in
      var centres = theta.centres(horizon).map { $0 * unit }
      season.restore(&centres, after: n)
      var variance = 0.0
      let scales = theta.weights(horizon).enumerated().map { h, weight in
        variance += weight * weight
        return sigma * variance.squareRoot() * season.factor(step: h + 1, after: n) * unit
      }
      return LinearFit.Projection(centres: centres, scales: scales)
    }
  }
}
