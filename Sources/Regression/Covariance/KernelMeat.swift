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
  /// Whether something took rows for consecutive over which periods are missing.
  let countsRowsOverGaps: Bool

  /// - Throws: `.unsupported` for a lag beyond the sample, and for what is chosen for one series (a
  ///   bandwidth by Andrews, prewhitening) when there are several; `.tooShort`, `.numeric`.
  init(_ fit: RegressionFit, _ weighting: KernelWeighting) throws(RegressionError) {
    let order = fit.frame.order
    var scores = fit.scores(nil)
    if let order { scores = scores.map { column in order.map { column[$0] } } }
    let series = fit.frame.series.map { series in order.map { $0.map { series[$0] } } ?? series }
    let ordinals = fit.frame.ordinals.map { times in order.map { $0.map { times[$0] } } ?? times }
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
    // Whitened scores are one series whose first row is gone.
    matrix = Self.weighted(
      scores, series: whitening == nil ? series : nil, ordinals: whitening == nil ? ordinals : nil,
      weights: weights)
    let isRowwise = whitening != nil || weighting.choosesBandwidth
    countsRowsOverGaps = isRowwise && Self.hasGaps(ordinals, series)
  }

  private static func hasGaps(_ ordinals: [Int]?, _ series: [Int32]?) -> Bool {
    guard let ordinals else { return false }
    return ordinals.indices.dropFirst().contains { t in
      series?[t] == series?[t - 1] && ordinals[t] != ordinals[t - 1] + 1
    }
  }

  /// Products reach over rows of one series only, and over as many periods as the lag says; rows are
  /// taken for consecutive where there are no periods.
  static func weighted(
    _ scores: [[Double]], series: [Int32]?, ordinals: [Int]? = nil, weights: [Double]
  ) -> Matrix {
    var result = CoefficientCovariance.crossProduct(scores)
    let (k, n) = (scores.count, scores.first?.count ?? 0)
    for l in weights.indices.dropFirst() where l < n {
      let pairs = Self.pairs(lag: l, count: n, series: series, ordinals: ordinals)
      for i in 0..<k {
        for j in 0..<k {
          var sum = 0.0
          for (t, before) in pairs { sum += scores[i][t] * scores[j][before] }
          result[i, j] += weights[l] * sum
          result[j, i] += weights[l] * sum
        }
      }
    }
    return result
  }

  /// Rows and those a lag before them. Rows go by series and period, so that the row before, where it
  /// is there, only moves forward.
  private static func pairs(
    lag: Int, count: Int, series: [Int32]?, ordinals: [Int]?
  ) -> [(Int, Int)] {
    guard let ordinals else {
      return (lag..<max(lag, count)).compactMap { t in
        series == nil || series?[t] == series?[t - lag] ? (t, t - lag) : nil
      }
    }
    var result: [(Int, Int)] = []
    var before = 0
    for t in 0..<count {
      let (own, wanted) = (series?[t] ?? 0, ordinals[t] - lag)
      while before < t, (series?[before] ?? 0, ordinals[before]) < (own, wanted) { before += 1 }
      if before < t, (series?[before] ?? 0) == own, ordinals[before] == wanted {
        result.append((t, before))
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
