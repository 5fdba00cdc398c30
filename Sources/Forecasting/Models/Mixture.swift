internal import Glibc
internal import SeriesCore
public import StatisticsCore

// z_{T+h} = z_T + h·μ + Σ ε on a mixture of drift rules and windows, declared before any series is
// seen: the same rules, windows, weights and constants for every series.
//
// For each window of increments d over Δ periods, with S = ΣΔ, μ̂ = Σd/S, n of them, and u = 1 on
// logs, the mean absolute value on levels:
//
//   shrunken drift   s² = (ν₀(s₀u)² + Σ(d − μ̂Δ)²/Δ) / (ν₀ + n − 1),  ν = ν₀ + n − 1
//                    λ = a(τu)² / ((τu)² + s²/S),  m = λμ̂,  v = λ(s²/S + qμ̂²)
//   zero drift       s² = (ν₀(s₀u)² + Σd²/Δ) / (ν₀ + n),  ν = ν₀ + n,  m = v = 0
//
//   V_h = h / (1 + h·s²/(bu)²)        a soft ceiling: volatile series do not wander without bound
//   z_{T+h} ~ t_ν(z_T + h·m, √(s²V_h + vh²))
//
// λ is the Bayes weight under a drift that is N(0, τ²) over series, at most a; q widens it for drifts that
// change; ν₀, s₀ are a prior on the volatility, so that three points give no absurd tails and equal
// values no certainty. With k periods a year τ is divided by k, s₀ by √k, and windows are k times as
// long. Paths draw g = ν/χ²_ν, the drift N(m, gv), and steps of variance
// gs²(V_h − V_{h−1}): their marginals are exactly the mixture.
//
// Seasonal series are adjusted by `SeasonalPattern` first, and the pattern is put back.
//
// The constants were chosen on rolling origins inside training parts of M3 yearly by
// `bench/calibration/fit_mixture.py`, which also says how often the test part was looked at on the way;
// the optimum is flat. Reference implementation: that script's, in numpy.

/// The declared headline: a mixture of shrunken and zero drift over three windows, calibrated for
/// target probabilities.
public struct Mixture: ForecastModel {
  /// The model; it has no options, and its constants are declared.
  public init() {}

  static let entry = ModelCatalog.Entry(
    name: "mixture",
    summary: "declared mixture of shrunken and zero drift over windows; calibrated probabilities",
    leastObservations: "3", takesGaps: true, isSeasonal: true,
    source: "Corridor; constants from bench/calibration/fit_mixture.py",
    make: ModelCatalog.plain("mixture", Mixture()))

  /// Increments in each window for yearly series, times the periods a year for others; nil for all.
  /// The windows have equal weights.
  static let windows: [Double?] = [nil, 12, 6]

  enum Constants {
    /// Share of zero drift in each window.
    static let zeroShare = 0.1
    /// τ: prior standard deviation of a drift over series, a year.
    static let driftPrior = 0.05
    /// a: the most of an estimated drift that is believed.
    static let driftBelief = 0.8
    /// q: how much of a squared drift is added to its variance.
    static let driftSpread = 0.15
    /// ν₀: what the prior on the volatility is worth, in observations.
    static let volatilityFreedom = 1.0
    /// s₀: prior volatility, a √year.
    static let volatilityPrior = 0.02
    /// b: the ceiling on how far a series wanders.
    static let ceiling = 1.0
  }

  /// 3, whatever the season.
  public func leastObservations(seasonLength: Int) -> Int { 3 }

  /// Estimates both drift rules in every window; a season is taken out first where one shows.
  ///
  /// - Throws: `.tooShort`.
  public func fit(_ sample: Sample) throws(ForecastingError) -> Fitted {
    try sample.require(3)
    let pattern = SeasonalPattern(sample)
    var adjusted = sample
    if let pattern {
      adjusted = Sample(
        times: sample.times,
        values: zip(sample.times, sample.values).map { $1 - pattern.index(at: $0) }, like: sample)
    }
    let unit =
      sample.scale == .log
      ? 1 : sample.values.reduce(0) { $0 + abs($1) } / Double(sample.count)
    let perYear = sample.axis.frequency.periodsPerYear ?? 1
    var walks: [Fitted.Walk] = []
    for years in Self.windows {
      // A window of k increments has k + 1 observations.
      let windowed = years.map { adjusted.last(Int(($0 * perYear).rounded()) + 1) } ?? adjusted
      walks += Self.walks(Increments(windowed), unit: unit, perYear: perYear)
    }
    // On short series windows coincide: one walk of their joint weight costs less than equal ones.
    var distinct: [Fitted.Walk] = []
    for walk in walks {
      if let place = distinct.firstIndex(where: { $0.isSame(as: walk) }) {
        distinct[place].weight += walk.weight
      } else {
        distinct.append(walk)
      }
    }
    return Fitted(
      origin: adjusted.values[adjusted.count - 1], end: sample.times[sample.count - 1],
      walks: distinct, pattern: pattern)
  }

