internal import Glibc

/// Where a likelihood of two or three parameters is greatest, and how sharply it falls.
struct LikelihoodPeak {
  /// Where the likelihood is greatest.
  let place: [Double]
  let logLikelihood: Double
  /// 1/√curvature along each parameter.
  let deviations: [Double]

  /// - Parameters:
  ///   - start: where the search begins.
  ///   - spreads: how far from there it may lie, a scale a parameter.
  ///   - tolerance: a share of the spreads; a grid need not be centred better than by default.
  init(
    from start: [Double], spreads: [Double], tolerance: Double = 1e-3,
    _ value: ([Double]) -> Double
  ) {
    let (top, best) = Self.climb(start, spreads, tolerance, value)
    (place, logLikelihood) = (top, best)
    deviations = top.indices.map {
      Self.deviation(top, $0, step: spreads[$0] * 0.02, best, value) ?? spreads[$0]
    }
  }

  /// ln of the integral of the likelihood by Laplace's approximation, up to a constant of its size: to
  /// tell what can be left out.
  var logMass: Double { deviations.reduce(logLikelihood) { $0 + log($1) } }

  /// The greatest value by a compass search: steps along each parameter, halved when none helps.
  ///
  /// Source: Kolda, Lewis & Torczon (2003); two or three smooth parameters need no more.
  private static func climb(
    _ start: [Double], _ spreads: [Double], _ tolerance: Double, _ value: ([Double]) -> Double
  ) -> ([Double], Double) {
    var (place, best) = (start, value(start))
    var steps = spreads
    for _ in 0..<4000 {
      var isBetter = false
      for j in place.indices {
        for sign in [1.0, -1.0] {
          var next = place
          next[j] += sign * steps[j]
          let reached = value(next)
          if reached > best {
            (place, best, isBetter) = (next, reached, true)
            break
          }
        }
      }
      if isBetter { continue }
      for j in steps.indices { steps[j] /= 2 }
      if zip(steps, spreads).allSatisfy({ $0 < tolerance * $1 }) { break }
    }
    return (place, best)
  }

  /// 1/√(−second derivative) at the maximum; nil where the likelihood is flat or not finite.
  private static func deviation(
    _ place: [Double], _ index: Int, step: Double, _ centre: Double, _ value: ([Double]) -> Double
  ) -> Double? {
    var (up, down) = (place, place)
    up[index] += step
    down[index] -= step
    let curvature = (2 * centre - value(up) - value(down)) / (step * step)
    return curvature > 0 && curvature.isFinite ? 1 / curvature.squareRoot() : nil
  }
}
