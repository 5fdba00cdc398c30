internal import Glibc

/// The filter of a structural model far from its start.
///
/// The covariance is carried on from the end of the series without gaps until it stands still, at
/// most ten times the length of the series. What follows from it is the innovations form
/// y_t = zᵀa_t + v_t, a_{t+1} = Ta_t + Kv_t, in which exponential smoothing is written too.
struct SteadyState {
  /// K.
  private(set) var gain: [Double]
  /// Σ log F over the observed periods for a filter that starts in the steady state.
  private(set) var logDeterminant: Double

  /// - Parameter filter: after a pass with the same variances `w`.
  init(_ filter: StructuralFilter, _ w: SIMD4<Double>) {
    let (k, n, transition) = (filter.k, filter.n, filter.transition)
    let limit = min(9 * n, 10_000)
    var q = w
    q[3] = 0
    gain = [Double](repeating: 0, count: k)
    logDeterminant = 0
    let size = 2 * k * k + 4 * k
    var total = 0.0
    gain.withUnsafeMutableBufferPointer { result in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { memory in
        memory.initialize(repeating: 0)
        let zeros = memory.baseAddress!
        let (column, g, sums) = (zeros + k, zeros + 2 * k, zeros + 3 * k)
        var p = zeros + 4 * k
        var next = p + k * k
        p.update(from: filter.covariance, count: k * k)

        /// One period; the log of F, or nil when it leaves all as it was.
        func step(isObserved: Bool) -> Double {
          transition.loading(p, into: column)
          let f = transition.loading(column) + w[3]
          for i in 0..<k { g[i] = isObserved && f > 0 ? column[i] / f : 0 }
          transition.advance(
            p, into: next, gain: isObserved ? g : zeros, loading: isObserved ? column : zeros,
            disturbance: q, sums: sums)
          swap(&p, &next)
          return f > 0 ? log(f) : 0
        }
        var (last, quiet) = (0.0, 0)
        for _ in 0..<limit where quiet <= k {
          let value = step(isObserved: true)
          quiet = abs(value - last) <= 1e-12 ? quiet + 1 : 0
          last = value
        }
        last = step(isObserved: true)
        for i in 0..<k { result[i] = g[i] }
        transition.advance(result.baseAddress!)
        quiet = 0
        for t in 0..<n {
          guard filter.places[t] >= 0 else {
            _ = step(isObserved: false)
            quiet = 0
            continue
          }
          if quiet <= k {
            let value = step(isObserved: true)
            quiet = abs(value - last) <= 1e-12 ? quiet + 1 : 0
            last = value
          }
          total += last
        }
      }
    }
    logDeterminant = total
  }

  /// The model's ARIMA equivalent: φ(B)y = θ(B)v with ψ_j = zᵀTʲ⁻¹K and θ = φψ, whose order is
  /// that of φ (Cayley–Hamilton). Source: Harvey (1989), 2.4.
  func reducedForm(_ form: StructuralForm) -> LinearProcess {
    let transition = StructuralTransition(form)
    let a = form.autoregressive
    var state = gain
    var psi = [1.0]
    state.withUnsafeMutableBufferPointer {
      for _ in a {
        psi.append(transition.loading($0.baseAddress!))
        transition.advance($0.baseAddress!)
      }
    }
    let theta = (1...a.count).map { (j: Int) -> Double in
      var known = 0.0
      for i in 0..<j { known += a[i] * psi[j - 1 - i] }
      return psi[j] - known
    }
    return LinearProcess(autoregressive: a, movingAverage: theta)
  }
}
