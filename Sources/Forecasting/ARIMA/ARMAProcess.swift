/// An ARMA process with its factors multiplied out, φ(B) u = θ(B) ε in units of Var ε, and its
/// stationary start: what the filter of `ARMALikelihood` begins with. Nothing is allocated after it
/// is made. One thread only.
final class ARMAProcess {
  /// Expanded coefficients by lag, [0] unused.
  let phi: UnsafeMutablePointer<Double>
  let theta: UnsafeMutablePointer<Double>
  /// Lags whose coefficient is not zero.
  let phiLags: UnsafeMutablePointer<Int>
  let thetaLags: UnsafeMutablePointer<Int>
  private(set) var phiLagCount = 0
  private(set) var thetaLagCount = 0
  private(set) var arDegree = 0
  private(set) var maDegree = 0
  /// After `start` K = cov(s₂, u₁), `order` long with two zeros behind; the filter works in it.
  let gain: UnsafeMutablePointer<Double>

  /// m.
  private let season: Int
  /// The greatest order that the buffers hold.
  private let capacity: Int
  private let scratch: UnsafeMutablePointer<Double>
  private let triangle: UnsafeMutablePointer<Double>
  private let products: UnsafeMutablePointer<Double>

  /// - Parameter capacity: the greatest max(p + mP, q + mQ) that will be asked for.
  init(season: Int, capacity: Int) {
    self.season = season
    self.capacity = capacity
    func buffer(_ size: Int) -> UnsafeMutablePointer<Double> {
      let made = UnsafeMutablePointer<Double>.allocate(capacity: size)
      made.initialize(repeating: 0, count: size)
      return made
    }
    gain = buffer(capacity + 2)
    phi = buffer(capacity + 1)
    theta = buffer(capacity + 1)
    scratch = buffer(4 * capacity + 8)
    products = buffer(2 * capacity + 4)
    triangle = buffer((capacity + 1) * (capacity + 2) / 2)
    phiLags = .allocate(capacity: capacity + 1)
    thetaLags = .allocate(capacity: capacity + 1)
    phiLags.initialize(repeating: 0, count: capacity + 1)
    thetaLags.initialize(repeating: 0, count: capacity + 1)
  }

  deinit {
    for pointer in [gain, phi, theta, scratch, triangle, products] { pointer.deallocate() }
    phiLags.deallocate()
    thetaLags.deallocate()
  }

  /// r, the length of the state.
  var order: Int { max(arDegree, maDegree) }

  /// γ₀ after `start`.
  var variance: Double { scratch[0] }

  /// Multiplies the factors out.
  ///
  /// - Parameter x: φ, θ, Φ, Θ.
  /// - Returns: false for a coefficient that is not finite.
  func expand(_ orders: ARMAOrders, _ x: UnsafePointer<Double>) -> Bool {
    arDegree = orders.arDegree(season)
    maDegree = orders.maDegree(season)
    precondition(max(arDegree, maDegree) <= capacity, "the state fits the buffers")
    for i in 0..<orders.count where !x[i].isFinite { return false }
    phiLagCount = multiply(
      x + orders.arRange.lowerBound, orders.ar, x + orders.seasonalARRange.lowerBound,
      orders.seasonalAR, sign: -1, into: phi, lags: phiLags)
    thetaLagCount = multiply(
      x + orders.maRange.lowerBound, orders.ma, x + orders.seasonalMARange.lowerBound,
      orders.seasonalMA, sign: 1, into: theta, lags: thetaLags)
    return true
  }

  /// (1 + s·Σ a_i Bⁱ)(1 + s·Σ b_j B^{jm}) = 1 + s·Σ c_k Bᵏ.
  private func multiply(
    _ a: UnsafePointer<Double>, _ short: Int, _ b: UnsafePointer<Double>, _ long: Int,
    sign: Double, into c: UnsafeMutablePointer<Double>, lags: UnsafeMutablePointer<Int>
  ) -> Int {
    let degree = short + season * long
    for k in 0...capacity { c[k] = 0 }
    for i in 0..<short { c[i + 1] = a[i] }
    for j in 0..<long {
      let base = (j + 1) * season
      c[base] += b[j]
      for i in 0..<short { c[base + i + 1] += sign * a[i] * b[j] }
    }
    var found = 0
    if degree > 0 {
      for k in 1...degree where c[k] != 0 {
        lags[found] = k
        found += 1
      }
    }
    return found
  }

