// The basic structural model and its special cases, for t = 1 … n:
//
//   y_t = μ_t + γ_t + ε_t                        ε ~ N(0, σ²_ε)   irregular
//   μ_{t+1} = μ_t + β_t + η_t                    η ~ N(0, σ²_η)   level
//   β_{t+1} = β_t + ζ_t                          ζ ~ N(0, σ²_ζ)   slope
//   γ_{t+1} = −γ_t − … − γ_{t−m+2} + ω_t         ω ~ N(0, σ²_ω)   seasonal
//
// State α = (μ, β, γ_t, γ_{t−1}, …, γ_{t−m+2}), loading z = (1, 0, 1, 0, …, 0).
// Source: Harvey (1989), 2.3; Durbin & Koopman (2012), 3.2.

/// Which components a structural model has.
package enum StructuralForm: Sendable, Equatable {
  /// A level that moves by a random walk.
  case level
  /// A level with a slope, both moving.
  case trend
  /// Level, slope and a dummy season of m ≥ 2 periods.
  case seasonal(length: Int)

  /// The length of the state: 1, 2 or m + 1. All of it is diffuse at first.
  package var stateCount: Int {
    switch self {
    case .level: 1
    case .trend: 2
    case .seasonal(let length): length + 1
    }
  }

  /// `level`, `trend` or `bsm`.
  package var name: String {
    switch self {
    case .level: "level"
    case .trend: "trend"
    case .seasonal: "bsm"
    }
  }

  /// Components with a variance, as places in `StructuralVariances.vector`.
  var components: [Int] {
    switch self {
    case .level: [0, 3]
    case .trend: [0, 1, 3]
    case .seasonal: [0, 1, 2, 3]
    }
  }

  /// The reduced form's differencing polynomial as a_1, a_2, … of 1 − Σ a_i Bⁱ:
  /// 1 − B, (1 − B)², or (1 − B)(1 − B^m).
  var autoregressive: [Double] {
    switch self {
    case .level: return [1]
    case .trend: return [2, -1]
    case .seasonal(let length):
      var a = [Double](repeating: 0, count: length + 1)
      a[0] += 1
      a[length - 1] += 1
      a[length] -= 1
      return a
    }
  }
}

/// The variances of the disturbances, in squared units of the series; components the form lacks
/// are 0.
package struct StructuralVariances: Sendable, Equatable {
  package var level: Double
  package var slope: Double
  package var seasonal: Double
  package var irregular: Double

  package init(level: Double = 0, slope: Double = 0, seasonal: Double = 0, irregular: Double = 0) {
    self.level = level
    self.slope = slope
    self.seasonal = seasonal
    self.irregular = irregular
  }

  init(_ vector: SIMD4<Double>) {
    self.init(
      level: vector[0], slope: vector[1], seasonal: vector[2], irregular: vector[3])
  }

  var vector: SIMD4<Double> { SIMD4(level, slope, seasonal, irregular) }
}

/// The transition α_{t+1} = Tα_t + disturbances of one form, with the shifts of the season written
/// out: k additions a state, k² a covariance.
struct StructuralTransition: Sendable {
  typealias Buffer = UnsafeMutablePointer<Double>

  /// The length of the state.
  let k: Int
  let hasSlope: Bool
  let hasSeason: Bool

  init(_ form: StructuralForm) {
    k = form.stateCount
    hasSlope = k > 1
    hasSeason = k > 2
  }

  /// zᵀx.
  @inline(__always)
  func loading(_ x: Buffer) -> Double { hasSeason ? x[0] + x[2] : x[0] }

  /// Pz for a symmetric k × k matrix P.
  @inline(__always)
  func loading(_ matrix: Buffer, into column: Buffer) {
    if hasSeason {
      let third = matrix + 2 * k
      for i in 0..<k { column[i] = matrix[i] + third[i] }
    } else {
      for i in 0..<k { column[i] = matrix[i] }
    }
  }

