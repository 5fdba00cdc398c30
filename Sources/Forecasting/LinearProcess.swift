/// How the deviations of a forecast from its centre hang together:
/// d_h = Σ a_i d_{h−i} + ε_h + Σ b_j ε_{h−j}, started at zero, with unit innovations.
///
/// Every linear model here has this form: exponential smoothing, theta and structural models by
/// their ARIMA equivalents, ARIMA by its expanded polynomials (differences included in a).
struct LinearProcess: Sendable, Equatable {
  /// a_1, a_2, …
  var autoregressive: [Double]
  /// b_1, b_2, …
  var movingAverage: [Double]

  /// A random walk.
  static let walk = LinearProcess(autoregressive: [1], movingAverage: [])

  /// ψ_0 … ψ_{count−1}: the weights of past innovations, ψ_0 = 1.
  func weights(_ count: Int) -> [Double] {
    var psi = [Double](repeating: 0, count: count)
    for k in 0..<count {
      var value = k == 0 ? 1 : k <= movingAverage.count ? movingAverage[k - 1] : 0
      for i in 0..<min(k, autoregressive.count) { value += autoregressive[i] * psi[k - 1 - i] }
      psi[k] = value
    }
    return psi
  }

  /// v_1 … v_horizon: the variances of d, running sums of ψ².
  func variances(_ horizon: Int) -> [Double] {
    var sum = 0.0
    return weights(horizon).map {
      sum += $0 * $0
      return sum
    }
  }

  /// Writes one path of deviations; `innovations` has the length of the path.
  @inline(__always)
  func fill(
    _ path: UnsafeMutableBufferPointer<Double>,
    innovations: UnsafeMutableBufferPointer<Double>
  ) {
    for h in path.indices {
      var value = innovations[h]
      for i in 0..<min(h, autoregressive.count) { value += autoregressive[i] * path[h - 1 - i] }
      for j in 0..<min(h, movingAverage.count) {
        value += movingAverage[j] * innovations[h - 1 - j]
      }
      path[h] = value
    }
  }
}
