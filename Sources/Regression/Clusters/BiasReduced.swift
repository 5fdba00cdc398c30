internal import Glibc
internal import LinearAlgebra

/// The covariance of clusters whose residuals are first made as large as the errors, and the degrees
/// of freedom of its tests.
///
/// A cluster's scores are s_g = M X̃_g′ A_g e_g, everything times √w, with M = (X̃′X̃)⁻¹ and
/// A_g = (I − H_gg)^(−½) for CR2, (I − H_gg)⁻¹ for CR3, the generalized inverse where the cluster alone
/// decides on a coefficient. Its residuals say nothing of what such a coefficient may err by: there the
/// matrix has what clubSandwich gives, and `lone` names it. H is the projection on terms and fixed effects
/// (`ClusterBasis`). CR2 is
/// unbiased when errors are independent of variance σ²/w; CR3 is the jackknife around the estimate. There
/// is no further factor. The root is that of the regression of rows times √w; clubSandwich takes
/// another one of weighted regressions, and agrees where it is given these rows.
///
/// Under such errors, with p_g = A_g X̃_g M c and b_g = Q_g′p_g, the scores of clusters g and h have the
/// covariance 1[g = h] p_g′p_g − b_g′b_h, of which the degrees of freedom of an estimate of c′β follow by
/// Satterthwaite: (Σ_g Ω_gg)² ÷ Σ_gh Ω_gh². For q coefficients together, Q = β̂′V⁻¹β̂ is compared by
/// Hotelling's T² with η = q(q + 1) ÷ Σ_gh (tr(B_gh)² + tr(B_gh B_gh)), B the covariances in units of
/// their sum: (η − q + 1)/(η q)·Q ~ F(q, η − q + 1).
///
/// Source: Bell & McCaffrey (2002); Pustejovsky & Tipton (2018), "Small-sample methods for
/// cluster-robust variance estimation and hypothesis testing in fixed effects models". Checked: R
/// clubSandwich, `vcovCR`, `coef_test`, `Wald_test`.
struct BiasReduced: Sendable {
  enum Kind: Sendable {
    case cr2
    case cr3
  }

  /// cov(β̂), K × K.
  let matrix: Matrix
  /// The coefficients that clusters alone decide, wholly or in part.
  let lone: [Int]
  /// p_g′p_g of all coefficients, by cluster, K × K.
  private let sizes: [Matrix]
  /// b_g of all coefficients, by cluster, p × K.
  private let shadows: [Matrix]

  init(
    _ basis: ClusterBasis, inverseGram: Matrix, kind: Kind
  ) throws(RegressionError) {
    let count = inverseGram.rows
    var result = Matrix(rows: count, columns: count)
    var (sizes, shadows) = ([Matrix](), [Matrix]())
    var alone = [Double](repeating: 0, count: count)
    var whole = alone
    do throws(LinearAlgebraError) {
      for (cluster, rows) in basis.members.enumerated() {
        var own = Matrix(rows: rows.count, columns: count)
        for j in 0..<count {
          for (i, row) in rows.enumerated() { own[i, j] = basis.terms[j][row] }
        }
        let block = basis.block(cluster)
        let influences = try own.multiplied(by: inverseGram)
        let (adjusted, decided) = try Self.adjusted(influences, block: block, kind: kind)
        for j in 0..<count {
          alone[j] += decided[j]
          for i in rows.indices { whole[j] += influences[i, j] * influences[i, j] }
        }
        let scores = try adjusted.multiplied(.transposed, by: rows.map { basis.residuals[$0] })
        for j in 0..<count {
          for i in 0..<count { result[i, j] += scores[i] * scores[j] }
        }
        sizes.append(try adjusted.gram())
        shadows.append(try block.multiplied(.transposed, by: adjusted))
      }
    } catch { throw .numeric(error) }
    matrix = result
    lone = alone.indices.filter { alone[$0] > LoneGroups.mostAlone * whole[$0] }
    self.sizes = sizes
    self.shadows = shadows
  }

  /// A_g Y, by the eigenvalues λ of Q_g Q_g′ or Q_g′Q_g, whichever is the smaller matrix; and by column of Y the square
  /// of what lies where λ = 1.
  private static func adjusted(
    _ y: Matrix, block: Matrix, kind: Kind
  ) throws(LinearAlgebraError) -> (adjusted: Matrix, decided: [Double]) {
    let isShort = block.rows <= block.columns
    let gram =
      isShort
      ? try block.multiplied(by: block, .transposed) : try block.gram()
    let eigen = try SymmetricEigen(gram)
    // Y + U (f(λ) − 1) U′Y; where U = Q V λ^(−½), the factor in the middle is (f(λ) − 1)/λ.
    let directions = isShort ? eigen.vectors : try block.multiplied(by: eigen.vectors)
    var coordinates = try directions.multiplied(.transposed, by: y)
    var decided = [Double](repeating: 0, count: y.columns)
    for (i, value) in eigen.values.enumerated() {
      if 1 - value <= LoneGroups.least {
        for j in decided.indices { decided[j] += coordinates[i, j] * coordinates[i, j] }
      }
      let factor = Self.factor(value, kind: kind) * (isShort ? value : 1)
      for j in 0..<coordinates.columns { coordinates[i, j] *= factor }
    }
    let change = try directions.multiplied(by: coordinates)
    var result = y
    for j in 0..<y.columns {
      for i in 0..<y.rows { result[i, j] += change[i, j] }
    }
    return (result, decided)
  }

