internal import StatisticsCore

/// The best measured method for a series of its length and season.
///
/// The rule, the same for every series; its parts and its constants come from rolling origins
/// inside training parts (`bench/calibration`):
///
///     n ≥ 3   the trimmed mean of arima, the dynamic theta model and the mixture, both on logs where all
///             values are positive, and seasonally adjusted drift; with a season or from 40 values on ets
///             as well; with a season structural, and of 6 periods or more snaive, as well
///     n = 2   naive, as for equal values
///
/// Values on the scale of the request; intervals as `CombinedFit` has them.
///
/// - Source: measured here (`bench/calibration`); the trimmed mean of methods goes back to Petropoulos
///   & Svetunkov (2020).
public struct Auto: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "auto",
    summary: "trimmed mean of arima, dotheta, drift, mixture and more by season; calibrated",
    leastObservations: "2", takesGaps: true, isSeasonal: true,
    source: "Corridor; measured in bench/", isOptimized: true,
    make: ModelCatalog.plain("auto", Auto()))

  /// Observations from which `ets` is a member without a season too.
  static let leastForETS = 40
  /// Periods of a season from which `snaive` is a member.
  static let leastSeason = 6

  /// 2, whatever the season.
  public func leastObservations(seasonLength: Int) -> Int { 2 }

  /// The members for a sample, as `CombinedMember.fitted` names them. The first one that can be fitted
  /// ties the steps of a path together.
  static func members(for sample: Sample) -> [String] {
    let isSeasonal = sample.seasonLength > 1
    var members = isSeasonal || sample.count >= leastForETS ? ["ets"] : []
    members += ["arima+", "dotheta+", "drift", "mixture"]
    if isSeasonal { members.append("structural+") }
    if sample.seasonLength >= leastSeason { members.append("snaive") }
    return members
  }

  /// Fits the members and joins them, or naive for 2 or equal values.
  ///
  /// - Throws: `.tooShort`; `.noEstimate` when no member could be fitted.
  public func fit(_ sample: Sample) throws(ForecastingError) -> CombinedFit {
    try sample.require(2)
    guard sample.count > 2, !sample.isConstant else {
      return CombinedFit(sample, only: "naive", Self.linear(try Naive().fit(sample).walk))
    }
    return try CombinedFit(
      sample, members: CombinedMember.fitted(Self.members(for: sample), to: sample),
      rule: .trimmed)
  }

  private static func linear(_ walk: RandomWalk) -> LinearFit {
    LinearFit(
      form: "", parameters: [("drift", walk.drift), ("sigma", walk.deviation)],
      logLikelihood: nil, aicc: nil, degreesOfFreedom: walk.degreesOfFreedom, process: .walk
    ) { horizon in
      let steps = (1...horizon).map { walk.component(step: $0) }
      return LinearFit.Projection(centres: steps.map(\.location), scales: steps.map(\.scale))
    }
  }
}
