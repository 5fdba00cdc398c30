internal import Glibc

/// A likelihood of two or three parameters summed over a grid around its greatest value.
///
/// The last parameter is ln σ. Parameters that are estimated with an error in proportion to σ have
/// grid points that spread with it, so that the tails of Student's t are covered as well as its middle.
struct LikelihoodGrid {
  struct Point {
    let parameters: [Double]
    /// ln of likelihood × cell volume, up to a constant.
    let logWeight: Double
  }

  let points: [Point]
  /// Where the likelihood is greatest, to 1e-7 of the spreads.
  let maximum: [Double]
  let maximumLogLikelihood: Double

  /// - Parameters:
  ///   - around: where the search for the greatest value begins.
  ///   - spreads: how far from there it may lie, a scale a parameter.
  ///   - freedom: degrees of freedom of σ: how far its grid must reach.
  ///   - scaledBy: whether a parameter's error is in proportion to σ; false for ln σ, the last.
  init(
    around start: [Double], spreads: [Double], freedom: Int, scaledBy: [Bool],
    _ logLikelihood: ([Double]) -> Double
  ) {
    let (top, best) = Self.climb(start, spreads, logLikelihood)
    (maximum, maximumLogLikelihood) = (top, best)
    let size = top.count
    let curvatures = (0..<size).map {
      Self.deviation(top, $0, step: spreads[$0] * 0.02, best, logLikelihood)
        ?? spreads[$0]
    }
    let last = size - 1
    // ln σ reaches further up than down: a scaled inverse χ of few degrees of freedom is skewed.
    let spread = 1 / (2 * Double(max(1, freedom))).squareRoot()
    let logDeviations = Self.range(
      from: top[last] - 4.5 * spread, to: top[last] + 4.5 * spread + 14 / Double(freedom),
      count: size == 2 ? 41 : 33)
    let steps = Self.range(from: -7, to: 7, count: size == 2 ? 57 : 37)
    var kept: [Point] = []
    func add(_ parameters: [Double], _ volume: Double) {
      let value = logLikelihood(parameters)
      // Less than e^−40 of the greatest: no digit of any sum.
      guard value > best - 40 else { return }
      kept.append(Point(parameters: parameters, logWeight: value + volume))
    }
    for logDeviation in logDeviations {
      let ratio = logDeviation - top[last]
      let scales = (0..<last).map { scaledBy[$0] ? curvatures[$0] * exp(ratio) : curvatures[$0] }
      let volume = scales.reduce(0) { $0 + log($1) }
      for first in steps {
        if size == 2 {
          add([top[0] + first * scales[0], logDeviation], volume)
        } else {
          for second in steps where first * first + second * second <= 49 {
            add(
              [
                top[0] + first * scales[0], top[1] + second * scales[1], logDeviation,
              ], volume)
          }
        }
      }
    }
    points = kept
  }

  private static func range(from low: Double, to high: Double, count: Int) -> [Double] {
    (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  /// The greatest value by a compass search: steps along each parameter, halved when none helps.
  ///
  /// Source: Kolda, Lewis & Torczon (2003); two or three smooth parameters need no more.
  private static func climb(
    _ start: [Double], _ spreads: [Double], _ value: ([Double]) -> Double
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
      if zip(steps, spreads).allSatisfy({ $0 < 1e-7 * $1 }) { break }
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
