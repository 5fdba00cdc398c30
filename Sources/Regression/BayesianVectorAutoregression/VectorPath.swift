internal import LinearAlgebra

/// Runs a vector autoregression on from the end of its sample.
struct VectorPath {
  let size: Int
  let lags: Int
  let deterministic: VectorAutoregression.Deterministic
  /// The last observations, newest first, `lags` of them.
  private let past: [[Double]]
  /// Observations of the sample: the trend goes on from there.
  private let count: Int

  init(_ fit: BayesianVectorFit) {
    size = fit.names.count
    lags = fit.lags
    deterministic = fit.deterministic
    count = fit.data.count
    past = (1...fit.lags).map { lag in
      fit.data.variables.map { $0.values[fit.data.count - lag] }
    }
  }

  /// The path that errors P·η make, and its regressors.
  ///
  /// - Parameter noise: η by step, K values each.
  /// - Returns: by step, K values each.
  func values(
    _ parameters: VectorParameters, noise: [[Double]]
  ) throws(RegressionError) -> [[Double]] {
    try run(parameters, steps: noise.count, isResponse: false) { step in noise[step] }
  }

  /// The path without errors.
  func mean(
    _ parameters: VectorParameters, steps: Int
  ) throws(RegressionError) -> [[Double]] {
    try run(parameters, steps: steps, isResponse: false) { _ in nil }
  }

  /// What a unit of noise j in the first step does: by step from it, K values each.
  func response(
    _ parameters: VectorParameters, to noise: Int, steps: Int
  ) throws(RegressionError) -> [[Double]] {
    var unit = [Double](repeating: 0, count: size)
    unit[noise] = 1
    return try run(parameters, steps: steps, isResponse: true) { $0 == 0 ? unit : nil }
  }

  /// The row [x y] of a step of a path, as the data have them.
  func row(_ path: [[Double]], step: Int) -> [Double] {
    regressors(path, step: step, isResponse: false) + path[step]
  }

  private func regressors(_ path: [[Double]], step: Int, isResponse: Bool) -> [Double] {
    var row: [Double] = []
    row.reserveCapacity(deterministic.count + size * lags + size)
    if deterministic.hasConstant { row.append(isResponse ? 0 : 1) }
    if deterministic.hasTrend { row.append(isResponse ? 0 : Double(count + step + 1)) }
    for lag in 1...lags {
      if step >= lag {
        row += path[step - lag]
      } else if isResponse {
        row += repeatElement(0, count: size)
      } else {
        row += past[lag - step - 1]
      }
    }
    return row
  }

  private func run(
    _ parameters: VectorParameters, steps: Int, isResponse: Bool, _ noise: (Int) -> [Double]?
  ) throws(RegressionError) -> [[Double]] {
    var path: [[Double]] = []
    path.reserveCapacity(steps)
    let terms = parameters.coefficients.rows
    for step in 0..<steps {
      let row = regressors(path, step: step, isResponse: isResponse)
      var next = [Double](repeating: 0, count: size)
      parameters.coefficients.elements.withUnsafeBufferPointer { coefficients in
        for j in 0..<size {
          var sum = 0.0
          for i in 0..<terms { sum += row[i] * coefficients[j * terms + i] }
          next[j] = sum
        }
      }
      if let eta = noise(step) {
        parameters.shock.elements.withUnsafeBufferPointer { shock in
          for k in 0..<size {
            for j in 0..<size { next[j] += shock[k * size + j] * eta[k] }
          }
        }
      }
      guard next.allSatisfy(\.isFinite) else { throw ForecastRecursion.overflow(step + 1) }
      path.append(next)
    }
    return path
  }
}
