public import LinearAlgebra
package import StatisticsCore

/// Forecasts of y on a given path of the drivers.
public struct ErrorCorrectionForecast: Sendable {
  /// By step from 1, in the unit of y: the recursion at the estimated coefficients.
  public let mean: [Double]
  /// Of the errors of all steps, in the unit of y squared.
  public let covariance: Matrix
}

extension ErrorCorrectionFit {
  /// The forecast on a given path of the drivers.
  ///
  /// Errors follow the recursion: their covariance is s²·ΨΨ′ with the responses Ψ of the level of y
  /// to a unit error. Errors in the coefficients act like errors of the equation that hang together:
  /// ∂ŷ_h/∂β = Σ_s ψ_{h−s}·z_s with the regressors z_s of step s, so that with them it is
  /// s²·Ψ(I + Z(X′X)⁻¹Z′)Ψ′: exact at step 1, of first order later. `draw` has no such limit.
  ///
  /// - Parameters:
  ///   - path: by step from 1 behind the last observation, one finite level a driver, in their order;
  ///     2,000 steps at most.
  ///   - parameterUncertainty: whether the coefficients' estimation error counts.
  /// - Throws: `RegressionError.invalid` for another path, or when the recursion overflows.
  public func forecast(
    given path: [[Double]], parameterUncertainty: Bool = true
  ) throws(RegressionError) -> ErrorCorrectionForecast {
    try check(path)
    let beta = regression.coefficients.map(\.estimate)
    let (mean, regressors) = recursion(beta, path: path, errors: nil)
    let psi = responses(beta, count: path.count)
    guard mean.allSatisfy(\.isFinite), psi.allSatisfy(\.isFinite) else {
      throw .invalid(argument: "path", detail: "the forecast grows past what a number can hold")
    }
    let count = path.count
    var inner = Matrix.identity(count)
    if parameterUncertainty {
      for s in 0..<count {
        var product = [Double](repeating: 0, count: beta.count)
        for j in beta.indices {
          for i in beta.indices {
            product[j] += regressors[s][i] * (regression.inverseGram(i, j) ?? 0)
          }
        }
        for r in 0...s {
          let value = zip(product, regressors[r]).reduce(0) { $0 + $1.0 * $1.1 }
          inner[s, r] += value
          if r < s { inner[r, s] += value }
        }
      }
    }
    let scale = regression.residualStandardDeviation
    var response = Matrix(rows: count, columns: count)
    for h in 0..<count {
      for s in 0...h { response[h, s] = scale * psi[h - s] }
    }
    do {
      let covariance = try response.multiplied(by: inner).multiplied(by: response, .transposed)
      return ErrorCorrectionForecast(mean: mean, covariance: covariance)
    } catch {
      throw .numeric(error)
    }
  }

  /// A sampler of paths of y on a given path of the drivers.
  ///
  /// - Parameters: as of `forecast`.
  /// - Throws: as `forecast`.
  package func sampler(
    given path: [[Double]], parameterUncertainty: Bool = true
  ) throws(RegressionError) -> ErrorCorrectionSampler {
    try check(path)
    return try ErrorCorrectionSampler(
      fit: self, path: path, parameterUncertainty: parameterUncertainty)
  }

  private func check(_ path: [[Double]]) throws(RegressionError) {
    let drivers = rows.names.count - 1
    guard (1...2_000).contains(path.count) else {
      throw .invalid(argument: "path", detail: "\(path.count) steps; 1 to 2000 are possible")
    }
    for (h, step) in path.enumerated() {
      guard step.count == drivers, step.allSatisfy(\.isFinite) else {
        throw .invalid(
          argument: "path", detail: "step \(h + 1) needs one finite value for each of \(drivers)")
      }
    }
  }

