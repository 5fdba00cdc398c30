internal import Glibc

// The exact Gaussian likelihood of a regression with ARMA errors,
//
//   w_t = Σ_k b_k x_kt + u_t,   φ(B)Φ(Bᵐ) u_t = θ(B)Θ(Bᵐ) ε_t,   ε ~ N(0, σ²),
//
// in O(n·r) operations, r = max(p + mP, q + mQ). In innovations form u_t = s_t1 + ε_t and
// s_{t+1} = T s_t + (φ + θ) ε_t, where T shifts and adds φ times the first element. The stationary
// start makes P₂ − P₁ a matrix of rank one, so that instead of the covariance only the gain K, a
// direction L of the same length and the variance F are carried (Morf, Sidhu & Kailath 1974;
// Pearlman 1980). With M = −1/F, which the recursions keep, they are for c = L₁/F:
//
//   K ← K − c·TL,   L ← TL − c·K (the old K),   F ← F − c·L₁ (the old L),
//
// from K = L = cov(s₂, u₁) and F = γ₀. Once F is 1 what is left is the conditional recursion, whose
// sparse coefficients cost next to nothing.
//
// σ² and b are concentrated out: each regressor goes through the same filter, and b is least squares
// on the filtered columns. The first `marginal` regressors are integrated out under a flat prior:
// with one dummy a missing value this is the likelihood of the values that were observed (Gómez,
// Maravall & Peña 1999).

/// The workspace in which the likelihoods of one differenced series are computed; nothing is
/// allocated after it is made. One thread only.
final class ARMALikelihood {
  /// n, values after differencing, missing ones included.
  let count: Int
  /// The regressors with a flat prior, which come first.
  let marginal: Int
  /// The regressors without a prior, which come next; the constant is none of them.
  let regressors: Int
  /// n less the marginal ones: what σ² is divided by.
  let observed: Int
  /// The series, the marginal and the other regressors, then the constant if the data have one.
  let columnCount: Int

  private let data: UnsafeMutablePointer<Double>
  /// Column by column, scaled innovations; after `evaluate` orthogonal to the regressors.
  private let filtered: UnsafeMutablePointer<Double>
  /// Column by column, what the past says of each period: `outlookStride` long, with room for the
  /// pairs that the filter works in.
  private let outlook: UnsafeMutablePointer<Double>
  private let outlookStride: Int
  private let direction: UnsafeMutablePointer<Double>
  private let process: ARMAProcess
  /// R of the regressors, row by row, columnCount wide.
  private let upper: UnsafeMutablePointer<Double>

  /// log|Ω| and, when there are marginal regressors, log|X′Ω⁻¹X| of the last evaluation.
  private(set) var logDeterminant = 0.0
  /// The sum of squares of the last evaluation.
  private(set) var sumOfSquares = 0.0
  private(set) var evaluations = 0

  /// - Parameters:
  ///   - columns: of equal length: the series, `marginal` and `regressors` regressors, then at most
  ///     one more, the constant.
  ///   - capacity: the greatest max(p + mP, q + mQ) that will be asked for.
  init(columns: [[Double]], marginal: Int, regressors: Int, season: Int, capacity: Int) {
    let n = columns[0].count
    precondition(columns.allSatisfy { $0.count == n }, "columns have one length")
    self.count = n
    self.marginal = marginal
    self.regressors = regressors
    self.observed = n - marginal
    self.columnCount = columns.count
    process = ARMAProcess(season: season, capacity: capacity)
    func buffer(_ size: Int) -> UnsafeMutablePointer<Double> {
      let made = UnsafeMutablePointer<Double>.allocate(capacity: max(1, size))
      made.initialize(repeating: 0, count: max(1, size))
      return made
    }
    data = buffer(columns.count * n)
    for (c, column) in columns.enumerated() {
      for t in 0..<n { data[c * n + t] = column[t] }
    }
    filtered = buffer(columns.count * n)
    outlookStride = n + capacity + 2
    outlook = buffer(columns.count * outlookStride)
    direction = buffer(outlookStride)
    upper = buffer(columns.count * columns.count)
  }

  deinit {
    for pointer in [data, filtered, outlook, direction, upper] { pointer.deallocate() }
  }

  /// The scaled innovations after `evaluate`: their sum of squares is S.
  var innovations: UnsafeMutablePointer<Double> { filtered }

  /// How many columns take part.
  private func columnsInUse(constant: Bool) -> Int {
    let least = marginal + regressors + 1
    return constant ? columnCount : min(columnCount, least)
  }

