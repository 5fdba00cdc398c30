internal import Glibc

/// Level, slope and season that move by random walks.
///
/// Local level, local linear trend and the basic structural model with a dummy season
/// (`StructuralForm`), all variances ≥ 0:
///
///     y_t = μ_t + γ_t + ε_t,   μ_{t+1} = μ_t + β_t + η_t,   β_{t+1} = β_t + ζ_t,
///     γ_{t+1} = −γ_t − … − γ_{t−m+2} + ω_t
///
/// - Estimation: maximum of the exact diffuse likelihood (all states diffuse) over the variance
///   ratios, σ² concentrated out, by `VarianceSearch` from several starts; zero is a possible
///   estimate. Gaps are exact: the filter skips the update.
/// - Choice: without a form, by AICc among level, trend and, for m ≤ 24 and n > 2m, bsm, each also
///   with variances taken out while the criterion falls (level or slope keeps moving); a moving
///   slope must gain 4 (`StructuralEstimate.slopePenalty`). Diffuse likelihoods of different forms
///   are not comparable: their contrasts differ, and so do they with the unit of the data. AICc
///   therefore uses the likelihood of the steady innovations form with the initial states as
///   parameters: n(log 2πΣ(v²/F)/n + 1) + Σ log F̄, counting initial states and variances over
///   zero.
/// - Predictive: t_ν around the Kalman prediction with its standard error, ν = n − d, averaged over
///   variances about the estimated ones and, without a form, over the other forms
///   (`StructuralPosterior`).
/// - Reported likelihood: −½{(n − d) log 2π + log|Σ| + log|XᵀΣ⁻¹X| + SSR}, as Durbin & Koopman
///   (2012) print for the Nile: −632.55 at 1469.1 and 15098.5.
/// - Reference implementation: R `StructTS`. Its log-likelihood for the level is ours less ½
///   log(2π·10⁶·var(y)/100), its prior variance. For trend and BSM it fills the whole prior
///   covariance matrix with that one number, a prior of rank one that ties slope and season to the
///   level; its estimates there differ from ours, which have the greater diffuse likelihood.
/// - Source: Harvey (1989); Durbin & Koopman (2012); R StructTS
public struct Structural: ForecastModel {
  /// Which form is fitted: the best by AICc, or the one named.
  public enum Choice: Sendable, Equatable {
    case automatic
    case level
    case trend
    case seasonal
  }

  /// Which form is fitted.
  public let choice: Choice

  /// Season lengths that the forms take: the automatic choice and the seasonal form.
  static let longestSeason = (automatic: 24, seasonal: 60)

  /// A model of this choice; whether the series has the season for it shows in `fit`.
  public init(_ choice: Choice = .automatic) { self.choice = choice }

  static let entry = ModelCatalog.Entry(
    name: "structural", summary: "level, slope and season that move by random walks",
    leastObservations: "3 (:trend 4, :bsm 2m + 1)", takesGaps: true, isSeasonal: true,
    source: "Harvey (1989); Durbin & Koopman (2012); R StructTS",
    make: { (form: String?) throws(ForecastingError) -> any ForecastModel in
      switch form {
      case nil: return Structural()
      case "level": return Structural(.level)
      case "trend": return Structural(.trend)
      case "bsm": return Structural(.seasonal)
      case let form?:
        throw .badForm(
          model: "structural", form: form,
          hint: "forms are level, trend and bsm; none chooses by AICc")
      }
    })

  /// 3; for a trend 4, for the seasonal form 2m + 1 with m at least 2.
  public func leastObservations(seasonLength: Int) -> Int {
    switch choice {
    case .automatic, .level: 3
    case .trend: 4
    case .seasonal: 2 * max(2, seasonLength) + 1
    }
  }

  /// - Throws: `.badForm` for `bsm` on a season of one or over 60 periods; `.noEstimate` when the
  ///   observations do not determine the states; `.overflow`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> LinearFit {
    let m = sample.seasonLength
    if choice == .seasonal, m < 2 || m > Self.longestSeason.seasonal {
      throw .badForm(
        model: "structural", form: "bsm",
        hint: m < 2
          ? "the season has one period; structural:trend has none"
          : "a season of \(m) periods is over the limit of \(Self.longestSeason.seasonal)")
    }
    try sample.require(leastObservations(seasonLength: m))
    let series = NormalisedSeries(try sample.dense())
    let estimates = forms(count: sample.count, seasonLength: m).compactMap {
      StructuralEstimate.fit(series, form: $0, prunes: choice == .automatic)
    }
    guard let best = Self.best(estimates) else {
      throw .noEstimate("the observations do not determine level, slope and every season")
    }
    return try Self.fit(
      best, StructuralPosterior(series, best, among: estimates), series,
      observations: sample.count)
  }

  private func forms(count: Int, seasonLength m: Int) -> [StructuralForm] {
    switch choice {
    case .level: return [.level]
    case .trend: return [.trend]
    case .seasonal: return [.seasonal(length: m)]
    case .automatic:
      var forms: [StructuralForm] = [.level]
      if count >= 4 { forms.append(.trend) }
      if m > 1, m <= Self.longestSeason.automatic, count >= 2 * m + 1 {
        forms.append(.seasonal(length: m))
      }
      return forms
    }
  }

  /// The simplest exact fit, else the least criterion, else the simplest form.
  private static func best(_ estimates: [StructuralEstimate]) -> StructuralEstimate? {
    if let exact = estimates.first(where: \.isExact) { return exact }
    return estimates.min { $0.criterion < $1.criterion }
  }

  private static func fit(
    _ estimate: StructuralEstimate, _ posterior: StructuralPosterior?, _ series: NormalisedSeries,
    observations: Int
  ) throws(ForecastingError) -> LinearFit {
    let names = ["level", "slope", "seasonal", "irregular"]
    let square = series.scale * series.scale
    let parameters = estimate.form.components.map {
      (name: names[$0], value: estimate.variances[$0] * square)
    }
    guard parameters.allSatisfy({ $0.value.isFinite }) else { throw .overflow }
    // ℓ of y from ℓ of y/s: a density of n − d contrasts.
    let logScale = log(series.scale)
    let contrasts = Double(observations - estimate.form.stateCount)
    let placement = (offset: series.offset, scale: series.scale)
    return LinearFit(
      form: estimate.form.name, parameters: parameters,
      logLikelihood: estimate.logLikelihood.map { $0 - contrasts * logScale },
      aicc: estimate.aicc.map { $0 + 2 * Double(observations) * logScale },
      degreesOfFreedom: posterior?.degreesOfFreedom ?? estimate.degreesOfFreedom,
      process: estimate.process
    ) { horizon in
      posterior?.projection(horizon: horizon, of: placement)
        ?? estimate.projection(horizon: horizon, of: placement)
    }
  }
}
