internal import Glibc
internal import LinearAlgebra
internal import StatisticsCore

/// Σ(e_t − e_{t−1})² ÷ Σe_t² and its probability when the errors are independent and normal.
///
/// Below 100 observations exact: P(DW < d) = P(Σ(λ_i − d)ξ_i² < 0), λ the eigenvalues of MAM on the
/// residuals' space, by Imhof's integral (1961). Else the normal approximation with exact mean and
/// variance (Durbin & Watson 1951).
enum DurbinWatson {
  private static let exactCount = 100

  static func test(_ r: TestedRegression) throws(RegressionError) -> SpecificationTest? {
    let e = r.residuals
    guard r.count > 2, r.freedom > 0 else { return nil }
    var changes = 0.0
    for t in 1..<r.count { changes += (e[t] - e[t - 1]) * (e[t] - e[t - 1]) }
    let d = changes / r.rss
    let p: Double
    do throws(LinearAlgebraError) {
      p = r.count < exactCount ? try exact(d, r) : try normal(d, r)
    } catch { throw .numeric(error) }
    return SpecificationTest(
      "durbin_watson", d, pValue: p, null: "the errors are not positively autocorrelated at lag 1")
  }

  /// The columns of X made orthonormal.
  private static func basis(_ r: TestedRegression) throws(LinearAlgebraError) -> Matrix {
    let matrix = try Matrix(
      rows: r.count, columns: r.columns.count, columnMajor: Array(r.columns.map(\.values).joined()))
    return try PivotedQR(matrix).orthogonalFactor()
  }

  /// A·x, A the matrix of squared first differences.
  private static func differenced(_ x: [Double]) -> [Double] {
    let n = x.count
    return x.indices.map { t in
      let before = t > 0 ? x[t] - x[t - 1] : 0
      let after = t < n - 1 ? x[t] - x[t + 1] : 0
      return before + after
    }
  }

  private static func exact(_ d: Double, _ r: TestedRegression) throws(LinearAlgebraError) -> Double
  {
    let n = r.count
    let q = try basis(r)
    // M A M with M = I − QQ′, whose k further eigenvalues are zero with eigenvectors Q: moved out of
    // the way by adding QQ′ times a number that no eigenvalue of A (0 to 4) reaches.
    var m = Matrix(rows: n, columns: n)
    for j in 0..<n {
      for i in 0..<n {
        var product = 0.0
        for k in 0..<q.columns { product += q[i, k] * q[j, k] }
        m[i, j] = (i == j ? 1 : 0) - product
      }
    }
    var am = Matrix(rows: n, columns: n)
    for j in 0..<n {
      let column = differenced((0..<n).map { m[$0, j] })
      for i in 0..<n { am[i, j] = column[i] }
    }
    var mam = try m.multiplied(by: am)
    for j in 0..<n {
      for i in 0..<n {
        mam[i, j] += 100 * ((i == j ? 1 : 0) - m[i, j])
      }
    }
    for j in 0..<n {
      for i in 0..<j {
        let mean = (mam[i, j] + mam[j, i]) / 2
        mam[i, j] = mean
        mam[j, i] = mean
      }
    }
    let values = try SymmetricEigen(mam).values.filter { $0 < 50 }
    return probabilityBelowZero(values.map { $0 - d })
  }

  /// P(Σ a_i ξ_i² < 0), ξ independent standard normal: ½ − π⁻¹ ∫ sin θ(u) / (u ρ(u)) du.
  static func probabilityBelowZero(_ a: [Double]) -> Double {
    func integrand(_ u: Double) -> Double {
      var (theta, logRho) = (0.0, 0.0)
      for value in a {
        theta += 0.5 * atan(value * u)
        logRho += 0.25 * log1p(value * value * u * u)
      }
      return sin(theta) / u * exp(-logRho)
    }
    // In v = ln u the integrand is u times sin θ / (u ρ), smooth and falling at both ends like a
    // power: the trapezoid rule converges faster than any power of its step.
    func sum(_ step: Double) -> Double {
      var total = 0.0
      var k = -Int(45 / step)
      while Double(k) * step < 45 {
        let u = exp(Double(k) * step)
        total += u * integrand(u)
        k += 1
      }
      return total * step
    }
    var (step, last) = (0.25, sum(0.25))
    for _ in 0..<6 {
      step /= 2
      let next = sum(step)
      if abs(next - last) < 1e-14 {
        last = next
        break
      }
      last = next
    }
    return min(1, max(0, 0.5 - last / Double.pi))
  }

  private static func normal(
    _ d: Double, _ r: TestedRegression
  ) throws(LinearAlgebraError) -> Double {
    let q = try basis(r)
    let (n, k) = (r.count, q.columns)
    let columns = (0..<k).map { j in (0..<n).map { q[$0, j] } }
    let changed = columns.map(differenced)
    func dot(_ x: [Double], _ y: [Double]) -> Double {
      var sum = 0.0
      for i in x.indices { sum += x[i] * y[i] }
      return sum
    }
    var (trace, square, cross) = (0.0, 0.0, 0.0)
    for i in 0..<k {
      trace += dot(columns[i], changed[i])
      square += dot(changed[i], changed[i])
      for j in 0..<k {
        let value = dot(columns[i], changed[j])
        cross += value * value
      }
    }
    let p = 2 * Double(n - 1) - trace
    let second = 2 * Double(3 * n - 4) - 2 * square + cross
    let freedom = Double(n - k)
    let mean = p / freedom
    let variance = 2 / (freedom * (freedom + 2)) * (second - p * mean)
    return Normal.cumulative((d - mean) / variance.squareRoot())
  }
}
