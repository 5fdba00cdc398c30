internal import Glibc

// Kalman filter with exact diffuse start, in contemporaneous form. With the state covariance
// P = κP∞ + P*, κ → ∞, and for each a loading M = Pz, F = zᵀM (+ σ²_ε in F*):
//
//   v = y − zᵀa
//   F∞ > 0:  g = M∞/F∞, a ← a + gv, P∞ ← P∞ − M∞M∞ᵀ/F∞,
//            P* ← P* − gM*ᵀ − M*gᵀ + ggᵀF*          adds log F∞ to the determinant
//   else:    g = M*/F*, a ← a + gv, P* ← P* − gM*ᵀ  adds log F* and v²/F*
//   missing: nothing
//   then     a ← Ta, P ← TPTᵀ + Q.
//
// The score by the disturbance smoother, backwards from r = 0, N = 0 (K = Tg, L = T − Kzᵀ):
//
//   u = v/F − Kᵀr,  D = 1/F + KᵀNK,  r ← zu + Tᵀr,  N ← zzᵀ/F + LᵀNL   (1/F = 0 where diffuse)
//   ∂ℓ/∂σ²_ε = ½Σ(u² − D),  ∂ℓ/∂q_i = ½Σ(r_i² − N_ii).
//
// Once gain and F stand still for longer than a season they are kept (steady state): a step then
// costs k operations. The same holds for N on the way back.
// Source: Koopman (1997); Durbin & Koopman (2012), 5.2 and 7.3; Koopman & Shephard (1992).

/// What a pass of the filter gives, for variances in units of σ².
struct StructuralPass {
  /// Observations, those that fix the initial states included.
  var observations = 0
  /// Initial states fixed by observations.
  var diffuse = 0
  /// Σ log F + Σ log F∞.
  var logDeterminant = 0.0
  /// Σ v²/F.
  var squares = 0.0

  /// Contrasts free of the initial states.
  var degreesOfFreedom: Int { observations - diffuse }

  /// The σ² that maximises the diffuse likelihood: Σ(v²/F)/(n − d).
  var variance: Double { squares / Double(degreesOfFreedom) }

  /// The diffuse log-likelihood at `variance`.
  var logLikelihood: Double { logLikelihood(variance: variance) }

  /// −½{(n − d) log 2πσ² + Σ log F + Σ log F∞ + Σ(v²/F)/σ²}.
  func logLikelihood(variance: Double) -> Double {
    -0.5
      * (Double(degreesOfFreedom) * log(2 * Double.pi * variance) + logDeterminant
        + squares / variance)
  }
}

/// The filter and its score for one series and form; one workspace for all passes.
final class StructuralFilter {
  typealias Buffer = UnsafeMutablePointer<Double>

  let form: StructuralForm
  let transition: StructuralTransition
  /// Periods.
  let n: Int
  /// The length of the state.
  let k: Int
  /// One value a period, NaN where missing.
  let y: Buffer

  /// a, P* and P∞ before the observation of the current period; after a pass, those of n + 1.
  private(set) var state: Buffer
  private(set) var covariance: Buffer
  private(set) var diffuseCovariance: Buffer
  /// Initial states not yet fixed by an observation.
  private(set) var unfixed = 0

  /// Per period: v, and the place of its gain (−1 where missing).
  let innovations: Buffer
  let places: UnsafeMutablePointer<Int32>
  /// Per gain: g (k each), 1/F (0 where diffuse).
  let gains: Buffer
  let precisions: Buffer
  /// Per diffuse gain, in order: (M* − gF*)/F∞ (k each), 1/F∞ and F*/F∞².
  let secondGains: Buffer
  let diffusePrecisions: Buffer
  let secondPrecisions: Buffer

  private let capacity: Int
  private var scratch: Buffer
  private let column: Buffer
  private let otherColumn: Buffer
  private let zeros: Buffer
  private let memory: UnsafeMutableBufferPointer<Double>

