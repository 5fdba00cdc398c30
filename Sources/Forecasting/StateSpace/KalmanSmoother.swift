// Fixed-interval smoothing behind the exact diffuse filter. Backwards with r = r⁰ + κ⁻¹r¹ and
// N = N⁰ + κ⁻¹N¹ + κ⁻²N²; for an observation that fixes an initial state the gain is g + κ⁻¹h with
// h = (M* − gF*)/F∞, so that L = T(I − gzᵀ) − κ⁻¹Thzᵀ and, with x̃ = Tᵀx, Ñ = TᵀNT, A = I − gzᵀ:
//
//   r¹ ← Aᵀr̃¹ − z hᵀr̃⁰ + zv/F∞          N¹ ← AᵀÑ¹A − zhᵀÑ⁰A − AᵀÑ⁰hzᵀ + zzᵀ/F∞
//   r⁰ ← Aᵀr̃⁰                           N² ← AᵀÑ²A − zhᵀÑ¹A − AᵀÑ¹hzᵀ + zzᵀ(hᵀÑ⁰h − F*/F∞²)
//                                       N⁰ ← AᵀÑ⁰A
//
//   α̂ = a + P*r⁰ + P∞r¹,  V = P* − P*N⁰P* − P∞N¹P* − P*N¹P∞ − P∞N²P∞.
// Source: Koopman & Durbin (2003); Durbin & Koopman (2012), 5.3.

/// Level, slope and season of a structural model given the whole series.
package struct KalmanSmoother: Sendable {
  /// One component: a value a period and its variance given the variances of the model.
  package struct Component: Sendable {
    /// In the unit of the series.
    package internal(set) var values: [Double]
    /// In its square; not negative.
    package internal(set) var variances: [Double]
  }

  package let form: StructuralForm
  package private(set) var level: Component
  /// Growth a period; nil for a form without slope.
  package private(set) var slope: Component?
  /// The season's deviation from the level; nil for a form without season.
  package private(set) var season: Component?
  /// The diffuse log-likelihood at the given variances.
  package let logLikelihood: Double

  /// Smooths a series.
  ///
  /// - Parameter values: one value a period, NaN in gaps; n periods.
  /// - Parameter variances: in squared units of the series, not negative, at least one positive.
  /// - Throws: `ForecastingError.noEstimate` when the observations do not determine the states.
  /// - Complexity: O(nk²) time and O(nk) memory for k states.
  ///
  /// Source: Durbin & Koopman (2012), 5.3. Checked: dense generalised least squares (numpy).
  package init(
    _ values: [Double], form: StructuralForm, variances: StructuralVariances
  ) throws(ForecastingError) {
    self.form = form
    let filter = StructuralFilter(values, form: form)
    let shown = min(3, filter.k)
    let record = SmootherRecord(n: values.count, k: filter.k, shown: shown)
    let scale = variances.vector.max()
    guard scale > 0, scale.isFinite,
      let pass = filter.filter(variances.vector / scale, visit: { record.keep(filter, at: $0) })
    else { throw .noEstimate("the observations do not determine the states of this form") }
    logLikelihood = pass.logLikelihood(variance: scale)
    let smoothed = record.backward(filter, scale: scale)
    level = smoothed[0]
    if shown > 1 { slope = smoothed[1] }
    if shown > 2 { season = smoothed[2] }
  }
}

/// What the smoother needs of the forward pass: the first `shown` states and their rows of P* and
/// P∞ before each period.
private final class SmootherRecord {
  let n: Int
  let k: Int
  let shown: Int
  var states: [Double]
  var rows: [Double]
  /// Rows of P∞ for the first periods, until all initial states are fixed.
  var diffuseRows: [Double] = []
  var diffusePeriods = 0

  init(n: Int, k: Int, shown: Int) {
    (self.n, self.k, self.shown) = (n, k, shown)
    states = [Double](repeating: 0, count: n * shown)
    rows = [Double](repeating: 0, count: n * shown * k)
  }

  func keep(_ filter: StructuralFilter, at t: Int) {
    for i in 0..<shown { states[t * shown + i] = filter.state[i] }
    let base = t * shown * k
    for j in 0..<(shown * k) { rows[base + j] = filter.covariance[j] }
    guard filter.unfixed > 0 else { return }
    for j in 0..<(shown * k) { diffuseRows.append(filter.diffuseCovariance[j]) }
    diffusePeriods = t + 1
  }

  func backward(_ filter: StructuralFilter, scale: Double) -> [KalmanSmoother.Component] {
    let empty = [Double](repeating: 0, count: n)
    var smoothed = [KalmanSmoother.Component](
      repeating: KalmanSmoother.Component(values: empty, variances: empty), count: shown)
    var back = SmootherState(filter)
    for t in stride(from: n - 1, through: 0, by: -1) {
      let base = t * shown * k
      let isDiffuse = t < diffusePeriods
      back.pass(t, isDiffuse: isDiffuse)
      for i in 0..<shown {
        let row = rows[(base + i * k)..<(base + (i + 1) * k)]
        let diffuse = isDiffuse ? diffuseRows[(base + i * k)..<(base + (i + 1) * k)] : []
        smoothed[i].values[t] = states[t * shown + i] + back.mean(row, diffuse)
        smoothed[i].variances[t] = scale * max(0, row[row.startIndex + i] - back.gain(row, diffuse))
      }
    }
    return smoothed
  }
}

