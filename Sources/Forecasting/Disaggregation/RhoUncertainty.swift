internal import Glibc

// Of Litterman's method with few benchmarks the likelihood hardly tells ρ, and taking its maximum for
// known makes intervals too short: 80 % intervals of 15 benchmarks held 70 to 78 % of 150 simulated
// series. So the variances are averaged over ρ with the restricted likelihood as weight, and the values'
// distance from those at the maximum is added (bench/accuracy/disaggregation_coverage.py for what they
// hold now):
//
//   var(y_t) = Σ_j w_j (s_jt² + (ŷ_jt − ŷ_t)²),  w_j ∝ |Ω_j|^−½ |Z′Z|_j^−½ (ŵ′ŵ)_j^−(N−p)/2.
//
// Chow–Lin's hold what they say without it: a maximum at ρ = 0 leaves them wide, not short.

/// Variances of short periods with what is not known of ρ.
enum RhoUncertainty {
  private static let nodes = 20

  /// - Parameters:
  ///   - values: those at the ρ of greatest likelihood, before rounding is settled.
  /// - Returns: a variance a short period, in the unit of the series squared.
  static func variances(
    _ problem: BenchmarkProblem, _ benchmarks: [Double], values: [Double]
  ) throws(ForecastingError) -> [Double] {
    let bounds = Disaggregation.rhoBounds
    let step = (bounds.upperBound - bounds.lowerBound) / Double(nodes)
    var fits: [BenchmarkRegression] = []
    for node in 0..<nodes {
      let rho = bounds.lowerBound + step * (Double(node) + 0.5)
      fits.append(try problem.fit(benchmarks, rho: rho).0)
    }
    let freedom = Double(benchmarks.count - problem.design.count)
    let heights = fits.map { $0.restrictedLogLikelihood(degreesOfFreedom: freedom) }
    let top = heights.max() ?? 0
    let weights = heights.map { exp($0 - top) }
    let total = weights.reduce(0, +)
    var sums = [Double](repeating: 0, count: values.count)
    for (fit, weight) in zip(fits, weights) where weight > 1e-4 {
      let scale = fit.sumOfSquares / freedom
      let own = try fit.values(problem.design)
      for (t, share) in try fit.variances(problem.design).enumerated() {
        let distance = own[t] - values[t]
        sums[t] += weight / total * (scale * share + distance * distance)
      }
    }
    return sums
  }
}
