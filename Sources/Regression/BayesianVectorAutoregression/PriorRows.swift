internal import Glibc
internal import LinearAlgebra

/// The rows that stand for the prior beside those of the data, [X Y], regressors in the order of the
/// equations' terms.
///
/// Least squares on data and rows together gives the posterior mean: the normal prior of B is rows with
/// Ω^−½, the scale Ψ is rows of Y alone.
struct PriorRows {
  /// Variables.
  let size: Int
  let lags: Int
  let deterministic: VectorAutoregression.Deterministic
  let means: [Double]
  /// √ψ.
  let scales: [Double]
  /// The mean of the observations that the first equation looks back on.
  let initial: [Double]
  let constantVariance: Double?

  /// Regressors of an equation.
  var terms: Int { deterministic.count + size * lags }

  /// The prior of B, without observations.
  private func minnesota(_ overall: Double) -> [[Double]] {
    var rows: [[Double]] = []
    if deterministic.hasConstant, let constantVariance {
      var row = [Double](repeating: 0, count: terms + size)
      row[0] = 1 / constantVariance.squareRoot()
      rows.append(row)
    }
    for lag in 1...lags {
      for j in 0..<size {
        var row = [Double](repeating: 0, count: terms + size)
        let weight = Double(lag) * scales[j] / overall
        row[deterministic.count + (lag - 1) * size + j] = weight
        if lag == 1 { row[terms + j] = weight * means[j] }
        rows.append(row)
      }
    }
    return rows
  }

  /// Ψ.
  private var spread: [[Double]] {
    (0..<size).map { j in
      var row = [Double](repeating: 0, count: terms + size)
      row[terms + j] = scales[j]
      return row
    }
  }

  /// The observations that are made up.
  func observations(_ parameters: Hyperparameters) -> [[Double]] {
    var rows: [[Double]] = []
    if let sum = parameters.sum {
      for j in 0..<size {
        var row = [Double](repeating: 0, count: terms + size)
        for lag in 0..<lags { row[deterministic.count + lag * size + j] = initial[j] / sum }
        row[terms + j] = initial[j] / sum
        rows.append(row)
      }
    }
    if let delta = parameters.initial {
      var row = [Double](repeating: 0, count: terms + size)
      // The trend counts from the first observation on: before it is zero.
      if deterministic.hasConstant { row[0] = 1 / delta }
      for j in 0..<size {
        for lag in 0..<lags { row[deterministic.count + lag * size + j] = initial[j] / delta }
        row[terms + j] = initial[j] / delta
      }
      rows.append(row)
    }
    return rows
  }

  /// log det Ω of the terms whose prior is not flat.
  private func logDeterminant(_ overall: Double) -> Double {
    var sum = 0.0
    for lag in 1...lags {
      for scale in scales { sum += 2 * (log(overall) - log(Double(lag)) - log(scale)) }
    }
    if deterministic.hasConstant, let constantVariance { sum += log(constantVariance) }
    return sum
  }

  /// The posterior of data and prior, without its marginal likelihood.
  ///
  /// - Parameters:
  ///   - data: the triangular factor of [X Y], or its rows themselves.
  ///   - count: rows of X.
  func conjugate(
    _ data: [[Double]], count: Int, _ parameters: Hyperparameters
  ) throws(RegressionError) -> NormalWishart {
    let extra = observations(parameters)
    return try NormalWishart(
      rows: minnesota(parameters.overall) + spread + extra + data, terms: terms, size: size,
      degreesOfFreedom: size + 2 + count + extra.count)
  }

  /// The posterior of data and prior, and log p of the made-up observations alone (0 without any).
  func weighed(
    _ data: [[Double]], count: Int, _ parameters: Hyperparameters
  ) throws(RegressionError) -> (posterior: NormalWishart, logAlone: Double) {
    let fitted = try conjugate(data, count: count, parameters)
    let extra = observations(parameters).count
    let likelihood = try logLikelihood(fitted, parameters, count: count + extra)
    guard extra > 0 else { return (fitted.with(logMarginal: likelihood), 0) }
    // p(Y | made-up observations) = p(both)/p(the made-up ones).
    let alone = try logLikelihood(
      conjugate([], count: 0, parameters), parameters, count: extra)
    return (fitted.with(logMarginal: likelihood - alone), alone)
  }

  /// The logarithm of the density of so many observations, B and Σ integrated out.
  private func logLikelihood(
    _ fitted: NormalWishart, _ parameters: Hyperparameters, count: Int
  ) throws(RegressionError) -> Double {
    let (k, n, before) = (Double(size), Double(count), Double(size + 2))
    var sum = -k * n / 2 * log(.pi)
    sum += NormalWishart.logGamma(size, (n + before) / 2) - NormalWishart.logGamma(size, before / 2)
    sum -= k / 2 * (logDeterminant(parameters.overall) + fitted.logPrecision)
    for scale in scales { sum += before * log(scale) }
    sum -= (n + before) / 2 * fitted.logScale
    guard sum.isFinite else {
      throw .invalid(
        argument: "tightness",
        detail: "\(parameters.overall) leaves nothing that a double could hold beside the data")
    }
    return sum
  }
}
