internal import Glibc

/// The smoothing parameters of a form, in R's notation: b' = φb + βe, so that β = αβ*.
struct ETSSmoothing: Sendable, Equatable {
  var alpha: Double
  var beta = 0.0
  var gamma = 0.0
  var phi = 1.0

  /// Bounds α, β, γ ∈ [1e-4, 0.9999], φ ∈ [0.8, 0.98], β ≤ α, γ ≤ 1 − α, as R `forecast::ets`.
  static let least = 1e-4
  static let most = 0.9999
  static let leastDamping = 0.8
  static let mostDamping = 0.98

  /// Whether a forecast forgets the distant past: the roots of the characteristic polynomial
  /// z^{m+1} + (α+β−φ)z^m + (α+β−αφ)(z^{m−1} + … + z²) + (α+β−αφ+γ−1)z + φ(1−α−γ) lie in the unit
  /// circle. Without season the box above already implies it.
  ///
  /// Source: Hyndman, Akram & Archibald (2008); the test is Schur and Cohn's, which needs no roots.
  func isAdmissible(seasonLength m: Int) -> Bool {
    guard gamma > 0, m > 1 else { return true }
    let c = alpha + beta - alpha * phi
    // Roots within 1 + 1e-10, R's tolerance, are those of the scaled polynomial within 1.
    let shrink = 1 / (1 + 1e-10)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * (m + 2)) { buffer in
      // a[k] is the coefficient of z^{m+1−k}, a[0] = 1.
      let a = buffer.baseAddress!  // capacity is over zero
      let next = a + (m + 2)
      for k in 0...(m + 1) { a[k] = c }
      a[0] = 1
      a[1] = alpha + beta - phi
      a[m] = c + gamma - 1
      a[m + 1] = phi * (1 - alpha - gamma)
      var factor = 1.0
      for k in 1...(m + 1) {
        factor *= shrink
        a[k] *= factor
      }
      var degree = m + 1
      while degree > 0 {
        let reflection = a[degree]
        guard abs(reflection) < 1 else { return false }
        let scale = 1 / (1 - reflection * reflection)
        for k in 0..<degree { next[k] = (a[k] - reflection * a[degree - k]) * scale }
        for k in 0..<degree { a[k] = next[k] }
        degree -= 1
      }
      return true
    }
  }
}

/// Which search variable stands where: smoothing parameters first, then initial states.
///
/// The variables are α, r = (β − lo)/(α − lo), q = (γ − lo)/(1 − α − lo), φ, ℓ₀, b₀ and the initial
/// season but for its oldest value, which the others give; ratios turn R's region into a box.
struct ETSLayout: Sendable {
  let form: ETSForm
  let seasonLength: Int
  let trendRatio: Int?
  let seasonRatio: Int?
  let damping: Int?
  let smoothingCount: Int
  let level: Int
  let trend: Int?
  /// The first of m − 1 seasonal states.
  let season: Int?
  let count: Int

  init(_ form: ETSForm, seasonLength m: Int) {
    self.form = form
    self.seasonLength = form.season == .none ? 1 : m
    var next = 1
    func take(_ wanted: Bool) -> Int? {
      guard wanted else { return nil }
      defer { next += 1 }
      return next
    }
    trendRatio = take(form.trend != .none)
    seasonRatio = take(form.season != .none)
    damping = take(form.trend.isDamped)
    smoothingCount = next
    level = next
    next += 1
    trend = take(form.trend != .none)
    season = form.season == .none ? nil : next
    count = next + (form.season == .none ? 0 : m - 1)
  }

  @inline(__always)
  func smoothing(_ x: UnsafePointer<Double>) -> ETSSmoothing {
    let low = ETSSmoothing.least
    var result = ETSSmoothing(alpha: x[0])
    if let trendRatio { result.beta = low + x[trendRatio] * (x[0] - low) }
    if let seasonRatio { result.gamma = low + x[seasonRatio] * (1 - x[0] - low) }
    if let damping { result.phi = x[damping] }
    return result
  }

  func bounds(_ index: Int) -> (low: Double, high: Double) {
    if index == 0 { return (ETSSmoothing.least, ETSSmoothing.most) }
    if index == damping { return (ETSSmoothing.leastDamping, ETSSmoothing.mostDamping) }
    return index < smoothingCount ? (0, 1) : (-.infinity, .infinity)
  }
}
