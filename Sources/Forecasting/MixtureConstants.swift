internal import Glibc
internal import SeriesCore

/// The declared constants of the mixture, by the class of the series: what is thought of its growth
/// before its values are seen. A year each; `bench/calibration/fit_mixture.py` made them.
struct MixtureConstants: Sendable {
  /// m₀: the mean drift of the class.
  var meanDrift: Double
  /// τ: how much drifts of the class differ, a standard deviation.
  var driftSpread: Double
  /// ω: how much the drift of an epoch differs, a standard deviation that no series can tell.
  var epochSpread: Double
  /// a: the most of an estimated drift that is believed.
  var driftBelief: Double
  /// ν₀: what the prior on the volatility is worth, in observations.
  var volatilityFreedom: Double
  /// s₀: prior volatility, a √year.
  var volatility: Double
  /// Prior weight of the walk without noise; the others share the rest.
  var walkWeight: Double
  /// Increments in each window for yearly series, times the periods a year for others; nil for all.
  var windows: [Double?] = [nil, 12]

  /// r: shares of noise, the first none.
  static let noiseShares = [0, 0.1, 0.25, 0.4, 0.5]

  /// Money at current prices, from 754 country pairs and 261 national series of trade and investment.
  static let nominal = MixtureConstants(
    meanDrift: 0.075, driftSpread: 0.012, epochSpread: 0.038, driftBelief: 0.6,
    volatilityFreedom: 5, volatility: 0.105, walkWeight: 0.3)
  /// Tonnes, trains, trips.
  static let volume = MixtureConstants(
    meanDrift: 0.02, driftSpread: 0.016, epochSpread: 0.013, driftBelief: 0.86,
    volatilityFreedom: 1.4, volatility: 0.018, walkWeight: 0.8)
  /// From M1, M3 and tourism yearly.
  static let other = MixtureConstants(
    meanDrift: 0.02, driftSpread: 0.016, epochSpread: 0.013, driftBelief: 0.86,
    volatilityFreedom: 1.4, volatility: 0.018, walkWeight: 0.8)
  /// Values that may be negative: no growth is expected of them, and one window tells noise from walks.
  static let level = MixtureConstants(
    meanDrift: 0, driftSpread: 0.3, epochSpread: 0.013, driftBelief: 0.86, volatilityFreedom: 1.4,
    volatility: 0.018, walkWeight: 0.8, windows: [nil])

  /// Of a class on logs, of levels else.
  init(for sample: Sample) {
    guard sample.scale == .log else {
      self = .level
      return
    }
    switch sample.referenceClass {
    case .nominal: self = .nominal
    case .volume: self = .volume
    case .other: self = .other
    }
    // Numbered periods may be days as well as decades: no growth is expected of them.
    if sample.axis.frequency.periodsPerYear == nil { (meanDrift, epochSpread) = (0, 0) }
  }

  private init(
    meanDrift: Double, driftSpread: Double, epochSpread: Double, driftBelief: Double,
    volatilityFreedom: Double, volatility: Double, walkWeight: Double,
    windows: [Double?] = [nil, 12]
  ) {
    self.meanDrift = meanDrift
    self.driftSpread = driftSpread
    self.epochSpread = epochSpread
    self.driftBelief = driftBelief
    self.volatilityFreedom = volatilityFreedom
    self.volatility = volatility
    self.walkWeight = walkWeight
    self.windows = windows
  }

  /// A period instead of a year, in the unit of the sample: 1 on logs, else the root mean square
  /// increment a √period, or the mean absolute value where none differs from 0.
  func scaled(to sample: Sample, periodsPerYear k: Double) -> MixtureConstants {
    var unit = 1.0
    if sample.scale != .log {
      let increments = Increments(sample)
      unit = (increments.squares / Double(increments.count)).squareRoot()
      if unit == 0 { unit = sample.values.reduce(0) { $0 + abs($1) } / Double(sample.count) }
    }
    var scaled = self
    scaled.meanDrift /= k
    scaled.driftSpread *= unit / k
    scaled.epochSpread *= unit / k
    scaled.volatility *= unit / k.squareRoot()
    return scaled
  }

  /// The components of one window, their weights summing to `share`.
  func walks(_ sample: Sample, share: Double) -> [Mixture.Fitted.Walk] {
    let n = Double(sample.count - 1)
    let freedom = volatilityFreedom + n
    let prior = volatilityFreedom * volatility * volatility
    let rest = (1 - walkWeight) / Double(Self.noiseShares.count - 1)
    var walks: [Mixture.Fitted.Walk] = []
    var logs: [Double] = []
    for r in Self.noiseShares {
      let filter = DriftFilter(sample, noiseShare: r)
      let free = (prior + filter.squares) / (freedom - 1)
      let sampling = free * filter.driftVariance
      let spread = driftSpread * driftSpread
      let belief = spread > 0 ? driftBelief * spread / (spread + sampling) : 0
      let drift = belief * filter.drift + (1 - belief) * meanDrift
      let squares = prior + filter.squares(about: drift)
      walks.append(
        Mixture.Fitted.Walk(
          weight: 0, level: filter.level(drift: drift), levelVariance: filter.levelVariance,
          levelSlope: filter.levelSlope, drift: drift,
          driftVariance: belief * sampling + epochSpread * epochSpread,
          variance: squares / freedom, noiseShare: r, degreesOfFreedom: freedom))
      logs.append(
        log(r == 0 ? walkWeight : rest) - filter.logDeterminant / 2 - freedom / 2 * log(squares))
    }
    let most = logs.reduce(-Double.infinity, max)
    // Equal zeros: every component says the same, and the first one is enough.
    guard most.isFinite else {
      walks[0].weight = share
      return [walks[0]]
    }
    let weights = logs.map { exp($0 - most) }
    let total = weights.reduce(0, +)
    for k in walks.indices { walks[k].weight = share * weights[k] / total }
    return walks
  }
}