  private static func walks(
    _ increments: Increments, unit: Double, perYear: Double
  ) -> [Fitted.Walk] {
    let n = Double(increments.count)
    let prior =
      pow(Constants.volatilityPrior * unit, 2) / perYear * Constants.volatilityFreedom
    let shrunkenFreedom = Constants.volatilityFreedom + n - 1
    let variance = (prior + increments.centredSquares) / shrunkenFreedom
    let drifts = pow(Constants.driftPrior * unit / perYear, 2)
    let sampling = variance / increments.span
    let shrinkage = drifts > 0 ? Constants.driftBelief * drifts / (drifts + sampling) : 0
    let zeroFreedom = Constants.volatilityFreedom + n
    let ceiling = pow(Constants.ceiling * unit, 2)
    return [
      Fitted.Walk(
        weight: 1 - Constants.zeroShare, drift: shrinkage * increments.drift,
        driftVariance: shrinkage
          * (sampling + Constants.driftSpread * increments.drift * increments.drift),
        variance: variance, degreesOfFreedom: shrunkenFreedom, ceiling: ceiling),
      Fitted.Walk(
        weight: Constants.zeroShare, drift: 0, driftVariance: 0,
        variance: (prior + increments.squares) / zeroFreedom, degreesOfFreedom: zeroFreedom,
        ceiling: ceiling),
    ]
  }

  /// The random walks of the mixture, and the season where one was taken out.
  public struct Fitted: FittedModel {
    struct Walk: Sendable {
      var weight: Double
      let drift: Double
      let driftVariance: Double
      let variance: Double
      let degreesOfFreedom: Double
      let ceiling: Double

      /// Whether two walks differ in nothing but their weights.
      func isSame(as other: Walk) -> Bool {
        drift == other.drift && driftVariance == other.driftVariance
          && variance == other.variance && degreesOfFreedom == other.degreesOfFreedom
      }

      /// V_h for h ≥ 0.
      func spread(_ h: Double) -> Double {
        ceiling > 0 ? h / (1 + h * variance / ceiling) : 0
      }
    }

    let origin: Double
    /// The last observed time.
    let end: Int
    let walks: [Walk]
    let pattern: SeasonalPattern?

    /// `seasonally adjusted` where a season was taken out, else empty.
    public var form: String { pattern == nil ? "" : "seasonally adjusted" }

    /// `drift` a period, the weighted mean over walks, and `sigma` a √period, the root of the
    /// weighted mean variance.
    public var parameters: [(name: String, value: Double)] {
      let total = walks.reduce(0) { $0 + $1.weight }
      func weighted(_ value: (Walk) -> Double) -> Double {
        walks.reduce(0) { $0 + $1.weight * value($1) } / total
      }
      return [("drift", weighted { $0.drift }), ("sigma", weighted { $0.variance }.squareRoot())]
    }

    /// One mixture of t distributions a step, on the working scale; a horizon of at least 1.
    public func predictive(horizon: Int) -> [TMixture] {
      (1...horizon).map { h in
        let steps = Double(h)
        let season = pattern?.index(at: end + h) ?? 0
        return TMixture(
          walks.map { walk in
            TMixture.Component(
              weight: walk.weight, location: origin + steps * walk.drift + season,
              scale: (walk.variance * walk.spread(steps) + walk.driftVariance * steps * steps)
                .squareRoot(),
              degreesOfFreedom: walk.degreesOfFreedom)
          })
      }
    }

    /// One sample path on the working scale: the walk, its σ and its drift drawn once.
    public func simulate(
      into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
    ) {
      let walk = draw(random.uniform())
      let nu = walk.degreesOfFreedom
      let inflation = (nu / random.chiSquared(degreesOfFreedom: nu)).squareRoot()
      let step = walk.drift + inflation * walk.driftVariance.squareRoot() * random.normal()
      let sigma = inflation * walk.variance.squareRoot()
      var value = origin
      var spread = 0.0
      for i in path.indices {
        let next = walk.spread(Double(i + 1))
        value += step + sigma * max(0, next - spread).squareRoot() * random.normal()
        spread = next
        path[i] = value + (pattern?.index(at: end + i + 1) ?? 0)
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
