internal import Glibc

// The automatic choice of orders, for differences already chosen: AICc over p, q ≤ 5, P, Q ≤ 2, with
// and without a constant when one is allowed.
//
// The search starts from the four forms of Hyndman & Khandakar (2008) and one more, and goes on from
// the best form not yet left: all its neighbours, in which p, q, P or Q, p and q or P and Q change
// by one, or the constant comes or goes, until the best few forms have been left. Their search moves
// to the first better neighbour and ends at the first form without one, which finds less. Forms with
// a root inside 1.01 are fitted and not chosen, as there.

/// One form with its estimates.
struct ARIMACandidate: Sendable {
  let orders: ARMAOrders
  let constant: Bool
  var estimate: ARMAEstimator.Estimate
  /// −2ℓ of the scaled series plus the penalty; infinite for a form that cannot be chosen.
  var aicc: Double
  /// The same without a look at the roots.
  var freeAICc: Double
}

/// Fits forms to one differenced series and keeps what has been tried.
final class ARIMASearch {
  let series: DifferencedSeries
  /// The greatest p, q, P and Q.
  let limits: ARMAOrders
  let likelihood: ARMALikelihood
  let estimator: ARMAEstimator
  private let start: ARMAStart
  private(set) var tried: [Form: ARIMACandidate] = [:]
  /// The least AICc so far.
  private var lowest = Double.infinity

  struct Form: Hashable, Comparable {
    var orders: ARMAOrders
    var constant: Bool

    /// Fewer coefficients first, so that a tie has one order.
    static func < (a: Form, b: Form) -> Bool {
      (a.orders.count, a.orders.ar, a.orders.ma, a.orders.seasonalAR, a.constant ? 1 : 0)
        < (b.orders.count, b.orders.ar, b.orders.ma, b.orders.seasonalAR, b.constant ? 1 : 0)
    }
  }

  /// Fits stop when −2ℓ falls by less than this.
  static let tolerance = 1e-5
  /// The form that is kept is fitted on until −2ℓ falls by less than this.
  static let lastTolerance = 1e-10

  init(_ series: DifferencedSeries, limits: ARMAOrders) {
    self.series = series
    self.limits = limits
    likelihood = ARMALikelihood(
      columns: series.columns, marginal: series.missing.count,
      regressors: series.regressors.count, season: series.season,
      capacity: max(limits.arDegree(series.season), limits.maDegree(series.season)))
    estimator = ARMAEstimator(likelihood, longest: limits.count)
    start = ARMAStart(series.withoutRegressors, season: series.season)
  }

  /// 2·parameters with the correction for n*; infinite when n* leaves none.
  func penalty(_ form: Form) -> Double {
    let parameters = Double(
      form.orders.count + series.regressors.count + (form.constant ? 1 : 0) + 1)
    let rest = Double(series.observed) - parameters - 1
    // For three observations there is no correction, as in R; a degree of freedom stays for σ².
    if series.levels.count - series.missing.count <= 3 {
      return rest >= -1 ? 2 * parameters : .infinity
    }
    return rest > 0 ? 2 * parameters + 2 * parameters * (parameters + 1) / rest : .infinity
  }

  /// Forms that can be chosen, the best first.
  var ranked: [ARIMACandidate] {
    tried.filter { $0.value.aicc < .infinity }
      .sorted { ($0.value.aicc, $0.key) < ($1.value.aicc, $1.key) }.map(\.value)
  }

  /// Fits a form unless it has been fitted.
  @discardableResult func candidate(_ form: Form) -> ARIMACandidate {
    if let known = tried[form] { return known }
    let penalty = penalty(form)
    let made: ARIMACandidate
    if penalty.isFinite {
      let bound = lowest - penalty
      made = judged(form, fit(form, hopeless: bound + 2), penalty)
      lowest = min(lowest, made.aicc)
    } else {
      made = ARIMACandidate(
        orders: form.orders, constant: form.constant,
        estimate: ARMAEstimator.Estimate(
          coefficients: [Double](repeating: 0, count: form.orders.count), objective: .infinity,
          converged: false), aicc: .infinity, freeAICc: .infinity)
    }
    tried[form] = made
    return made
  }

  private func judged(
    _ form: Form, _ estimate: ARMAEstimator.Estimate, _ penalty: Double
  ) -> ARIMACandidate {
    let free = estimate.objective + penalty
    return ARIMACandidate(
      orders: form.orders, constant: form.constant, estimate: estimate,
      aicc: isAdmissible(form.orders, estimate.coefficients) ? free : .infinity, freeAICc: free)
  }

