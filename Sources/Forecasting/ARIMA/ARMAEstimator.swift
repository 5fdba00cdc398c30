internal import Glibc

// Maximum likelihood by Levenberg–Marquardt: with z_t the scaled innovations and |Ω| their
// determinant, −2ℓ = N·log Σ (|Ω|^{1/2N} z_t)² + constant, a problem of least squares whose
// Jacobian is differenced. Near the optimum it converges as fast as Newton's method, for k + 1
// filters an iteration. Regressors and σ² are concentrated out in the filter. At a root of a moving
// average on the unit circle it stops short: `polished` goes on from there.
//
// Moving averages are free while the search runs, as in R; a root inside the unit circle has a
// mirror outside with the same likelihood, which is taken at the end. Source of the sum of squares:
// Ansley (1979); Marquardt (1963).

/// Fits ARMA processes of any orders to one differenced series.
final class ARMAEstimator {
  let likelihood: ARMALikelihood
  private let longest: Int
  private let point: UnsafeMutablePointer<Double>
  private let trial: UnsafeMutablePointer<Double>
  private let step: UnsafeMutablePointer<Double>
  private let slope: UnsafeMutablePointer<Double>
  private let normal: UnsafeMutablePointer<Double>
  private let factor: UnsafeMutablePointer<Double>
  private let residuals: UnsafeMutablePointer<Double>
  private let jacobian: UnsafeMutablePointer<Double>

  /// Estimates with their criterion.
  struct Estimate: Sendable {
    var coefficients: [Double]
    /// N·log S + log-determinants: −2ℓ up to a constant.
    var objective: Double
    /// Whether the last step was below the tolerance.
    var converged: Bool
  }

  /// - Parameter longest: the most coefficients that will be asked for.
  init(_ likelihood: ARMALikelihood, longest: Int) {
    self.likelihood = likelihood
    self.longest = longest
    func buffer(_ size: Int) -> UnsafeMutablePointer<Double> {
      let made = UnsafeMutablePointer<Double>.allocate(capacity: max(1, size))
      made.initialize(repeating: 0, count: max(1, size))
      return made
    }
    point = buffer(longest)
    trial = buffer(longest)
    step = buffer(longest)
    slope = buffer(longest)
    normal = buffer(longest * longest)
    factor = buffer(longest * longest)
    residuals = buffer(likelihood.count)
    jacobian = buffer(longest * likelihood.count)
  }

  deinit {
    for pointer in [point, trial, step, slope, normal, factor, residuals, jacobian] {
      pointer.deallocate()
    }
  }

  func objective(_ orders: ARMAOrders, _ coefficients: [Double], constant: Bool) -> Double {
    coefficients.withUnsafeBufferPointer { source in
      for i in 0..<orders.count { trial[i] = source[i] }
    }
    return likelihood.evaluate(orders, trial, constant: constant)
  }

  /// Improves `start` until −2ℓ falls by less than `tolerance`.
  ///
  /// - Parameter hopeless: −2ℓ over which a fit that has begun to converge is given up.
  func fit(
    _ orders: ARMAOrders, constant: Bool, start: [Double], tolerance: Double,
    limit: Int = 60, hopeless: Double = .infinity
  ) -> Estimate {
    let k = orders.count
    precondition(k <= longest, "the coefficients fit the buffers")
    for i in 0..<k { point[i] = start[i] }
    var value = likelihood.evaluate(orders, point, constant: constant)
    func estimate(_ converged: Bool) -> Estimate {
      Estimate(
        coefficients: (0..<k).map { point[$0] }, objective: value, converged: converged)
    }
    guard k > 0, value.isFinite else { return estimate(value.isFinite) }
    let n = likelihood.count
    let size = Double(likelihood.observed)
    keepResiduals(residuals)
    var damping = 1e-3
    for iteration in 0..<limit {
      // The sum of squares that −2ℓ is the logarithm of.
      var square = 0.0
      for t in 0..<n { square += residuals[t] * residuals[t] }
      guard square > 0, differentiate(orders, constant: constant, k) else { return estimate(false) }
      gather(k, n)
      var accepted = false
      var gain = 0.0
      for _ in 0..<12 {
        guard let promise = solve(k, damping: damping) else {
          damping = max(damping * 10, 1e-8)
          continue
        }
        if size * promise / square < tolerance * 0.1 { return estimate(true) }
        for i in 0..<k { trial[i] = point[i] - step[i] }
        let next = likelihood.evaluate(orders, trial, constant: constant)
        if next < value {
          gain = value - next
          value = next
          for i in 0..<k { point[i] = trial[i] }
          keepResiduals(residuals)
          let ratio = gain / (size * promise / square)
          damping = ratio > 0.5 ? max(damping * 0.1, 1e-12) : ratio < 0.1 ? damping * 4 : damping
          accepted = true
          break
        }
        damping = max(damping * 6, 1e-6)
      }
      if !accepted || gain < tolerance { return estimate(accepted) }
      if iteration >= 4, value - 20 * gain > hopeless { return estimate(false) }
    }
    return estimate(false)
  }

