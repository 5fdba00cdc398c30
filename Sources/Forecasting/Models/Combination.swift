/// The median or a mean of exponential smoothing, ARIMA, dynamic theta and seasonally adjusted drift.
///
///     ŷ_{T+h} = median (or mean, plain, weighted or trimmed) over ets, arima, dotheta and the
///               seasonally adjusted drift
///
/// - Estimation: each part's own.
/// - Predictive: a t whose scale and degrees of freedom are calibrated (`CombinedFit`).
/// - Source: Petropoulos & Svetunkov (2020), M4 entry 237, the median of four methods.
public struct Combination: ForecastModel {
  /// How the centers of the members become one.
  public let rule: CombiningRule

  /// A combination by this rule.
  public init(_ rule: CombiningRule = .median) { self.rule = rule }

  static let entry = ModelCatalog.Entry(
    name: "combination",
    summary: "median of ets, arima, dotheta and drift; or :mean, :weighted, :trimmed",
    leastObservations: "5", takesGaps: true, isSeasonal: true,
    source: "Petropoulos & Svetunkov (2020)", isOptimized: true,
    make: { (form: String?) throws(ForecastingError) -> any ForecastModel in
      guard let form else { return Combination() }
      guard let rule = CombiningRule(rawValue: form) else {
        throw .badForm(
          model: "combination", form: form, hint: "it has median, mean, weighted and trimmed")
      }
      return Combination(rule)
    })

  static let members = ["ets", "arima", "dotheta", "drift"]

  /// 5, whatever the season.
  public func leastObservations(seasonLength: Int) -> Int { 5 }

  /// Fits every member that can be fitted and joins them; the form names them.
  ///
  /// - Throws: `.tooShort`; `.noEstimate` when no member could be fitted.
  public func fit(_ sample: Sample) throws(ForecastingError) -> CombinedFit {
    try sample.require(5)
    return try CombinedFit(
      sample, members: CombinedMember.fitted(Self.members, to: sample), rule: rule)
  }
}
