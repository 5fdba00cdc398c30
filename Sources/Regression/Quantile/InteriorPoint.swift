internal import Glibc
internal import LinearAlgebra

/// The dual of quantile regression by a primal–dual interior point method with bounds.
///
/// max yᵀa subject to Xᵀa = (1 − τ)·Xᵀ1, 0 ≤ a ≤ 1; the multipliers of the equations are −β. Each
/// step solves one p × p system XᵀQX by Cholesky for a predictor and a corrector. The result only
/// starts `QuantileSimplex`, so ending early costs time, never accuracy.
///
/// Source: Portnoy & Koenker (1997), 4, after Mehrotra (1992).
struct InteriorPoint {
  /// n × p, columns close to orthonormal times √n.
  let design: [[Double]]
  let response: [Double]
  let tau: Double

  static let stepShare = 0.99995
  static let maximumSteps = 60

  /// β, or nil when not even one step was possible.
  func coefficients() -> [Double]? {
    let (n, p) = (response.count, design.count)
    var a = [Double](repeating: 1 - tau, count: n)
    var s = [Double](repeating: tau, count: n)
    let ones = [Double](repeating: 1, count: n)
    // c = −y; the first multipliers are those of least squares.
    guard let gram = factor(ones), var dual = solve(gram, transposed(response.map { -$0 }))
    else { return nil }
    var (z, w) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
    let start = product(dual)
    var size = 0.0
    for i in 0..<n { size += abs(response[i] + start[i]) }
    size = max(size / Double(n), 1e-300)
    for i in 0..<n {
      let r = -response[i] - start[i]
      z[i] = max(r, 0) + 0.001 * size
      w[i] = max(-r, 0) + 0.001 * size
    }
    var (q, r) = (ones, ones)
    for _ in 0..<Self.maximumSteps {
      var gap = 0.0
      for i in 0..<n {
        gap += z[i] * a[i] + w[i] * s[i]
        q[i] = 1 / (z[i] / a[i] + w[i] / s[i])
        r[i] = z[i] - w[i]
      }
      if !(gap > 1e-9 * size * Double(n)) { break }
      guard let gram = factor(q) else { break }
      var right = [Double](repeating: 0, count: n)
      for i in 0..<n { right[i] = q[i] * r[i] }
      let base = transposed(right)
      guard let first = solve(gram, base) else { break }
      var da = product(first)
      for i in 0..<n { da[i] = q[i] * (da[i] - r[i]) }
      var (dz, dw) = (z, w)
      for i in 0..<n {
        dz[i] = -z[i] * (da[i] / a[i] + 1)
        dw[i] = -w[i] * (1 - da[i] / s[i])
      }
      var (primal, dualStep) = steps(a, s, z, w, da, dz, dw)
      var dBeta = first
      if min(primal, dualStep) < 1 {
        var after = 0.0
        for i in 0..<n {
          after += (z[i] + dualStep * dz[i]) * (a[i] + primal * da[i])
          after += (w[i] + dualStep * dw[i]) * (s[i] - primal * da[i])
        }
        let ratio = after / gap
        let mu = gap * ratio * ratio * ratio / (2 * Double(n))
        var (cross, both) = (dz, dw)
        for i in 0..<n {
          cross[i] = da[i] * dz[i]
          both[i] = -da[i] * dw[i]
          let centre = mu * (1 / a[i] - 1 / s[i])
          // The corrected right-hand side r − ξ + Δa·Δz/a − Δs·Δw/s.
          r[i] += -centre + cross[i] / a[i] - both[i] / s[i]
          right[i] = q[i] * r[i]
        }
        guard let second = solve(gram, transposed(right)) else { break }
        dBeta = second
        da = product(second)
        for i in 0..<n {
          da[i] = q[i] * (da[i] - r[i])
          dz[i] = mu / a[i] - z[i] - z[i] * da[i] / a[i] - cross[i] / a[i]
          dw[i] = mu / s[i] - w[i] + w[i] * da[i] / s[i] - both[i] / s[i]
        }
        (primal, dualStep) = steps(a, s, z, w, da, dz, dw)
      }
      guard primal.isFinite, dualStep.isFinite, primal > 1e-12 || dualStep > 1e-12 else { break }
      for i in 0..<n {
        a[i] += primal * da[i]
        s[i] -= primal * da[i]
        z[i] += dualStep * dz[i]
        w[i] += dualStep * dw[i]
      }
      for j in 0..<p { dual[j] += dualStep * dBeta[j] }
    }
    let beta = dual.map { -$0 }
    return beta.allSatisfy(\.isFinite) ? beta : nil
  }

  /// How far a and s, and z and w, may go before one of them vanishes.
  private func steps(
    _ a: [Double], _ s: [Double], _ z: [Double], _ w: [Double], _ da: [Double], _ dz: [Double],
    _ dw: [Double]
  ) -> (Double, Double) {
    var (primal, dual) = (Double.infinity, Double.infinity)
    for i in 0..<a.count {
      if da[i] < 0 { primal = min(primal, -a[i] / da[i]) }
      if da[i] > 0 { primal = min(primal, s[i] / da[i]) }
      if dz[i] < 0 { dual = min(dual, -z[i] / dz[i]) }
      if dw[i] < 0 { dual = min(dual, -w[i] / dw[i]) }
    }
    return (min(1, Self.stepShare * primal), min(1, Self.stepShare * dual))
  }

  private func transposed(_ v: [Double]) -> [Double] {
    design.map { column in
      var sum = 0.0
      for i in 0..<v.count { sum += column[i] * v[i] }
      return sum
    }
  }

  private func product(_ beta: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: response.count)
    for (column, b) in zip(design, beta) {
      for i in 0..<result.count { result[i] += column[i] * b }
    }
    return result
  }

  /// The Cholesky factor of XᵀQX; nil when it is not positive definite any more.
  private func factor(_ q: [Double]) -> Cholesky? {
    let p = design.count
    var gram = Matrix(rows: p, columns: p)
    var scaled = q
    for j in 0..<p {
      design[j].withUnsafeBufferPointer { column in
        for i in 0..<q.count { scaled[i] = q[i] * column[i] }
      }
      for k in j..<p {
        var sum = 0.0
        design[k].withUnsafeBufferPointer { column in
          scaled.withUnsafeBufferPointer { scaled in
            for i in 0..<scaled.count { sum += scaled[i] * column[i] }
          }
        }
        gram[k, j] = sum
        gram[j, k] = sum
      }
    }
    return try? Cholesky(gram)
  }

  private func solve(_ gram: Cholesky, _ right: [Double]) -> [Double]? {
    guard let matrix = try? Matrix(rows: right.count, columns: 1, columnMajor: right) else {
      return nil
    }
    return try? gram.solve(matrix).elements
  }
}
