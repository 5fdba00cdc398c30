internal import Glibc

/// Exponential smoothing of one series: its scaled values, fits of single forms, and what an estimate
/// says of the future.
final class ETSSearch {
  let kernel: ETSKernel
  private let bridged: [Double]
  /// What one unit of the kernel's values is worth: the mean absolute value.
  let unit: Double
  let isPositive: Bool
  let seasonLength: Int

  /// The longest season that has a state for each of its periods.
  static let longestSeason = 24

  /// - Parameter values: one a period, NaN where missing, the first and last observed.
  /// - Throws: `.overflow` when the values have no finite mean.
  init(_ values: [Double], seasonLength: Int) throws(ForecastingError) {
    let observed = values.filter { !$0.isNaN }
    let unit = try SeriesScaling.unit(of: observed)
    // A season needs a state for each of its periods, and more than one turn to tell them.
    let hasSeason = seasonLength <= Self.longestSeason && values.count >= seasonLength + 5
    let scaled = values.map { $0 / unit }
    guard scaled.allSatisfy({ $0.isNaN || $0.isFinite }) else { throw .overflow }
    self.unit = unit
    self.seasonLength = hasSeason ? seasonLength : 1
    kernel = ETSKernel(scaled, seasonLength: self.seasonLength)
    bridged = SeriesScaling.bridge(scaled)
    isPositive = observed.allSatisfy { $0 > 0 }
  }

  /// Estimated parameters without σ.
  func parameterCount(_ form: ETSForm) -> Int {
    form.parameterCount(seasonLength: seasonLength) - 1
  }

  /// Whether the data can carry the form: n − 2 parameters or more leave nothing to judge by.
  func isPossible(_ form: ETSForm) -> Bool {
    parameterCount(form) < kernel.count - 1 && (form.season == .none || seasonLength > 1)
      && (!form.needsPositiveValues || isPositive)
  }

  /// Where a search begins, in terms of its variables.
  struct StartPoint {
    /// nil for R's small α.
    var alpha: Double?
    var trendRatio = 0.1
    var seasonRatio = 0.05
    /// States that keep every forecast of a positive series positive, in place of a line.
    var isFlat = false
  }

  private func variables(_ form: ETSForm, _ point: StartPoint) -> [Double] {
    let layout = ETSLayout(form, seasonLength: seasonLength)
    var states = ETSStart(
      bridged, season: form.season, hasTrend: form.trend != .none,
      seasonLength: form.season == .none ? 1 : seasonLength)
    if point.isFlat { states = ETSStart(flatFrom: bridged, like: states, season: form.season) }
    if form.trend.isMultiplicative { states = states.asGrowth }
    var x = [Double](repeating: 0, count: layout.count)
    let (low, high) = (ETSSmoothing.least, ETSSmoothing.most)
    x[0] = point.alpha ?? low + 0.2 * (high - low) / Double(layout.seasonLength)
    if let i = layout.trendRatio { x[i] = point.trendRatio }
    if let i = layout.seasonRatio { x[i] = point.seasonRatio }
    if let i = layout.damping {
      x[i] =
        ETSSmoothing.leastDamping
        + 0.99 * (ETSSmoothing.mostDamping - ETSSmoothing.leastDamping)
    }
    x[layout.level] = states.level
    if let i = layout.trend { x[i] = states.slope }
    if let first = layout.season {
      for k in 1..<seasonLength { x[first + k - 1] = states.season[k] }
    }
    return x
  }

  /// How many starts a fit tries.
  enum Effort {
    /// R's start, for seasonal forms one with a large α too: enough when many forms are averaged.
    case quick
    /// A grid over the smoothing parameters, for the maximum of a named form's likelihood.
    case thorough
  }

  /// Gain in the criterion for which a later start is preferred to an earlier one.
  private static let gain = 1e-9

  /// The best estimate of one form; nil when the form is impossible here.
  func fit(
    _ form: ETSForm, effort: Effort = .thorough, penalty: ETSPenalty = .none
  ) -> ETSEstimate? {
    guard isPossible(form) else { return nil }
    let estimator = ETSEstimator(kernel, form, penalty: penalty)
    var point = StartPoint()
    var best = estimator.search(from: variables(form, point))
    if best == nil {
      point.isFlat = true
      best = estimator.search(from: variables(form, point))
    }
    func attempt() {
      let other = estimator.search(from: variables(form, point), heldSteps: 2)
      if let other, other.objective < (best?.objective ?? .infinity) - Self.gain { best = other }
    }
    switch effort {
    case .quick:
      // Without season a second start costs half the time and gains 0.7 % of MASE on M3 yearly.
      guard form.season != .none || best == nil else { break }
      point.alpha = 0.9
      attempt()
    case .thorough:
      // On both M3 sets no likelihood of this grid's best is under R's; with one start 4 % are.
      for alpha in [1e-4, 0.1, 0.5, 0.95] {
        point.alpha = alpha
        for ratio in form.trend == .none ? [0.1] : [0.1, 0.6] {
          point.trendRatio = ratio
          for seasonRatio in form.season == .none ? [0.05] : [0.05, 0.6] {
            point.seasonRatio = seasonRatio
            attempt()
          }
        }
      }
    }
    return best
  }

