internal import Glibc
package import LinearAlgebra

/// Coefficients of trade cost terms, ln t^(1−σ) per unit of each, and how uncertain they are.
package struct CostTerms: Sendable {
  /// As they are written, each once.
  package let names: [String]
  package let coefficients: [Double]
  /// S with S·Sᵀ the covariance of the coefficients; nil where they are taken as known.
  let spread: Matrix?

  /// Coefficients with independent normal errors.
  ///
  /// - Parameter deviations: their standard errors, 0 or more; all zero takes them as known.
  package init(names: [String], coefficients: [Double], deviations: [Double]) {
    (self.names, self.coefficients) = (names, coefficients)
    var spread = Matrix(rows: names.count, columns: names.count)
    for (k, deviation) in deviations.enumerated() { spread[k, k] = deviation }
    self.spread = deviations.contains { $0 > 0 } ? spread : nil
  }

  /// Coefficients with jointly normal errors.
  ///
  /// The root of the covariance is its symmetric one, which no order or sign of eigenvectors changes;
  /// eigenvalues under zero, which rounding may leave, count as zero.
  ///
  /// - Throws: `.shapeMismatch`, `.nonFinite`, `.didNotConverge`.
  package init(
    names: [String], coefficients: [Double], covariance: Matrix
  ) throws(LinearAlgebraError) {
    (self.names, self.coefficients) = (names, coefficients)
    let eigen = try SymmetricEigen(covariance)
    var scaled = eigen.vectors
    for j in 0..<scaled.columns {
      let root = max(0, eigen.values[j]).squareRoot()
      for i in 0..<scaled.rows { scaled[i, j] *= root }
    }
    spread = try scaled.multiplied(by: eigen.vectors, .transposed)
  }

  /// Whether draws differ.
  package var isUncertain: Bool { spread != nil }

  /// The coefficients moved by standard normal numbers, one a term.
  func drawn(_ normals: [Double]) -> [Double] {
    guard let spread else { return coefficients }
    return coefficients.indices.map { i in
      var value = coefficients[i]
      for j in normals.indices { value += spread[i, j] * normals[j] }
      return value
    }
  }
}

/// The elasticity of substitution, and its standard error; 0 where it is taken as known.
package struct Elasticity: Sendable, Equatable {
  package let value: Double
  package let deviation: Double

  package init(_ value: Double, deviation: Double = 0) {
    (self.value, self.deviation) = (value, deviation)
  }
}
