package import LinearAlgebra

/// A covariance of n nodes as diag(d) + FᵀF, with a row of F a residual.
///
/// A covariance from T residuals has rank T − 1 at most, and shrinking its correlations adds a diagonal:
/// so n·(T + 1) numbers stand for n², and a product with a vector costs as many steps.
package struct FactoredCovariance: Sendable {
  /// d, at or over 0.
  package private(set) var diagonal: [Double]
  /// F, T × n; nil for a diagonal covariance.
  package private(set) var factor: Matrix?

  /// - Precondition: a column of the factor a number of the diagonal.
  package init(diagonal: [Double], factor: Matrix? = nil) {
    precondition(factor?.columns ?? diagonal.count == diagonal.count, "a column a node")
    self.diagonal = diagonal
    self.factor = factor
  }

  /// The variance of a node.
  func variance(_ node: Int) -> Double {
    guard let factor else { return diagonal[node] }
    return (0..<factor.rows).reduce(diagonal[node]) {
      $0 + factor[$1, node] * factor[$1, node]
    }
  }

  /// The same with zero rows and columns for nodes that do not move.
  func holding(_ nodes: [Int]) -> FactoredCovariance {
    var copy = self
    for node in nodes {
      copy.diagonal[node] = 0
      for row in 0..<(factor?.rows ?? 0) { copy.factor?[row, node] = 0 }
    }
    return copy
  }

  /// The product with n × k values.
  func multiplied(by values: Matrix) throws(LinearAlgebraError) -> Matrix {
    var result = values
    if let factor {
      result = try factor.multiplied(.transposed, by: try factor.multiplied(by: values))
      for j in 0..<values.columns {
        for i in 0..<values.rows { result[i, j] += diagonal[i] * values[i, j] }
      }
    } else {
      for j in 0..<values.columns {
        for i in 0..<values.rows { result[i, j] *= diagonal[i] }
      }
    }
    return result
  }

  /// All n × n numbers.
  package var matrix: Matrix {
    get throws(LinearAlgebraError) {
      var matrix =
        try factor?.gram() ?? Matrix(rows: diagonal.count, columns: diagonal.count)
      for i in diagonal.indices { matrix[i, i] += diagonal[i] }
      return matrix
    }
  }
}