  /// Levels of y and the regressors of each step.
  func recursion(
    _ beta: [Double], path: [[Double]], errors: [Double]?
  ) -> (levels: [Double], regressors: [[Double]]) {
    var levels = lastLevels
    for k in 1..<levels.count { levels[k] += path.map { $0[k - 1] } }
    let first = lastLevels[0].count
    var regressors: [[Double]] = []
    for h in path.indices {
      let row = rows.row(levels, at: first + h, offset: offset)
      let change = zip(beta, row).reduce(0) { $0 + $1.0 * $1.1 }
      levels[0].append(levels[0][first + h - 1] + change + (errors?[h] ?? 0))
      regressors.append(row)
    }
    return (Array(levels[0].dropFirst(first)), regressors)
  }

  /// ψ_0 = 1, ψ_1, …: the level of y after a unit error.
  private func responses(_ beta: [Double], count: Int) -> [Double] {
    let lambda = beta[rows.levelPlace]
    let variables = rows.names.count
    let firstLag = rows.levelPlace + variables + variables - 1
    var psi: [Double] = []
    func value(_ k: Int) -> Double { k < 0 ? 0 : psi[k] }
    for h in 0..<count {
      if h == 0 {
        psi.append(1)
        continue
      }
      var next = value(h - 1) * (1 + lambda)
      for lag in 0..<rows.lags {
        next += beta[firstLag + lag * variables] * (value(h - lag - 1) - value(h - lag - 2))
      }
      psi.append(next)
    }
    return psi
  }
}

/// Draws paths of y: σ² from s²·ν/χ²_ν, the coefficients from their normal distribution at that σ²,
/// then the errors.
///
/// A draw with λ ≥ 0 does not settle, and is kept: the sample does not rule it out. Quantiles exist at
/// every step; moments of step h only when ν is large against 2h, since y is a polynomial of the
/// coefficients.
package struct ErrorCorrectionSampler: Sendable {
  private let fit: ErrorCorrectionFit
  private let path: [[Double]]
  private let beta: [Double]
  /// L with LL′ = (X′X)⁻¹; nil without parameter uncertainty.
  private let factor: Matrix?

  init(
    fit: ErrorCorrectionFit, path: [[Double]], parameterUncertainty: Bool
  ) throws(RegressionError) {
    self.fit = fit
    self.path = path
    beta = fit.regression.coefficients.map(\.estimate)
    guard parameterUncertainty else {
      factor = nil
      return
    }
    let count = beta.count
    func entry(_ i: Int, _ j: Int) -> Double { fit.regression.inverseGram(i, j) ?? 0 }
    // On the scale of correlations: terms may differ by many powers of ten.
    let scales = (0..<count).map { entry($0, $0).squareRoot() }
    var correlation = Matrix(rows: count, columns: count)
    for i in 0..<count {
      for j in 0..<count { correlation[i, j] = entry(i, j) / (scales[i] * scales[j]) }
    }
    do {
      var factor = try Cholesky(correlation).factor
      for i in 0..<count {
        for j in 0...i { factor[i, j] *= scales[i] }
      }
      self.factor = factor
    } catch {
      throw .numeric(error)
    }
  }

  /// One path of y, by step.
  ///
  /// Without parameter uncertainty σ and the coefficients are those estimated. It depends on nothing
  /// but the generator, and draws the same numbers on every path of the drivers.
  package func draw(using random: inout PhiloxGenerator) -> [Double] {
    var sigma = fit.regression.residualStandardDeviation
    var drawn = beta
    if let factor {
      let freedom = Double(fit.regression.degreesOfFreedom)
      sigma *= (freedom / random.chiSquared(degreesOfFreedom: freedom)).squareRoot()
      let errors = beta.map { _ in random.normal() }
      for i in beta.indices {
        for j in 0...i { drawn[i] += sigma * factor[i, j] * errors[j] }
      }
    }
    let errors = path.map { _ in sigma * random.normal() }
    return fit.recursion(drawn, path: path, errors: errors).levels
  }
}
