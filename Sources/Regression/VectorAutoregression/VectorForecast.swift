public import LinearAlgebra

/// Forecasts of all variables with the covariance of their errors.
public struct VectorForecast: Sendable {
  /// The variables, in the order of the values of a step.
  public let names: [String]
  /// By step from 1, K values each, in the variables' units.
  public let mean: [[Double]]
  /// By step, K × K.
  public let covariances: [Matrix]
}

extension VectorAutoregressionFit {
  /// The forecast of the next `horizon` periods.
  ///
  /// - Parameters:
  ///   - horizon: periods after the last observation, 1 to 100,000.
  ///   - parameterUncertainty: whether the coefficients' estimation error counts: exact for a
  ///     regression forecast at step 1, of first order later. Variables × steps is then 2,000 at most.
  /// - Throws: `RegressionError.invalid` for another horizon, or one at which an explosive process
  ///   overflows.
  public func forecast(
    horizon: Int, parameterUncertainty: Bool = false
  ) throws(RegressionError) -> VectorForecast {
    let recursion = try ForecastRecursion(self, horizon: horizon)
    guard parameterUncertainty else {
      return VectorForecast(
        names: names, mean: recursion.mean, covariances: try recursion.covariances())
    }
    let factor = try recursion.jointFactor(parameterUncertainty: true)
    let size = names.count
    var covariances: [Matrix] = []
    for step in 0..<horizon {
      let rows = (step * size)..<((step + 1) * size)
      let block = factor.block(rows: rows, columns: 0..<factor.columns).copied()
      covariances.append(try ForecastRecursion.square(block))
    }
    return VectorForecast(names: names, mean: recursion.mean, covariances: covariances)
  }

  /// Responses to a shock of one standard deviation, orthogonal by the order of the variables.
  ///
  /// - Parameter horizon: the last period after the shock, 0 to 100,000.
  /// - Returns: Θ₀ … Θ_horizon, each K × K: element (i, j) is the response of variable i to shock j,
  ///   Θ_s = Φ_s·P with P the lower Cholesky factor of Σ.
  /// - Throws: `RegressionError.invalid` as `forecast`.
  public func orthogonalResponses(horizon: Int) throws(RegressionError) -> [Matrix] {
    guard (0...100_000).contains(horizon) else {
      throw .invalid(argument: "horizon", detail: "\(horizon); 0 to 100000 is possible")
    }
    var result: [Matrix] = []
    for matrix in try ForecastRecursion.movingAverage(self, steps: horizon + 1) {
      result.append(try ForecastRecursion.multiply(matrix, errorFactor))
    }
    return result
  }
}
