internal import Glibc

/// A series taken to the unit interval: (y − y_1)/s, so that variances keep their range and a scaled
/// series takes the same path through the search.
struct NormalisedSeries {
  let values: [Double]
  let offset: Double
  let scale: Double

  /// - Parameter dense: NaN in gaps, the first value finite.
  init(_ dense: [Double]) {
    offset = dense[0]
    // In two steps: a difference of huge values would overflow.
    let size = dense.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
    guard size > 0 else {
      (values, scale) = (dense.map { $0.isNaN ? .nan : 0 }, 1)
      return
    }
    let first = offset / size
    let centred = dense.map { $0 / size - first }
    let spread = centred.reduce(0) { $1.isNaN ? $0 : max($0, abs($1)) }
    let isFlat = spread * size == 0
    values = isFlat ? centred.map { $0.isNaN ? .nan : 0 } : centred.map { $0 / spread }
    scale = isFlat ? 1 : spread * size
  }
}

/// A structural model fitted to a normalised series.
struct StructuralEstimate {
  let form: StructuralForm
  /// In units of the normalised series.
  let variances: SIMD4<Double>
  /// Diffuse log-likelihood of the normalised series; nil for an exact fit.
  let logLikelihood: Double?
  /// Comparable between forms; nil for an exact fit or when n leaves no correction.
  let aicc: Double?
  /// What the automatic choice compares; infinite without `aicc`.
  let criterion: Double
  /// Contrasts less the variance ratios searched, those found to be zero too; at least 1.
  let degreesOfFreedom: Double
  let process: LinearProcess
  /// a and P of the period after the last, P in units of the series at unit `spread`.
  let state: [Double]
  let covariance: [Double]
  /// (n − d)/ν: takes the maximum likelihood σ² to the σ² of the predictive distribution.
  let spread: Double

  /// What a moving slope must gain in AICc to be chosen.
  ///
  /// AICc alone takes slopes of short series for moving far too often. Of 0, 1, 2, 3, 4, 6 and 10
  /// this one had the least MASE over rolling origins in the training parts of the M3 series
  /// (yearly 2.30 at 0, 2.20 at 4, 2.33 without moving slopes; monthly 0.745, 0.730, 0.723).
  static let slopePenalty = 4.0

  var isExact: Bool { logLikelihood == nil }

  /// Fits a form.
  ///
  /// - Parameter prunes: whether variances are taken out while `criterion` falls. One of level and
  ///   slope stays: a mean or line that never moves gives intervals that are far too narrow.
  /// - Returns: nil when the observations do not determine the states.
  static func fit(
    _ series: NormalisedSeries, form: StructuralForm, prunes: Bool
  ) -> StructuralEstimate? {
    let filter = StructuralFilter(series.values, form: form)
    let fixed = SIMD4<Double>(0, 0, 0, 1)
    guard let pass = filter.filter(fixed), pass.degreesOfFreedom > 0 else { return nil }
    // What a line with a fixed season leaves is rounding.
    if pass.squares <= 1e-26 * Double(pass.observations) {
      return StructuralEstimate(filter, fixed, pass, isExact: true)
    }
    let search = VarianceSearch(filter: filter)
    guard let optimum = search.maximum(over: form.components),
      var best = StructuralEstimate(filter, optimum.ratios)
    else { return nil }
    guard prunes else { return best }
    var ratios = optimum.ratios
    while true {
      let kept = form.components.filter { ratios[$0] > 0 }
      var better: (StructuralEstimate, SIMD4<Double>)?
      for place in kept where place > 1 || kept.contains(1 - place) {
        if kept.count == 1 { continue }
        var start = ratios
        start[place] = 0
        guard let smaller = search.maximum(from: start, over: kept.filter { $0 != place }),
          let estimate = StructuralEstimate(filter, smaller.ratios),
          estimate.criterion < (better?.0 ?? best).criterion
        else { continue }
        better = (estimate, smaller.ratios)
      }
      guard let better else { return best }
      (best, ratios) = better
    }
  }

  private init?(_ filter: StructuralFilter, _ ratios: SIMD4<Double>) {
    guard let pass = filter.filter(ratios) else { return nil }
    self.init(filter, ratios, pass, isExact: false)
  }

  private init(
    _ filter: StructuralFilter, _ ratios: SIMD4<Double>, _ pass: StructuralPass, isExact: Bool
  ) {
    form = filter.form
    let k = filter.k
    state = (0..<k).map { filter.state[$0] }
    if isExact {
      variances = .zero
      (logLikelihood, aicc, criterion, spread) = (nil, nil, -.infinity, 1)
      degreesOfFreedom = .infinity
      process = LinearProcess(autoregressive: filter.form.autoregressive, movingAverage: [])
      covariance = [Double](repeating: 0, count: k * k)
      return
    }
    let variance = pass.variance
    variances = variance * ratios
    logLikelihood = pass.logLikelihood
    let steady = SteadyState(filter, ratios)
    process = steady.reducedForm(filter.form)
    covariance = (0..<(k * k)).map { variance * filter.covariance[$0] }
    let estimated = filter.form.components.count { ratios[$0] > 0 }
    let searched = filter.form.components.count
    degreesOfFreedom = Double(max(1, pass.degreesOfFreedom - (searched - 1)))
    spread = Double(pass.degreesOfFreedom) / degreesOfFreedom
    let n = Double(pass.observations)
    let parameters = Double(k + estimated)
    let correction = n - parameters - 1
    guard correction > 0 else {
      (aicc, criterion) = (nil, .infinity)
      return
    }
    let value =
      n * (log(2 * Double.pi * pass.squares / n) + 1) + steady.logDeterminant
      + 2 * parameters * (1 + (parameters + 1) / correction)
    aicc = value
    criterion = value + (ratios[1] > 0 ? Self.slopePenalty : 0)
  }

  /// Centres and standard deviations of the next `horizon` observations, on the series' scale, for
  /// variances that are known.
  func projection(horizon: Int, of series: (offset: Double, scale: Double)) -> LinearFit.Projection
  {
    var projection = moments(
      horizon: horizon, variances: spread * variances, covariance: covariance.map { spread * $0 })
    for h in 0..<horizon {
      projection.centres[h] = series.offset + series.scale * projection.centres[h]
      projection.scales[h] *= series.scale
    }
    return projection
  }

  /// The same of the normalised series, for variances and a covariance of the state that are given.
  func moments(
    horizon: Int, variances: SIMD4<Double>, covariance: [Double]
  ) -> LinearFit.Projection {
    let transition = StructuralTransition(form)
    let k = transition.k
    var projection = LinearFit.Projection(centres: [], scales: [])
    projection.centres.reserveCapacity(horizon)
    projection.scales.reserveCapacity(horizon)
    var disturbance = variances
    disturbance[3] = 0
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * k * k + 4 * k) { memory in
      memory.initialize(repeating: 0)
      let a = memory.baseAddress!
      let (zeros, column, sums) = (a + k, a + 2 * k, a + 3 * k)
      var p = a + 4 * k
      var next = p + k * k
      for i in 0..<k { a[i] = state[i] }
      for i in 0..<(k * k) { p[i] = covariance[i] }
      for _ in 0..<horizon {
        transition.loading(p, into: column)
        let variance = max(0, transition.loading(column) + variances[3])
        projection.centres.append(transition.loading(a))
        projection.scales.append(variance.squareRoot())
        transition.advance(a)
        transition.advance(
          p, into: next, gain: zeros, loading: zeros, disturbance: disturbance, sums: sums)
        swap(&p, &next)
      }
    }
    return projection
  }
}
