internal import Glibc
package import SeriesCore

/// What is known of the period after the last observation: values by several routes, each with a spread
/// from its own past errors, and what they say together.
///
/// Spreads are standard deviations of logarithms; errors of any two routes have the stated correlation ρ.
/// With Σ their covariance the joint value is that of generalised least squares,
///
///     log m = 1'Σ⁻¹x / 1'Σ⁻¹1,   s² = 1 / 1'Σ⁻¹1
///
/// a route with an infinite spread says nothing, one with none says all.
package struct CurrentEvidence: Sendable {
  /// One way to a value.
  package struct Route: Sendable {
    package let name: String
    /// Positive, in the unit of the series.
    package let value: Double
    /// Standard deviation of its logarithm, 0 to infinity.
    package let spread: Double
    /// Past errors behind the spread; 0 for a stated one.
    package let errors: Int
    /// How many of these were inside the 80 % interval that the others give; nil for a stated spread.
    package let held: Int?
    /// Where value and spread come from.
    package let basis: String
    /// Share in the joint value; 0 of one that adds nothing to better ones with the same errors.
    package fileprivate(set) var weight = 0.0

    package init(
      name: String, value: Double, spread: Double, errors: Int = 0, held: Int? = nil, basis: String
    ) {
      self.name = name
      self.value = value
      self.spread = spread
      self.errors = errors
      self.held = held
      self.basis = basis
    }
  }

  /// In the order of the file, with their weights.
  package let routes: [Route]
  /// ρ, 0 to under 1.
  package let correlation: Double
  /// m and the standard deviation of its logarithm; nil when no route says anything.
  package let joint: (value: Double, spread: Double)?

  package init(_ routes: [Route], correlation: Double) {
    self.correlation = correlation
    var routes = routes
    let exact = routes.indices.filter { routes[$0].spread == 0 }
    var heard = exact.isEmpty ? routes.indices.filter { routes[$0].spread.isFinite } : [exact[0]]
    guard !heard.isEmpty else {
      self.routes = routes
      joint = nil
      return
    }
    var weights =
      exact.isEmpty
      ? Self.weights(heard.map { routes[$0].spread }, correlation) : (share: [1], variance: 0)
    // Under a correlation that is stated and not known, a weight below zero would put the value outside
    // of every route and claim a precision that none has: such a route adds nothing to the others.
    while let place = weights.share.indices.min(by: { weights.share[$0] < weights.share[$1] }),
      weights.share[place] < 0
    {
      heard.remove(at: place)
      weights = Self.weights(heard.map { routes[$0].spread }, correlation)
    }
    var logarithm = 0.0
    for (place, share) in zip(heard, weights.share) {
      routes[place].weight = share
      logarithm += share * log(routes[place].value)
    }
    self.routes = routes
    joint = (exp(logarithm), weights.variance.squareRoot())
  }

  /// The .9-quantile of a normal.
  static let normalHalfWidth = 1.2815515655446004

  /// The central 80 % interval of a value with a spread of its logarithm; nil for an infinite one.
  package static func interval80(
    _ value: Double, _ spread: Double
  ) -> (low: Double, high: Double)? {
    guard spread.isFinite else { return nil }
    let factor = exp(normalHalfWidth * spread)
    return (value / factor, value * factor)
  }

  /// 1'Σ⁻¹ scaled to sum to 1, and 1 / 1'Σ⁻¹1, for Σ = D((1 − ρ)I + ρJ)D in closed form.
  private static func weights(
    _ spreads: [Double], _ rho: Double
  ) -> (share: [Double], variance: Double) {
    let inverse = spreads.map { 1 / $0 }
    let count = Double(spreads.count)
    let sum = inverse.reduce(0, +)
    let shared = rho * sum / (1 + rho * (count - 1))
    let raw = inverse.map { $0 * ($0 - shared) / (1 - rho) }
    let total = raw.reduce(0, +)
    return (raw.map { $0 / total }, 1 / total)
  }
}

extension CurrentEvidence.Route {
  /// The ratio route: another series is known for the period, and the ratio of the two is that of the
  /// period before.
  ///
  /// - Parameters:
  ///   - period: the ordinal on both axes, the one after the last observation of `series`.
  ///   - first: the first period whose error counts; nil for all.
  /// - Returns: nil without a value of `other` at `period` and the one before, or with fewer than three
  ///   past errors and no stated spread.
  package static func ratio(
    _ name: String, of series: TimeSeries, to other: TimeSeries, at period: Int, from first: Int?,
    spread stated: Double?
  ) -> CurrentEvidence.Route? {
    func change(_ t: Int, _ s: TimeSeries) -> Double? {
      guard let now = s.value(at: t), let before = s.value(at: t - 1), now > 0, before > 0 else {
        return nil
      }
      return log(now / before)
    }
    guard let last = series.value(at: period - 1), last > 0, let moved = change(period, other)
    else { return nil }
    let errors = series.ordinals.filter { $0 >= first ?? Int.min && $0 < period }.compactMap { t in
      change(t, series).flatMap { own in change(t, other).map { own - $0 } }
    }
    let value = last * exp(moved)
    if let stated {
      return CurrentEvidence.Route(
        name: name, value: value, spread: stated, basis: "the ratio of the period before; stated")
    }
    guard errors.count >= 3 else { return nil }
    let n = Double(errors.count)
    let squares = errors.reduce(0) { $0 + $1 * $1 }
    // Of a t with n degrees of freedom the variance is n/(n − 2) times the square of its scale.
    let spread = (squares / n * n / (n - 2)).squareRoot()
    let held = errors.count { error in
      let others = ((squares - error * error) / (n - 1)).squareRoot()
      return abs(error) <= CurrentEvidence.normalHalfWidth * others
        * ((n - 1) / max(1, n - 3)).squareRoot()
    }
    return CurrentEvidence.Route(
      name: name, value: value, spread: spread, errors: errors.count, held: held,
      basis: "the ratio of the period before, its errors in \(errors.count) past periods")
  }
}