/// r⁰, r¹, N⁰, N¹, N² on their way back.
private struct SmootherState {
  let filter: StructuralFilter
  let k: Int
  /// Places of z that are one.
  let places: [Int]
  var r: [[Double]]
  var precision: [[Double]]
  /// Observations still to come that fix an initial state.
  var diffuseLeft: Int

  init(_ filter: StructuralFilter) {
    self.filter = filter
    k = filter.k
    places = k > 2 ? [0, 2] : [0]
    r = [[Double]](repeating: [Double](repeating: 0, count: k), count: 2)
    precision = [[Double]](repeating: [Double](repeating: 0, count: k * k), count: 3)
    diffuseLeft = k
  }

  /// P*-row · r⁰ + P∞-row · r¹.
  func mean(_ row: ArraySlice<Double>, _ diffuse: ArraySlice<Double>) -> Double {
    dot(row, r[0]) + (diffuse.isEmpty ? 0 : dot(diffuse, r[1]))
  }

  /// The diagonal entry of P*N⁰P* + P∞N¹P* + P*N¹P∞ + P∞N²P∞ for one row of each.
  func gain(_ row: ArraySlice<Double>, _ diffuse: ArraySlice<Double>) -> Double {
    var sum = quadratic(precision[0], row, row)
    guard !diffuse.isEmpty else { return sum }
    sum += 2 * quadratic(precision[1], diffuse, row)
    return sum + quadratic(precision[2], diffuse, diffuse)
  }

  /// From (r_t, N_t) to (r_{t−1}, N_{t−1}).
  ///
  /// - Parameter isDiffuse: whether initial states are still free before period t; only there the
  ///   higher orders differ from zero.
  mutating func pass(_ t: Int, isDiffuse: Bool) {
    let orders = isDiffuse ? 3 : 1
    for order in 0..<min(2, orders) { r[order].retreat(filter.transition) }
    for order in 0..<orders { precision[order].retreatMatrix(filter.transition) }
    let place = Int(filter.places[t])
    guard place >= 0 else { return }
    let g = Array(UnsafeBufferPointer(start: filter.gains + place * k, count: k))
    let ordinary = filter.precisions[place]
    if ordinary > 0 {
      add(filter.innovations[t] * ordinary - dot(g[...], r[0]), to: &r[0])
      if orders > 1 { add(-dot(g[...], r[1]), to: &r[1]) }
      contract(&precision[0], g, adding: ordinary)
      for order in 1..<orders { contract(&precision[order], g, adding: 0) }
      return
    }
    diffuseLeft -= 1
    let h = Array(UnsafeBufferPointer(start: filter.secondGains + diffuseLeft * k, count: k))
    let first = filter.diffusePrecisions[diffuseLeft]
    add(
      filter.innovations[t] * first - dot(g[...], r[1]) - dot(h[...], r[0]), to: &r[1])
    add(-dot(g[...], r[0]), to: &r[0])
    let inner = quadratic(precision[0], h[...], h[...])
    let (low, middle) = (precision[0], precision[1])
    contract(&precision[2], g, adding: inner - filter.secondPrecisions[diffuseLeft])
    cross(&precision[2], middle, g, h)
    contract(&precision[1], g, adding: first)
    cross(&precision[1], low, g, h)
    contract(&precision[0], g, adding: 0)
  }

  private func add(_ value: Double, to x: inout [Double]) {
    for place in places { x[place] += value }
  }

  /// N ← AᵀNA + c zzᵀ with A = I − gzᵀ.
  private func contract(_ matrix: inout [Double], _ g: [Double], adding c: Double) {
    let w = product(matrix, g)
    let d = c + dot(w[...], g)
    for place in places {
      for i in 0..<k {
        matrix[place * k + i] -= w[i]
        matrix[i * k + place] -= w[i]
      }
    }
    for i in places { for j in places { matrix[i * k + j] += d } }
  }

  /// N ← N − zhᵀBA − AᵀBhzᵀ.
  private func cross(_ matrix: inout [Double], _ b: [Double], _ g: [Double], _ h: [Double]) {
    // AᵀBh = w − z gᵀw.
    var w = product(b, h)
    let inner = dot(w[...], g)
    for place in places { w[place] -= inner }
    for place in places {
      for i in 0..<k {
        matrix[place * k + i] -= w[i]
        matrix[i * k + place] -= w[i]
      }
    }
  }

  private func product(_ matrix: [Double], _ x: [Double]) -> [Double] {
    (0..<k).map { i in dot(matrix[(i * k)..<((i + 1) * k)], x) }
  }

  private func quadratic(
    _ matrix: [Double], _ left: ArraySlice<Double>, _ right: ArraySlice<Double>
  ) -> Double {
    var sum = 0.0
    for i in 0..<k {
      sum += left[left.startIndex + i] * dot(matrix[(i * k)..<((i + 1) * k)], right)
    }
    return sum
  }
}

private func dot(_ a: ArraySlice<Double>, _ b: some Collection<Double>) -> Double {
  var sum = 0.0
  for (x, y) in zip(a, b) { sum += x * y }
  return sum
}

extension [Double] {
  fileprivate mutating func retreat(_ transition: StructuralTransition) {
    withUnsafeMutableBufferPointer { transition.retreat($0.baseAddress!) }
  }

  fileprivate mutating func retreatMatrix(_ transition: StructuralTransition) {
    var next = self
    withUnsafeMutableBufferPointer { from in
      next.withUnsafeMutableBufferPointer {
        transition.retreat(from.baseAddress!, into: $0.baseAddress!)
      }
    }
    self = next
  }
}
