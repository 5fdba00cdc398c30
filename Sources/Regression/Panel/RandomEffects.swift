internal import Glibc
internal import LinearAlgebra

/// y_it = x_it′β + μ_i + ε_it with random μ_i that the terms do not know of, by feasible generalized
/// least squares: least squares of all columns, the intercept too, less θ_i of their series' means.
///
///     θ_i = 1 − (σ²_ε ÷ (σ²_ε + T_i σ²_μ))^½
///
/// The variances are those of Swamy & Arora: σ²_ε = RSS_within ÷ (n − N − k_within), and σ²_μ from
/// the regression of the series' means with weights T_i,
///
///     σ²_μ = (RSS_between − (N − k_between) σ²_ε) ÷ (n − tr((Σ T_i x̄_i x̄_i′)⁻¹ Σ T_i² x̄_i x̄_i′))
///
/// with k_between counting the intercept; with T rows a series the divisor is T (N − k_between). A
/// negative σ²_μ becomes zero, which makes least squares of all rows (`isTruncated`).
///
/// Source: Swamy & Arora (1972); Baltagi & Chang (1994) for series of several lengths; Baltagi (2013),
/// 2.3 and 9.2. Checked: R plm, `model = "random"`, `random.method = "swar"`.
public struct RandomEffects: Sendable {
  /// The rows that were fitted, with their series.
  public let panel: PanelFrame
  /// The regression of the transformed columns: its coefficients and their covariance are those of β,
  /// its residuals, R² and likelihood those of the transformed response.
  public let fit: RegressionFit
  /// The fixed effects regression, of which σ²_ε is; nil when no term varies within a series.
  public let within: RegressionFit?
  /// σ²_ε, in the unit of the response squared.
  public let idiosyncraticVariance: Double
  /// σ²_μ, the variance of the random effects, zero or more, in the unit of the response squared.
  public let groupVariance: Double
  /// Whether the estimate of σ²_μ was negative and is zero.
  public let isTruncated: Bool
  /// θ_i of each series, in the order of the panel's groups; from 0 (all rows alike) to 1 (fixed
  /// effects).
  public let theta: [Double]

  /// - Throws: `.tooShort` when there are not more series than terms, or when every series has one row;
  ///   `.exactFit` when the terms and one constant a series reproduce the response.
  public init(_ panel: PanelFrame) throws(RegressionError) {
    let (n, series) = (panel.frame.count, panel.counts.count)
    guard n > series else { throw .tooShort(needed: series + 1, found: n) }
    let within: RegressionFit?
    do throws(RegressionError) { within = try panel.within() } catch {
      guard error == .noTerms else { throw error }
      within = nil
    }
    let variance = within.map(\.dispersion) ?? Self.varianceWithin(panel)
    // What rounding leaves of an exact fit is no variance.
    let size = panel.frame.response.values.reduce(0) { max($0, abs($1)) }
    guard variance.squareRoot() > 1e-13 * size else { throw .exactFit }

    let between = try Self.betweenVariance(panel, idiosyncratic: variance)
    isTruncated = between < 0
    let groupVariance = max(0, between)
    let theta = panel.counts.map {
      1 - (variance / (variance + Double($0) * groupVariance)).squareRoot()
    }
    fit = try LinearRegression.fit(panel.quasiDemeaned(theta))
    self.panel = panel
    self.within = within
    idiosyncraticVariance = variance
    self.groupVariance = groupVariance
    self.theta = theta
  }

  private static func response(_ frame: ModelFrame) -> [Double] {
    guard let offset = frame.offset else { return frame.response.values }
    return zip(frame.response.values, offset).map { $0 - $1 }
  }

  /// σ²_ε when no term varies within a series.
  private static func varianceWithin(_ panel: PanelFrame) -> Double {
    let y = response(panel.frame)
    let means = panel.means(y)
    let squares = y.indices.reduce(0.0) { sum, row in
      let d = y[row] - means[Int(panel.groups.codes.codes[row])]
      return sum + d * d
    }
    return squares / Double(y.count - means.count)
  }

  /// σ²_μ, which may be negative.
  private static func betweenVariance(
    _ panel: PanelFrame, idiosyncratic: Double
  ) throws(RegressionError) -> Double {
    let frame = panel.averaged()
    let places = frame.rows.indices.map { $0 }
    // The order of the averaged rows is that of the series' first rows, as their codes are.
    let weights = places.map { Double(panel.counts[$0]) }
    let solution = try WeightedLeastSquares(
      frame.terms, response: Design.Term("mean", response(frame)), weights: weights)
    let parameters = solution.kept.count
    guard places.count > parameters else {
      throw .tooShort(needed: parameters + 1, found: places.count)
    }
    var trace = 0.0
    for row in places {
      for (a, i) in solution.kept.enumerated() {
        for (b, j) in solution.kept.enumerated() {
          trace +=
            weights[row] * weights[row] * frame.terms[i].values[row] * frame.terms[j].values[row]
            * solution.inverseGram[a, b]
        }
      }
    }
    let rest = solution.residualSumOfSquares.value
    return (rest - Double(places.count - parameters) * idiosyncratic)
      / (Double(panel.frame.count) - trace)
  }
}
