/// Holt's linear trend.
///
///     ŷ_t = ℓ_{t−1} + b_{t−1},  ℓ_t = ŷ_t + αe_t,  b_t = b_{t−1} + βe_t: the form A,A,N of `ETS`.
///
/// - Bounds and predictive distribution: as there.
/// - Estimation: penalised maximum likelihood with the pulls of `AutomaticETS`: the plain maximum
///   takes noise for trends on short series (`ets:AAN` gives it).
/// - Reference implementation: R forecast `holt`.
/// - Source: Holt (1957); Hyndman & Athanasopoulos (2021), 8.2; R forecast holt
public struct Holt: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let form = ETSForm(error: .additive, trend: .additive, season: .none)

  static let entry = ModelCatalog.Entry(
    name: "holt", summary: "Holt's linear trend, ets:AAN",
    leastObservations: "6", takesGaps: true, isSeasonal: false,
    source: "Holt (1957); Hyndman & Athanasopoulos (2021), 8.2; R forecast holt", isOptimized: true,
    make: ModelCatalog.plain("holt", Holt()))

  /// 6, whatever the season, which the model leaves out.
  public func leastObservations(seasonLength: Int) -> Int { 6 }

  /// - Throws: `.tooShort`; `.tooSparse` for far too many gaps; `.noEstimate`; `.overflow`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(6)
    return try ETSSearch(sample.dense(), seasonLength: 1).namedFit(
      Self.form, penalty: AutomaticETS.penalty)
  }
}
