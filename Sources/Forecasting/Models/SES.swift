/// Simple exponential smoothing.
///
///     ŷ_t = ℓ_{t−1},  ℓ_t = ℓ_{t−1} + αe_t: the form A,N,N of `ETS`.
///
/// - Bounds, estimation and predictive distribution: as there.
/// - Reference implementation: R forecast `ses`.
/// - Source: Brown (1956); Hyndman & Athanasopoulos (2021), 8.1; R forecast ses
public struct SES: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let form = ETSForm(error: .additive, trend: .none, season: .none)

  static let entry = ModelCatalog.Entry(
    name: "ses", summary: "simple exponential smoothing, ets:ANN",
    leastObservations: "4", takesGaps: true, isSeasonal: false,
    source: "Brown (1956); Hyndman & Athanasopoulos (2021), 8.1; R forecast ses", isOptimized: true,
    make: ModelCatalog.plain("ses", SES()))

  /// 4, whatever the season, which the model leaves out.
  public func leastObservations(seasonLength: Int) -> Int { 4 }

  /// - Throws: `.tooShort`; `.tooSparse` for far too many gaps; `.noEstimate`; `.overflow`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(4)
    return try ETSSearch(sample.dense(), seasonLength: 1).namedFit(Self.form)
  }
}
