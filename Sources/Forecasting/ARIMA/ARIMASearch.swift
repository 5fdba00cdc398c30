internal import Glibc

// The automatic choice of orders, for differences already chosen: AICc over p, q ≤ 5, P, Q ≤ 2, with
// and without a constant when one is allowed.
//
// Without a season every pair of orders is fitted while the sample is short. Otherwise the search
// starts from the four forms of Hyndman & Khandakar (2008) and goes on from the best form not yet
// left: all its neighbours, in which p, q, P or Q, p and q or P and Q change by one, or the constant
// comes or goes, until the `patience` best forms have been left. Their search moves to the first
// better neighbour and ends at the first form without one, which finds less. Forms with a root
// inside 1.01 are fitted and not chosen, as there.

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
  /// The greatest p, q, P and Q.
  struct Limits: Sendable {
    var orders: ARMAOrders
  }

  let series: DifferencedSeries
  let limits: ARMAOrders
  let likelihood: ARMALikelihood
  let estimator: ARMAEstimator
  private let start: ARMAStart
  private(set) var tried: [Form: ARIMACandidate] = [:]

  struct Form: Hashable {
    var orders: ARMAOrders
    var constant: Bool
  }

  /// Fits stop when −2ℓ falls by less than this.
  static let tolerance = 1e-5

  init(_ series: DifferencedSeries, limits: ARMAOrders) {
    self.series = series
    self.limits = limits
    likelihood = ARMALikelihood(
      columns: series.columns, marginal: series.missing.count, season: series.season,
      capacity: max(limits.arDegree(series.season), limits.maDegree(series.season)))
    estimator = ARMAEstimator(likelihood, longest: limits.count)
    start = ARMAStart(series.columns[0], season: series.season)
  }

  /// 2·parameters with the correction for n*; infinite when n* leaves none.
  func penalty(_ form: Form) -> Double {
    let parameters = Double(form.orders.count + (form.constant ? 1 : 0) + 1)
    let rest = Double(series.observed) - parameters - 1
    // For three observations there is no correction, as in R.
    if series.levels.count - series.missing.count <= 3 { return 2 * parameters }
    return rest > 0 ? 2 * parameters + 2 * parameters * (parameters + 1) / rest : .infinity
  }

  var best: ARIMACandidate? { tried.values.min { $0.aicc < $1.aicc } }

  /// Fits a form unless it has been fitted.
  @discardableResult func candidate(_ form: Form) -> ARIMACandidate {
    if let known = tried[form] { return known }
    let penalty = penalty(form)
    let made: ARIMACandidate
    if penalty.isFinite {
      let bound = (best?.aicc ?? .infinity) - penalty
      made = judged(form, fit(form, hopeless: bound + 2), penalty)
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
    var starts: [[Double]] = [[Double](repeating: 0, count: form.orders.count)]
    if let own = start.coefficients(form.orders) { starts.append(own) }
    var nearest: ARIMACandidate?
    for (known, candidate) in tried
    where form.orders.contains(known.orders)
      && candidate.estimate.objective < nearest?.estimate.objective ?? .infinity
    {
      if known.constant == form.constant { nearest = candidate }
    }
    if let nearest {
      starts.append(form.orders.adopting(nearest.estimate.coefficients, of: nearest.orders))
    }
    let ranked = starts.map {
      (start: $0, value: estimator.objective(form.orders, $0, constant: form.constant))
    }.sorted { $0.value < $1.value }
    var first: ARMAEstimator.Estimate?
    for (start, _) in ranked {
      let estimate = estimator.fit(
        form.orders, constant: form.constant, start: start, tolerance: Self.tolerance,
        hopeless: hopeless)
      if isAdmissible(form.orders, estimate.coefficients) { return estimate }
      if first == nil { first = estimate }
      if estimate.objective > hopeless { break }
    }
    return first ?? ARMAEstimator.Estimate(
      coefficients: starts[0], objective: .infinity, converged: false)
  }

  /// Whether all roots are outside 1.01, after the moving averages have been mirrored.
  private func isAdmissible(_ orders: ARMAOrders, _ x: [Double]) -> Bool {
    let seasonal = pow(1.01, Double(series.season))
    return ARMARoots.areOutside(x[orders.arRange].map { -$0 }, radius: 1.01)
      && ARMARoots.areOutside(x[orders.seasonalARRange].map { -$0 }, radius: seasonal)
      && ARMARoots.areOutside(
        ARMARoots.mirroredOutside(Array(x[orders.maRange])), radius: 1.01)
      && ARMARoots.areOutside(
        ARMARoots.mirroredOutside(Array(x[orders.seasonalMARange])), radius: seasonal)
  }

  /// Fits what is to be fitted.
  func run(patience: Int = 3, exhaustive: Bool) {
    let constants = series.allowsConstant ? [true, false] : [false]
    if exhaustive {
      for total in 0...(limits.ar + limits.ma) {
        for p in max(0, total - limits.ma)...min(total, limits.ar) {
          for constant in constants {
            candidate(Form(orders: ARMAOrders(ar: p, ma: total - p), constant: constant))
          }
        }
      }
    } else {
      let first = constants[0]
      let firstOrders = ARMAOrders(
        ar: min(2, limits.ar), ma: min(2, limits.ma), seasonalAR: min(1, limits.seasonalAR),
        seasonalMA: min(1, limits.seasonalMA))
      candidate(Form(orders: ARMAOrders(), constant: first))
      candidate(
        Form(
          orders: ARMAOrders(ar: min(1, limits.ar), seasonalAR: min(1, limits.seasonalAR)),
          constant: first))
      candidate(
        Form(
          orders: ARMAOrders(ma: min(1, limits.ma), seasonalMA: min(1, limits.seasonalMA)),
          constant: first))
      candidate(Form(orders: ARMAOrders(), constant: false))
      candidate(Form(orders: firstOrders, constant: first))
      var left: Set<Form> = []
      while true {
        let ranked = tried.filter { $0.value.aicc.isFinite }
          .sorted { $0.value.aicc < $1.value.aicc }.prefix(patience)
        guard let next = ranked.first(where: { !left.contains($0.key) }) else { break }
        left.insert(next.key)
        for form in neighbours(next.key) { candidate(form) }
      }
    }
  }

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
