internal import LinearAlgebra

/// Forecasts, moving-average matrices and the joint covariance of all steps.
struct ForecastRecursion {
  let fit: VectorAutoregressionFit
  let horizon: Int
  /// ŷ by step, each of K values.
  let mean: [[Double]]
  /// The regressors of each step, in the order of the equations' terms.
  private let regressors: [[Double]]

  /// The most values (variables × steps) whose joint covariance is formed.
  static let maximumJointSize = 2_000

  init(_ fit: VectorAutoregressionFit, horizon: Int) throws(RegressionError) {
    guard (1...100_000).contains(horizon) else {
      throw .invalid(argument: "horizon", detail: "\(horizon); 1 to 100000 is possible")
    }
    var past = (1...fit.lags).map { lag in
      fit.data.variables.map { $0.values[fit.data.count - lag] }
    }
    var (mean, regressors): ([[Double]], [[Double]]) = ([], [])
    for step in 1...horizon {
      var row: [Double] = []
      if fit.deterministic.hasConstant { row.append(1) }
      if fit.deterministic.hasTrend { row.append(Double(fit.data.count + step)) }
      for values in past { row += values }
      let next = fit.equations.map { equation in
        zip(equation.coefficients, row).reduce(0) { $0 + $1.0.estimate * $1.1 }
      }
      guard next.allSatisfy(\.isFinite) else { throw Self.overflow(step) }
      mean.append(next)
      regressors.append(row)
      past.removeLast()
      past.insert(next, at: 0)
    }
    self.fit = fit
    self.horizon = horizon
    self.mean = mean
    self.regressors = regressors
  }

  static func overflow(_ step: Int) -> RegressionError {
    .invalid(
      argument: "horizon", detail: "the forecast grows past what a number can hold at step \(step)")
  }

  /// Φ₀ = I, Φ₁, … with Φ_s = Σ_l A_l·Φ_{s−l}: the response to a unit error s periods before.
  static func movingAverage(
    _ fit: VectorAutoregressionFit, steps: Int
  ) throws(RegressionError) -> [Matrix] {
    let size = fit.names.count
    var result = [Matrix.identity(size)]
    for step in stride(from: 1, to: steps, by: 1) {
      var sum = Matrix(rows: size, columns: size)
      for l in 1...min(fit.lags, step) {
        let product = try multiply(fit.lagMatrices[l - 1], result[step - l])
        for j in 0..<size {
          for i in 0..<size { sum[i, j] += product[i, j] }
        }
      }
      guard sum.elements.allSatisfy(\.isFinite) else { throw overflow(step) }
      result.append(sum)
    }
    return result
  }

  static func multiply(_ a: Matrix, _ b: Matrix) throws(RegressionError) -> Matrix {
    do { return try a.multiplied(by: b) } catch { throw .numeric(error) }
  }

  /// A·A′.
  static func square(_ a: Matrix) throws(RegressionError) -> Matrix {
    do { return try a.multiplied(by: a, .transposed) } catch { throw .numeric(error) }
  }

  /// The covariance of the forecast error at each step, given the coefficients.
  func covariances() throws(RegressionError) -> [Matrix] {
    let size = fit.names.count
    var sum = Matrix(rows: size, columns: size)
    var result: [Matrix] = []
    for (step, matrix) in try Self.movingAverage(fit, steps: horizon).enumerated() {
      let part = try Self.square(Self.multiply(matrix, fit.errorFactor))
      for j in 0..<size {
        for i in 0..<size { sum[i, j] += part[i, j] }
      }
      guard sum.elements.allSatisfy(\.isFinite) else { throw Self.overflow(step + 1) }
      result.append(sum)
    }
    return result
  }

  /// M with forecast errors M·η for η ~ N(0, I), KH × KH, the variables of step 1 first.
  ///
  /// Given the coefficients, M = L·(I ⊗ P) with the block Toeplitz L of the Φ. Errors in the
  /// coefficients act like errors of the equations that are correlated over the steps:
  /// ∂ŷ_h/∂β = Σ_s Φ_{h−s} ⊗ z_s′ with the regressors z_s of step s, so the covariance of all is
  /// L·((I + G) ⊗ Σ)·L′ with G_sr = z_s′(Z′Z)⁻¹z_r, and M = L·(C ⊗ P) with C·C′ = I + G. At the first
  /// step that is the exact variance of a regression forecast; later it is of first order in the
  /// estimation error (Lütkepohl 2005, 3.5, at the regressors of this forecast).
  func jointFactor(parameterUncertainty: Bool) throws(RegressionError) -> Matrix {
    let size = fit.names.count
    let total = size * horizon
    guard total <= Self.maximumJointSize else {
      throw .invalid(
        argument: "horizon",
        detail:
          "\(horizon) steps of \(size) variables; \(Self.maximumJointSize / size) are possible")
    }
    var result = Matrix(rows: total, columns: total)
    for (lag, matrix) in try Self.movingAverage(fit, steps: horizon).enumerated() {
      let block = try Self.multiply(matrix, fit.errorFactor)
      for s in 0..<(horizon - lag) {
        let (row, column) = ((s + lag) * size, s * size)
        for j in 0..<size {
          for i in 0..<size { result[row + i, column + j] = block[i, j] }
        }
      }
    }
    if parameterUncertainty {
      let weights = try stepFactor()
      var blocks = Matrix(rows: total, columns: total)
      for s in 0..<horizon {
        for c in 0...s {
          for j in 0..<size { blocks[s * size + j, c * size + j] = weights[s, c] }
        }
      }
      result = try Self.multiply(result, blocks)
    }
    guard result.elements.allSatisfy(\.isFinite) else { throw Self.overflow(horizon) }
    return result
  }

  /// C, lower triangular, with C·C′ = I + G.
  private func stepFactor() throws(RegressionError) -> Matrix {
    let terms = regressors[0].count
    let equation = fit.equations[0]
    var gram = Matrix.identity(horizon)
    for s in 0..<horizon {
      var product = [Double](repeating: 0, count: terms)
      for j in 0..<terms {
        for i in 0..<terms {
          product[j] += regressors[s][i] * (equation.inverseGram(i, j) ?? 0)
        }
      }
      for r in 0...s {
        let value = zip(product, regressors[r]).reduce(0) { $0 + $1.0 * $1.1 }
        gram[s, r] += value
        if r < s { gram[r, s] += value }
      }
    }
    do { return try Cholesky(gram).factor } catch { throw .numeric(error) }
  }
}
