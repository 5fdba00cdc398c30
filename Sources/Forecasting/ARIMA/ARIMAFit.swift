internal import Glibc

/// A form with its maximum likelihood estimates: what forecasts. Values stand on the divided scale
/// of `DifferencedSeries` unless they are named otherwise.
struct ARIMAFit: Sendable {
  let orders: ARMAOrders
  let constant: Bool
  let differences: Int
  let seasonalDifferences: Int
  let season: Int
  /// φ, θ, Φ, Θ; moving averages with their roots outside the unit circle.
  let coefficients: [Double]
  /// Values are 2^e times what stands here.
  let exponent: Int
  /// n*.
  let observed: Int
  /// S / (n* − coefficients).
  let variance: Double
  /// On the scale of the sample; nil when the innovations vanish.
  let logLikelihood: Double?
  let aicc: Double?
  private let solution: ARMALikelihood.Solution
  /// The levels that integration starts from, then those of each regressor.
  private let trailing: [[Double]]
  private let marginal: Int
  /// 2^e of each given regressor's unit.
  let regressorExponents: [Int]
  /// With given regressors the innovations over the roots of their variances in units of σ², on the
  /// scale of the sample; those at gaps mean nothing.
  let innovations: [Double]

  /// Evaluates a candidate for the last time.
  ///
  /// - Parameter penalty: of its AICc.
  init(_ candidate: ARIMACandidate, of search: ARIMASearch) {
    let series = search.series
    orders = candidate.orders
    constant = candidate.constant
    differences = series.differences
    seasonalDifferences = series.seasonalDifferences
    season = series.season
    exponent = series.exponent
    observed = series.observed
    marginal = series.missing.count
    regressorExponents = series.regressorExponents
    var x = candidate.estimate.coefficients
    for range in [orders.maRange, orders.seasonalMARange] {
      x.replaceSubrange(range, with: ARMARoots.mirroredOutside(Array(x[range])))
    }
    let likelihood = search.likelihood
    var objective = search.estimator.objective(orders, x, constant: constant)
    if !objective.isFinite {
      x = candidate.estimate.coefficients
      objective = search.estimator.objective(orders, x, constant: constant)
    }
    coefficients = x
    solution = likelihood.solution(constant: constant)
    let size = series.exponent
    innovations =
      series.regressors.isEmpty
      ? [] : (0..<likelihood.count).map { scalbn(likelihood.innovations[$0], size) }
    let n = Double(observed)
    let free = orders.count + series.regressors.count + (constant ? 1 : 0)
    variance = likelihood.sumOfSquares / Double(max(1, observed - free))
    let lost = series.lost
    trailing =
      [Array(series.levels.suffix(lost))]
      + solution.regression.indices.map { series.trailingLevels(regressor: $0 + 1) }
    if objective.isFinite, !Differencing.isConstant(series.columns[0]) {
      let twice =
        objective + n * (1 + log(2 * .pi) - log(n)) + 2 * n * Double(exponent) * log(2)
      logLikelihood = -twice / 2
      let penalty = search.penalty(ARIMASearch.Form(orders: orders, constant: constant))
      aicc = penalty.isFinite ? twice + penalty : nil
    } else {
      logLikelihood = nil
      aicc = nil
    }
  }

  /// The coefficients of 1 − (1 − B)^d (1 − Bᵐ)^D by lag from 1.
  private var integration: [Double] {
    var c = [1.0]
    func multiply(lag: Int) {
      var next = c + [Double](repeating: 0, count: lag)
      for i in c.indices { next[i + lag] -= c[i] }
      c = next
    }
    for _ in 0..<differences { multiply(lag: 1) }
    for _ in 0..<seasonalDifferences { multiply(lag: season) }
    return c.dropFirst().map { $0 == 0 ? 0 : -$0 }
  }

  /// The expanded polynomials, differences included.
  var expanded: (autoregressive: [Double], movingAverage: [Double]) {
    let a = [1] + solution.autoregressive.map { -$0 }
    let b = [1] + integration.map { -$0 }
    var product = [Double](repeating: 0, count: a.count + b.count - 1)
    for i in a.indices where a[i] != 0 { for j in b.indices { product[i + j] += a[i] * b[j] } }
    return (product.dropFirst().map { -$0 }, solution.movingAverage)
  }

  /// Such as `ARIMA(2,1,1)(0,1,1)[12] with drift`.
  var form: String {
    var text = "ARIMA(\(orders.ar),\(differences),\(orders.ma))"
    if orders.seasonalAR + orders.seasonalMA + seasonalDifferences > 0 {
      text += "(\(orders.seasonalAR),\(seasonalDifferences),\(orders.seasonalMA))[\(season)]"
    }
    let total = differences + seasonalDifferences
    if total == 0 { return text + (constant ? " with non-zero mean" : " with zero mean") }
    return text + (constant ? " with drift" : "")
  }

