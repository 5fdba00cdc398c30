internal import LinearAlgebra

// EM for any pattern of missing values (Watson & Engle 1983; Bańbura & Modugno 2014). With moments given
// all observations, F = (f_{t−1}, …, f_{t−p}), sums over t = 2…T:
//
//   A    = (Σ E f F′)(Σ E FF′)⁻¹,  Q = (Σ E ff′ − A Σ E Ff′) / (T − 1)
//   ρ_i  = Σ E e_t e_{t−1} / Σ E e²_{t−1},  σ²_i = (Σ E e²_t − ρ_i Σ E e_t e_{t−1}) / (T − 1)
//
// Loadings. Where own parts are states and observations have no further error, x − λf = e holds exactly
// given e, and the usual step, the regression of x − e on f, gives back the loadings it started from. Here
// factors and the series of base periods x* = λf + e are what is not observed, own parts follow from them:
// given ρ_i, with f̃ = f_t − ρ_i f_{t−1},
//
//   λ_i ← λ_i + (Σ E f̃f̃′)⁻¹ Σ E f̃(e_t − ρ_i e_{t−1}),      then ρ_i, σ²_i with e − (λ_new − λ_old)f
//
// an expectation step with conditional maximisations (Meng & Rubin 1993), which never lowers the
// likelihood but for the share of the first period: that is left out of the maximisation, as is usual; the
// likelihood that is reported has it.

/// How a dynamic factor model is estimated.
package struct FactorEstimation: Sendable {
  /// Whether own parts follow an autoregression of order one, or are independent.
  package var isPersistent = true
  /// The relative rise of the likelihood under which iterations end.
  package var tolerance = 1e-6
  package var maximumIterations = 500
  /// Whether loadings move; without it a step is that of Bańbura & Modugno for observations without
  /// error, and loadings stay where they started.
  var movesLoadings = true

  /// The greatest root of the factors and of own parts; beyond it there is no stationary start.
  static let greatestRoot = 0.995

  package init() {}
}

/// Estimated parameters.
package struct FactorEstimate: Sendable {
  package let parameters: FactorParameters
  /// Of the standardised observations, at `parameters`.
  package let logLikelihood: Double
  package let iterations: Int
  package let isConverged: Bool
  /// By how much the last step lowered the likelihood, after which more of them lead nowhere; nil where it did not.
  package let fall: Double?
  /// Iterations in which a root was brought back to 0.995.
  package let bounded: Int
}

extension FactorEstimation {
  /// Iterates from given parameters.
  ///
  /// - Throws: `.noEstimate` when the start is not stationary or a step leaves the numbers.
  func estimate(
    _ data: FactorData, from start: FactorParameters
  ) throws(ForecastingError) -> FactorEstimate {
    var parameters = start
    var best: (parameters: FactorParameters, value: Double)?
    var (iterations, bounded, isConverged) = (0, 0, false)
    var fall: Double?
    if try bound(&parameters) { bounded = 1 }
    while true {
      let filter = FactorFilter(
        try FactorSystem(parameters, weights: data.weights), data, keeps: true)
      let value = filter.logLikelihood
      guard value.isFinite else { throw .noEstimate("the likelihood left the range of numbers") }
      if let best {
        // The bound on roots can cost likelihood; what was better stands.
        if value < best.value {
          isConverged = best.value - value <= 1e-4
          if !isConverged { fall = best.value - value }
          break
        }
        let rise = 2 * (value - best.value) / (abs(value) + abs(best.value))
        isConverged = rise < tolerance
      }
      best = (parameters, value)
      guard !isConverged, iterations < maximumIterations else { break }
      var next = try step(filter)
      if try bound(&next) { bounded += 1 }
      parameters = next
      iterations += 1
    }
    guard let best else { throw .noEstimate("no iteration was made") }
    return FactorEstimate(
      parameters: best.parameters, logLikelihood: best.value, iterations: iterations,
      isConverged: isConverged, fall: fall, bounded: bounded)
  }

  /// One step behind a pass that keeps its gains.
  func step(_ filter: FactorFilter) throws(ForecastingError) -> FactorParameters {
    let moments = FactorMoments(filter)
    let old = filter.system.parameters
    let (r, p, n) = (old.factors, old.lags, old.series)
    let transitions = Double(filter.data.periods - 1)
    do throws(LinearAlgebraError) {
      let own = try Matrix(rows: r, columns: r, columnMajor: moments.current)
      var (matrices, shock) = ([Double](), own)
      if p > 0 {
        let earlier = try Matrix(rows: r * p, columns: r * p, columnMajor: moments.earlier)
        // F f′, rp × r; A′ = (FF′)⁻¹ Ff′.
        let cross = try Matrix(rows: r * p, columns: r, columnMajor: moments.cross)
        let turned = try Cholesky(earlier).solve(cross)
        let explained = try turned.multiplied(.transposed, by: cross)
        for i in 0..<r { for j in 0..<r { shock[i, j] -= explained[i, j] } }
        for l in 0..<p {
          for i in 0..<r { for j in 0..<r { matrices.append(turned[l * r + j, i]) } }
        }
      }
      var innovation: [Double] = []
      for i in 0..<r {
        for j in 0..<r { innovation.append((shock[i, j] + shock[j, i]) / 2 / transitions) }
      }
      var loadings = old.loadings
      var (persistence, noise) = ([Double](), [Double]())
      for i in 0..<n {
        var own = moments.own[i]
        if movesLoadings {
          let move = try moments.move(i, persistence: old.persistence[i], r)
          for j in 0..<r { loadings[i * r + j] += move[j] }
          own = moments.own(i, movedBy: move)
        }
        let rho = isPersistent ? own.both / own.before : 0
        persistence.append(rho)
        noise.append(max(1e-10, (own.now - rho * own.both) / transitions))
      }
      return FactorParameters(
        factors: r, lags: p, loadings: loadings, transition: matrices, innovation: innovation,
        persistence: persistence, noise: noise)
    } catch { throw .noEstimate("the factors are not told apart: \(error.description)") }
  }

