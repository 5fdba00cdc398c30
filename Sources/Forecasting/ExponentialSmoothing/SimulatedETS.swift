internal import Glibc
public import StatisticsCore

/// A form whose forecast distribution has no closed form, by simulation: additive errors with a
/// multiplicative season, and multiplicative trends.
///
/// Twenty thousand paths (fewer over long horizons) from fixed streams give 400 quantiles a step; the
/// distribution is their mixture with narrow normal kernels. Innovations are t distributed with the
/// variance's degrees of freedom: one draw of σ a path. A multiplicative error takes the slightly bent
/// hyperbolic scale, on which no draw makes a level negative; the steps are then on logs.
public struct SimulatedETS: FittedModel {
  /// Such as `ETS(A,N,M)`.
  public let form: String
  /// Smoothing parameters and initial states by R's names, then `sigma`, relative for
  /// multiplicative errors.
  public let parameters: [(name: String, value: Double)]
  /// R's log-likelihood, without its constants.
  public let logLikelihood: Double?
  /// The corrected Akaike criterion; nil when n leaves no correction.
  public let aicc: Double?
  private let recursion: Recursion

  /// Whether the steps are on logs: the values are as observed and stay positive.
  public let hasOwnScales: Bool

  /// - Parameter isLevel: whether the values are as observed.
  init(_ estimate: ETSEstimate, _ search: ETSSearch, isLevel: Bool) {
    hasOwnScales = isLevel && estimate.form.error == .multiplicative
    form = estimate.form.name
    parameters = search.parameters(estimate)
    logLikelihood = search.logLikelihood(estimate)
    let criterion = search.aicc(estimate)
    aicc = criterion.isFinite ? criterion : nil
    let freedom = search.degreesOfFreedom(estimate.form)
    recursion = Recursion(
      form: estimate.form, smoothing: estimate.smoothing, level: estimate.level,
      trend: estimate.trend, season: estimate.season,
      deviation: (estimate.squares / freedom).squareRoot(), degreesOfFreedom: freedom,
      unit: search.unit)
  }

  /// Whether the closed forms of `ETSProjection` do not cover a form.
  static func isNeeded(for form: ETSForm) -> Bool {
    form.trend.isMultiplicative || (form.error == .additive && form.season == .multiplicative)
  }

  /// The recursion run forward with drawn errors.
  private struct Recursion: Sendable {
    let form: ETSForm
    let smoothing: ETSSmoothing
    let level: Double
    let trend: Double
    let season: [Double]
    let deviation: Double
    let degreesOfFreedom: Double
    let unit: Double

    struct State {
      var level: Double
      var trend: Double
      var season: [Double]
      var sigma: Double
      var random: PhiloxGenerator
    }

    func start(_ random: PhiloxGenerator) -> State {
      var random = random
      let spread =
        (degreesOfFreedom / random.chiSquared(degreesOfFreedom: degreesOfFreedom)).squareRoot()
      return State(
        level: level, trend: trend, season: season, sigma: deviation * spread, random: random)
    }

    func advance(_ state: inout State, step h: Int) -> Double {
      let isGrowth = form.trend.isMultiplicative
      let isProduct = form.season == .multiplicative
      let damped =
        isGrowth ? pow(max(state.trend, 1e-12), smoothing.phi) : smoothing.phi * state.trend
      let q = isGrowth ? state.level * damped : state.level + damped
      let place = season.isEmpty ? 0 : h % season.count
      let s = season.isEmpty ? (isProduct ? 1 : 0) : state.season[place]
      let mean = isProduct ? q * s : q + s
      let z = state.sigma * state.random.normal()
      let e =
        form.error == .multiplicative
        ? mean * (Scale.hyperbolic(centre: 1, bend: Scale.slightBend).observed(z) - 1) : z
      let adjusted = isProduct ? e / (abs(s) > 1e-12 ? s : 1e-12) : e
      let before = abs(state.level) > 1e-12 ? state.level : 1e-12
      state.trend = damped + smoothing.beta * (isGrowth ? adjusted / before : adjusted)
      state.level = q + smoothing.alpha * adjusted
      if !season.isEmpty {
        let divisor = abs(q) > 1e-12 ? q : 1e-12
        state.season[place] = s + smoothing.gamma * (isProduct ? e / divisor : e)
      }
      return (mean + e) * unit
    }
  }

  /// The distributions with the scales on which they are.
  public func steps(horizon: Int) -> [(distribution: TMixture, scale: Scale?)] {
    predictive(horizon: horizon).map { ($0, hasOwnScales ? .log : nil) }
  }

  /// A value on the scale of the steps, inside the doubles.
  private func working(_ value: Double) -> Double {
    let bounded = min(max(value, -Double.greatestFiniteMagnitude), Double.greatestFiniteMagnitude)
    let finite = value.isNaN ? Double.greatestFiniteMagnitude : bounded
    return hasOwnScales ? log(max(finite, Double.leastNormalMagnitude)) : finite
  }

  /// One distribution a step, from fixed streams, on the scale of `steps`; a horizon of at least 1.
  public func predictive(horizon: Int) -> [TMixture] {
    let count = max(1000, min(20_000, 2_000_000 / horizon))
    var states = (0..<count).map {
      recursion.start(PhiloxGenerator(seed: 0xE75, path: UInt32($0)))
    }
    var values = [Double](repeating: 0, count: count)
    let points = 400
    return (0..<horizon).map { h in
      for i in states.indices { values[i] = working(recursion.advance(&states[i], step: h)) }
      let sorted = values.sorted()
      let spread = Quantile.ofSorted(sorted, 0.84) - Quantile.ofSorted(sorted, 0.16)
      return TMixture(
        (0..<points).map { k in
          TMixture.Component(
            location: Quantile.ofSorted(sorted, (Double(k) + 0.5) / Double(points)),
            scale: 0.01 * spread, degreesOfFreedom: .infinity)
        })
    }
  }

  /// One sample path on the scale of `steps`: σ drawn once, then an error a step.
  public func simulate(
    into path: UnsafeMutableBufferPointer<Double>, using random: inout PhiloxGenerator
  ) {
    var state = recursion.start(random)
    for h in path.indices { path[h] = working(recursion.advance(&state, step: h)) }
    random = state.random
  }
}
