// ŷ_{T+h} = median (or mean) over ets, arima, dotheta and the seasonally adjusted drift.
//
// Estimation: each part's own. Predictive: a t whose scale and degrees of freedom are calibrated
// (`CombinedFit`).
// Reference: Petropoulos & Svetunkov (2020), M4 entry 237, the median of four methods.

/// The median of exponential smoothing, ARIMA, dynamic theta and drift.
public struct Combination: ForecastModel {
  public let rule: CombiningRule

  public init(_ rule: CombiningRule = .median) { self.rule = rule }

  static let entry = ModelCatalog.Entry(
    name: "combination",
    summary: "median of ets, arima, dotheta and drift, calibrated; combination:mean averages",
    leastObservations: "5", takesGaps: true, isSeasonal: true,
    source: "Petropoulos & Svetunkov (2020)", isOptimized: true,
    make: { (form: String?) throws(ForecastingError) -> any ForecastModel in
      guard let form else { return Combination() }
      guard let rule = CombiningRule(rawValue: form) else {
        throw .badForm(model: "combination", form: form, hint: "it has median and mean")
      }
      return Combination(rule)
    })

  public func leastObservations(seasonLength: Int) -> Int { 5 }

  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(5)
    return try CombinedFit(sample, rule: rule).linearFit()
  }
}