  /// AIC plus its small-sample correction; infinite where n leaves none.
  func aicc(_ estimate: ETSEstimate) -> Double {
    let n = Double(kernel.count)
    let k = Double(parameterCount(estimate.form) + 1)
    let aic = -2 * logLikelihood(estimate) + 2 * k
    return n - k - 1 > 0 ? aic + 2 * k * (k + 1) / (n - k - 1) : .infinity
  }

  /// R's log-likelihood, without its constants: −½(n·log Σe² + 2Σlog|ŷ|).
  func logLikelihood(_ estimate: ETSEstimate) -> Double {
    -0.5 * (estimate.criterion + 2 * Double(kernel.count) * log(unit))
  }

  /// Degrees of freedom of the error variance, as R counts them.
  func degreesOfFreedom(_ form: ETSForm) -> Double {
    Double(max(1, kernel.count - parameterCount(form)))
  }

  /// - Parameter uncertainty: nil takes the estimate for known.
  func projection(
    _ estimate: ETSEstimate, _ uncertainty: ETSUncertainty? = nil
  ) -> ETSProjection {
    ETSProjection(
      form: estimate.form, smoothing: estimate.smoothing, level: estimate.level,
      trend: estimate.trend, season: estimate.season,
      uncertainty: uncertainty
        ?? .none(
          estimate.smoothing, variance: variance(estimate), seasonLength: estimate.season.count),
      unit: unit)
  }

  /// σ², relative for multiplicative errors.
  private func variance(_ estimate: ETSEstimate) -> Double {
    estimate.squares / degreesOfFreedom(estimate.form)
  }

  /// Estimates by R's names: alpha, beta, gamma, phi, the initial states l, b, s0 (the latest) … and
  /// sigma.
  func parameters(_ estimate: ETSEstimate) -> [(name: String, value: Double)] {
    let form = estimate.form
    var list: [(name: String, value: Double)] = [("alpha", estimate.smoothing.alpha)]
    if form.trend != .none { list.append(("beta", estimate.smoothing.beta)) }
    if form.season != .none { list.append(("gamma", estimate.smoothing.gamma)) }
    if form.trend.isDamped { list.append(("phi", estimate.smoothing.phi)) }
    list.append(("l", estimate.initialLevel * unit))
    if form.trend != .none {
      list.append(("b", estimate.initialTrend * (form.trend.isMultiplicative ? 1 : unit)))
    }
    for (k, value) in estimate.initialSeason.dropFirst().reversed().enumerated() {
      list.append(("s\(k)", form.season == .multiplicative ? value : value * unit))
    }
    let sigma = (estimate.squares / degreesOfFreedom(form)).squareRoot()
    list.append(("sigma", sigma * (form.error == .multiplicative ? 1 : unit)))
    return list
  }

  /// One of several forms' projection, parameter uncertainty by the curvature of its criterion.
  func averagedProjection(_ estimate: ETSEstimate, penalty: ETSPenalty) -> ETSProjection {
    let estimator = ETSEstimator(kernel, estimate.form, penalty: penalty)
    return projection(estimate, estimator.curvature(estimate, variance: variance(estimate)))
  }

  /// What a linear form's estimate says of the future.
  ///
  /// - Parameters:
  ///   - keepsSign: whether quantiles stay positive: a product's of values as observed.
  ///   - degreesOfFreedom: nil for those of R.
  func linearFit(
    _ estimate: ETSEstimate, _ projection: ETSProjection, keepsSign: Bool,
    degreesOfFreedom: Double? = nil
  ) -> LinearFit {
    let aicc = self.aicc(estimate)
    return LinearFit(
      form: estimate.form.name, parameters: parameters(estimate),
      logLikelihood: logLikelihood(estimate), aicc: aicc.isFinite ? aicc : nil,
      degreesOfFreedom: degreesOfFreedom ?? self.degreesOfFreedom(estimate.form),
      process: projection.process, keepsSign: keepsSign
    ) { projection($0) }
  }

  /// The fit of a named linear form, parameter uncertainty by a mean over its grid.
  ///
  /// - Parameter isLevel: whether the values are as observed.
  func namedFit(_ estimate: ETSEstimate, isLevel: Bool) -> LinearFit {
    let estimator = ETSEstimator(kernel, estimate.form)
    let projection = projection(estimate, estimator.posterior(estimate))
    return linearFit(
      estimate, projection, keepsSign: isLevel && projection.isProduct,
      degreesOfFreedom: Double(max(1, kernel.count - estimator.stateCount)))
  }
}

extension ETSSearch {
  /// The fit of one linear form, for the models that are one.
  func namedFit(
    _ form: ETSForm, penalty: ETSPenalty = .none
  ) throws(ForecastingError) -> LinearFit {
    guard let estimate = fit(form, penalty: penalty) else {
      throw .noEstimate("no start was possible")
    }
    // Additive forms, which no sign is kept of.
    return namedFit(estimate, isLevel: false)
  }
}
