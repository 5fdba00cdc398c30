internal import StatisticsCore

// The rule, the same for every series and measured on M3 yearly and monthly (`bench/README.md`):
//
//     n ≥ 8      the median combination with calibrated intervals (`CombinedFit`)
//     3 ≤ n < 8  drift, n = 2 naive: too few points to tell forms apart
//
// Values on the scale of the request; intervals are symmetric on it.

/// The best measured method for a series of its length.
public struct Auto: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "auto",
    summary: "the combination from 8 observations on, drift or naive under it; calibrated",
    leastObservations: "2", takesGaps: true, isSeasonal: true,
    source: "Corridor; measured in bench/", isOptimized: true,
    make: ModelCatalog.plain("auto", Auto()))

  /// Observations from which the combination is used.
  static let leastCombined = 8

  /// 2, whatever the season.
  public func leastObservations(seasonLength: Int) -> Int { 2 }

  /// Fits the combination from 8 observations on, else drift, or naive for 2 or equal values.
  ///
  /// - Throws: `.tooShort`; `.noEstimate` when no part of the combination could be fitted.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(2)
    if sample.count >= Self.leastCombined, !sample.isConstant {
      return try CombinedFit(sample, rule: .median).linearFit()
    }
    if sample.count == 2 || sample.isConstant {
      return Self.walk(try Naive().fit(sample).walk, "naive")
    }
    return Self.walk(try Drift().fit(sample).walk, "drift")
  }

  private static func walk(_ walk: RandomWalk, _ form: String) -> LinearFit {
    LinearFit(
      form: form, parameters: [("drift", walk.drift), ("sigma", walk.deviation)],
      logLikelihood: nil, aicc: nil, degreesOfFreedom: walk.degreesOfFreedom,
      process: LinearProcess(autoregressive: [1], movingAverage: [])
    ) { horizon in
      let steps = (1...horizon).map { walk.component(step: $0) }
      return LinearFit.Projection(centres: steps.map(\.location), scales: steps.map(\.scale))
    }
  }
}
