internal import Glibc

// Kalman filter that takes one observation at a time (Koopman & Durbin 2000). For an observation y of
// series i with row z:
//
//   v = y − z′a,  m = Pz,  F = z′m,   a ← a + m v/F,  P ← P − mm′/F,   ℓ −= ½(ln 2πF + v²/F)
//   then  a ← Ta,  P ← TPT′ + R.
//
// Sums take what is asked for before the observations of their period: a_s ← a_s + z′a, and P alike, so
// that what is observed later moves them too.
//
// Weights of the observations in a sum at the end, backwards from λ = e_s:
//
//   ω = λ′m/F,  λ ← λ − zω;   λ ← λ + zλ_s where the sum took z′a;   λ ← T′λ.

/// Standardised observations on the base periods of a model.
struct FactorData: Sendable {
  /// Weights of each series, the latest base period first.
  let weights: [[Double]]
  let periods: Int
  /// The value of series i in period t at t · n + i; NaN where none is known.
  var values: [Double]

  var series: Int { weights.count }

  /// Observed values.
  var count: Int { values.count { !$0.isNaN } }

  subscript(period: Int, series: Int) -> Double { values[period * weights.count + series] }
}

/// What sums of a pass take: the observation of one series in a period, whether it is observed or not.
struct SumTerms: Sendable {
  let series: Int
  /// The periods of each sum.
  let periods: [[Int]]

  static let none = SumTerms(series: 0, periods: [])

  /// The sums that take a period.
  func sums(at period: Int) -> [Int] {
    periods.indices.filter { periods[$0].contains(period) }
  }
}

/// A pass of the filter over all observations.
final class FactorFilter {
  typealias Buffer = UnsafeMutablePointer<Double>

  /// An observation as the filter met it.
  struct Step {
    let period: Int
    let series: Int
    /// v.
    let innovation: Double
    /// F.
    let variance: Double
  }

  let system: FactorSystem
  let data: FactorData
  let terms: SumTerms
  let k: Int
  /// Whether predictions and gains are kept for a way back.
  let isKept: Bool
  private(set) var steps: [Step] = []
  private(set) var logLikelihood = 0.0
  /// Observations that say nothing new: their value follows from the others.
  private(set) var determined = 0
  /// Where the steps of each period begin; one more at the end.
  private(set) var starts: [Int] = []
  let state: Buffer
  let covariance: Buffer
  private let scratch: Buffer
  private let gain: Buffer
  /// m/F of each step, k apiece; predictions of each period.
  private(set) var gains: [Double] = []
  private(set) var predictedStates: [Double] = []
  private(set) var predictedCovariances: [Double] = []

  init(_ system: FactorSystem, _ data: FactorData, sums terms: SumTerms = .none, keeps: Bool) {
    precondition(terms.periods.count == system.sums, "terms of every sum")
    (self.system, self.data, self.terms, isKept) = (system, data, terms, keeps)
    k = system.states
    state = .allocate(capacity: k)
    covariance = .allocate(capacity: k * k)
    scratch = .allocate(capacity: k * k)
    gain = .allocate(capacity: k)
    run()
  }

  deinit {
    for buffer in [state, covariance, scratch, gain] { buffer.deallocate() }
  }

  /// The mean of a sum at the end.
  func mean(sum: Int) -> Double { state[system.coreStates + sum] }

  /// Its variance given the parameters.
  func variance(sum: Int) -> Double {
    let place = system.coreStates + sum
    return max(0, covariance[place * k + place])
  }

  private func run() {
    state.update(repeating: 0, count: k)
    system.initialCovariance.withUnsafeBufferPointer {
      covariance.update(from: $0.baseAddress!, count: k * k)
    }
    if isKept {
      predictedStates.reserveCapacity(data.periods * k)
      predictedCovariances.reserveCapacity(data.periods * k * k)
    }
    for t in 0..<data.periods {
      if t > 0 { predict() }
      for sum in terms.sums(at: t) { take(terms.series, into: system.coreStates + sum) }
      starts.append(steps.count)
      if isKept {
        predictedStates.append(contentsOf: UnsafeBufferPointer(start: state, count: k))
        predictedCovariances.append(
          contentsOf: UnsafeBufferPointer(start: covariance, count: k * k))
      }
      for i in 0..<data.series where !data[t, i].isNaN { observe(data[t, i], of: i, at: t) }
    }
    starts.append(steps.count)
  }