  /// −2 log-likelihood up to a constant: N·log S + log|Ω| (+ log|X′Ω⁻¹X|).
  ///
  /// - Parameters:
  ///   - coefficients: φ, θ, Φ, Θ.
  ///   - constant: whether the last column takes part.
  /// - Returns: infinity for coefficients that are not stationary or leave the doubles.
  func evaluate(
    _ orders: ARMAOrders, _ coefficients: UnsafePointer<Double>, constant: Bool
  ) -> Double {
    evaluations += 1
    let columns = columnsInUse(constant: constant)
    guard process.expand(orders, coefficients), process.start() else { return .infinity }
    filter(columns)
    project(columns)
    let objective = Double(observed) * log(sumOfSquares) + logDeterminant
    return objective.isNaN ? .infinity : objective
  }

  /// Scaled innovations of every column, log|Ω| on the way.
  private func filter(_ columns: Int) {
    let n = count
    let r = process.order
    for c in 0..<columns {
      (outlook + c * outlookStride).update(repeating: 0, count: n + r + 1)
    }
    logDeterminant = 0
    guard r > 0 else {
      filtered.update(from: data, count: columns * n)
      return
    }
    let t =
      columns > 2 || r > ARMAFilterSix.length
      ? settle(columns)
      : r <= ARMAFilterPair.length
        ? settle(columns, ARMAFilterPair.self)
        : r <= ARMAFilterQuad.length
          ? settle(columns, ARMAFilterQuad.self) : settle(columns, ARMAFilterSix.self)
    for c in 0..<columns { filterOn(from: t, column: c) }
  }

  /// The variance of the innovations on its way to that of ε, and the sum of its logarithms.
  private struct Settling {
    var variance: Double
    private var sum = 0.0
    private var product = 1.0

    init(variance: Double) { self.variance = variance }

    /// Also where it has left the doubles.
    var isSettled: Bool { !(variance - 1 > 1e-13) }
    var logDeterminant: Double { sum + log(product) }

    /// 1/F and its root for the next step.
    @inline(__always)
    mutating func next() -> (inverse: Double, root: Double) {
      product *= variance
      if product > 1e200 {
        sum += log(product)
        product = 1
      }
      let inverse = 1 / variance
      return (inverse, inverse.squareRoot())
    }
  }

  /// The steps until the variance is that of ε.
  ///
  /// - Returns: how many they are.
  private func settle(_ columns: Int) -> Int {
    let n = count
    let r = process.order
    let stride = outlookStride
    let (gain, phi, phiLags) = (process.gain, process.phi, process.phiLags)
    let phiLagCount = process.phiLagCount
    direction.update(repeating: 0, count: n + r + 1)
    for i in 0..<r { direction[i] = gain[i] }
    var scale = Settling(variance: process.variance)
    var t = 0
    while t < n, !scale.isSettled {
      let (inverse, root) = scale.next()
      for c in 0..<columns {
        let ahead = outlook + (c * stride + t)
        let known = ahead[0]
        let surprise = data[c * n + t] - known
        filtered[c * n + t] = surprise * root
        for a in 0..<phiLagCount { ahead[phiLags[a]] += phi[phiLags[a]] * known }
        let share = surprise * inverse
        let next = ahead + 1
        for i in Swift.stride(from: 0, to: r, by: 2) {
          Self.store(Self.pair(next + i) + Self.pair(gain + i) * share, next + i)
        }
      }
      let first = direction[t]
      let share = first * inverse
      for a in 0..<phiLagCount { direction[t + phiLags[a]] += phi[phiLags[a]] * first }
      let next = direction + (t + 1)
      for i in Swift.stride(from: 0, to: r, by: 2) {
        let moved = Self.pair(next + i)
        let old = Self.pair(gain + i)
        Self.store(moved - share * old, next + i)
        Self.store(old - share * moved, gain + i)
      }
      scale.variance -= first * share
      t += 1
    }
    logDeterminant = scale.logDeterminant
    return t
  }

  /// The same for the series and at most one regressor, with a short state in registers.
  private func settle<State: ARMAFilterState>(_ columns: Int, _: State.Type) -> Int {
    let n = count
    let r = process.order
    let isTwo = columns > 1
    let phi = State(process.phi + 1, count: r)
    var gain = State(process.gain, count: r)
    var direction = gain
    var (state, other) = (State(outlook, count: 0), State(outlook, count: 0))
    var scale = Settling(variance: process.variance)
    var t = 0
    while t < n, !scale.isSettled {
      let (inverse, root) = scale.next()
      let surprise = data[t] - state.first
      filtered[t] = surprise * root
      state = (state.shifted + phi * state.first) + gain * (surprise * inverse)
      if isTwo {
        let surprise = data[n + t] - other.first
        filtered[n + t] = surprise * root
        other = (other.shifted + phi * other.first) + gain * (surprise * inverse)
      }
      let first = direction.first
      let share = first * inverse
      let moved = direction.shifted + phi * first
      direction = moved - gain * share
      gain = gain - moved * share
      scale.variance -= first * share
      t += 1
    }
    logDeterminant = scale.logDeterminant
    state.store(outlook + t, count: r)
    if isTwo { other.store(outlook + outlookStride + t, count: r) }
    return t
  }