  /// Autocovariances, then γ₀ and K = cov(s₂, u₁) into `variance` and `gain`.
  ///
  /// - Returns: false for coefficients that are not stationary or leave the doubles.
  func start() -> Bool {
    let r = order
    let gamma = scratch
    let psi = scratch + capacity + 2
    guard autocovariances(into: gamma) else { return false }
    // ψ_0 … ψ_{q−1}.
    if maDegree > 0 {
      for k in 0..<maDegree {
        var value = k == 0 ? 1 : theta[k]
        for a in 0..<phiLagCount {
          let lag = phiLags[a]
          if lag > k { break }
          value += phi[lag] * psi[k - lag]
        }
        psi[k] = value
      }
    }
    // K_i = Σ_{j ≥ i} φ_j γ_{j−i} + θ_j ψ_{j−i}.
    for i in 0..<(r + 2) { gain[i] = 0 }
    for a in 0..<phiLagCount {
      let j = phiLags[a]
      let value = phi[j]
      for i in 1...j { gain[i - 1] += value * gamma[j - i] }
    }
    for a in 0..<thetaLagCount {
      let j = thetaLags[a]
      let value = theta[j]
      for i in 1...j { gain[i - 1] += value * psi[j - i] }
    }
    return true
  }

  /// γ_0 … γ_p in units of σ²: the reversed Levinson recursion for the autoregression alone, then
  /// the moving average applied from both sides.
  ///
  /// - Returns: false when a partial autocorrelation is not inside (−1, 1).
  private func autocovariances(into gamma: UnsafeMutablePointer<Double>) -> Bool {
    let p = arDegree
    let q = maDegree
    // c_j = Σ θ_i θ_{i+j}, θ_0 = 1.
    let c = products
    for j in 0...q { c[j] = 0 }
    c[0] = 1
    for a in 0..<thetaLagCount {
      let lag = thetaLags[a]
      c[lag] += theta[lag]
      for b in 0...a { c[lag - thetaLags[b]] += theta[lag] * theta[thetaLags[b]] }
    }
    guard p > 0 else {
      gamma[0] = c[0]
      return true
    }
    let own = scratch + 2 * capacity + 4  // p + q + 1 long
    guard autoregressiveCovariances(into: own) else { return false }
    for k in (p + 1)..<(p + q + 1) {
      var value = 0.0
      for a in 0..<phiLagCount { value += phi[phiLags[a]] * own[k - phiLags[a]] }
      own[k] = value
    }
    for k in 0...p {
      var value = c[0] * own[k]
      if q > 0 {
        for j in 1...q where c[j] != 0 { value += c[j] * (own[k + j] + own[abs(k - j)]) }
      }
      gamma[k] = value
    }
    return gamma[0].isFinite && gamma[0] > 0
  }

  /// Autocovariances 0…p of the autoregression with unit innovations.
  private func autoregressiveCovariances(into own: UnsafeMutablePointer<Double>) -> Bool {
    let p = arDegree
    // Row k of the triangle holds the coefficients of order k, k = 1…p.
    func row(_ k: Int) -> UnsafeMutablePointer<Double> { triangle + k * (k - 1) / 2 }
    let last = row(p)
    for i in 0..<p { last[i] = phi[i + 1] }
    var variance = 1.0
    for k in stride(from: p, through: 1, by: -1) {
      let above = row(k)
      let partial = above[k - 1]
      let rest = (1 - partial) * (1 + partial)
      guard rest > 1e-12 else { return false }
      variance /= rest
      if k > 1 {
        let below = row(k - 1)
        let inverse = 1 / rest
        for i in 0..<(k - 1) { below[i] = (above[i] + partial * above[k - 2 - i]) * inverse }
      }
    }
    guard variance.isFinite else { return false }
    own[0] = variance
    for k in 1...p {
      let partial = row(k)[k - 1]
      var value = partial * variance
      if k > 1 {
        let below = row(k - 1)
        for i in 1..<k { value += below[i - 1] * own[k - i] }
      }
      own[k] = value
      variance *= (1 - partial) * (1 + partial)
    }
    return true
  }
}
