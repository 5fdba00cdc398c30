internal import LinearAlgebra

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
