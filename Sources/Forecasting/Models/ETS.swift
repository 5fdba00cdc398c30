internal import Glibc

/// Exponential smoothing: a named form, or an automatic choice.
///
/// Error, trend and season each additive or multiplicative, in innovations form (`ETSKernel` has
/// the recursions):
///
///     y_t = w(x_{t−1}) + r(x_{t−1})ε_t,  x_t = f(x_{t−1}) + g(x_{t−1})ε_t,  ε ~ N(0, σ²)
///
/// - Bounds: α, β, γ ∈ [1e-4, 0.9999], φ ∈ [0.8, 0.98], β ≤ α, γ ≤ 1 − α, and forecastable
///   (`ETSSmoothing.isAdmissible`). Seasons over 24 periods are dropped.
/// - Estimation: maximum likelihood over smoothing parameters and initial states together
///   (`ETSEstimator`); a named form from a grid of starts, the automatic form shrunken and averaged
///   (`AutomaticETS`). Missing values move the states on without an update.
/// - Predictive: t with n − k degrees of freedom, k the estimated parameters, of a named form its
///   initial states; variances as `ETSProjection` has them with what is not known of parameters and
///   states (`ETSPosterior`); forms with a product keep positive quantiles positive
///   (`LinearFit.keepsSign`); simulation for multiplicative trends and for additive errors under a
///   multiplicative season (`SimulatedETS`).
/// - Reference implementation: R forecast `ets`. Named forms reach R's likelihood or more on all
///   series of M3 yearly and monthly; the automatic form differs on purpose.
/// - Source: Hyndman, Koehler, Ord & Snyder (2008); R forecast ets
public struct ETS: ForecastModel {
  /// Which form is fitted: an average of forms by AICc, or the one named.
  public enum Choice: Sendable, Equatable {
    case automatic
    case form(ETSForm)
  }

  /// Which form is fitted.
  public let choice: Choice

  /// A model of this choice; whether the data can carry a form shows in `fit`.
  public init(_ choice: Choice = .automatic) { self.choice = choice }

  static let entry = ModelCatalog.Entry(
    name: "ets",
    summary: "exponential smoothing, forms averaged by AICc; ets:MAdM fixes error, trend, season",
    leastObservations: "4", takesGaps: true, isSeasonal: true,
    source: "Hyndman, Koehler, Ord & Snyder (2008); R forecast ets", isOptimized: true,
    make: { (form: String?) throws(ForecastingError) -> any ForecastModel in
      guard let form else { return ETS() }
      guard let parsed = ETSForm(form) else {
        throw .badForm(
          model: "ets", form: form,
          hint: "error A or M, trend N, A, Ad, M or Md, season N, A or M: ets:MAdM")
      }
      return ETS(.form(parsed))
    })

  /// 4; for a named form one more than it has parameters, σ among them.
  public func leastObservations(seasonLength: Int) -> Int {
    switch choice {
    case .automatic: 4
    case .form(let form): form.parameterCount(seasonLength: seasonLength) + 1
    }
  }

  /// - Throws: `.tooShort`; `.tooSparse`; `.needsPositiveValues` or `.badForm` for a named form
  ///   that does not suit the values or the season; `.noEstimate`; `.overflow`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> Fitted {
    try sample.require(leastObservations(seasonLength: sample.seasonLength))
    let search = try ETSSearch(sample.dense(), seasonLength: sample.seasonLength)
    guard case .form(let form) = choice else {
      return .linear(try Self.automatic(search, sample.scale))
    }
    if form.needsPositiveValues, !search.isPositive { throw .needsPositiveValues(form: form.name) }
    if form.season != .none, search.seasonLength == 1 {
      throw .badForm(
        model: "ets", form: form.text,
        hint: "a season needs 2 to \(ETSSearch.longestSeason) periods and five values more")
    }
    guard let estimate = search.fit(form) else { throw .noEstimate("no start was possible") }
    let isLevel = sample.scale == .level
    return SimulatedETS.isNeeded(for: form)
      ? .simulated(SimulatedETS(estimate, search, isLevel: isLevel))
      : .linear(search.namedFit(estimate, isLevel: isLevel))
  }

  /// The automatic form, which is always linear.
  static func automaticFit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    try sample.require(4)
    let search = try ETSSearch(sample.dense(), seasonLength: sample.seasonLength)
    return try automatic(search, sample.scale)
  }

  private static func automatic(
    _ search: ETSSearch, _ scale: Scale
  ) throws(ForecastingError) -> LinearFit {
    guard let automatic = AutomaticETS(search, isLevel: scale == .level) else {
      throw .noEstimate("no form was possible")
    }
    return automatic.linearFit(search)
  }
}
