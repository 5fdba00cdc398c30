internal import Glibc
internal import SeriesCore
public import StatisticsCore

/// The declared headline: random walks with drift, seen with more and less noise, their drifts shrunken to
/// what series of the same class did; calibrated for target probabilities.
///
/// A series on its working scale is a random walk with drift, seen with noise:
///
///     level_t = level_{t−1} + μ + η_t,  z_t = level_t + e_t,   Var η = (1 − 2r)σ²,  Var e = rσ²
///
/// so that σ² is the variance of an increment whatever the share r of noise: r = 0 is the random
/// walk, ½ a straight line with independent noise. Each r of a grid in each window of the sample is
/// one component:
///
///     s²   = (ν₀(s₀u)² + S(m)) / ν,   ν = ν₀ + n,   n increments, u = 1 on logs
///     λ    = a(τu)² / ((τu)² + s²w),  m = λμ̂ + (1 − λ)m₀,   v = λs²w + (ωu)²
///     z_{T+h} ~ t_ν(level_T(m) + h·m, √(s²(P + r + h(1 − 2r)) + v(B + h)²))
///
/// with μ̂ and its variance w by generalised least squares, S(m) the weighted squares about m,
/// level_T(m) and P from the Kalman filter, and B the change of level_T with m.
/// Weights are a prior on r times the likelihood of z given m with σ² integrated out, windows with
/// equal shares.
///
/// m₀ is the drift that series of the same class have on average, τ how much they differ, ω how
/// much all series of an epoch differ from other epochs; s₀ and ν₀ are a prior on volatility
/// (`MixtureConstants`). With k periods a year m₀, τ and ω are divided by k, s₀ by √k, and windows
/// are k times as long. Paths draw σ² and the drift once; their marginals are exactly the mixture.
///
/// Seasonal series are adjusted by `SeasonalIndices` first, and the indices are put back.
///
/// - Constants and calibration: `bench/calibration/fit_mixture.py`, from training data alone.
/// - Source: local level with drift, Durbin & Koopman (2012), 2; shrinkage to a common mean,
///   Lindley & Smith (1972); weighting by marginal likelihood, Hoeting, Madigan, Raftery & Volinsky
///   (1999).
public struct Mixture: ForecastModel {
  /// The model; it has no options, and its constants are declared.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "mixture",
    summary: "declared mixture of walks with drift, shrunken to a class; calibrated probabilities",
    leastObservations: "3", takesGaps: true, isSeasonal: true,
    source: "Corridor; constants from bench/calibration/fit_mixture.py",
    make: ModelCatalog.plain("mixture", Mixture()))

  /// Components of less weight change no digit that is printed.
  private static let leastWeight = 1e-7

  /// 3, whatever the season.
  public func leastObservations(seasonLength: Int) -> Int { 3 }

  /// Filters every window at every share of noise; a season is taken out first where one shows.
  ///
  /// - Throws: `.tooShort`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> Fitted {
    try sample.require(3)
    let season = Self.season(of: sample)
    var adjusted = sample
    if let season {
      adjusted = sample.replacing(sample.times.map { season.smoothed[$0 - sample.times[0]] })
    }
    let constants = MixtureConstants(for: sample)
    let perYear = sample.axis.frequency.periodsPerYear ?? 1
    let windows = constants.windows.map { years in
      // A window of k increments has k + 1 observations.
      years.map { adjusted.last(Int(($0 * perYear).rounded()) + 1) } ?? adjusted
    }
    let scaled = constants.scaled(to: adjusted, periodsPerYear: perYear)
    var walks: [Fitted.Walk] = []
    var place = 0
    while place < windows.count {
      // On short series windows coincide: one of their joint weight costs less than equal ones.
      let same = windows[place...].prefix { $0.count == windows[place].count }.count
      walks += scaled.walks(windows[place], share: Double(same) / Double(windows.count))
      place += same
    }
    let kept = walks.filter { $0.weight >= Self.leastWeight }
    return Fitted(
      walks: kept, season: season, span: sample.times[sample.count - 1] - sample.times[0] + 1)
  }

  /// The additive season of a sample; nil where none shows, or where more than half of the periods have
  /// no value: bridges would be most of what is averaged.
  private static func season(of sample: Sample) -> SeasonalIndices? {
    let span = sample.times[sample.count - 1] - sample.times[0] + 1
    guard sample.seasonLength > 1, sample.count > 2 * sample.seasonLength, sample.count >= span / 2,
      let values = try? sample.dense()
    else { return nil }
    let season = SeasonalIndices(
      SeriesScaling.bridge(values), seasonLength: sample.seasonLength, scale: sample.scale,
      allowsProducts: false)
    return season.indices.isEmpty ? nil : season
  }

  /// The walks of the mixture, and the season where one was taken out.
  public struct Fitted: FittedModel {
    struct Walk: Sendable {
      var weight: Double
      /// Of the last period, without its noise and with the drift at its centre.
      let level: Double
      /// P, of σ².
      let levelVariance: Double
      /// B: what a greater drift adds to the level.
      let levelSlope: Double
      let drift: Double
      let driftVariance: Double
      /// s², of an increment.
      let variance: Double
      /// r.
      let noiseShare: Double
      let degreesOfFreedom: Double

      func component(step h: Int, season: Double) -> TMixture.Component {
        let steps = Double(h)
        let carried = levelSlope + steps
        let walk = levelVariance + noiseShare + steps * (1 - 2 * noiseShare)
        return TMixture.Component(
          weight: weight, location: level + steps * drift + season,
          scale: (variance * walk + driftVariance * carried * carried).squareRoot(),
          degreesOfFreedom: degreesOfFreedom)
      }
    }

    let walks: [Walk]
    let season: SeasonalIndices?
    /// Periods from the first observation to the last.
    let span: Int

    /// `seasonally adjusted` where a season was taken out, else empty.
    public var form: String { season == nil ? "" : "seasonally adjusted" }

    /// `drift` a period and `noise`, the share of an increment's variance that is no walk, both weighted
    /// means over the components, and `sigma` a √period, the root of the mean variance.
    public var parameters: [(name: String, value: Double)] {
      [
        ("drift", weighted { $0.drift }), ("noise", noise),
        ("sigma", weighted { $0.variance }.squareRoot()),
      ]
    }

    /// How much of an increment's variance is noise, 0 for a walk to 1.
    var noise: Double { weighted { 2 * $0.noiseShare } }

    private func weighted(_ value: (Walk) -> Double) -> Double {
      walks.reduce(0) { $0 + $1.weight * value($1) } / walks.reduce(0) { $0 + $1.weight }
    }

    /// One mixture of t distributions a step, on the working scale; a horizon of at least 1.
    public func predictive(horizon: Int) -> [TMixture] {
      (1...horizon).map { h in
        let offset = season?.offset(step: h, after: span) ?? 0
        return TMixture(walks.map { $0.component(step: h, season: offset) })
      }
    }

    /// One sample path on the working scale: the component, its σ, drift and level drawn once.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      let walk = draw(random.uniform())
      let nu = walk.degreesOfFreedom
      let inflation = (nu / random.chiSquared(degreesOfFreedom: nu)).squareRoot()
      let sigma = inflation * walk.variance.squareRoot()
      let shift = inflation * walk.driftVariance.squareRoot() * random.normal()
      let step = walk.drift + shift
      var level = walk.level + walk.levelSlope * shift
      if walk.levelVariance > 0 {
        level += sigma * walk.levelVariance.squareRoot() * random.normal()
      }
      let wander = sigma * (1 - 2 * walk.noiseShare).squareRoot()
      let noise = sigma * walk.noiseShare.squareRoot()
      for i in path.indices {
        level += step + wander * random.normal()
        path[i] = level + (season?.offset(step: i + 1, after: span) ?? 0)
        if noise > 0 { path[i] += noise * random.normal() }
      }
    }

    /// The component at a share of the total weight.
    private func draw(_ share: Double) -> Walk {
      var rest = share * walks.reduce(0) { $0 + $1.weight }
      for walk in walks.dropLast() {
        rest -= walk.weight
        if rest < 0 { return walk }
      }
      return walks[walks.count - 1]
    }
  }
}
