internal import LinearAlgebra

/// The projection onto coherent values in the metric of W⁻¹, from the constraints.
///
/// ỹ = ŷ − W·Cᵀ·(C·W·Cᵀ)⁻¹·C·ŷ, the same as S(SᵀW⁻¹S)⁻¹SᵀW⁻¹ŷ: only a matrix of the order of the upper
/// nodes is factored, by Cholesky on its own scale, and W itself may be singular (nodes held fixed
/// have zero rows). W is a diagonal and a factor of as many rows as there are residuals, C is sparse: no
/// matrix of nodes × nodes comes to be.
///
/// Source: Wickramasuriya, Athanasopoulos & Hyndman (2019), theorem 1 and its constraint form; Di
/// Fonzo & Girolimetto (2021).
struct CovarianceProjection {
  /// Condition of the scaled C·W·Cᵀ over which its inverse has no digits left.
  static let largestCondition = 1e13

  let hierarchy: Hierarchy
  let weights: FactoredCovariance
  let constraints: SparseConstraints
  /// C·W·Cᵀ, upper × upper.
  let inner: Matrix
  private let factor: ScaledCholesky

  /// - Parameter released: places in `hierarchy.upper` of totals that say nothing of their parts and follow
  ///   them.
  init(
    _ hierarchy: Hierarchy, weights: FactoredCovariance, released: Set<Int> = []
  ) throws(ReconciliationError) {
    self.hierarchy = hierarchy
    self.weights = weights
    constraints = SparseConstraints(
      hierarchy, rows: hierarchy.upper.indices.filter { !released.contains($0) })
    var inner = constraints.product(diagonal: weights.diagonal)
    if let factor = weights.factor {
      do throws(LinearAlgebraError) {
        let joint = try constraints.product(factor).gram()
        for j in 0..<inner.columns {
          for i in 0..<inner.rows { inner[i, j] += joint[i, j] }
        }
      } catch {
        throw .numeric(error)
      }
    }
    self.inner = inner
    factor = try ScaledCholesky(inner)
  }

  /// Coherent values nearest to the base values.
  ///
  /// - Parameter base: nodes × k, finite.
  func project(_ base: Matrix) throws(ReconciliationError) -> Matrix {
    do throws(LinearAlgebraError) {
      let dual = try factor.solve(constraints.gaps(base))
      let moves = try weights.multiplied(by: constraints.pulled(dual))
      var moved = base
      for j in 0..<base.columns {
        for i in 0..<base.rows { moved[i, j] -= moves[i, j] }
      }
      // Totals anew from their parts: they agree to the last digits.
      return try hierarchy.aggregated(moved)
    } catch {
      throw .numeric(error)
    }
  }

  /// W·Cᵀ·(C·W·Cᵀ)⁻¹, nodes × constraints: how a gap of each constraint moves the nodes, totals that follow
  /// their parts among them.
  func gain() throws(ReconciliationError) -> Matrix {
    do throws(LinearAlgebraError) {
      let inverse = try factor.solve(.identity(constraints.count))
      let gain = try weights.multiplied(by: constraints.pulled(inverse))
      guard constraints.count < hierarchy.upper.count else { return gain }
      let followed = try hierarchy.aggregated(gain)
      var result = gain
      let kept = Set(constraints.rows)
      for (row, node) in hierarchy.upper.enumerated() where !kept.contains(row) {
        for j in 0..<gain.columns { result[node, j] = followed[node, j] }
      }
      return result
    } catch {
      throw .numeric(error)
    }
  }
}
