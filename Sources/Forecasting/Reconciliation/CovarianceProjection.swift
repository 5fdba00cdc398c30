internal import LinearAlgebra

/// The projection onto coherent values in the metric of W⁻¹, from the constraints.
///
/// ỹ = ŷ − W·Cᵀ·(C·W·Cᵀ)⁻¹·C·ŷ, the same as S(SᵀW⁻¹S)⁻¹SᵀW⁻¹ŷ: only a matrix of the order of the upper
/// nodes is factored, by Cholesky on its own scale, and W itself may be singular (nodes held fixed
/// have zero rows).
///
/// Source: Wickramasuriya, Athanasopoulos & Hyndman (2019), theorem 1 and its constraint form; Di
/// Fonzo & Girolimetto (2021).
struct CovarianceProjection {
  /// W: its diagonal, or the whole.
  enum Weights {
    case diagonal([Double])
    case full(Matrix)

    subscript(_ i: Int, _ j: Int) -> Double {
      switch self {
      case .diagonal(let values): i == j ? values[i] : 0
      case .full(let matrix): matrix[i, j]
      }
    }

    /// W with zero rows and columns for nodes that do not move.
    func holding(_ fixed: [Int]) -> Weights {
      switch self {
      case .diagonal(var values):
        for node in fixed { values[node] = 0 }
        return .diagonal(values)
      case .full(var matrix):
        for node in fixed {
          for i in 0..<matrix.rows {
            matrix[i, node] = 0
            matrix[node, i] = 0
          }
        }
        return .full(matrix)
      }
    }
  }

  /// Condition of the scaled C·W·Cᵀ over which its inverse has no digits left.
  static let largestCondition = 1e13

  let hierarchy: Hierarchy
  let weights: Weights
  let constraints: Matrix
  /// W·Cᵀ, nodes × upper.
  let spread: Matrix
  /// C·W·Cᵀ, upper × upper.
  let inner: Matrix
  private let factor: ScaledCholesky

  init(_ hierarchy: Hierarchy, weights: Weights) throws(ReconciliationError) {
    self.hierarchy = hierarchy
    self.weights = weights
    let constraints = hierarchy.constraintMatrix
    do throws(LinearAlgebraError) {
      switch weights {
      case .diagonal(let values):
        var scaled = constraints.transposed
        for j in 0..<scaled.columns {
          for i in 0..<scaled.rows { scaled[i, j] *= values[i] }
        }
        spread = scaled
      case .full(let matrix): spread = try matrix.multiplied(by: constraints, .transposed)
      }
      inner = try constraints.multiplied(by: spread)
    } catch {
      throw .numeric(error)
    }
    self.constraints = constraints
    factor = try ScaledCholesky(inner)
  }

  /// Coherent values nearest to the base values.
  ///
  /// - Parameter base: nodes × k, finite.
  func project(_ base: Matrix) throws(ReconciliationError) -> Matrix {
    do throws(LinearAlgebraError) {
      let gaps = try constraints.multiplied(by: base)
      let moves = try spread.multiplied(by: try factor.solve(gaps))
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
}

/// A Cholesky factor of a matrix scaled to a unit diagonal, so that rows in tiny and in huge units
/// count alike.
struct ScaledCholesky {
  private let scales: [Double]
  private let factor: Cholesky

  /// - Throws: `.singularWeights` when the matrix has a zero on its diagonal, is not positive definite
  ///   or has a condition over `CovarianceProjection.largestCondition`.
  init(_ matrix: Matrix) throws(ReconciliationError) {
    var scaled = matrix
    var scales: [Double] = []
    for i in 0..<matrix.rows {
      guard matrix[i, i] > 0, matrix[i, i].isFinite else { throw .singularWeights }
      scales.append(1 / matrix[i, i].squareRoot())
    }
    for j in 0..<matrix.columns {
      for i in 0..<matrix.rows { scaled[i, j] *= scales[i] * scales[j] }
    }
    do throws(LinearAlgebraError) {
      factor = try Cholesky(scaled)
    } catch {
      if case .notPositiveDefinite = error { throw .singularWeights }
      throw .numeric(error)
    }
    guard factor.condition <= CovarianceProjection.largestCondition else { throw .singularWeights }
    self.scales = scales
  }

  func solve(_ rightSide: Matrix) throws(LinearAlgebraError) -> Matrix {
    let solution = try factor.solve(scaled(rightSide))
    return scaled(solution)
  }

  private func scaled(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for j in 0..<matrix.columns {
      for i in 0..<matrix.rows { result[i, j] *= scales[i] }
    }
    return result
  }
}
