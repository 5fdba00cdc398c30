internal import Glibc

/// A likelihood of two or three parameters summed over a grid around its greatest value.
///
/// The last parameter is ln σ. Parameters that are estimated with an error in proportion to σ have
/// grid points that spread with it, so that the tails of Student's t are covered as well as its middle.
/// Steps of 0.7 deviations sum a smooth density to far more digits than are shown.
struct LikelihoodGrid {
  struct Point {
    let parameters: [Double]
    /// ln of likelihood × cell volume, up to a constant.
    let logWeight: Double
  }

  let points: [Point]

  /// - Parameters:
  ///   - freedom: degrees of freedom of σ: how far its grid must reach.
  ///   - scaledBy: whether a parameter's error is in proportion to σ; false for ln σ, the last.
  init(
    around peak: LikelihoodPeak, freedom: Int, scaledBy: [Bool],
    _ logLikelihood: ([Double]) -> Double
  ) {
    let top = peak.place
    let size = top.count
    let last = size - 1
    // ln σ reaches further up than down: a scaled inverse χ of few degrees of freedom is skewed.
    let spread = 1 / (2 * Double(max(1, freedom))).squareRoot()
    let logDeviations = Self.range(
      from: top[last] - 4.5 * spread, to: top[last] + 4.5 * spread + 14 / Double(freedom),
      count: 25)
    let steps = Self.range(from: -7, to: 7, count: 21)
    var kept: [Point] = []
    func add(_ parameters: [Double], _ volume: Double) {
      let value = logLikelihood(parameters)
      // Less than e^−40 of the greatest: no digit of any sum.
      guard value > peak.logLikelihood - 40 else { return }
      kept.append(Point(parameters: parameters, logWeight: value + volume))
    }
    for logDeviation in logDeviations {
      let ratio = logDeviation - top[last]
      let scales = (0..<last).map {
        scaledBy[$0] ? peak.deviations[$0] * exp(ratio) : peak.deviations[$0]
      }
      let volume = scales.reduce(log(logDeviations[1] - logDeviations[0])) { $0 + log($1) }
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
}
