internal import Glibc
internal import LinearAlgebra
internal import StatisticsCore

/// A chain by turns of a path that holds the conditions, the parameters given sample and path, and the
/// hyperparameters given the parameters.
///
/// The parameters' turn is the closed form with the path's steps as more observations; that of the
/// hyperparameters needs the prior alone, log p(B | Σ, λ, μ, δ) on the grid.
///
/// Source: Waggoner & Zha (1999). Checked: importance sampling (numpy).
struct ConditionalChain {
  private let fit: BayesianVectorFit
  private let held: HeldPath
  private var random: PhiloxGenerator
  private var parameters: VectorParameters
  /// The point of the grid.
  private var place: Int

  /// Turns before the first path that counts.
  private static let burnIn = 500

  init(_ fit: BayesianVectorFit, _ held: HeldPath, seed: UInt64) throws(RegressionError) {
    self.fit = fit
    self.held = held
    random = PhiloxGenerator(seed: seed, series: 2)
    place = fit.weights.place(random.uniform())
    parameters = try fit.rows.conjugate(
      fit.factor, count: fit.count, fit.grid.points[place]
    ).draw(using: &random)
  }

  mutating func paths(_ draws: Int) throws(RegressionError) -> [[[Double]]] {
    var paths: [[[Double]]] = []
    paths.reserveCapacity(draws)
    for turn in 0..<(Self.burnIn + draws) {
      let path = try held.draw(parameters, using: &random)
      if turn >= Self.burnIn { paths.append(path) }
      let rows = path.indices.map { held.path.row(path, step: $0) }
      parameters = try fit.rows.conjugate(
        fit.factor + rows, count: fit.count + rows.count, fit.grid.points[place]
      ).draw(using: &random)
      if fit.grid.points.count > 1 { place = try hyperparameters() }
    }
    return paths
  }

  /// The point of the grid given the parameters.
  private mutating func hyperparameters() throws(RegressionError) -> Int {
    let distances = try PriorDistances(parameters, fit.rows)
    let free = Double(fit.rows.size * fit.rows.size * fit.rows.lags)
    let logarithms = fit.grid.points.indices.map { place in
      let point = fit.grid.points[place]
      var sum = fit.grid.logPrior[place] - fit.logAlone[place] - free * log(point.overall)
      sum -= distances.lags / (2 * point.overall * point.overall)
      if let mu = point.sum { sum -= distances.sum / (2 * mu * mu) }
      if let delta = point.initial { sum -= distances.initial / (2 * delta * delta) }
      return sum
    }
    return GridWeights(logarithms: logarithms).place(random.uniform())
  }
}

/// How far parameters lie from what the prior holds them to, in units of their errors, at λ = μ = δ = 1.
private struct PriorDistances {
  let lags: Double
  let sum: Double
  let initial: Double

  init(_ parameters: VectorParameters, _ rows: PriorRows) throws(RegressionError) {
    let (size, first) = (rows.size, rows.deterministic.count)
    let b = parameters.coefficients
    // Columns: a deviation of each lag, of each variable's sum, and of the initial observation.
    var deviations = Matrix(rows: size, columns: size * rows.lags + size + 1)
    for lag in 0..<rows.lags {
      for j in 0..<size {
        let column = lag * size + j
        let weight = Double(lag + 1) * rows.scales[j]
        for k in 0..<size {
          let center = lag == 0 && j == k ? rows.means[j] : 0
          deviations[k, column] = weight * (b[first + column, k] - center)
        }
      }
    }
    let last = size * rows.lags + size
    for k in 0..<size {
      var rest = rows.initial[k] - (rows.deterministic.hasConstant ? b[0, k] : 0)
      for j in 0..<size {
        var total = j == k ? 1.0 : 0
        for lag in 0..<rows.lags { total -= b[first + lag * size + j, k] }
        deviations[k, size * rows.lags + j] = rows.initial[j] * total
        for lag in 0..<rows.lags { rest -= rows.initial[j] * b[first + lag * size + j, k] }
      }
      deviations[k, last] = rest
    }
    do throws(LinearAlgebraError) {
      // |P⁻¹d|² for each column d, by the orthogonal factor of P.
      let whitened = try PivotedQR(parameters.shock).solve(deviations, rcond: 0)
      func square(_ columns: Range<Int>) -> Double {
        columns.reduce(0) { total, column in
          (0..<size).reduce(total) { $0 + whitened[$1, column] * whitened[$1, column] }
        }
      }
      lags = square(0..<(size * rows.lags))
      sum = square((size * rows.lags)..<last)
      initial = square(last..<(last + 1))
    } catch {
      throw .numeric(error)
    }
  }
}
