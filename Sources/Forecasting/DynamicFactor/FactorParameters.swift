package import LinearAlgebra

/// The parameters of a dynamic factor model on standardised observations.
///
///     x_it = λ_i′ Σ_l w_il f_{t−l} + Σ_l w_il e_{i,t−l}
///     f_t  = A_1 f_{t−1} + … + A_p f_{t−p} + u_t,   u_t ~ N(0, Q)
///     e_it = ρ_i e_{i,t−1} + ε_it,                  ε_it ~ N(0, σ²_i)
///
/// with w_il the weights by which the base periods of one observation add up; 1 alone for a series of
/// the base frequency.
package struct FactorParameters: Sendable, Equatable {
  /// r, factors.
  package let factors: Int
  /// p, lags of the factors.
  package let lags: Int
  /// λ_ij at i · r + j.
  package var loadings: [Double]
  /// A_l[i, j] at ((l − 1) · r + i) · r + j.
  package var transition: [Double]
  /// Q[i, j] at i · r + j.
  package var innovation: [Double]
  /// ρ_i.
  package var persistence: [Double]
  /// σ²_i.
  package var noise: [Double]

  package init(
    factors: Int, lags: Int, loadings: [Double], transition: [Double], innovation: [Double],
    persistence: [Double], noise: [Double]
  ) {
    precondition(loadings.count == factors * noise.count, "a loading a series and factor")
    precondition(transition.count == factors * factors * lags, "a matrix a lag")
    precondition(innovation.count == factors * factors, "a covariance of the factors")
    precondition(persistence.count == noise.count, "a persistence a series")
    self.factors = factors
    self.lags = lags
    self.loadings = loadings
    self.transition = transition
    self.innovation = innovation
    self.persistence = persistence
    self.noise = noise
  }

  /// The number of series.
  package var series: Int { noise.count }

  /// Free parameters: loadings, transition, Q, and two or, without persistence, one a series. Of these
  /// r² only fix the factors' unit and direction.
  package func count(isPersistent: Bool) -> Int {
    loadings.count + transition.count + factors * (factors + 1) / 2
      + series * (isPersistent ? 2 : 1)
  }

  /// The greatest modulus of the transition's roots.
  package func greatestRoot() throws(LinearAlgebraError) -> Double {
    guard lags > 0 else { return 0 }
    if factors * lags == 1 { return abs(transition[0]) }
    let k = factors * lags
    var companion = Matrix(rows: k, columns: k)
    for l in 0..<lags {
      for i in 0..<factors {
        for j in 0..<factors {
          companion[i, l * factors + j] = transition[(l * factors + i) * factors + j]
        }
      }
    }
    for i in factors..<k { companion[i, i - factors] = 1 }
    return try Eigenvalues(companion).values.map(\.modulus).max() ?? 0
  }

  /// The factors' autocovariances Γ(h) = E f_t f′_{t−h}, h = 0…`last`, each r × r by rows.
  ///
  /// Γ of the companion form by doubling: X ← X + MXM′, M ← M².
  ///
  /// - Throws: `.noEstimate` for a transition that is not stationary.
  /// Source: Anderson & Moore (1979), 6.7.
  func autocovariances(through last: Int) throws(ForecastingError) -> [[Double]] {
    let r = factors
    let k = r * max(1, lags)
    var power = [Double](repeating: 0, count: k * k)
    for i in 0..<r {
      for l in 0..<lags {
        for j in 0..<r { power[i * k + l * r + j] = transition[(l * r + i) * r + j] }
      }
    }
    for i in r..<max(r, k) { power[i * k + i - r] = 1 }
    var sum = [Double](repeating: 0, count: k * k)
    for i in 0..<r { for j in 0..<r { sum[i * k + j] = innovation[i * r + j] } }
    var isStationary = false
    for _ in 0..<50 {
      let step = Self.product(Self.product(power, sum, k), power, k, isTransposed: true)
      for place in sum.indices { sum[place] += step[place] }
      power = Self.product(power, power, k)
      let size = power.reduce(0) { max($0, abs($1)) }
      guard size.isFinite, size < 1e100 else { break }
      if size < 1e-30 {
        isStationary = true
        break
      }
    }
    guard isStationary else { throw .noEstimate("the factors' transition is not stationary") }
    var result: [[Double]] = []
    for h in 0...last {
      var gamma = [Double](repeating: 0, count: r * r)
      if h < max(1, lags) {
        // E f_t f′_{t−h} stands in the first rows of the companion's covariance.
        for i in 0..<r { for j in 0..<r { gamma[i * r + j] = sum[i * k + h * r + j] } }
      } else {
        for l in 0..<lags {
          let earlier = result[h - l - 1]
          for i in 0..<r {
            for j in 0..<r {
              for m in 0..<r {
                gamma[i * r + j] += transition[(l * r + i) * r + m] * earlier[m * r + j]
              }
            }
          }
        }
      }
      result.append(gamma)
    }
    return result
  }

  private static func product(
    _ a: [Double], _ b: [Double], _ k: Int, isTransposed: Bool = false
  ) -> [Double] {
    var result = [Double](repeating: 0, count: k * k)
    for i in 0..<k {
      for m in 0..<k where a[i * k + m] != 0 {
        let factor = a[i * k + m]
        for j in 0..<k {
          result[i * k + j] += factor * (isTransposed ? b[j * k + m] : b[m * k + j])
        }
      }
    }
    return result
  }
}

extension FactorParameters {
  /// The same model with factors of variance one that do not correlate in the same period, each with
  /// loadings that add up to no less than 0: f = Cg with CC′ = Γ(0).
  ///
  /// Units and signs of factors are free; the likelihood is the same.
  package func normalised() throws(ForecastingError) -> FactorParameters {
    let r = factors
    let variance = try autocovariances(through: 0)[0]
    do throws(LinearAlgebraError) {
      let square = try Matrix(rows: r, columns: r, columnMajor: variance)
      var root = try Cholesky(square).factor
      let turned = try Matrix(rows: r, columns: series, columnMajor: loadings).transposed
      let lengths = try turned.multiplied(by: root)
      for j in 0..<r {
        let sum = (0..<series).reduce(0) { $0 + lengths[$1, j] }
        if sum < 0 { for i in 0..<r { root[i, j] = -root[i, j] } }
      }
      let inverse = try root.solveTriangular(.lower, rightSide: .identity(r))
      func rows(_ matrix: Matrix) -> [Double] { matrix.transposed.elements }
      var matrices: [Double] = []
      for l in 0..<lags {
        let part = Array(transition[(l * r * r)..<((l + 1) * r * r)])
        let lag = try Matrix(rows: r, columns: r, columnMajor: part).transposed
        matrices += rows(try inverse.multiplied(by: lag).multiplied(by: root))
      }
      let q = try Matrix(rows: r, columns: r, columnMajor: innovation)
      let shock = try inverse.multiplied(by: q).multiplied(by: inverse, .transposed)
      return FactorParameters(
        factors: r, lags: lags,
        loadings: rows(try turned.multiplied(by: root)), transition: matrices,
        innovation: rows(shock), persistence: persistence, noise: noise)
    } catch { throw .numeric(error) }
  }
}