  /// From the best of three starts: the regression of `ARMAStart`, the best fitted form that this
  /// one contains, and zeros. When that ends at a form that cannot be chosen, the next start is
  /// tried: a likelihood often has one maximum on the edge and one inside.
  private func fit(_ form: Form, hopeless: Double) -> ARMAEstimator.Estimate {
    let starts = starts(form)
    let ranked = starts.map {
      (start: $0, value: estimator.objective(form.orders, $0, constant: form.constant))
    }.sorted { $0.value < $1.value }
    var first: ARMAEstimator.Estimate?
    for (start, _) in ranked {
      let estimate = mirrored(
        form,
        estimator.fit(
          form.orders, constant: form.constant, start: start, tolerance: Self.tolerance,
          hopeless: hopeless), hopeless: hopeless)
      if isAdmissible(form.orders, estimate.coefficients) { return estimate }
      if first == nil { first = estimate }
      if estimate.objective > hopeless { break }
    }
    return first
      ?? ARMAEstimator.Estimate(
        coefficients: starts[0], objective: .infinity, converged: false)
  }

  /// Goes on from the moving averages whose roots are all outside, where −2ℓ is the same.
  ///
  /// Two roots that mirror each other in the unit circle are a saddle: mirroring both leaves −2ℓ alone,
  /// so that it has its extremum there along the way between them, and they stay real. Both outside they
  /// are one twofold root, from which a complex pair can part. Weekly patterns need such pairs.
  private func mirrored(
    _ form: Form, _ estimate: ARMAEstimator.Estimate, hopeless: Double
  ) -> ARMAEstimator.Estimate {
    guard estimate.converged, form.orders.ma > 1 || form.orders.seasonalMA > 1 else {
      return estimate
    }
    var start = estimate.coefficients
    for range in [form.orders.maRange, form.orders.seasonalMARange] where range.count > 1 {
      let factor = Array(start[range])
      guard ARMARoots.areApartFromCircle(factor, radius: 1.01) else { return estimate }
      start.replaceSubrange(range, with: ARMARoots.mirroredOutside(factor))
    }
    if start == estimate.coefficients { return estimate }
    let next = estimator.fit(
      form.orders, constant: form.constant, start: start, tolerance: Self.tolerance,
      hopeless: hopeless)
    // A saddle that can be chosen is better than a maximum that cannot.
    let isWorse =
      isAdmissible(form.orders, estimate.coefficients)
      && !isAdmissible(form.orders, next.coefficients)
    return isWorse || next.objective >= estimate.objective ? estimate : next
  }

  private func starts(_ form: Form) -> [[Double]] {
    var starts: [[Double]] = [[Double](repeating: 0, count: form.orders.count)]
    if let own = start.coefficients(form.orders) { starts.append(own) }
    if let nearest = bestContained(in: form) {
      starts.append(form.orders.adopting(nearest.estimate.coefficients, of: nearest.orders))
    }
    return starts
  }

  /// The best fitted form that another one contains; of equals the least in the order of forms,
  /// since a dictionary has an order of its own in every run.
  private func bestContained(in form: Form) -> ARIMACandidate? {
    tried.lazy.filter { known, candidate in
      known.constant == form.constant && form.orders.contains(known.orders)
        && candidate.estimate.objective < .infinity
    }.min {
      ($0.value.estimate.objective, $0.key) < ($1.value.estimate.objective, $1.key)
    }?.value
  }

  /// Fits one form from every start to the end, which may be a moving average with a root on the
  /// unit circle; roots are not looked at.
  func fixed(_ form: Form) -> ARIMACandidate? {
    let fits = (starts(form) + [overdifferenced(form.orders)].compactMap { $0 }).map {
      let near = estimator.fit(
        form.orders, constant: form.constant, start: $0, tolerance: Self.lastTolerance, limit: 200)
      return estimator.polished(
        near, form.orders, constant: form.constant, tolerance: Self.lastTolerance)
    }
    guard let best = fits.min(by: { $0.objective < $1.objective }), !best.objective.isNaN,
      best.objective < .infinity
    else { return nil }
    let value = best.objective + penalty(form)
    return ARIMACandidate(
      orders: form.orders, constant: form.constant, estimate: best, aicc: value, freeAICc: value)
  }