  /// Estimates by name, on the scale of the sample.
  var parameters: [(name: String, value: Double)] {
    var named: [(name: String, value: Double)] = []
    for (prefix, range) in [
      ("ar", orders.arRange), ("ma", orders.maRange), ("sar", orders.seasonalARRange),
      ("sma", orders.seasonalMARange),
    ] {
      for (i, place) in range.enumerated() {
        named.append(("\(prefix)\(i + 1)", coefficients[place]))
      }
    }
    if constant, let last = solution.regression.last {
      let name = differences + seasonalDifferences == 0 ? "mean" : "drift"
      named.append((name, scalbn(last, exponent)))
    }
    named.append(("sigma2", scalbn(variance, 2 * exponent)))
    return named
  }

  /// Centres and standard deviations of steps 1…horizon on the scale of the sample.
  ///
  /// Every regressor's forecast error, what it will be less what the filter makes of its past,
  /// carries the variance of its coefficient: σ²·(v_h + |R⁻ᵀg_h|²).
  func projection(horizon: Int) -> (centres: [Double], deviations: [Double]) {
    let outlook = outlook(horizon: horizon, regressors: [])
    let deviations = (0..<horizon).map { h in
      let sum = outlook.loadings[h].reduce(outlook.variances[h]) { $0 + $1 * $1 }
      return scalbn((variance * sum).squareRoot(), exponent)
    }
    return (outlook.centres, deviations)
  }

  /// What the steps ahead are made of.
  struct Outlook: Sendable {
    /// On the scale of the sample.
    var centres: [Double]
    /// v_h: variances of the errors' process in units of σ².
    var variances: [Double]
    /// R⁻ᵀg_h by step, in units of σ: the forecast's error from each standardized error of the
    /// regression's coefficients.
    var loadings: [[Double]]
  }

  /// - Parameter regressors: the given regressors' values of steps 1…horizon, each in its own unit.
  func outlook(horizon: Int, regressors future: [[Double]]) -> Outlook {
    let integration = integration
    var centres = ahead(solution.outlook[0], trailing[0], integration, horizon)
    let regressors = solution.regression.indices
    let errors = regressors.map { k in
      let past = ahead(solution.outlook[k + 1], trailing[k + 1], integration, horizon)
      return (0..<horizon).map { h in
        let own = k - marginal
        let level =
          own < 0
          ? 0
          : own < future.count
            ? scalbn(future[own][h], -regressorExponents[own])
            : differences + seasonalDifferences == 0 ? 1 : Double(h + 1)
        return level - past[h]
      }
    }
    let expanded = expanded
    let variances = LinearProcess(
      autoregressive: expanded.autoregressive, movingAverage: expanded.movingAverage
    ).variances(horizon)
    var loadings: [[Double]] = []
    for h in 0..<horizon {
      loadings.append(
        regressors.map { j in
          var root = 0.0
          for i in 0...j { root += solution.inverseRoot[i][j] * errors[i][h] }
          return root
        })
      for j in regressors { centres[h] += solution.regression[j] * errors[j][h] }
      centres[h] = scalbn(centres[h], exponent)
    }
    return Outlook(centres: centres, variances: variances, loadings: loadings)
  }

  /// The given regressors' coefficients, then the constant's, on the scale of the sample.
  var regression: [Double] {
    solution.regression.dropFirst(marginal).enumerated().map { i, value in
      scalbn(value, exponent - (i < regressorExponents.count ? regressorExponents[i] : 0))
    }
  }

  /// The covariance of `regression` for given coefficients of the errors' process: σ̂²(X′Ω⁻¹X)⁻¹.
  var regressionCovariance: [[Double]] {
    let count = solution.regression.count - marginal
    func unit(_ i: Int) -> Int {
      exponent - (i < regressorExponents.count ? regressorExponents[i] : 0)
    }
    return (0..<count).map { i in
      (0..<count).map { j in
        var sum = 0.0
        for l in max(i, j)..<count {
          sum +=
            solution.inverseRoot[marginal + i][marginal + l]
            * solution.inverseRoot[marginal + j][marginal + l]
        }
        return scalbn(scalbn(variance * sum, unit(i)), unit(j))
      }
    }
  }

  /// Forecasts of one column's levels.
  private func ahead(
    _ outlook: [Double], _ trailing: [Double], _ integration: [Double], _ horizon: Int
  ) -> [Double] {
    let phi = solution.autoregressive
    let lags = phi.indices.filter { phi[$0] != 0 }
    let levelLags = integration.indices.filter { integration[$0] != 0 }
    var ahead = outlook + [Double](repeating: 0, count: max(0, horizon - outlook.count))
    var levels = trailing
    levels.reserveCapacity(trailing.count + horizon)
    for h in 0..<horizon {
      let value = ahead[h]
      for lag in lags where h + lag + 1 < ahead.count { ahead[h + lag + 1] += phi[lag] * value }
      var level = value
      for lag in levelLags { level += integration[lag] * levels[levels.count - 1 - lag] }
      levels.append(level)
    }
    return Array(levels.dropFirst(trailing.count))
  }
}
