internal import LinearAlgebra
internal import StatisticsCore

/// Paths that hold given values, exactly, given the parameters.
///
/// With errors P·η the conditions are R·η = r, and η ~ N(R′(RR′)⁻¹r, I − R′(RR′)⁻¹R); R′ is taken apart by a
/// pivoted QR with columns of unit length, as `ConditionalForecast` does.
struct HeldPath {
  let fit: BayesianVectorFit
  let path: VectorPath
  let horizon: Int
  let conditions: [ConditionalForecast.Condition]
  /// Steps from 0 and variables of the conditions.
  private let places: [(step: Int, variable: Int)]
  /// Steps up to the last condition.
  private let reach: Int

  init(
    _ fit: BayesianVectorFit, _ path: VectorPath, horizon: Int,
    conditions: [ConditionalForecast.Condition]
  ) throws(RegressionError) {
    var places: [(step: Int, variable: Int)] = []
    for condition in conditions {
      guard let variable = fit.names.firstIndex(of: condition.variable) else {
        throw .invalid(argument: "variable", detail: "there is no '\(condition.variable)'")
      }
      guard (1...horizon).contains(condition.step), condition.value.isFinite else {
        throw .invalid(
          argument: "condition on '\(condition.variable)'",
          detail:
            "step \(condition.step), value \(condition.value); a finite value at a step from 1 "
            + "to \(horizon) is needed")
      }
      guard !places.contains(where: { $0 == (condition.step - 1, variable) }) else {
        throw .invalid(
          argument: "condition on '\(condition.variable)'",
          detail: "step \(condition.step) has two")
      }
      places.append((condition.step - 1, variable))
    }
    self.fit = fit
    self.path = path
    self.horizon = horizon
    self.conditions = conditions
    self.places = places
    reach = (places.map(\.step).max() ?? 0) + 1
    let size = fit.names.count
    guard reach * size <= ForecastRecursion.maximumJointSize else {
      throw .invalid(
        argument: "conditions",
        detail: "at step \(reach) of \(size) variables; "
          + "\(ForecastRecursion.maximumJointSize / size) is the last that is possible")
    }
  }

  /// What the conditions ask of the noise under some parameters.
  private struct Demand {
    /// An orthonormal basis of R′.
    let basis: Matrix
    /// Of the noise along that basis.
    let coordinates: Matrix

    var distance: Double { coordinates.elements.reduce(0) { $0 + $1 * $1 } }
  }

  private func demand(_ parameters: VectorParameters) throws(RegressionError) -> Demand {
    let size = fit.names.count
    let mean = try path.mean(parameters, steps: reach)
    var responses: [[[Double]]] = []
    for k in 0..<size {
      responses.append(try path.response(parameters, to: k, steps: reach))
    }
    let q = places.count
    var rows = Matrix(rows: reach * size, columns: q)
    var distances = [Double](repeating: 0, count: q)
    for (c, place) in places.enumerated() {
      var square = 0.0
      for step in 0...place.step {
        for k in 0..<size {
          let value = responses[k][place.step - step][place.variable]
          rows[step * size + k, c] = value
          square += value * value
        }
      }
      let length = square.squareRoot()
      for i in 0..<(reach * size) { rows[i, c] /= length }
      distances[c] = (conditions[c].value - mean[place.step][place.variable]) / length
    }
    do throws(LinearAlgebraError) {
      let qr = try PivotedQR(rows)
      let right = try Matrix(rows: q, columns: 1, columnMajor: qr.pivots.map { distances[$0] })
      return Demand(
        basis: try qr.orthogonalFactor(),
        coordinates: try qr.triangularFactor(order: q)
          .solveTriangular(.upper, .transposed, rightSide: right))
    } catch {
      throw .numeric(error)
    }
  }

  /// One path that holds the conditions.
  func draw(
    _ parameters: VectorParameters, using random: inout PhiloxGenerator
  ) throws(RegressionError) -> [[Double]] {
    let demand = try demand(parameters)
    let size = fit.names.count
    var noise = PosteriorDraws.noise(horizon, size, using: &random)
    // What lies along the conditions gives way to what they ask.
    for c in 0..<demand.basis.columns {
      var product = 0.0
      for i in 0..<(reach * size) { product += demand.basis[i, c] * noise[i / size][i % size] }
      let missing = demand.coordinates[c, 0] - product
      for i in 0..<(reach * size) { noise[i / size][i % size] += demand.basis[i, c] * missing }
    }
    var values = try path.values(parameters, noise: noise)
    for (condition, place) in zip(conditions, places) {
      values[place.step][place.variable] = condition.value
    }
    return values
  }

  /// How far the conditions are from what the sample lets expect: the mean squared distance, and the
  /// mean probability of one as great.
  func surprise(
    draws: Int, seed: UInt64
  ) throws(RegressionError) -> (distance: Double, tail: Double) {
    let posterior = PosteriorDraws(fit)
    var cache: [Int: NormalWishart] = [:]
    var (distance, tail) = (0.0, 0.0)
    for draw in 0..<draws {
      var random = PhiloxGenerator(seed: seed, series: 1, path: UInt32(draw))
      let own = try demand(posterior.parameters(using: &random, &cache)).distance
      distance += own
      tail += ChiSquared.upperTail(own, degreesOfFreedom: Double(places.count))
    }
    return (distance / Double(draws), tail / Double(draws))
  }
}