  // Two at a time: the optimiser does not see that the buffers are apart. Behind the r-th entry they
  // hold zeros.
  @inline(__always)
  private static func pair(_ from: UnsafeMutablePointer<Double>) -> SIMD2<Double> {
    UnsafeRawPointer(from).loadUnaligned(as: SIMD2<Double>.self)
  }

  @inline(__always)
  private static func store(_ pair: SIMD2<Double>, _ to: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(to).storeBytes(of: pair, as: SIMD2<Double>.self)
  }

  /// The conditional recursion, exact once the variance is that of ε.
  private func filterOn(from start: Int, column c: Int) {
    let n = count
    let ahead = outlook + c * outlookStride
    let (phi, phiLags, phiLagCount) = (process.phi, process.phiLags, process.phiLagCount)
    let (theta, thetaLags, thetaLagCount) = (
      process.theta, process.thetaLags, process.thetaLagCount
    )
    for t in start..<n {
      let value = data[c * n + t]
      let surprise = value - ahead[t]
      filtered[c * n + t] = surprise
      for a in 0..<phiLagCount { ahead[t + phiLags[a]] += phi[phiLags[a]] * value }
      for a in 0..<thetaLagCount { ahead[t + thetaLags[a]] += theta[thetaLags[a]] * surprise }
    }
  }

  /// Takes the regressors out of the first filtered column by modified Gram–Schmidt.
  private func project(_ columns: Int) {
    let n = count
    for k in 1..<max(1, columns) {
      let x = filtered + k * n
      let norm = Self.dot(x, x, n).squareRoot()
      upper[k * columnCount + k] = norm
      guard norm > 1e-150 else { continue }
      if k <= marginal { logDeterminant += 2 * log(norm) }
      for j in 0..<columns where j == 0 || j > k {
        let z = filtered + j * n
        let dot = Self.dot(x, z, n) / norm
        upper[k * columnCount + j] = dot
        let share = dot / norm
        for t in 0..<n { z[t] -= share * x[t] }
      }
    }
    sumOfSquares = Self.dot(filtered, filtered, n)
  }

  /// a′b by four sums, since one would wait for itself.
  private static func dot(
    _ a: UnsafeMutablePointer<Double>, _ b: UnsafeMutablePointer<Double>, _ n: Int
  ) -> Double {
    var (even, odd) = (SIMD2<Double>(), SIMD2<Double>())
    let whole = n & ~3
    for t in stride(from: 0, to: whole, by: 4) {
      even += pair(a + t) * pair(b + t)
      odd += pair(a + t + 2) * pair(b + t + 2)
    }
    var sum = (even + odd).sum()
    for t in whole..<n { sum += a[t] * b[t] }
    return sum
  }
}

extension ARMALikelihood {
  /// What the last evaluation leaves for forecasting.
  struct Solution: Sendable {
    /// Expanded φ_1… and θ_1….
    let autoregressive: [Double]
    let movingAverage: [Double]
    /// b of the regressors that took part.
    let regression: [Double]
    /// R⁻¹ of the regressors, by rows: the variance of b is σ²·R⁻¹R⁻ᵀ.
    let inverseRoot: [[Double]]
    /// For each column that took part what the sample says of periods n + 1, …
    let outlook: [[Double]]
  }

  /// - Precondition: `evaluate` was called last with the same `constant`.
  func solution(constant: Bool) -> Solution {
    let columns = columnsInUse(constant: constant)
    let k = columns - 1
    func entry(_ i: Int, _ j: Int) -> Double { upper[(i + 1) * columnCount + j + 1] }
    var inverse = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
    for j in 0..<k where entry(j, j) > 1e-150 {
      inverse[j][j] = 1 / entry(j, j)
      for i in stride(from: j - 1, through: 0, by: -1) where entry(i, i) > 1e-150 {
        var sum = 0.0
        for l in (i + 1)...j { sum += entry(i, l) * inverse[l][j] }
        inverse[i][j] = -sum / entry(i, i)
      }
    }
    let right = (0..<k).map { upper[($0 + 1) * columnCount] }
    let r = process.order
    return Solution(
      autoregressive: (0..<process.arDegree).map { process.phi[$0 + 1] },
      movingAverage: (0..<process.maDegree).map { process.theta[$0 + 1] },
      regression: (0..<k).map { i in (i..<k).reduce(0) { $0 + inverse[i][$1] * right[$1] } },
      inverseRoot: inverse,
      outlook: (0..<columns).map { c in
        let from = c * outlookStride + count
        return (0..<r).map { outlook[from + $0] }
      })
  }
}
