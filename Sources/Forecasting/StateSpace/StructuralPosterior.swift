internal import Glibc

/// What is not known of a structural model: the mean over variances about the estimate, and over forms.
///
/// Maximum likelihood finds a variance to be zero far too often, and what is left is a line or a level taken
/// for known. Each node has the likelihood of its ratios, σ² integrated out; variances and covariance of the
/// last state are averaged, the distances of the states from the estimate's among them, so that the
/// forecast's centre stays.
///
/// The ratios of level and slope are told by α and ρ of the steady state: β = ρα²/(2 − α),
/// q_ζ = β²/(1 − α), q_η = (α² + αβ − 2β)/(1 − α) in units of the irregular variance, flat in both; that of
/// the season by g, q_ω = g²/(1 − g), with the density 1.1 − g. Source of the steady state: Harvey (1989), 4.1.
///
/// Where the form was chosen, the others that were tried count by exp(−Δ/2) of their AICc, with the distances
/// of their centres: a trend that was not found on twenty values may be there.
struct StructuralPosterior: Sendable {
  /// n − d of the estimate.
  let degreesOfFreedom: Double
  /// The estimate itself first, then the other forms; weights add up to 1.
  private let members: [(estimate: StructuralEstimate, mean: Mean, weight: Double)]

  /// Of one form.
  private struct Mean: Sendable {
    /// E of the variances.
    let variances: SIMD4<Double>
    /// E(P + dd′), d the distance from the estimate's state.
    let covariance: [Double]
  }

  /// Forms of less weight, as a share of the estimate's, change nothing.
  private static let leastWeight = 0.02
  private static let most = 0.99
  /// Distances of α and of ρ and g that the nodes span, times √n.
  private static let reach = (alpha: 4.0, ratio: 8.0)

  /// - Parameter estimates: of the forms that were tried, `estimate` among them.
  /// - Returns: nil for an exact fit, or when the variances have no likelihood.
  init?(
    _ series: NormalisedSeries, _ estimate: StructuralEstimate,
    among estimates: [StructuralEstimate]
  ) {
    guard !estimate.isExact, let own = Self.mean(series, estimate) else { return nil }
    degreesOfFreedom = Double(max(1, series.values.count { !$0.isNaN } - estimate.form.stateCount))
    var found = [(estimate: estimate, mean: own, weight: 1.0)]
    for other in estimates where other.form != estimate.form {
      guard let least = estimate.aicc, let aicc = other.aicc else { continue }
      let weight = exp((least - aicc) / 2)
      if weight >= Self.leastWeight, let mean = Self.mean(series, other) {
        found.append((other, mean, weight))
      }
    }
    let total = found.reduce(0) { $0 + $1.weight }
    members = found.map { ($0.estimate, $0.mean, $0.weight / total) }
  }

  /// Centres of the estimate and standard deviations of the next `horizon` observations, on the series'
  /// scale.
  func projection(horizon: Int, of series: (offset: Double, scale: Double)) -> LinearFit.Projection
  {
    var squares = [Double](repeating: 0, count: horizon)
    var projection = LinearFit.Projection(centres: [], scales: [])
    for (estimate, mean, weight) in members {
      let own = estimate.moments(
        horizon: horizon, variances: mean.variances, covariance: mean.covariance)
      if projection.centres.isEmpty { projection = own }
      for h in 0..<horizon {
        let distance = own.centres[h] - projection.centres[h]
        squares[h] += weight * (own.scales[h] * own.scales[h] + distance * distance)
      }
    }
    for h in 0..<horizon {
      projection.centres[h] = series.offset + series.scale * projection.centres[h]
      projection.scales[h] = series.scale * squares[h].squareRoot()
    }
    return projection
  }

  /// Over a grid about the estimate's variances; nil when no node has a likelihood.
  private static func mean(_ series: NormalisedSeries, _ estimate: StructuralEstimate) -> Mean? {
    let filter = StructuralFilter(series.values, form: estimate.form)
    let k = filter.k
    let root = Double(filter.n).squareRoot()
    let (alpha, ratio, turn) = steady(estimate.variances)
    let hasSeason = k > 2
    let shares = hasSeason ? ParameterGrid.coarse : ParameterGrid.fine
    let alphas = ParameterGrid(
      about: alpha, low: 0.01, high: most, reach: reach.alpha / root, below: shares,
      above: shares)
    let ratios =
      k == 1
      ? ParameterGrid(only: 0)
      : ParameterGrid(
        about: ratio, low: 0, high: 1, reach: reach.ratio / root, below: ParameterGrid.coarse,
        above: hasSeason ? ParameterGrid.coarse : ParameterGrid.early)
    let turns =
      hasSeason
      ? ParameterGrid(
        about: turn, low: 0, high: 0.9, reach: reach.ratio / root, below: [1],
        above: [0.2, 0.6]) : ParameterGrid(only: 0)
    var nodes: [(logWeight: Double, ratios: SIMD4<Double>)] = []
    for (alpha, width) in alphas.cells {
      for (ratio, ratioWidth) in ratios.cells {
        for (turn, turnWidth) in turns.cells {
          let w = weights(alpha, ratio, turn)
          guard let pass = filter.filter(w), pass.squares > 0 else { continue }
          let prior = width * ratioWidth * turnWidth * (1.1 - turn)
          nodes.append((pass.logLikelihood + log(prior), w))
        }
      }
    }
    guard let largest = nodes.map(\.logWeight).max(), largest.isFinite else { return nil }
    var total = 0.0
    var mean = SIMD4<Double>.zero
    var square = [Double](repeating: 0, count: k * k)
    for node in nodes where node.logWeight > largest - 12 {
      guard let pass = filter.filter(node.ratios) else { continue }
      let weight = exp(node.logWeight - largest)
      total += weight
      mean += weight * pass.variance * node.ratios
      for i in 0..<k {
        let distance = filter.state[i] - estimate.state[i]
        for j in 0..<k {
          square[i * k + j] +=
            weight
            * (pass.variance * filter.covariance[i * k + j]
              + distance * (filter.state[j] - estimate.state[j]))
        }
      }
    }
    guard total > 0 else { return nil }
    return Mean(variances: mean / total, covariance: square.map { $0 / total })
  }

  /// α, ρ and g of variances.
  private static func steady(_ w: SIMD4<Double>) -> (alpha: Double, ratio: Double, turn: Double) {
    let q = w / max(w[3], 1e-4 * w.max())
    var (low, high) = (0.0, 1.0)
    for _ in 0..<40 {
      let alpha = (low + high) / 2
      let rest = 1 - alpha
      let value = alpha * alpha + (alpha - 2) * (q[1] * rest).squareRoot() - q[0] * rest
      if value < 0 { low = alpha } else { high = alpha }
    }
    let alpha = min(max((low + high) / 2, 0.01), most)
    let beta = (q[1] * (1 - alpha)).squareRoot()
    let turn = (-q[2] + (q[2] * q[2] + 4 * q[2]).squareRoot()) / 2
    return (alpha, min(1, beta * (2 - alpha) / (alpha * alpha)), turn)
  }

  /// Variances in units of the irregular one.
  private static func weights(_ alpha: Double, _ ratio: Double, _ turn: Double) -> SIMD4<Double> {
    let beta = ratio * alpha * alpha / (2 - alpha)
    let rest = 1 - alpha
    return SIMD4(
      max(0, alpha * alpha + alpha * beta - 2 * beta) / rest, beta * beta / rest,
      turn * turn / (1 - turn), 1)
  }
}
