internal import LinearAlgebra

/// Σ_l w_l (Γ_l + Γ_l′) of what each row adds to the coefficients, in the order of time: the sandwich of
/// the scores' autocovariances.
///
/// Source: Newey & West (1987); Andrews (1991); Andrews & Monahan (1992), without their bound on the
/// eigenvalues of the autoregression, as sandwich `meatHAC`.
struct KernelMeat {
  let matrix: Matrix
  let lag: Int?
  let bandwidth: Double?

  /// - Throws: `.unsupported` for a lag beyond the sample, and for what is chosen for one series (a
  ///   bandwidth by Andrews, prewhitening) when there are several; `.tooShort`, `.numeric`.
  init(_ fit: RegressionFit, _ weighting: KernelWeighting) throws(RegressionError) {
    let order = fit.frame.order
    var scores = fit.scores(nil)
    if let order { scores = scores.map { column in order.map { column[$0] } } }
    let series = fit.frame.series.map { series in order.map { $0.map { series[$0] } } ?? series }
    let n = fit.count
    var needsOne = weighting.isPrewhitened ? "prewhitening" : nil
    if weighting.kernel == .quadraticSpectral(bandwidth: nil) {
      needsOne = "the bandwidth of 'andrews'"
    }
    if let needsOne, let series, series.contains(where: { $0 != series[0] }) {
      throw .unsupported(
        "\(needsOne) is known for one series (use hac:LAG, or clusters of series)")
    }
    var whitening: Prewhitening?
    if weighting.isPrewhitened {
      let found = try Prewhitening(scores)
      scores = found.residuals
      whitening = found
    }
    let weights: [Double]
    switch weighting.kernel {
    case .bartlett(let asked):
      let width = NeweyWest.bandwidth(scores, names: fit.termNames, observations: n)
      let lag = asked ?? Int(max(0, width))
      guard lag < n else {
        throw .unsupported("the lag \(lag) of hac needs more than \(lag) observations, \(n) found")
      }
      weights = (0...lag).map { 1 - Double($0) / Double(lag + 1) }
      self.lag = lag
      bandwidth = asked == nil ? width : nil
    case .quadraticSpectral(let asked):
      let width = asked ?? AndrewsBandwidth.bandwidth(scores, names: fit.termNames)
      weights = AndrewsBandwidth.weights(bandwidth: width, count: n - (whitening == nil ? 0 : 1))
      lag = nil
      bandwidth = width
    }
    // Kernels and prewhitening choose by the scores, the sum is of their influence on coefficients.
    if let whitening { RegressionFit.multiply(&scores, by: whitening.inverse) }
    RegressionFit.multiply(&scores, by: fit.inverseGram)
    matrix = Self.weighted(scores, series: whitening == nil ? series : nil, weights: weights)
  }

  /// Products reach over rows of one series only.
  static func weighted(_ scores: [[Double]], series: [Int32]?, weights: [Double]) -> Matrix {
    var result = CoefficientCovariance.crossProduct(scores)
    let (k, n) = (scores.count, scores.first?.count ?? 0)
    for l in weights.indices.dropFirst() where l < n {
      for i in 0..<k {
        for j in 0..<k {
          var sum = 0.0
          for t in l..<n where series == nil || series?[t] == series?[t - l] {
            sum += scores[i][t] * scores[j][t - l]
          }
          result[i, j] += weights[l] * sum
          result[j, i] += weights[l] * sum
        }
      }
    }
    return result
  }
}

/// s_t = A s_{t−1} + e_t by least squares, without a constant.
struct Prewhitening {
  /// e_t, one fewer than the scores.
  let residuals: [[Double]]
  /// (I − A)⁻¹, which makes the long-run covariance of residuals that of the scores.
  let inverse: Matrix

  init(_ scores: [[Double]]) throws(RegressionError) {
    let (k, n) = (scores.count, scores.first?.count ?? 0)
    guard n > k + 1 else { throw .tooShort(needed: k + 2, found: n) }
    let before = scores.enumerated().map { Design.Term("score \($0)", Array($1.dropLast())) }
    var difference = Matrix(rows: k, columns: k)
    var residuals: [[Double]] = []
    for i in 0..<k {
      let solution = try WeightedLeastSquares(
        before, response: Design.Term("score", Array(scores[i].dropFirst())))
      guard solution.dropped.isEmpty else {
        throw .unsupported(
          "the scores of the terms are combinations of each other: they cannot be prewhitened")
      }
      for j in 0..<k { difference[i, j] = (i == j ? 1 : 0) - solution.coefficients[j] }
      residuals.append(solution.residuals)
    }
    self.residuals = residuals
    // Column j of the inverse solves (I − A)x = e_j.
    let columns = (0..<k).map { j in
      Design.Term("\(j)", (0..<k).map { difference[$0, j] })
    }
    var inverse = Matrix(rows: k, columns: k)
    for j in 0..<k {
      let unit = Design.Term("unit", (0..<k).map { $0 == j ? 1 : 0 })
      let solution = try WeightedLeastSquares(columns, response: unit)
      guard solution.dropped.isEmpty else {
        throw .unsupported("the scores have a unit root: they cannot be prewhitened")
      }
      for i in 0..<k { inverse[i, j] = solution.coefficients[i] }
    }
    self.inverse = inverse
  }
}