  /// Where the maximum of an overdifferenced series is: moving averages that all but undo the
  /// differences. From elsewhere the way can end at a lesser one, where the factors cancel.
  ///
  /// - Returns: nil for forms in which no difference can be undone.
  private func overdifferenced(_ orders: ARMAOrders) -> [Double]? {
    var x = [Double](repeating: 0, count: orders.count)
    if series.differences > 0, orders.ma > 0 { x[orders.maRange.lowerBound] = -0.9 }
    if series.seasonalDifferences > 0, orders.seasonalMA > 0 {
      x[orders.seasonalMARange.lowerBound] = -0.9
    }
    return x.contains { $0 != 0 } ? x : nil
  }

  /// A form without coefficients.
  func refinedPlain(_ form: Form) -> ARIMACandidate {
    let estimate = estimator.fit(
      form.orders, constant: form.constant, start: [], tolerance: Self.lastTolerance)
    return ARIMACandidate(
      orders: form.orders, constant: form.constant, estimate: estimate,
      aicc: estimate.objective, freeAICc: estimate.objective)
  }

  /// Fits a form from the estimates that another search found.
  func adopt(_ other: ARIMACandidate) {
    let form = Form(orders: other.orders, constant: other.constant)
    let penalty = penalty(form)
    guard penalty.isFinite else { return }
    tried[form] = judged(
      form,
      estimator.fit(
        form.orders, constant: form.constant, start: other.estimate.coefficients,
        tolerance: Self.tolerance), penalty)
  }

  /// The same form with its estimates improved to the last tolerance.
  func refined(_ candidate: ARIMACandidate) -> ARIMACandidate {
    let form = Form(orders: candidate.orders, constant: candidate.constant)
    let better = judged(
      form,
      estimator.fit(
        form.orders, constant: form.constant, start: candidate.estimate.coefficients,
        tolerance: Self.lastTolerance, limit: 200), penalty(form))
    return better.aicc.isFinite ? better : candidate
  }

  /// Whether all roots are outside 1.01, after the moving averages have been mirrored.
  private func isAdmissible(_ orders: ARMAOrders, _ x: [Double]) -> Bool {
    let seasonal = pow(1.01, Double(series.season))
    return ARMARoots.areOutside(x[orders.arRange].map { -$0 }, radius: 1.01)
      && ARMARoots.areOutside(x[orders.seasonalARRange].map { -$0 }, radius: seasonal)
      && ARMARoots.areApartFromCircle(Array(x[orders.maRange]), radius: 1.01)
      && ARMARoots.areApartFromCircle(Array(x[orders.seasonalMARange]), radius: seasonal)
  }

  /// Fits the forms of the search.
  ///
  /// - Parameter patience: how many of the best forms have all their neighbours fitted.
  func run(patience: Int) {
    let first = series.allowsConstant
    for orders in Self.startingOrders {
      candidate(Form(orders: orders.limited(to: limits), constant: first))
    }
    candidate(Form(orders: ARMAOrders(), constant: false))
    var left: Set<Form> = []
    while true {
      let ranked = tried.filter { $0.value.aicc < .infinity }
        .sorted { ($0.value.aicc, $0.key) < ($1.value.aicc, $1.key) }.prefix(patience)
      guard let next = ranked.first(where: { !left.contains($0.key) }) else { break }
      left.insert(next.key)
      for form in neighbours(next.key) { candidate(form) }
    }
  }

  /// The forms of Hyndman & Khandakar, the largest last: it starts from what the others found.
  private static let startingOrders = [
    ARMAOrders(), ARMAOrders(ar: 1, seasonalAR: 1), ARMAOrders(ma: 1, seasonalMA: 1),
    ARMAOrders(ar: 3), ARMAOrders(ar: 2, ma: 2, seasonalAR: 1, seasonalMA: 1),
  ]

  private func neighbours(_ form: Form) -> [Form] {
    var found: [Form] = []
    func add(_ p: Int, _ q: Int, _ seasonalP: Int, _ seasonalQ: Int) {
      var orders = form.orders
      orders.ar += p
      orders.ma += q
      orders.seasonalAR += seasonalP
      orders.seasonalMA += seasonalQ
      guard
        min(orders.ar, orders.ma, orders.seasonalAR, orders.seasonalMA) >= 0,
        limits.contains(orders)
      else { return }
      found.append(Form(orders: orders, constant: form.constant))
    }
    for (a, b) in [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)] {
      if series.season > 1 { add(0, 0, a, b) }
      add(a, b, 0, 0)
    }
    if series.allowsConstant { found.append(Form(orders: form.orders, constant: !form.constant)) }
    return found
  }
}
