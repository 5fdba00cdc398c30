internal import LinearAlgebra

/// Where the iterations start: principal components of the series of the base frequency.
///
/// Gaps are filled along a straight line, ends by the mean; loadings, transition and own parts are
/// regressions on the components. Source: Bańbura & Modugno (2014), appendix.
struct FactorStart {
  let data: FactorData
  let factors: Int
  let lags: Int
  let isPersistent: Bool

  /// Own parts have at least this share of a series' variance at the start: a series that is a component
  /// itself would leave nothing to share out.
  private static let leastShare = 0.1

  func parameters() throws(ForecastingError) -> FactorParameters {
    do throws(LinearAlgebraError) { return try found() } catch { throw .numeric(error) }
  }

  private func found() throws(LinearAlgebraError) -> FactorParameters {
    let base = (0..<data.series).filter { data.weights[$0].count == 1 }
    let filled = base.map(filled)
    let sample = try Matrix(columns: filled, rows: data.periods)
    let eigen = try SymmetricEigen(sample.gram())
    let count = base.count
    // The greatest values stand last.
    let chosen = (0..<factors).map { count - 1 - $0 }
    let directions = try Matrix(
      columns: chosen.map { eigen.vectors.column($0).copied().elements }, rows: count)
    let components = try sample.multiplied(by: directions)
    func component(_ t: Int, _ j: Int) -> Double { t >= 0 ? components[t, j] : 0 }

    var (loadings, persistence, noise) = ([Double](), [Double](), [Double]())
    for i in 0..<data.series {
      let weights = data.weights[i]
      let seen = (0..<data.periods).filter { !data[$0, i].isNaN }
      let parts = seen.map { t in
        (0..<factors).map { j in
          weights.indices.reduce(0.0) { $0 + weights[$1] * component(t - $1, j) }
        }
      }
      let values = seen.map { data[$0, i] }
      let coefficients = try regression(parts, values)
      loadings += coefficients
      var rest: [Double] = []
      for (part, value) in zip(parts, values) {
        rest.append(value - zip(part, coefficients).reduce(0) { $0 + $1.0 * $1.1 })
      }
      let share = weights.reduce(0) { $0 + $1 * $1 }
      let variance = rest.reduce(0) { $0 + $1 * $1 } / Double(max(1, rest.count))
      let rho = isPersistent && weights.count == 1 ? autocorrelation(rest, seen) : 0
      persistence.append(rho)
      noise.append(max(Self.leastShare, variance) / share * (1 - rho * rho))
    }
    let dynamics = try self.dynamics(components)
    return FactorParameters(
      factors: factors, lags: lags, loadings: loadings, transition: dynamics.transition,
      innovation: dynamics.innovation, persistence: persistence, noise: noise)
  }

  /// A series without gaps.
  private func filled(_ series: Int) -> [Double] {
    var values = (0..<data.periods).map { data[$0, series] }
    let seen = values.indices.filter { !values[$0].isNaN }
    for (from, to) in zip(seen, seen.dropFirst()) where to > from + 1 {
      for t in (from + 1)..<to {
        let share = Double(t - from) / Double(to - from)
        values[t] = values[from] * (1 - share) + values[to] * share
      }
    }
    return values.map { $0.isNaN ? 0 : $0 }
  }

  private func regression(
    _ rows: [[Double]], _ values: [Double]
  ) throws(LinearAlgebraError) -> [Double] {
    guard !rows.isEmpty else { return [Double](repeating: 0, count: factors) }
    let design = try Matrix(
      columns: (0..<factors).map { j in rows.map { $0[j] } }, rows: rows.count)
    var options = LeastSquares.Options()
    options.refines = false
    return try LeastSquares.solve(design: design, response: values, options: options).coefficients
  }

  private func autocorrelation(_ rest: [Double], _ seen: [Int]) -> Double {
    var (both, square) = (0.0, 0.0)
    for place in rest.indices.dropFirst() where seen[place] == seen[place - 1] + 1 {
      both += rest[place] * rest[place - 1]
      square += rest[place - 1] * rest[place - 1]
    }
    guard square > 0 else { return 0 }
    return max(-0.9, min(0.9, both / square))
  }

  /// A vector autoregression of the components by least squares.
  private func dynamics(
    _ components: Matrix
  ) throws(LinearAlgebraError) -> (transition: [Double], innovation: [Double]) {
    let r = factors
    let times = Array(lags..<data.periods)
    var transition = [Double](repeating: 0, count: r * r * lags)
    var rests: [[Double]] = []
    var options = LeastSquares.Options()
    options.refines = false
    for i in 0..<r {
      let values = times.map { components[$0, i] }
      guard lags > 0 else {
        rests.append(values)
        continue
      }
      let columns = (0..<(r * lags)).map { place in
        times.map { components[$0 - 1 - place / r, place % r] }
      }
      let solution = try LeastSquares.solve(
        design: Matrix(columns: columns, rows: times.count), response: values, options: options)
      for place in 0..<(r * lags) {
        transition[(place / r * r + i) * r + place % r] = solution.coefficients[place]
      }
      rests.append(solution.residuals)
    }
    var innovation = [Double](repeating: 0, count: r * r)
    for i in 0..<r {
      for j in 0..<r {
        let sum = zip(rests[i], rests[j]).reduce(0) { $0 + $1.0 * $1.1 }
        innovation[i * r + j] = sum / Double(times.count) + (i == j ? 1e-6 : 0)
      }
    }
    return (transition, innovation)
  }
}