  /// (f(λ) − 1)/λ with f = (1 − λ)^(−½) or (1 − λ)⁻¹, and 0 at λ = 1.
  private static func factor(_ value: Double, kind: Kind) -> Double {
    let rest = 1 - value
    guard rest > LoneGroups.least else { return -1 / value }
    switch kind {
    case .cr2:
      let root = rest.squareRoot()
      return 1 / (root * (1 + root))
    case .cr3: return 1 / rest
    }
  }

  /// Satterthwaite's degrees of freedom of one coefficient, or those of Hotelling's T² for several.
  ///
  /// - Parameter places: of the coefficients.
  /// - Returns: η; NaN where the covariance of the coefficients has no inverse.
  func degreesOfFreedom(_ places: [Int]) -> Double {
    let q = places.count
    guard q > 0, let unit = try? unit(places) else { return .nan }
    let parts = shadows.map { Self.selected($0, places, times: unit) }
    var sum = 0.0
    for (size, part) in zip(sizes, parts) {
      guard let inner = try? part.gram() else { return .nan }
      let whole = Self.between(size, places, unit)
      var rest = whole
      for j in 0..<q { for i in 0..<q { rest[i, j] -= inner[i, j] } }
      sum += Self.squares(rest) - Self.squares(inner)
    }
    // Over all pairs of clusters, their own included: the covariances −b_g′b_h.
    let columns = (0..<q).map { s in
      Self.joined(parts.map { part in (0..<part.rows).map { part[$0, s] } })
    }
    for s in 0..<q {
      for t in 0..<q {
        // Σ_g b_gs b_gt′: its squares sum what pairs of clusters would, without going over pairs.
        guard let square = try? columns[s].multiplied(by: columns[t], .transposed) else {
          return .nan
        }
        for i in 0..<square.rows {
          for j in 0..<square.columns {
            sum += square[i, j] * square[i, j] + square[i, j] * square[j, i]
          }
        }
      }
    }
    return Double(q * (q + 1)) / sum
  }

  /// Ω^(−½) of the coefficients: Ω what V is expected to be under the errors that were assumed.
  private func unit(_ places: [Int]) throws(LinearAlgebraError) -> Matrix {
    let q = places.count
    var expected = Matrix(rows: q, columns: q)
    for (size, shadow) in zip(sizes, shadows) {
      let inner = try Self.selected(shadow, places, times: .identity(q)).gram()
      for (a, i) in places.enumerated() {
        for (b, j) in places.enumerated() { expected[a, b] += size[i, j] - inner[a, b] }
      }
    }
    // In units of the diagonal, so that units do not decide on singularity.
    let scale = (0..<q).map { expected[$0, $0].squareRoot() }
    var correlation = expected
    for a in 0..<q { for b in 0..<q { correlation[a, b] /= scale[a] * scale[b] } }
    let eigen = try SymmetricEigen(correlation)
    guard let least = eigen.values.first, least > 1e-12 else {
      throw .notPositiveDefinite(order: q)
    }
    // S⁻¹ V λ^(−½): any root of Ω⁻¹ serves, traces do not see which.
    var root = Matrix(rows: q, columns: q)
    for b in 0..<q {
      for a in 0..<q {
        root[a, b] = eigen.vectors[a, b] / (scale[a] * eigen.values[b].squareRoot())
      }
    }
    return root
  }

  /// The columns of some coefficients, times a matrix.
  private static func selected(_ matrix: Matrix, _ places: [Int], times unit: Matrix) -> Matrix {
    var result = Matrix(rows: matrix.rows, columns: places.count)
    for b in places.indices {
      for (a, place) in places.enumerated() where unit[a, b] != 0 {
        for i in 0..<matrix.rows { result[i, b] += matrix[i, place] * unit[a, b] }
      }
    }
    return result
  }

  /// U′ M U of the rows and columns of some coefficients.
  private static func between(_ matrix: Matrix, _ places: [Int], _ unit: Matrix) -> Matrix {
    let half = selected(matrix, places, times: unit)
    var result = Matrix(rows: places.count, columns: places.count)
    for b in places.indices {
      for c in places.indices {
        for (a, place) in places.enumerated() { result[c, b] += unit[a, c] * half[place, b] }
      }
    }
    return result
  }

  /// tr(A)² + tr(AA).
  private static func squares(_ a: Matrix) -> Double {
    var (trace, sum) = (0.0, 0.0)
    for i in 0..<a.rows {
      trace += a[i, i]
      for j in 0..<a.columns { sum += a[i, j] * a[j, i] }
    }
    return trace * trace + sum
  }

  /// Columns, a column a cluster, as a matrix.
  private static func joined(_ columns: [[Double]]) -> Matrix {
    var result = Matrix(rows: columns.first?.count ?? 0, columns: columns.count)
    for (j, column) in columns.enumerated() {
      for (i, value) in column.enumerated() { result[i, j] = value }
    }
    return result
  }
}