  /// Brings roots back to the bound.
  ///
  /// - Returns: whether any was beyond it.
  func bound(_ parameters: inout FactorParameters) throws(ForecastingError) -> Bool {
    var isBounded = false
    let root: Double
    do throws(LinearAlgebraError) { root = try parameters.greatestRoot() } catch {
      throw .numeric(error)
    }
    if root > Self.greatestRoot {
      isBounded = true
      var factor = 1.0
      let square = parameters.factors * parameters.factors
      for l in 0..<parameters.lags {
        factor *= Self.greatestRoot / root
        for place in (l * square)..<((l + 1) * square) { parameters.transition[place] *= factor }
      }
    }
    for i in 0..<parameters.series where abs(parameters.persistence[i]) > Self.greatestRoot {
      isBounded = true
      parameters.persistence[i] = Self.greatestRoot * (parameters.persistence[i] < 0 ? -1 : 1)
    }
    return isBounded
  }
}

/// Sums of second moments given all observations, over t = 2…T; matrices by columns.
struct FactorMoments {
  /// Σ E ff′, r × r.
  private(set) var current: [Double]
  /// Σ E FF′, rp × rp.
  private(set) var earlier: [Double]
  /// Σ E Ff′, rp × r.
  private(set) var cross: [Double]
  /// Σ E f_t f′_{t−1} and Σ E f_{t−1} f′_{t−1}, r × r.
  private var lagged: [Double]
  private var before: [Double]
  /// Of each series Σ E e²_t, Σ E e_t e_{t−1}, Σ E e²_{t−1}.
  private(set) var own: [(now: Double, both: Double, before: Double)]
  /// Of each series Σ E e_{t−a} f_{t−b}, r of them, at 2a + b.
  private var mixed: [[[Double]]]

  init(_ filter: FactorFilter) {
    let system = filter.system
    let (r, p, n) = (system.parameters.factors, system.parameters.lags, system.parameters.series)
    let square = [Double](repeating: 0, count: r * r)
    var (current, lagged, before) = (square, square, square)
    var earlier = [Double](repeating: 0, count: r * p * r * p)
    var cross = [Double](repeating: 0, count: r * p * r)
    var own = [(now: Double, both: Double, before: Double)](repeating: (0, 0, 0), count: n)
    let empty = [[Double]](repeating: [Double](repeating: 0, count: r), count: 4)
    var mixed = [[[Double]]](repeating: empty, count: n)
    FactorSmoother(filter, withCovariances: true).run { smoother in
      guard smoother.period > 0 else { return }
      let factors = (0..<(r * max(2, p + 1))).map { smoother.combination([($0, 1)]) }
      for i in 0..<r {
        for j in 0..<r {
          current[i + j * r] += smoother.moment(factors[i], factors[j])
          lagged[i + j * r] += smoother.moment(factors[i], factors[r + j])
          before[i + j * r] += smoother.moment(factors[r + i], factors[r + j])
        }
      }
      for a in 0..<(r * p) {
        for b in 0..<(r * p) {
          earlier[a + b * r * p] += smoother.moment(factors[r + a], factors[r + b])
        }
        for j in 0..<r { cross[a + j * r * p] += smoother.moment(factors[r + a], factors[j]) }
      }
      for i in 0..<n {
        let start = system.ownStarts[i]
        let parts = [smoother.combination([(start, 1)]), smoother.combination([(start + 1, 1)])]
        own[i].now += smoother.moment(parts[0], parts[0])
        own[i].both += smoother.moment(parts[0], parts[1])
        own[i].before += smoother.moment(parts[1], parts[1])
        for a in 0..<2 {
          for b in 0..<2 {
            for j in 0..<r {
              mixed[i][2 * a + b][j] += smoother.moment(parts[a], factors[b * r + j])
            }
          }
        }
      }
    }
    (self.current, self.earlier, self.cross) = (current, earlier, cross)
    (self.lagged, self.before, self.own, self.mixed) = (lagged, before, own, mixed)
  }

  /// (Σ E f̃f̃′)⁻¹ Σ E f̃(e_t − ρe_{t−1}).
  func move(_ i: Int, persistence rho: Double, _ r: Int) throws(LinearAlgebraError) -> [Double] {
    var square = Matrix(rows: r, columns: r)
    var right = Matrix(rows: r, columns: 1)
    let parts = mixed[i]
    for a in 0..<r {
      for b in 0..<r {
        let both = lagged[a + b * r] + lagged[b + a * r]
        square[a, b] = current[a + b * r] - rho * both + rho * rho * before[a + b * r]
      }
      right[a, 0] = parts[0][a] - rho * (parts[1][a] + parts[2][a]) + rho * rho * parts[3][a]
    }
    return try Cholesky(square).solve(right).elements
  }

  /// Moments of e − d′f for a move d of the loadings.
  func own(_ i: Int, movedBy d: [Double]) -> (now: Double, both: Double, before: Double) {
    let r = d.count
    var moved = own[i]
    let parts = mixed[i]
    for a in 0..<r {
      moved.now -= 2 * d[a] * parts[0][a]
      moved.both -= d[a] * (parts[1][a] + parts[2][a])
      moved.before -= 2 * d[a] * parts[3][a]
      for b in 0..<r {
        moved.now += d[a] * d[b] * current[a + b * r]
        moved.both += d[a] * d[b] * lagged[a + b * r]
        moved.before += d[a] * d[b] * before[a + b * r]
      }
    }
    return moved
  }
}
