internal import Glibc
internal import LinearAlgebra

/// The posterior of a vector autoregression under a Minnesota prior. K variables, n observations in use,
/// m regressors an equation.
package struct BayesianVectorFit: Sendable {
  /// A coefficient's posterior, the hyperparameters integrated out.
  package struct Coefficient: Sendable, Equatable {
    /// `(Intercept)`, `trend`, then `name.l1` … `name.lp`.
    package let term: String
    package let mean: Double
    /// The standard deviation.
    package let deviation: Double
  }

  /// The variables' names, in the order of every matrix here.
  package let names: [String]
  /// p.
  package let lags: Int
  /// The deterministic terms of every equation.
  package let deterministic: VectorAutoregression.Deterministic
  /// As it was asked for.
  package let prior: MinnesotaPrior
  /// n.
  package let count: Int
  /// log p(Y), with hyperparameters that are weighed integrated out. A flat prior of deterministic terms
  /// leaves a constant open: comparable between fits to the same observations with the same such terms.
  package let logMarginalLikelihood: Double
  /// By equation.
  package let coefficients: [[Coefficient]]
  /// The greatest modulus of the roots of the companion matrix at the posterior mean.
  package let greatestRoot: Double

  let data: LaggedData
  let rows: PriorRows
  /// The triangular factor of [X Y].
  let factor: [[Double]]
  let grid: HyperparameterGrid
  let weights: GridWeights
  /// log p of the made-up observations alone, by point of the grid.
  let logAlone: [Double]

  init(
    data: LaggedData, model: BayesianVectorAutoregression, rows: PriorRows, factor: [[Double]],
    count: Int
  ) throws(RegressionError) {
    let grid = HyperparameterGrid(model.prior)
    var (logarithms, logAlone) = ([Double](), [Double]())
    for (point, logPrior) in zip(grid.points, grid.logPrior) {
      let (posterior, alone) = try rows.weighed(factor, count: count, point)
      logarithms.append(posterior.logMarginal + logPrior)
      logAlone.append(alone)
    }
    let weights = GridWeights(logarithms: logarithms)
    self.names = data.variables.map(\.name)
    self.lags = model.lags
    self.deterministic = model.deterministic
    self.prior = model.prior
    self.count = count
    self.logMarginalLikelihood = weights.logSum
    self.data = data
    self.rows = rows
    self.factor = factor
    self.grid = grid
    self.weights = weights
    self.logAlone = logAlone
    let moments = try Self.moments(rows, factor, count, grid, weights)
    let terms = data.terms(
      lags: model.lags, deterministic: model.deterministic, from: data.count - 1
    ).map(\.name)
    coefficients = (0..<rows.size).map { j in
      terms.indices.map { i in
        Coefficient(
          term: terms[i], mean: moments.mean[i, j],
          deviation: moments.variance[i, j].squareRoot())
      }
    }
    let matrices = (0..<model.lags).map { lag in
      var matrix = Matrix(rows: rows.size, columns: rows.size)
      for i in 0..<rows.size {
        for j in 0..<rows.size {
          matrix[i, j] = moments.mean[model.deterministic.count + lag * rows.size + j, i]
        }
      }
      return matrix
    }
    do {
      greatestRoot = try Eigenvalues(VectorAutoregressionFit.companion(matrices)).greatestModulus
    } catch {
      throw .numeric(error)
    }
  }

  /// Mean and variance of B over the grid, m × K.
  private static func moments(
    _ rows: PriorRows, _ factor: [[Double]], _ count: Int, _ grid: HyperparameterGrid,
    _ weights: GridWeights
  ) throws(RegressionError) -> (mean: Matrix, variance: Matrix) {
    var mean = Matrix(rows: rows.terms, columns: rows.size)
    var parts: [(weight: Double, center: Matrix, variance: Matrix)] = []
    // The points that weigh next to nothing change no digit.
    for (point, weight) in zip(grid.points, weights.weights) where weight > 1e-18 {
      let posterior = try rows.conjugate(factor, count: count, point)
      let (scale, spread) = (try posterior.scaleMatrix, try posterior.coefficientSpread)
      let freedom = Double(posterior.degreesOfFreedom - rows.size - 1)
      var variance = Matrix(rows: rows.terms, columns: rows.size)
      for j in 0..<rows.size {
        for i in 0..<rows.terms {
          variance[i, j] = spread[i, i] * scale[j, j] / freedom
          mean[i, j] += weight * posterior.mean[i, j]
        }
      }
      parts.append((weight, posterior.mean, variance))
    }
    var total = Matrix(rows: rows.terms, columns: rows.size)
    for part in parts {
      for j in 0..<rows.size {
        for i in 0..<rows.terms {
          let distance = part.center[i, j] - mean[i, j]
          total[i, j] += part.weight * (part.variance[i, j] + distance * distance)
        }
      }
    }
    return (mean, total)
  }

  /// The posterior given the hyperparameters.
  package func given(_ parameters: Hyperparameters) throws(RegressionError) -> NormalWishart {
    try rows.weighed(factor, count: count, parameters).posterior
  }

  /// ψ, by variable.
  package var errorScales: [Double] { rows.scales.map { $0 * $0 } }

  /// The quantile of a hyperparameter's posterior; its value where it is given.
  package func tightness(
    _ read: (Hyperparameters) -> Double?, _ share: Double
  ) -> Double? {
    var mass: [Double: Double] = [:]
    for (point, weight) in zip(grid.points, weights.weights) {
      guard let value = read(point) else { return nil }
      mass[value, default: 0] += weight
    }
    let sorted = mass.sorted { $0.key < $1.key }
    guard sorted.count > 1 else { return sorted.first?.key }
    // Each point stands for what lies half a step around it, on the scale of logarithms.
    let half = (sorted[1].key / sorted[0].key).squareRoot()
    var below = 0.0
    for (value, weight) in sorted {
      if below + weight >= share, weight > 0 {
        return value / half * pow(half * half, (share - below) / weight)
      }
      below += weight
    }
    return sorted.last?.key
  }
}
