internal import Glibc

/// A form with given orders and the forms one standard error off in its coefficients.
///
/// The centre stays that of the estimate. The variance of a step gains, for each direction V of a root of
/// the coefficients' covariance, half of what the variances at ±V have more, and half of their centres'
/// squared distances: the second moment over a normal posterior to the second order. Constant and
/// regressors have theirs in each form.
struct ARIMASpread: Sendable {
  let fit: ARIMAFit
  /// Forms at +V and −V; one of them twice where the other is not stationary.
  private let pairs: [[ARIMAFit]]

  init(_ candidate: ARIMACandidate, of search: ARIMASearch) {
    fit = ARIMAFit(candidate, of: search)
    let (orders, constant) = (fit.orders, fit.constant)
    guard fit.logLikelihood != nil,
      let root = search.estimator.covarianceRoot(orders, fit.coefficients, constant: constant)
    else {
      pairs = []
      return
    }
    pairs = root.compactMap { [fit] direction in
      let made = [1.0, -1].compactMap { sign -> ARIMAFit? in
        var moved = candidate
        moved.estimate.coefficients = zip(fit.coefficients, direction).map { $0 + sign * $1 }
        let value = search.estimator.objective(
          orders, moved.estimate.coefficients, constant: constant)
        return value.isFinite ? ARIMAFit(moved, of: search) : nil
      }
      guard let first = made.first, let last = made.last else { return nil }
      return [first, last]
    }
  }

  /// Centres and standard deviations of steps 1…horizon on the scale of the sample.
  func projection(horizon: Int) -> (centres: [Double], deviations: [Double]) {
    var path = fit.projection(horizon: horizon)
    let moved = pairs.flatMap { pair in
      pair.map { ($0.projection(horizon: horizon), (fit.variance / $0.variance).squareRoot()) }
    }
    guard !moved.isEmpty else { return path }
    let size = fit.exponent
    for h in 0..<horizon {
      // In units of 2^e, so that squares stay in range.
      let own = scalbn(path.deviations[h], -size)
      var (gain, distance) = (0.0, 0.0)
      for (other, ratio) in moved {
        let deviation = scalbn(other.deviations[h], -size) * ratio
        let away = scalbn(other.centres[h] - path.centres[h], -size)
        gain += (deviation * deviation - own * own) / 2
        distance += away * away / 2
      }
      path.deviations[h] = scalbn((own * own + max(0, gain) + distance).squareRoot(), size)
    }
    return path
  }
}
