internal import LinearAlgebra

/// Coherent values nearest to the base values with no bottom node below zero, for many nodes.
///
/// With W = D + FᵀF the error y − ŷ is Fᵀu + d: min dᵀD⁻¹d + uᵀu subject to C·y = 0 and y ≥ 0 at the bottom. For a
/// given set of nodes at zero this is one system of the order of the constraints,
///
///     (C_f D_f C_fᵀ + B Q⁻¹ Bᵀ) μ = C_f ŷ_f − B Q⁻¹ g,   B = C_f F_fᵀ,  Q = I + F_a D_a⁻¹ F_aᵀ,
///     u = −Q⁻¹(Bᵀμ + g),  g = F_a D_a⁻¹ ŷ_a,  d_f = −D_f C_fᵀμ,  d_a = −ŷ_a − F_aᵀu,
///
/// with f the free nodes and a those at zero, whose multipliers are ν_a = D_a⁻¹d_a + (Cᵀμ)_a. All nodes with a
/// value or multiplier below zero change sides at once as long as their number falls; where it does not for
/// some steps, only the last of them does, which ends in finitely many steps.
///
/// Source: Júdice & Pires (1994), Computers Ops Res. 21, block principal pivoting with Murty's rule; the
/// problem is that of Wickramasuriya, Turlach & Hyndman (2020), Stat. Comput. 30.
struct BlockPivoting {
  /// Steps without fewer violations before nodes change sides one by one.
  private static let patience = 5
  /// Steps in all; a few dozen are usual.
  static let limit = 500

  private let projection: CovarianceProjection
  private let base: [Double]
  private var constraints: SparseConstraints { projection.constraints }
  private var weights: FactoredCovariance { projection.weights }

  /// Values and multipliers of bottom nodes for one set of nodes at zero.
  private struct Point {
    var values: [Double]
    var multipliers: [Double]
  }

  /// - Parameter base: a value a node, finite.
  init(_ projection: CovarianceProjection, base: [Double]) {
    self.projection = projection
    self.base = base
  }

  /// - Throws: `.infeasible` for a node that is held below zero.
  /// - Returns: nil where the nodes that are held leave no way to agree, or
  ///   the steps have run out: a method that adds bounds one by one then tells which.
  func solve() throws(ReconciliationError) -> BoundedPoint? {
    let bottom = projection.hierarchy.bottom
    let movable = bottom.filter { weights.diagonal[$0] > 0 }
    // The others must be nodes that stay as they are.
    for node in bottom where weights.diagonal[node] == 0 {
      guard weights.variance(node) == 0 else { return nil }
      guard base[node] >= 0 else {
        throw .infeasible(node: projection.hierarchy.nodes[node])
      }
    }
    var isActive = [Bool](repeating: false, count: base.count)
    let tolerance = 1e-12 * base.reduce(Double.leastNormalMagnitude) { max($0, abs($1)) }
    var (fewest, patience) = (Int.max, Self.patience)
    for iteration in 1...Self.limit {
      let point: Point
      do throws(ReconciliationError) { point = try solution(isActive) } catch {
        guard error == .singularWeights else { throw error }
        return nil
      }
      let steepest = point.multipliers.reduce(0) { max($0, abs($1)) }
      let wrong = movable.filter {
        isActive[$0]
          ? point.multipliers[$0] < -1e-12 * steepest : point.values[$0] < -tolerance
      }
      guard let last = wrong.last else {
        let active = bottom.filter { isActive[$0] }
        return BoundedPoint(
          values: point.values, multipliers: active.map { point.multipliers[$0] }, active: active,
          iterations: iteration)
      }
      if wrong.count < fewest {
        (fewest, patience) = (wrong.count, Self.patience)
      } else {
        patience -= 1
      }
      for node in patience >= 0 ? wrong : [last] { isActive[node].toggle() }
    }
    return nil
  }

  /// What of the system the factor F makes.
  private struct Latent {
    /// Q.
    let common: Cholesky
    /// Bᵀ, T × constraints, and Q⁻¹Bᵀ.
    let joint: Matrix
    let solved: Matrix
    /// g.
    let pull: Matrix

    init(
      _ factor: Matrix, _ weights: FactoredCovariance, _ constraints: SparseConstraints,
      base: [Double], isActive: [Bool]
    ) throws(LinearAlgebraError) {
      var free = factor
      var held = Matrix(rows: factor.rows, columns: isActive.count { $0 })
      var pull = Matrix(rows: factor.rows, columns: 1)
      var column = 0
      for (node, active) in isActive.enumerated() where active {
        let scale = weights.diagonal[node].squareRoot()
        for t in 0..<factor.rows {
          let entry = factor[t, node]
          free[t, node] = 0
          held[t, column] = entry / scale
          pull[t, 0] += entry / scale / scale * base[node]
        }
        column += 1
      }
      var matrix = try held.multiplied(by: held, .transposed)
      for t in 0..<matrix.rows { matrix[t, t] += 1 }
      common = try Cholesky(matrix)
      joint = constraints.product(free)
      solved = try common.solve(joint)
      self.pull = pull
    }
  }

  private func solution(_ isActive: [Bool]) throws(ReconciliationError) -> Point {
    let n = base.count
    var system = constraints.product(
      diagonal: (0..<n).map { isActive[$0] ? 0 : weights.diagonal[$0] })
    var right: Matrix
    var latent: Latent?
    do throws(LinearAlgebraError) {
      right = constraints.gaps(
        try Matrix(rows: n, columns: 1, columnMajor: (0..<n).map { isActive[$0] ? 0 : base[$0] }))
      if let factor = weights.factor {
        let made = try Latent(factor, weights, constraints, base: base, isActive: isActive)
        let (joint, shift) = (
          try made.joint.multiplied(.transposed, by: made.solved),
          try made.solved.multiplied(.transposed, by: made.pull)
        )
        for j in 0..<system.columns {
          right[j, 0] -= shift[j, 0]
          for i in 0..<system.rows { system[i, j] += joint[i, j] }
        }
        latent = made
      }
    } catch {
      throw .numeric(error)
    }
    let inverse = try ScaledCholesky(system)
    do throws(LinearAlgebraError) {
      let dual = try inverse.solve(right)
      return point(
        isActive, pulled: constraints.pulled(dual).elements,
        common: try common(latent, dual))
    } catch {
      throw .numeric(error)
    }
  }

  /// Fᵀu.
  private func common(_ latent: Latent?, _ dual: Matrix) throws(LinearAlgebraError) -> [Double] {
    guard let latent, let factor = weights.factor else {
      return Array(repeating: 0, count: base.count)
    }
    var sum = try latent.joint.multiplied(by: dual)
    for t in 0..<sum.rows { sum[t, 0] += latent.pull[t, 0] }
    return try factor.multiplied(.transposed, by: try latent.common.solve(sum)).elements.map { -$0 }
  }

  private func point(_ isActive: [Bool], pulled: [Double], common: [Double]) -> Point {
    var point = Point(values: base, multipliers: Array(repeating: 0, count: base.count))
    for i in base.indices {
      let variance = weights.diagonal[i]
      if isActive[i] {
        point.values[i] = 0
        point.multipliers[i] = (-base[i] - common[i]) / variance + pulled[i]
      } else {
        point.values[i] = base[i] + common[i] - variance * pulled[i]
      }
    }
    return point
  }
}
