/// The damped trend.
///
///     ŷ_t = ℓ_{t−1} + φb_{t−1},  ℓ_t = ŷ_t + αe_t,  b_t = φb_{t−1} + βe_t: the form A,Ad,N of `ETS`.
///     Over h steps the trend adds b(φ + φ² + … + φʰ).
///
/// - Bounds and predictive distribution: as there.
/// - Estimation: penalised maximum likelihood with the pulls of `AutomaticETS`: the plain maximum
///   takes noise for trends on short series (`ets:AAdN` gives it).
/// - Reference implementation: R forecast `holt(damped = TRUE)`.
/// - Source: Gardner & McKenzie (1985); R forecast holt(damped = TRUE)
public struct Damped: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let form = ETSForm(error: .additive, trend: .additiveDamped, season: .none)

  static let entry = ModelCatalog.Entry(
    name: "damped", summary: "damped trend, ets:AAdN",
    leastObservations: "7", takesGaps: true, isSeasonal: false,
    source: "Gardner & McKenzie (1985); R forecast holt(damped = TRUE)", isOptimized: true,
    make: ModelCatalog.plain("damped", Damped()))

  /// 7, whatever the season, which the model leaves out.
  public func leastObservations(seasonLength: Int) -> Int { 7 }

  /// - Throws: `.tooShort`; `.tooSparse` for far too many gaps; `.noEstimate`; `.overflow`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(7)
    return try ETSSearch(sample.dense(), seasonLength: 1).namedFit(
      Self.form, penalty: AutomaticETS.penalty)
  }
}
