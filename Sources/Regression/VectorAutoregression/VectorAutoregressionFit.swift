internal import Glibc
public import LinearAlgebra

/// A fitted vector autoregression. K variables, n observations in use, m regressors an equation.
public struct VectorAutoregressionFit: Sendable {
  /// Information criteria for the choice of lags, smaller is better.
  public struct Criteria: Sendable, Equatable {
    /// log det Σ + 2·K·m/n
    public let aic: Double
    /// log det Σ + 2·log(log n)·K·m/n
    public let hq: Double
    /// log det Σ + log n·K·m/n
    public let bic: Double
    /// ((n + m)/(n − m))^K·det Σ, the final prediction error.
    public let fpe: Double
  }

  /// The variables' names, in the order of every matrix here.
  public let names: [String]
  /// p.
  public let lags: Int
  /// The deterministic terms of every equation.
  public let deterministic: VectorAutoregression.Deterministic
  /// One regression a variable. Terms: `(Intercept)`, `trend`, then `name.l1` … `name.lp`.
  public let equations: [OLSFit]
  /// A₁ … A_p, each K × K: row i is the equation of variable i.
  public let lagMatrices: [Matrix]
  /// Σ of the errors, K × K, residual products over n − m.
  public let errorCovariance: Matrix
  /// n.
  public let count: Int
  /// The Gaussian log-likelihood at the maximum, given the first p observations.
  public let logLikelihood: Double
  /// The criteria of this fit; comparable between fits to the same observations only.
  public let criteria: Criteria
  /// The greatest modulus of the roots of the companion matrix: under 1 for a stable process.
  public let greatestRoot: Double

  let data: LaggedData
  /// P with P·P′ = Σ, lower triangular.
  let errorFactor: Matrix

  /// n − m.
  public var degreesOfFreedom: Int { count - equations[0].rank }
  /// Whether shocks die out.
  public var isStable: Bool { greatestRoot < 1 }

  init(
    data: LaggedData, lags: Int, deterministic: VectorAutoregression.Deterministic,
    equations: [OLSFit]
  ) throws(RegressionError) {
    let (size, n) = (equations.count, equations[0].count)
    let terms = equations[0].rank
    var products = Matrix(rows: size, columns: size)
    for i in 0..<size {
      for j in 0...i {
        var sum = 0.0
        for t in 0..<n { sum += equations[i].residuals[t] * equations[j].residuals[t] }
        products[i, j] = sum
        products[j, i] = sum
      }
    }
    let freedom = Double(n - terms)
    var covariance = products
    var matrices = Array(repeating: Matrix(rows: size, columns: size), count: lags)
    for i in 0..<size {
      for j in 0..<size {
        covariance[i, j] = products[i, j] / freedom
        for l in 0..<lags {
          let term = deterministic.count + l * size + j
          matrices[l][i, j] = equations[i].coefficients[term].estimate
        }
      }
    }
    let factor = try Self.factor(covariance, data: data)
    // det Σ by maximum likelihood: the divisor is n.
    var logDeterminant = Double(size) * log(freedom / Double(n))
    for i in 0..<size { logDeterminant += 2 * log(factor[i, i]) }
    self.names = data.variables.map(\.name)
    self.lags = lags
    self.deterministic = deterministic
    self.equations = equations
    self.lagMatrices = matrices
    self.errorCovariance = covariance
    self.errorFactor = factor
    self.count = n
    self.data = data
    self.logLikelihood =
      -0.5 * Double(n) * (Double(size) * (log(2 * .pi) + 1) + logDeterminant)
    self.criteria = Self.criteria(logDeterminant, size: size, terms: terms, count: n)
    do {
      self.greatestRoot = try Eigenvalues(Self.companion(matrices)).greatestModulus
    } catch {
      throw .numeric(error)
    }
  }

  /// The Cholesky factor of Σ, judged on correlations so that units do not matter.
  private static func factor(
    _ covariance: Matrix, data: LaggedData
  ) throws(RegressionError) -> Matrix {
    let size = covariance.rows
    var correlation = covariance
    var scales: [Double] = []
    for (i, variable) in data.variables.enumerated() {
      let largest = variable.values.reduce(0) { max($0, abs($1)) }
      // An error of under 2⁻⁴³ of the variable's size is rounding.
      guard covariance[i, i].squareRoot() > largest * 0x1p-43 else { throw .exactFit }
      scales.append(covariance[i, i].squareRoot())
    }
    for i in 0..<size {
      for j in 0..<size { correlation[i, j] = covariance[i, j] / (scales[i] * scales[j]) }
    }
    guard var factor = try? Cholesky(correlation).factor,
      (0..<size).allSatisfy({ factor[$0, $0] * factor[$0, $0] > 1e-12 })
    else { throw .exactFit }
    for i in 0..<size {
      for j in 0...i { factor[i, j] *= scales[i] }
    }
    return factor
  }

  private static func criteria(
    _ logDeterminant: Double, size: Int, terms: Int, count: Int
  ) -> Criteria {
    let (n, parameters) = (Double(count), Double(size * terms))
    return Criteria(
      aic: logDeterminant + 2 / n * parameters,
      hq: logDeterminant + 2 * log(log(n)) / n * parameters,
      bic: logDeterminant + log(n) / n * parameters,
      fpe: pow(Double(count + terms) / Double(count - terms), Double(size)) * exp(logDeterminant))
  }

  /// The matrix of the process as one of a single lag, Kp × Kp.
  static func companion(_ matrices: [Matrix]) -> Matrix {
    let size = matrices[0].rows
    var result = Matrix(rows: size * matrices.count, columns: size * matrices.count)
    for (l, matrix) in matrices.enumerated() {
      for i in 0..<size {
        for j in 0..<size { result[i, l * size + j] = matrix[i, j] }
        if l > 0 { result[l * size + i, (l - 1) * size + i] = 1 }
      }
    }
    return result
  }

  /// The place of a variable by name.
  func index(of name: String) throws(RegressionError) -> Int {
    guard let place = names.firstIndex(of: name) else {
      throw .invalid(argument: "variable", detail: "there is no '\(name)'")
    }
    return place
  }
}
