// ŷ_{T+h} = median (or mean, plain or weighted) over ets, arima, dotheta and the seasonally adjusted
// drift.
//
// Estimation: each part's own. Predictive: a t whose scale and degrees of freedom are calibrated
// (`CombinedFit`).
// Reference: Petropoulos & Svetunkov (2020), M4 entry 237, the median of four methods.

/// The median, mean or weighted mean of exponential smoothing, ARIMA, dynamic theta and seasonally
/// adjusted drift.
public struct Combination: ForecastModel {
  /// How the centers of the members become one.
  public let rule: CombiningRule

  /// A combination by this rule.
  public init(_ rule: CombiningRule = .median) { self.rule = rule }

  static let entry = ModelCatalog.Entry(
    name: "combination",
    summary: "median of ets, arima, dotheta and drift, calibrated; or :mean, :weighted",
    leastObservations: "5", takesGaps: true, isSeasonal: true,
    source: "Petropoulos & Svetunkov (2020)", isOptimized: true,
    make: { (form: String?) throws(ForecastingError) -> any ForecastModel in
      guard let form else { return Combination() }
      guard let rule = CombiningRule(rawValue: form) else {
        throw .badForm(model: "combination", form: form, hint: "it has median, mean and weighted")
      }
      return Combination(rule)
    })

  /// 5, whatever the season.
  public func leastObservations(seasonLength: Int) -> Int { 5 }

  /// Fits every member that can be fitted and joins them; the form names them.
  ///
  /// - Throws: `.tooShort`; `.noEstimate` when no member could be fitted.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(5)
    return try CombinedFit(sample, rule: rule).linearFit()
  }

  /// One model of the combination, fitted.
  public struct Member: Sendable {
    /// `ets`, `arima`, `dotheta` or `drift`.
    public let name: String
    /// Its own fit, on the scale of the sample.
    public let fit: LinearFit
  }

  /// The members that could be fitted to the sample, each on its own; the combination's form names
  /// them, so that one left out shows.
  public static func fitMembers(_ sample: Sample) -> [Member] {
    var members: [Member] = []
    func add(_ name: String, _ fit: () throws(ForecastingError) -> LinearFit) {
      guard let fit = try? fit() else { return }
      members.append(Member(name: name, fit: fit))
    }
    add("ets") { () throws(ForecastingError) in try ETS.automaticFit(sample) }
    add("arima") { () throws(ForecastingError) in try ARIMA().fit(sample) }
    add("dotheta") { () throws(ForecastingError) in try DynamicOptimizedTheta().fit(sample) }
    add("drift") { () throws(ForecastingError) in try SeasonalDrift.fit(sample) }
    return members
  }
}