  /// α ← Tα.
  @inline(__always)
  func advance(_ a: Buffer) {
    if hasSlope { a[0] += a[1] }
    guard hasSeason else { return }
    var sum = 0.0
    for i in 2..<k { sum += a[i] }
    var i = k - 1
    while i > 2 {
      a[i] = a[i - 1]
      i -= 1
    }
    a[2] = -sum
  }

  /// r ← Tᵀr.
  @inline(__always)
  func retreat(_ r: Buffer) {
    if hasSlope { r[1] += r[0] }
    guard hasSeason else { return }
    let first = r[2]
    for i in 2..<(k - 1) { r[i] = r[i + 1] - first }
    r[k - 1] = -first
  }

  /// next ← T(P − g mᵀ)Tᵀ + diag(q) in one pass; P and next k × k, both symmetric, distinct.
  ///
  /// - Parameter sums: scratch of length k.
  @inline(__always)
  func advance(
    _ p: Buffer, into next: Buffer, gain g: Buffer, loading m: Buffer, disturbance q: SIMD4<Double>,
    sums: Buffer
  ) {
    let p00 = p[0] - g[0] * m[0]
    guard hasSlope else {
      next[0] = p00 + q[0]
      return
    }
    let p01 = p[1] - g[0] * m[1]
    let p11 = p[k + 1] - g[1] * m[1]
    next[0] = p00 + 2 * p01 + p11 + q[0]
    next[1] = p01 + p11
    next[k] = next[1]
    next[k + 1] = p11 + q[1]
    guard hasSeason else { return }
    // Level and slope against the season.
    var (levelSum, slopeSum) = (0.0, 0.0)
    let (g0, g1) = (g[0], g[1])
    for j in 2..<k {
      let slope = p[k + j] - g1 * m[j]
      let level = p[j] - g0 * m[j] + slope
      levelSum += level
      slopeSum += slope
      if j + 1 < k {
        next[j + 1] = level
        next[k + j + 1] = slope
      }
    }
    next[2] = -levelSum
    next[k + 2] = -slopeSum
    // The season block: shifted by one, its row sums in front.
    var total = 0.0
    for i in 2..<k {
      let row = p + i * k
      let gi = g[i]
      var sum = 0.0
      if i + 1 < k {
        let target = next + (i + 1) * k + 1
        for j in 2..<(k - 1) {
          let value = row[j] - gi * m[j]
          target[j] = value
          sum += value
        }
        sum += row[k - 1] - gi * m[k - 1]
      } else {
        for j in 2..<k { sum += row[j] - gi * m[j] }
      }
      sums[i] = sum
      total += sum
    }
    next[2 * k + 2] = total + q[2]
    for i in 2..<(k - 1) {
      next[2 * k + i + 1] = -sums[i]
      next[(i + 1) * k + 2] = -sums[i]
    }
    for j in 2..<k {
      next[j * k] = next[j]
      next[j * k + 1] = next[k + j]
    }
  }

  /// next ← Tᵀ N T for a symmetric k × k matrix; N and next distinct.
  @inline(__always)
  func retreat(_ n: Buffer, into next: Buffer) {
    next[0] = n[0]
    guard hasSlope else { return }
    next[1] = n[0] + n[1]
    next[k] = next[1]
    next[k + 1] = n[0] + 2 * n[1] + n[k + 1]
    guard hasSeason else { return }
    for j in 2..<k {
      let level = (j + 1 < k ? n[j + 1] : 0) - n[2]
      let slope = (j + 1 < k ? n[k + j + 1] : 0) - n[k + 2]
      next[j] = level
      next[j * k] = level
      next[k + j] = level + slope
      next[j * k + 1] = level + slope
    }
    let front = n + 2 * k
    let corner = front[2]
    for i in 2..<k {
      let target = next + i * k
      let own = i + 1 < k ? front[i + 1] : 0
      if i + 1 < k {
        let row = n + (i + 1) * k
        for j in 2..<(k - 1) { target[j] = row[j + 1] - own - front[j + 1] + corner }
        target[k - 1] = corner - own
      } else {
        for j in 2..<(k - 1) { target[j] = corner - front[j + 1] }
        target[k - 1] = corner
      }
    }
  }
}