  private func observe(_ y: Double, of series: Int, at period: Int) {
    let z = system.observation
    let v = y - z.dot(series, state)
    gain.update(repeating: 0, count: k)
    for place in z.range(series) {
      let row = covariance + z.columns[place] * k
      let w = z.values[place]
      for j in 0..<k { gain[j] += w * row[j] }
    }
    let f = z.dot(series, gain)
    // Rounding of a variance of about one is all that is left.
    guard f > 1e-13 else {
      determined += 1
      return
    }
    logLikelihood -= 0.5 * (log(2 * Double.pi * f) + v * v / f)
    for i in 0..<k {
      let factor = gain[i] / f
      let row = covariance + i * k
      state[i] += factor * v
      for j in 0..<k { row[j] -= factor * gain[j] }
    }
    steps.append(Step(period: period, series: series, innovation: v, variance: f))
    if isKept { for i in 0..<k { gains.append(gain[i] / f) } }
  }

  /// a_s ← a_s + z′a with its covariances.
  private func take(_ series: Int, into sum: Int) {
    let z = system.observation
    state[sum] += z.dot(series, state)
    gain.update(repeating: 0, count: k)
    for place in z.range(series) {
      let row = covariance + z.columns[place] * k
      for j in 0..<k { gain[j] += z.values[place] * row[j] }
    }
    let own = z.dot(series, gain)
    let old = covariance[sum * k + sum]
    let cross = gain[sum]
    for j in 0..<k {
      covariance[sum * k + j] += gain[j]
      covariance[j * k + sum] = covariance[sum * k + j]
    }
    covariance[sum * k + sum] = old + 2 * cross + own
  }

  private func predict() {
    let rows = system.transition
    // Each new state is a combination of old ones.
    for i in 0..<k {
      scratch[i] = rows.dot(i, state)
    }
    state.update(from: scratch, count: k)
    for i in 0..<k {
      let row = scratch + i * k
      row.update(repeating: 0, count: k)
      for place in rows.range(i) {
        let old = covariance + rows.columns[place] * k
        let w = rows.values[place]
        for j in 0..<k { row[j] += w * old[j] }
      }
    }
    for i in 0..<k {
      for j in i..<k {
        let value = rows.dot(j, scratch + i * k)
        covariance[i * k + j] = value
        covariance[j * k + i] = value
      }
    }
    for (row, column, value) in system.shocks { covariance[row * k + column] += value }
  }
}

extension FactorFilter {
  /// ω of every step: how much a sum's mean at the end moves with the observation.
  ///
  /// - Precondition: the pass keeps its gains.
  func weights(ofSum sum: Int) -> [Double] {
    precondition(isKept, "weights need the gains")
    let z = system.observation
    var lambda = [Double](repeating: 0, count: k)
    lambda[system.coreStates + sum] = 1
    var weights = [Double](repeating: 0, count: steps.count)
    for t in stride(from: data.periods - 1, through: 0, by: -1) {
      for place in stride(from: starts[t + 1] - 1, through: starts[t], by: -1) {
        var weight = 0.0
        for i in 0..<k { weight += lambda[i] * gains[place * k + i] }
        weights[place] = weight
        let series = steps[place].series
        for entry in z.range(series) { lambda[z.columns[entry]] -= z.values[entry] * weight }
      }
      for taken in terms.sums(at: t) {
        let share = lambda[system.coreStates + taken]
        for entry in z.range(terms.series) {
          lambda[z.columns[entry]] += z.values[entry] * share
        }
      }
      guard t > 0 else { break }
      var next = [Double](repeating: 0, count: k)
      for i in 0..<k where lambda[i] != 0 {
        for entry in system.transition.range(i) {
          next[system.transition.columns[entry]] += system.transition.values[entry] * lambda[i]
        }
      }
      lambda = next
    }
    return weights
  }
}
