internal import Glibc

/// The standard theta method: half the linear trend on simple exponential smoothing.
///
/// The average of an exponentially smoothed line with doubled curvature (θ = 2) and the linear trend
/// (θ = 0), times the season:
///
///     ŷ_{n+h} = season × (ℓ_n + ½b·(h − 1 + (1 − (1 − α)ⁿ)/α))
///
/// - Estimation: season by `SeasonalIndices`, classical; on the adjusted values α and ℓ₀ of simple
///   exponential smoothing by maximum likelihood, b by OLS on 0 … n − 1.
/// - Predictive: t_{n−2}, variance σ²(1 + (h − 1)α²), times the season squared.
/// - Reference implementation: R forecast `thetaf`, whose intervals are normal and leave the season
///   out of the variance.
/// - Source: Assimakopoulos & Nikolopoulos (2000); Hyndman & Billah (2003); R forecast thetaf
public struct Theta: ForecastModel {
  /// The model; it has no options.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "theta", summary: "standard theta method: simple smoothing with half the trend's slope",
    leastObservations: "4", takesGaps: true, isSeasonal: true,
    source: "Assimakopoulos & Nikolopoulos (2000); Hyndman & Billah (2003); R forecast thetaf",
    isOptimized: true,
    make: ModelCatalog.plain("theta", Theta()))

  /// 4, whatever the season.
  public func leastObservations(seasonLength: Int) -> Int { 4 }

  /// - Throws: `.tooShort`; `.tooSparse` for far too many gaps; `.noEstimate`; `.overflow`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(4)
    let values = try sample.dense()
    let season = SeasonalIndices(
      SeriesScaling.bridge(values), seasonLength: sample.seasonLength,
      scale: sample.scale, estimate: .classical)
    var adjusted = season.adjusted
    for t in values.indices where values[t].isNaN { adjusted[t] = .nan }
    let search = try ETSSearch(adjusted, seasonLength: 1)
    guard let estimate = search.fit(SES.form) else { throw .noEstimate("no start was possible") }
    let slope = Self.slope(adjusted)
    let alpha = max(1e-10, estimate.smoothing.alpha)
    let n = values.count
    let level = estimate.level * search.unit
    let freedom = Double(max(1, sample.count - 2))
    let sigma = (estimate.squares / freedom).squareRoot() * search.unit
    let offset = (1 - pow(1 - alpha, Double(n))) / alpha
    return LinearFit(
      form: season.indices.isEmpty ? "" : "seasonally adjusted",
      parameters: [
        ("alpha", alpha), ("l", estimate.initialLevel * search.unit), ("drift", slope / 2),
        ("sigma", sigma),
      ], logLikelihood: search.logLikelihood(estimate), aicc: nil, degreesOfFreedom: freedom,
      process: LinearProcess(autoregressive: [1], movingAverage: [alpha - 1])
    ) { horizon in
      var centres = (0..<horizon).map { level + slope / 2 * (Double($0) + offset) }
      season.restore(&centres, after: n)
      let scales = (1...horizon).map { h in
        sigma * (1 + Double(h - 1) * alpha * alpha).squareRoot()
          * season.factor(step: h, after: n)
      }
      return LinearFit.Projection(centres: centres, scales: scales)
    }
  }

  /// The OLS slope on time over the observed values.
  private static func slope(_ values: [Double]) -> Double {
    var (count, times, sum) = (0.0, 0.0, 0.0)
    for (t, value) in values.enumerated() where !value.isNaN {
      count += 1
      times += Double(t)
      sum += value / Double(values.count)
    }
    let middle = times / count
    let mean = sum * Double(values.count) / count
    var (cross, square) = (0.0, 0.0)
    for (t, value) in values.enumerated() where !value.isNaN {
      cross += (Double(t) - middle) * (value - mean)
      square += (Double(t) - middle) * (Double(t) - middle)
    }
    return square > 0 ? cross / square : 0
  }
}