  init(_ values: [Double], form: StructuralForm) {
    self.form = form
    transition = StructuralTransition(form)
    n = values.count
    k = transition.k
    let square = k * k
    capacity = n + 2
    let size =
      2 * n + capacity * (k + 1) + (k + 1) * (k + 2) + 3 * square + 4 * k
    memory = .allocate(capacity: size)
    memory.initialize(repeating: 0)
    var next = memory.baseAddress!
    func take(_ count: Int) -> Buffer {
      defer { next += count }
      return next
    }
    y = take(n)
    innovations = take(n)
    gains = take(capacity * k)
    precisions = take(capacity)
    secondGains = take((k + 1) * k)
    diffusePrecisions = take(k + 1)
    secondPrecisions = take(k + 1)
    covariance = take(square)
    diffuseCovariance = take(square)
    scratch = take(square)
    state = take(k)
    column = take(k)
    otherColumn = take(k)
    zeros = take(k)
    places = .allocate(capacity: max(1, n))
    places.initialize(repeating: -1, count: max(1, n))
    for t in 0..<n { y[t] = values[t] }
  }

  deinit {
    memory.deallocate()
    places.deallocate()
  }

  /// Filters the series from a diffuse start.
  ///
  /// - Parameter w: variances of level, slope, season and irregular, in units of σ².
  /// - Parameter visit: called before each period's observation is used.
  /// - Returns: nil when the observations do not fix the initial states, or F is not positive.
  func filter(_ w: SIMD4<Double>, visit: ((Int) -> Void)? = nil) -> StructuralPass? {
    var pass = StructuralPass()
    for i in 0..<k { state[i] = 0 }
    for i in 0..<(k * k) {
      covariance[i] = 0
      diffuseCovariance[i] = i % (k + 1) == 0 ? 1 : 0
    }
    unfixed = k
    var disturbance = w
    disturbance[3] = 0
    let irregular = w[3]
    var count = 0
    var quiet = 0
    var (isSteady, f, logF) = (false, 0.0, 0.0)
    for t in 0..<n {
      visit?(t)
      let value = y[t]
      if value.isNaN {
        places[t] = -1
        (isSteady, quiet) = (false, -1)
        step(gain: zeros, loading: zeros, disturbance)
        if unfixed > 0 { advanceDiffuse() }
        continue
      }
      pass.observations += 1
      let v = value - transition.loading(state)
      innovations[t] = v
      if isSteady {
        let gain = gains + (count - 1) * k
        places[t] = Int32(truncatingIfNeeded: count - 1)
        for i in 0..<k { state[i] += gain[i] * v }
        transition.advance(state)
        pass.logDeterminant += logF
        pass.squares += v * v / f
        continue
      }
      places[t] = Int32(truncatingIfNeeded: count)
      let gain = gains + count * k
      if unfixed > 0, let log = fix(pass.diffuse, gain, irregular) {
        pass.logDeterminant += log
        precisions[count] = 0
        for i in 0..<k { state[i] += gain[i] * v }
        step(gain: zeros, loading: zeros, disturbance)
        advanceDiffuse()
        pass.diffuse += 1
        unfixed -= 1
        count += 1
        continue
      }
      transition.loading(covariance, into: column)
      let previous = f
      f = transition.loading(column) + irregular
      guard f > 0, f.isFinite else { return nil }
      let inverse = 1 / f
      for i in 0..<k {
        gain[i] = column[i] * inverse
        state[i] += gain[i] * v
      }
      precisions[count] = inverse
      logF = log(f)
      pass.logDeterminant += logF
      pass.squares += v * v * inverse
      step(gain: gain, loading: column, disturbance)
      if unfixed > 0 {
        advanceDiffuse()
      } else if quiet >= 0, abs(f - previous) <= 1e-13 * f, isUnchanged(gain) {
        quiet += 1
        // A season's gains can pause between two rounds of it, so one round must be quiet.
        isSteady = quiet > k
      } else {
        quiet = 0
      }
      count += 1
    }
    return unfixed == 0 && pass.squares.isFinite ? pass : nil
  }

  /// v/√F of the last pass, for the observations after the initial states are fixed.
  var standardisedInnovations: [Double] {
    (0..<n).compactMap { t in
      guard places[t] >= 0 else { return nil }
      let precision = precisions[Int(places[t])]
      return precision > 0 ? innovations[t] * precision.squareRoot() : nil
    }
  }

  /// State and P* go one period on.
  @inline(__always)
  private func step(gain: Buffer, loading: Buffer, _ disturbance: SIMD4<Double>) {
    transition.advance(state)
    transition.advance(
      covariance, into: scratch, gain: gain, loading: loading, disturbance: disturbance,
      sums: otherColumn)
    swap(&covariance, &scratch)
  }