  /// A root of the covariance of estimated coefficients, one vector a coefficient: σ²(JᵀJ + σ²)⁻¹ = ΣVV′.
  ///
  /// The σ² inside stands for a prior deviation of 1: at a root on the unit circle the Jacobian says
  /// nothing of a coefficient, whose size is known all the same.
  ///
  /// - Returns: nil where −2ℓ or its Jacobian is not finite.
  func covarianceRoot(
    _ orders: ARMAOrders, _ coefficients: [Double], constant: Bool
  ) -> [[Double]]? {
    let k = orders.count
    precondition(k <= longest, "the coefficients fit the buffers")
    for i in 0..<k { point[i] = coefficients[i] }
    guard k > 0, likelihood.evaluate(orders, point, constant: constant).isFinite else { return nil }
    keepResiduals(residuals)
    guard differentiate(orders, constant: constant, k) else { return nil }
    let n = likelihood.count
    gather(k, n)
    var square = 0.0
    for t in 0..<n { square += residuals[t] * residuals[t] }
    let variance = square / Double(max(1, likelihood.observed - k - (constant ? 1 : 0)))
    for i in 0..<k { normal[i * longest + i] += variance }
    guard variance > 0, solve(k, damping: 0) != nil else { return nil }
    // Columns of σL⁻ᵀ, from LLᵀ = JᵀJ + σ².
    return (0..<k).map { j in
      var column = [Double](repeating: 0, count: k)
      for i in stride(from: j, through: 0, by: -1) {
        var sum = i == j ? variance.squareRoot() : 0
        for l in (i + 1)..<max(i + 1, j + 1) { sum -= factor[l * longest + i] * column[l] }
        column[i] = sum / factor[i * longest + i]
      }
      return column
    }
  }

  private func keepResiduals(_ target: UnsafeMutablePointer<Double>) {
    let scale = exp(likelihood.logDeterminant / (2 * Double(likelihood.observed)))
    let z = likelihood.innovations
    for t in 0..<likelihood.count { target[t] = z[t] * scale }
  }

  /// One column of the Jacobian a coefficient, by forward differences.
  private func differentiate(_ orders: ARMAOrders, constant: Bool, _ k: Int) -> Bool {
    let n = likelihood.count
    for i in 0..<k { trial[i] = point[i] }
    for j in 0..<k {
      var width = 1e-7 * max(0.1, abs(point[j]))
      trial[j] = point[j] + width
      if !likelihood.evaluate(orders, trial, constant: constant).isFinite {
        width = -width
        trial[j] = point[j] + width
        guard likelihood.evaluate(orders, trial, constant: constant).isFinite else { return false }
      }
      let column = jacobian + j * n
      keepResiduals(column)
      let inverse = 1 / width
      for t in 0..<n { column[t] = (column[t] - residuals[t]) * inverse }
      trial[j] = point[j]
    }
    return true
  }

  /// JᵀJ and Jᵀz.
  private func gather(_ k: Int, _ n: Int) {
    for i in 0..<k {
      let a = jacobian + i * n
      // Four sums at a time: each waits for itself alone, and adds in the order of time.
      for first in stride(from: 0, through: i + 1, by: 4) {
        func column(_ j: Int) -> UnsafeMutablePointer<Double> {
          j <= i ? jacobian + j * n : residuals
        }
        let (b0, b1) = (column(first), column(first + 1))
        let (b2, b3) = (column(first + 2), column(first + 3))
        var sums = SIMD4<Double>()
        for t in 0..<n { sums += a[t] * SIMD4(b0[t], b1[t], b2[t], b3[t]) }
        for l in 0..<4 where first + l <= i { normal[i * longest + first + l] = sums[l] }
        if (0..<4).contains(i + 1 - first) { slope[i] = sums[i + 1 - first] }
      }
    }
  }

  /// Solves (JᵀJ + λ·diag) δ = Jᵀz by Cholesky.
  ///
  /// - Returns: the fall of the sum of squares that the linear model promises; nil when the matrix
  ///   is not positive definite.
  private func solve(_ k: Int, damping: Double) -> Double? {
    for i in 0..<k {
      for j in 0...i {
        var sum = normal[i * longest + j]
        if i == j { sum += damping * (sum + 1e-8) }
        for l in 0..<j { sum -= factor[i * longest + l] * factor[j * longest + l] }
        if i == j {
          guard sum > 1e-14 * normal[i * longest + i], sum > 0 else { return nil }
          factor[i * longest + i] = sum.squareRoot()
        } else {
          factor[i * longest + j] = sum / factor[j * longest + j]
        }
      }
    }
    for i in 0..<k {
      var sum = slope[i]
      for l in 0..<i { sum -= factor[i * longest + l] * step[l] }
      step[i] = sum / factor[i * longest + i]
    }
    // |L⁻¹g|² is g′δ: with damping the model promises at least that much.
    var promise = 0.0
    for i in 0..<k { promise += step[i] * step[i] }
    for i in stride(from: k - 1, through: 0, by: -1) {
      var sum = step[i]
      for l in (i + 1)..<max(k, i + 1) { sum -= factor[l * longest + i] * step[l] }
      step[i] = sum / factor[i * longest + i]
    }
    return promise.isFinite ? promise : nil
  }
}
