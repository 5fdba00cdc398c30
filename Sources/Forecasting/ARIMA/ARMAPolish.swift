internal import Glibc

// Where Levenberg–Marquardt ends short. Mirroring a root of a moving average in the unit circle
// leaves the likelihood alone, so that along a root −2ℓ and every scaled innovation have their
// extremum on the circle. There a column of the Jacobian vanishes and the slope with it, the
// curvature does not: it is all in Σ z·z″, which Gauss and Newton leave out. Steps along the root
// are too long by any factor; the damping that shortens them, in units of the vanishing column,
// stops all coefficients. As a function −2ℓ is smooth there, and a method that learns its curvature
// goes on: the variable metric method of Broyden, Fletcher, Goldfarb and Shanno with slopes by
// central differences, which are exact on the circle.
//
// Why not in the search as well: forms with a root that near are not chosen, and where no root is
// the first method needs fewer filters.

extension ARMAEstimator {
  /// Half the width of a central difference: of −2ℓ, known to some 1e-13 of itself, it leaves
  /// slopes to 1e-5, and the next minimum to the square of that.
  private static let width = 1e-5

  /// −2ℓ with its slope and the curvature along each coefficient.
  private struct Surface {
    var slope: [Double]
    var curvature: [Double]
  }

  /// Lowers −2ℓ from where `fit` ended until the next step promises less than `tolerance`.
  ///
  /// - Parameter limit: of iterations, of 2k + 2 likelihoods or so each.
  /// - Returns: estimates no worse than the given ones.
  ///
  /// Source: Nocedal & Wright (2006), 6.1. Checked: R `arima(method = "ML")` at unit roots.
  func polished(
    _ estimate: Estimate, _ orders: ARMAOrders, constant: Bool, tolerance: Double, limit: Int = 100
  ) -> Estimate {
    let k = orders.count
    guard k > 0, estimate.objective.isFinite else { return estimate }
    var best = estimate
    guard var here = surface(best, orders, constant: constant) else { return best }
    var metric = Self.metric(here.curvature)
    var isFresh = true
    for _ in 0..<limit {
      let step = (0..<k).map { i in
        -(0..<k).reduce(0) { $0 + metric[i * k + $1] * here.slope[$1] }
      }
      let promise = -Self.dot(step, here.slope) / 2
      if !(promise >= tolerance * 0.1) {
        best.converged = true
        return best
      }
      var share = 1.0
      var next = best
      for _ in 0..<30 {
        next.coefficients = (0..<k).map { best.coefficients[$0] + share * step[$0] }
        next.objective = objective(orders, next.coefficients, constant: constant)
        if next.objective < best.objective - 2e-4 * share * promise { break }
        share /= 4
      }
      let gain = best.objective - next.objective
      guard gain > 0, let there = surface(next, orders, constant: constant) else {
        // A learnt curvature that misleads is dropped once.
        if isFresh { return best }
        metric = Self.metric(here.curvature)
        isFresh = true
        continue
      }
      let bend = (0..<k).map { there.slope[$0] - here.slope[$0] }
      let way = (0..<k).map { share * step[$0] }
      best = next
      here = there
      Self.learn(&metric, way: way, bend: bend)
      isFresh = false
      if gain < tolerance {
        best.converged = true
        return best
      }
    }
    return best
  }

  /// - Returns: nil when −2ℓ is infinite on both sides of a coefficient.
  private func surface(
    _ estimate: Estimate, _ orders: ARMAOrders, constant: Bool
  ) -> Surface? {
    var x = estimate.coefficients
    let value = estimate.objective
    var found = Surface(slope: [], curvature: [])
    for i in x.indices {
      let place = x[i]
      let h = Self.width * max(0.1, abs(place))
      x[i] = place + h
      let above = objective(orders, x, constant: constant)
      x[i] = place - h
      let below = objective(orders, x, constant: constant)
      x[i] = place
      guard above.isFinite || below.isFinite else { return nil }
      // At the edge of the stationary region one side is known.
      found.slope.append(
        !above.isFinite
          ? (value - below) / h : !below.isFinite ? (above - value) / h : (above - below) / (2 * h))
      found.curvature.append((above + below - 2 * value) / (h * h))
    }
    return found
  }

  /// The inverse of the curvatures, which are at least 1: one observation has that much of a
  /// coefficient.
  private static func metric(_ curvature: [Double]) -> [Double] {
    let k = curvature.count
    var metric = [Double](repeating: 0, count: k * k)
    for i in 0..<k {
      metric[i * k + i] = curvature[i].isFinite ? 1 / max(1, abs(curvature[i])) : 1
    }
    return metric
  }

  /// H ← (I − ρsy′) H (I − ρys′) + ρss′, ρ = 1/y′s; nothing where the curvature is not positive.
  private static func learn(_ metric: inout [Double], way s: [Double], bend y: [Double]) {
    let k = s.count
    let product = dot(s, y)
    guard product > 1e-12 * (dot(s, s) * dot(y, y)).squareRoot() else { return }
    let hy = (0..<k).map { i in (0..<k).reduce(0) { $0 + metric[i * k + $1] * y[$1] } }
    let factor = (1 + dot(y, hy) / product) / product
    for i in 0..<k {
      for j in 0..<k {
        metric[i * k + j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / product
      }
    }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
