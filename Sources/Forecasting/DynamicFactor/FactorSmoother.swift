// Fixed-interval smoothing behind the filter that takes one observation at a time. Backwards from r = 0,
// N = 0, with K = m/F and L = I − Kz′ for an observation:
//
//   r ← z(v/F − K′r) + r,   N ← zz′/F + L′NL;   then α̂ = a + Pr, V = P − PNP;   r ← T′r, N ← T′NT.
//
// Second moments are asked for of a few combinations q of states at a time: with p = Pq and n = Np
// that of q₁ and q₂ is q₁′p₂ − p₁′n₂ + (q₁′α̂)(q₂′α̂), k² operations a combination instead of k³ for V.
// Source: Koopman & Durbin (2000); Durbin & Koopman (2012), 4.4 and 6.4.

/// The way back behind a pass that keeps its gains.
final class FactorSmoother {
  typealias Buffer = UnsafeMutablePointer<Double>

  private let filter: FactorFilter
  private let k: Int
  private let withCovariances: Bool
  private let r: Buffer
  private let precision: Buffer
  private let scratch: Buffer
  private let vector: Buffer
  /// α̂ of the period at hand.
  let mean: Buffer
  private(set) var period = 0

  init(_ filter: FactorFilter, withCovariances: Bool) {
    precondition(filter.isKept, "a way back needs the gains")
    self.filter = filter
    self.withCovariances = withCovariances
    k = filter.k
    r = .allocate(capacity: k)
    precision = .allocate(capacity: k * k)
    scratch = .allocate(capacity: k * k)
    vector = .allocate(capacity: k)
    mean = .allocate(capacity: k)
  }

  deinit {
    for buffer in [r, precision, scratch, vector, mean] { buffer.deallocate() }
  }

  /// Goes back from the last period to the first and calls `visit` in each.
  func run(_ visit: (FactorSmoother) -> Void) {
    r.update(repeating: 0, count: k)
    precision.update(repeating: 0, count: k * k)
    for t in stride(from: filter.data.periods - 1, through: 0, by: -1) {
      period = t
      for place in stride(from: filter.starts[t + 1] - 1, through: filter.starts[t], by: -1) {
        absorb(place)
      }
      filter.predictedCovariances.withUnsafeBufferPointer { covariances in
        for i in 0..<k {
          var sum = filter.predictedStates[t * k + i]
          let row = covariances.baseAddress! + (t * k + i) * k
          for j in 0..<k { sum += row[j] * r[j] }
          mean[i] = sum
        }
      }
      visit(self)
      if t > 0 { retreat() }
    }
  }

  private func absorb(_ place: Int) {
    let step = filter.steps[place]
    let z = filter.system.observation
    filter.gains.withUnsafeBufferPointer { gains in
      let gain = gains.baseAddress! + place * k
      var inner = step.innovation / step.variance
      for i in 0..<k { inner -= gain[i] * r[i] }
      for entry in z.range(step.series) { r[z.columns[entry]] += z.values[entry] * inner }
      guard withCovariances else { return }
      var square = 1 / step.variance
      for i in 0..<k {
        var sum = 0.0
        let row = precision + i * k
        for j in 0..<k { sum += row[j] * gain[j] }
        vector[i] = sum
        square += sum * gain[i]
      }
      for entry in z.range(step.series) {
        let (column, w) = (z.columns[entry], z.values[entry])
        for i in 0..<k {
          precision[column * k + i] -= w * vector[i]
          precision[i * k + column] -= w * vector[i]
        }
        for other in z.range(step.series) {
          precision[column * k + z.columns[other]] += w * z.values[other] * square
        }
      }
    }
  }

  private func retreat() {
    let rows = filter.system.transition
    scratch.update(repeating: 0, count: k)
    for i in 0..<k where r[i] != 0 {
      for entry in rows.range(i) { scratch[rows.columns[entry]] += rows.values[entry] * r[i] }
    }
    r.update(from: scratch, count: k)
    guard withCovariances else { return }
    scratch.update(repeating: 0, count: k * k)
    for i in 0..<k {
      let row = precision + i * k
      for entry in rows.range(i) {
        let target = scratch + rows.columns[entry] * k
        let w = rows.values[entry]
        for j in 0..<k { target[j] += w * row[j] }
      }
    }
    precision.update(repeating: 0, count: k * k)
    for i in 0..<k {
      let row = scratch + i * k
      let target = precision + i * k
      for j in 0..<k {
        for entry in rows.range(j) { target[rows.columns[entry]] += rows.values[entry] * row[j] }
      }
    }
  }

  /// A combination of states with its products.
  struct Combination {
    fileprivate let terms: [(state: Int, weight: Double)]
    fileprivate let covariance: [Double]
    fileprivate let reduced: [Double]
    /// Its mean given all observations.
    let mean: Double
  }

  /// A combination of states of the period at hand.
  func combination(_ terms: [(state: Int, weight: Double)]) -> Combination {
    var covariance = [Double](repeating: 0, count: k)
    var value = 0.0
    filter.predictedCovariances.withUnsafeBufferPointer { covariances in
      for (state, weight) in terms {
        value += weight * mean[state]
        let row = covariances.baseAddress! + (period * k + state) * k
        for j in 0..<k { covariance[j] += weight * row[j] }
      }
    }
    var reduced = [Double](repeating: 0, count: k)
    for i in 0..<k {
      let row = precision + i * k
      var sum = 0.0
      for j in 0..<k { sum += row[j] * covariance[j] }
      reduced[i] = sum
    }
    return Combination(terms: terms, covariance: covariance, reduced: reduced, mean: value)
  }

  /// E q₁q₂ given all observations.
  func moment(_ a: Combination, _ b: Combination) -> Double {
    covariance(a, b) + a.mean * b.mean
  }

  /// Cov(q₁, q₂) given all observations.
  func covariance(_ a: Combination, _ b: Combination) -> Double {
    var value = 0.0
    for (state, weight) in a.terms { value += weight * b.covariance[state] }
    for i in 0..<k { value -= a.covariance[i] * b.reduced[i] }
    return value
  }
}

extension FactorFilter {
  /// What every observation, known or not, is expected to be given all that is known, at t · n + i.
  func expectations() -> [Double] {
    let n = data.series
    var values = [Double](repeating: 0, count: data.periods * n)
    FactorSmoother(self, withCovariances: false).run { smoother in
      for i in 0..<n {
        values[smoother.period * n + i] = system.observation.dot(i, smoother.mean)
      }
    }
    return values
  }

  /// The factors given all observations: means at t · r + j, and their variances.
  func smoothedFactors() -> (means: [Double], variances: [Double]) {
    let r = system.parameters.factors
    var means = [Double](repeating: 0, count: data.periods * r)
    var variances = means
    FactorSmoother(self, withCovariances: true).run { smoother in
      for j in 0..<r {
        let factor = smoother.combination([(j, 1)])
        means[smoother.period * r + j] = factor.mean
        variances[smoother.period * r + j] = max(0, smoother.covariance(factor, factor))
      }
    }
    return (means, variances)
  }
}
