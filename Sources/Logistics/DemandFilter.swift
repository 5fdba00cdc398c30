internal import Glibc
internal import StatisticsCore

/// One observed period: what was carried, and the capacity stated for it when there is one.
struct CensoredObservation: Sendable {
  let ordinal: Int
  let logValue: Double
  let logCapacity: Double?

  /// The same where the capacity is off by so much; none where it is out of reach.
  func shifted(by offset: CapacityOffset) -> CensoredObservation {
    guard case .at(let value) = offset else {
      return CensoredObservation(ordinal: ordinal, logValue: logValue, logCapacity: nil)
    }
    return CensoredObservation(
      ordinal: ordinal, logValue: logValue, logCapacity: logCapacity.map { $0 + value })
  }
}

/// ln of demand at one time as weighted points: one at the observation for the case that it was
/// demand, and quadrature nodes above it for the case that it was capacity.
struct DemandNodes: Sendable {
  var values: [Double]
  var weights: [Double]

  static func point(_ x: Double) -> DemandNodes { DemandNodes(values: [x], weights: [1]) }

  /// The node that a number in (0, 1) picks.
  func value(at u: Double) -> Double {
    var sum = 0.0
    for (value, weight) in zip(values, weights) {
      sum += weight
      if u < sum { return value }
    }
    return values[values.count - 1]
  }
}

/// The likelihood of y = min(d, c), period by period.
///
/// With p the density of ln d given the past, S and f the survival and density of ln c, an
/// observation has the density p·S + f·P(d > y): the exact likelihood of a minimum of two.
///
/// Source: Tobin (1958) for a known bound; Maddala & Nelson (1974) for a random one.
struct DemandFilter {
  let growth: DemandGrowth
  let bound: CapacityBound
  let observations: [CensoredObservation]

  /// The log-likelihood given the first observation, and demand at the last.
  ///
  /// - Parameter deviation: σ of a period's noise.
  func run(
    rate: Double, deviation: Double, logSaturation: Double
  ) -> (logLikelihood: Double, end: DemandNodes) {
    var nodes = DemandNodes.point(observations[0].logValue)
    var logLikelihood = 0.0
    for (previous, next) in zip(observations, observations.dropFirst()) {
      let count = next.ordinal - previous.ordinal
      var means = nodes.values
      var deviations = nodes.values
      for (j, x) in nodes.values.enumerated() {
        let (mean, variance) = growth.steps(
          x, count: count, rate: rate, logSaturation: logSaturation)
        means[j] = mean
        deviations[j] = deviation * variance.squareRoot()
      }
      let update = Self.update(
        next, bound, means: means, deviations: deviations, weights: nodes.weights)
      guard update.density > 0 else { return (-.infinity, .point(next.logValue)) }
      logLikelihood += log(update.density)
      nodes = update.nodes
    }
    return (logLikelihood, nodes)
  }

  /// ln of the prior of growth and noise: flat in ln σ, and in growth in proportion to the number of
  /// changes that are expected to be seen.
  ///
  /// Demand that happens to grow fast is full soon and seen for less long: over many samples the mean
  /// of growth under a flat prior is too high by σ²/a with a the way to capacity in logs. The changes
  /// seen are a/r, and a prior in proportion moves the mean by −var(r)/r = −σ²/a. Without capacity it
  /// is flat.
  ///
  /// Source: Tweedie (1957) for the mean of the inverse of a first passage time.
  func logPrior(rate: Double, deviation: Double, logSaturation: Double) -> Double {
    let own = bound.periodMoments
    var (x, spread, seen) = (observations[0].logValue, 0.0, 0.0)
    for (previous, next) in zip(observations, observations.dropFirst()) {
      let count = next.ordinal - previous.ordinal
      for _ in 0..<count {
        let slope = growth.slope(x, rate: rate, logSaturation: logSaturation)
        x = growth.step(x, rate: rate, logSaturation: logSaturation)
        spread = spread * slope * slope + deviation * deviation
      }
      guard let logCapacity = next.logCapacity else {
        seen += Double(count)
        continue
      }
      let room = logCapacity + own.mean - x
      seen += Double(count) * Normal.cumulative(room / (spread + own.variance).squareRoot())
    }
    // Growth so fast that nothing is expected to be seen is left to the likelihood.
    return log(max(seen, 1e-9))
  }

  /// The density of an observation under a mixture of normals for ln d, and ln d after it.
  static func update(
    _ observation: CensoredObservation, _ bound: CapacityBound, means: [Double],
    deviations: [Double], weights: [Double]
  ) -> (density: Double, nodes: DemandNodes) {
    let y = observation.logValue
    var exact = 0.0
    for j in means.indices {
      exact += weights[j] * Normal.density((y - means[j]) / deviations[j]) / deviations[j]
    }
    guard let stated = observation.logCapacity else { return (exact, .point(y)) }
    let (survival, density) = bound.capacityAbove(y, stated: stated)
    guard density > 0 else { return (exact * survival, .point(y)) }
    var (tail, top) = (0.0, y)
    for j in means.indices {
      tail += weights[j] * Normal.cumulative((means[j] - y) / deviations[j])
      // Six deviations above the mean, or, far in the tail, three above the bound. Means that weigh
      // nothing do not count: through many full periods the range would grow by six deviations each.
      guard weights[j] > 1e-9 else { continue }
      top = max(top, max(means[j] + 6 * deviations[j], y + 3 * deviations[j]))
    }
    let total = exact * survival + density * tail
    guard total > 0 else { return (0, .point(y)) }
    // Far below its capacity what was carried is demand.
    guard density * tail > 1e-12 * total else { return (total, .point(y)) }
    var nodes = DemandNodes(values: [], weights: [])
    if survival > 0 { nodes = DemandNodes(values: [y], weights: [exact * survival / total]) }
    let rule = GaussLegendre.usual
    var above = [Double](repeating: 0, count: rule.nodes.count)
    var sum = 0.0
    let mixture = NormalMixtureDensity(means: means, deviations: deviations, weights: weights)
    for (k, share) in rule.nodes.enumerated() {
      let x = y + share * (top - y)
      above[k] = mixture.density(x) * rule.weights[k]
      sum += above[k]
      nodes.values.append(x)
    }
    // The nodes share the tail's mass, which is known exactly.
    let mass = density * tail / total
    nodes.weights += above.map { sum > 0 ? $0 / sum * mass : mass / Double(above.count) }
    return (total, nodes)
  }
}