  private func advanceDiffuse() {
    transition.advance(
      diffuseCovariance, into: scratch, gain: zeros, loading: zeros, disturbance: .zero,
      sums: otherColumn)
    swap(&diffuseCovariance, &scratch)
  }

  private func isUnchanged(_ gain: Buffer) -> Bool {
    for i in 0..<k where abs(gain[i] - gain[i - k]) > 1e-13 { return false }
    return true
  }

  /// The update of an observation that fixes an initial state; nil when it fixes none.
  ///
  /// - Returns: log F∞.
  private func fix(_ place: Int, _ gain: Buffer, _ irregular: Double) -> Double? {
    transition.loading(diffuseCovariance, into: otherColumn)
    let f = transition.loading(otherColumn)
    var largest = 0.0
    for i in 0..<k { largest = max(largest, diffuseCovariance[i * (k + 1)]) }
    // F∞ is a ratio of small integers where it is not zero.
    guard f > 1e-9 * max(1, largest) else { return nil }
    transition.loading(covariance, into: column)
    let star = transition.loading(column) + irregular
    let inverse = 1 / f
    let second = secondGains + place * k
    diffusePrecisions[place] = inverse
    secondPrecisions[place] = star * inverse * inverse
    for i in 0..<k {
      gain[i] = otherColumn[i] * inverse
      second[i] = (column[i] - gain[i] * star) * inverse
    }
    for i in 0..<k {
      for j in 0..<k {
        covariance[i * k + j] +=
          gain[i] * gain[j] * star - gain[i] * column[j] - column[i] * gain[j]
        diffuseCovariance[i * k + j] -= otherColumn[i] * gain[j]
      }
    }
    return log(f)
  }

  /// ∂ℓ/∂w of the diffuse likelihood for the variances of the last pass.
  ///
  /// - Parameter variance: σ².
  func score(variance: Double) -> SIMD4<Double> {
    let size = 2 * k * k + 2 * k
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { memory in
      memory.initialize(repeating: 0)
      let r = memory.baseAddress!
      let product = r + k
      var precision = product + k
      var next = precision + k * k
      let inverse = 1 / variance
      var score = SIMD4<Double>.zero
      var place: Int32 = -2
      var (quiet, isSteady, d) = (0, false, 0.0)
      var t = n - 1
      while t >= 0 {
        score[0] += r[0] * r[0] * inverse - precision[0]
        if k > 1 { score[1] += r[1] * r[1] * inverse - precision[k + 1] }
        if k > 2 { score[2] += r[2] * r[2] * inverse - precision[2 * k + 2] }
        transition.retreat(r)
        if places[t] != place {
          place = places[t]
          (quiet, isSteady) = (0, false)
        }
        if !isSteady {
          transition.retreat(precision, into: next)
          swap(&precision, &next)
        }
        if place >= 0 {
          let gain = gains + Int(place) * k
          var u = innovations[t] * precisions[Int(place)]
          for i in 0..<k { u -= gain[i] * r[i] }
          if !isSteady {
            let before = d
            d = contract(precision, gain, precisions[Int(place)], product)
            quiet = abs(d - before) <= 1e-13 * d ? quiet + 1 : 0
            isSteady = quiet > 2 * k
          }
          r[0] += u
          if k > 2 { r[2] += u }
          score[3] += u * u * inverse - d
        }
        t -= 1
      }
      return 0.5 * score
    }
  }

  /// N ← N − zwᵀ − wzᵀ + zzᵀD with w = Ng and D = 1/F + gᵀw.
  ///
  /// - Returns: D.
  @inline(__always)
  private func contract(
    _ matrix: Buffer, _ gain: Buffer, _ precision: Double, _ product: Buffer
  ) -> Double {
    var d = precision
    for i in 0..<k {
      let row = matrix + i * k
      var sum = 0.0
      for j in 0..<k { sum += row[j] * gain[j] }
      product[i] = sum
      d += sum * gain[i]
    }
    for i in 0..<k {
      matrix[i] -= product[i]
      matrix[i * k] -= product[i]
    }
    matrix[0] += d
    guard k > 2 else { return d }
    for i in 0..<k {
      matrix[2 * k + i] -= product[i]
      matrix[i * k + 2] -= product[i]
    }
    matrix[2] += d
    matrix[2 * k] += d
    matrix[2 * k + 2] += d
    return d
  }
}
