internal import Glibc

// Where an estimate could lie as well.
//
// A named form: a mean over a grid of smoothing parameters, each with its initial states by least squares,
// weighted by the likelihood from which the states are integrated out under a flat prior,
//
//     S^{−(n−k)/2} |XᵀX|^{−1/2}·(1.1 − r)(1.1 − q),   k states, X the slopes of the one-step forecasts by them,
//
// flat in α and φ. The maximum alone puts α and β at 0 on one series in three of 20 values and takes the line
// that is left for known: of a Holt process (α = .5, β = .1) a quarter of the outcomes eight ahead then lie
// under the 5 % quantile.
// For additive errors and seasons the states are exact; else one Gauss–Newton step from the estimate's.
//
// Forms that are averaged: the curvature of the penalised criterion at its minimum. The pulls of
// `AutomaticETS` keep the parameters apart from their bounds, and it costs no more than a step of the search.

extension ETSEstimator {
  /// Distances of α, of r and q, and of φ that the nodes span, times √n.
  private static let reach = (alpha: 4.0, ratio: 8.0, damping: 1.3)

  /// States with their slopes by the variables, after a run with slopes.
  private struct States {
    /// Last level, last slope, then the seasonal states in the order of the periods ahead.
    var values: [Double]
    /// p each.
    var slopes: [Double]
  }

  private func states() -> States {
    let p = layout.count
    let ahead = layout.season == nil ? 0 : layout.seasonLength
    var states = States(values: [kernel.level, kernel.trend], slopes: [])
    states.slopes.reserveCapacity((2 + ahead) * p)
    for j in 0..<(2 * p) { states.slopes.append(kernel.stateSlopes[j]) }
    for k in 0..<ahead {
      states.values.append(kernel.season(ahead: k + 1))
      let row = kernel.seasonSlopes(ahead: k + 1, width: p)
      for j in 0..<p { states.slopes.append(row[j]) }
    }
    return states
  }

  /// One point of the grid.
  private struct Node {
    let logWeight: Double
    let smoothing: ETSSmoothing
    /// S/(n − k).
    let variance: Double
    let states: [Double]
    /// L⁻¹ of the slopes of each state by the initial states, k long each: XᵀX = LLᵀ.
    let loadings: [Double]
  }

  /// Initial states that are estimated.
  var stateCount: Int { layout.count - layout.smoothingCount }

  /// The mean over a grid of smoothing parameters about a named form's estimate.
  func posterior(_ estimate: ETSEstimate) -> ETSUncertainty {
    let variance = estimate.squares / max(1, n - Double(stateCount))
    let known = ETSUncertainty.none(
      estimate.smoothing, variance: variance, seasonLength: estimate.season.count)
    guard n > Double(stateCount), estimate.squares > Self.leastSquares else { return known }
    var nodes: [Node] = []
    let grids = grids(about: estimate)
    var x = estimate.variables
    for (alpha, width) in grids.alpha.cells {
      x[0] = alpha
      for (ratio, ratioWidth) in grids.trendRatio.cells {
        if let i = layout.trendRatio { x[i] = ratio }
        for (seasonRatio, seasonWidth) in grids.seasonRatio.cells {
          if let i = layout.seasonRatio { x[i] = seasonRatio }
          for (phi, dampingWidth) in grids.damping.cells {
            if let i = layout.damping { x[i] = phi }
            let prior =
              width * ratioWidth * seasonWidth * dampingWidth * (1.1 - ratio) * (1.1 - seasonRatio)
            if let node = node(x, logPrior: log(prior)) { nodes.append(node) }
          }
        }
      }
    }
    return mean(nodes, about: estimate) ?? known
  }

  /// Nodes of α, r, q and φ; fewer beside a season, whose every node costs a regression on m + 1 states.
  private func grids(
    about estimate: ETSEstimate
  ) -> (
    alpha: ParameterGrid, trendRatio: ParameterGrid, seasonRatio: ParameterGrid,
    damping: ParameterGrid
  ) {
    let (x, root, hasSeason) = (estimate.variables, n.squareRoot(), layout.season != nil)
    let shares = hasSeason ? ParameterGrid.coarse : ParameterGrid.fine
    func ratio(_ place: Int?, below: [Double], above: [Double]) -> ParameterGrid {
      guard let place else { return ParameterGrid(only: 0) }
      return ParameterGrid(
        about: x[place], low: 0, high: 1, reach: Self.reach.ratio / root, below: below,
        above: above)
    }
    return (
      ParameterGrid(
        about: x[0], low: ETSSmoothing.least, high: ETSSmoothing.most,
        reach: Self.reach.alpha / root, below: shares, above: shares),
      ratio(
        layout.trendRatio, below: ParameterGrid.coarse,
        above: hasSeason ? [0.2, 0.8] : ParameterGrid.early),
      ratio(layout.seasonRatio, below: [1], above: [0.2, 0.6]),
      layout.damping == nil || hasSeason
        ? ParameterGrid(only: estimate.smoothing.phi)
        : ParameterGrid(
          about: estimate.smoothing.phi, low: ETSSmoothing.leastDamping,
          high: ETSSmoothing.mostDamping, reach: Self.reach.damping / root, below: [1], above: [1])
    )
  }

  private func node(_ start: [Double], logPrior: Double) -> Node? {
    let (p, k, first) = (layout.count, stateCount, layout.smoothingCount)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: p * (p + 3)) { memory in
      guard let x = memory.baseAddress else { return nil }
      let (g, h, trial) = (x + p, x + 2 * p, x + p * (p + 2))
      for i in 0..<p { x[i] = start[i] }
      guard var (value, squares) = evaluate(x) else { return nil }
      normalEquations(x, squares: squares, gradient: g, matrix: h)
      guard factor(h, from: first) else { return nil }
      // H = unit·XᵀX.
      var unit = 2 * n / (squares + Self.leastSquares)
      var step = [Double](repeating: 0, count: k)
      for i in 0..<k { step[i] = -g[first + i] }
      solveLower(h, from: first, &step)
      let fall = step.reduce(0) { $0 + $1 * $1 }
      solveUpper(h, from: first, &step)
      var states = states()
      if layout.form.needsPositiveValues {
        for i in 0..<p { trial[i] = x[i] + (i < first ? 0 : step[i - first]) }
        if let better = evaluate(trial), better.objective < value {
          (value, squares) = better
          normalEquations(trial, squares: squares, gradient: g, matrix: h)
          guard factor(h, from: first) else { return nil }
          unit = 2 * n / (squares + Self.leastSquares)
        } else {
          guard evaluate(x) != nil else { return nil }
        }
        states = self.states()
      } else {
        squares = max(0, squares - squares * fall / (2 * n))
        for i in states.values.indices {
          for j in 0..<k { states.values[i] += states.slopes[i * p + first + j] * step[j] }
        }
      }
      squares += Self.leastSquares
      let variance = squares / (n - Double(k))
      var logDeterminant = -Double(k) * log(unit)
      for i in first..<p { logDeterminant += 2 * log(h[i * p + i]) }
      let extra =
        layout.form.error == .additive
        ? 0 : value - penaltyValue(x) - n * log(squares)
      var loadings: [Double] = []
      loadings.reserveCapacity(states.values.count * k)
      for i in states.values.indices {
        var row = (0..<k).map { states.slopes[i * p + first + $0] }
        solveLower(h, from: first, &row)
        let root = unit.squareRoot()
        for value in row { loadings.append(value * root) }
      }
      let logWeight =
        logPrior - 0.5 * ((n - Double(k)) * log(squares) + logDeterminant + extra)
      guard logWeight.isFinite else { return nil }
      return Node(
        logWeight: logWeight, smoothing: layout.smoothing(x), variance: variance,
        states: states.values, loadings: loadings)
    }
  }

  private func mean(_ nodes: [Node], about estimate: ETSEstimate) -> ETSUncertainty? {
    guard let most = nodes.map(\.logWeight).max() else { return nil }
    let weights = nodes.map { exp($0.logWeight - most) }
    let total = weights.reduce(0, +)
    var sum = ETSUncertainty.none(
      ETSSmoothing(alpha: 0), variance: 0, seasonLength: estimate.season.count)
    let k = stateCount
    for (node, weight) in zip(nodes, weights) where weight > 1e-6 * total {
      let share = weight / total
      let scaled = share * node.variance
      sum.variance += scaled
      sum.gains.add(node.smoothing.gains, node.smoothing.gains, factor: scaled)
      let away = SIMD3(
        node.states[0] - estimate.level, node.states[1] - estimate.trend,
        (node.smoothing.phi - estimate.smoothing.phi) * node.states[1])
      sum.states.add(away, away, factor: share)
      func loading(_ j: Int) -> SIMD3<Double> {
        SIMD3(node.loadings[j], node.loadings[k + j], 0)
      }
      for j in 0..<k { sum.states.add(loading(j), loading(j), factor: scaled) }
      for s in estimate.season.indices {
        let distance = node.states[2 + s] - estimate.season[s]
        var part = share * distance * SIMD4(away.x, away.y, away.z, distance)
        for j in 0..<k {
          let own = node.loadings[(2 + s) * k + j]
          let with = loading(j)
          part += scaled * own * SIMD4(with.x, with.y, with.z, own)
        }
        sum.season[s] += part
      }
    }
    return sum
  }

  /// The curvature at the minimum of the penalised criterion; `variance` is σ².
  func curvature(_ estimate: ETSEstimate, variance: Double) -> ETSUncertainty {
    let p = layout.count
    var result = ETSUncertainty.none(
      estimate.smoothing, variance: variance, seasonLength: estimate.season.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: p * (p + 2)) { memory in
      guard let x = memory.baseAddress else { return }
      let (g, h) = (x + p, x + 2 * p)
      for i in 0..<p { x[i] = estimate.variables[i] }
      guard let (_, squares) = evaluate(x) else { return }
      normalEquations(x, squares: squares, gradient: g, matrix: h)
      guard factor(h, from: 0) else { return }
      // Half of H is the curvature of −ℓ; of σ² the unbiased estimate.
      let unit = 2 * variance * n / (squares + Self.leastSquares)
      let states = states()
      func loading(_ slopes: [Double]) -> [Double] {
        var row = slopes
        solveLower(h, from: 0, &row)
        return row
      }
      func unitVector(_ place: Int?, _ length: Double) -> [Double] {
        var row = [Double](repeating: 0, count: p)
        if let place { row[place] = length }
        return row
      }
      var beta = unitVector(layout.trendRatio, x[0] - ETSSmoothing.least)
      if let i = layout.trendRatio { beta[0] = x[i] }
      var gamma = unitVector(layout.seasonRatio, 1 - x[0] - ETSSmoothing.least)
      if let i = layout.seasonRatio { gamma[0] = -x[i] }
      let gains = [loading(unitVector(0, 1)), loading(beta), loading(gamma)]
      let rows = [
        loading(Array(states.slopes[0..<p])), loading(Array(states.slopes[p..<(2 * p)])),
        loading(unitVector(layout.damping, estimate.trend)),
      ]
      for j in 0..<p {
        let gain = SIMD3(gains[0][j], gains[1][j], gains[2][j])
        result.gains.add(gain, gain, factor: unit * variance)
        let state = SIMD3(rows[0][j], rows[1][j], rows[2][j])
        result.states.add(state, state, factor: unit)
      }
      for s in estimate.season.indices {
        let own = loading(Array(states.slopes[((2 + s) * p)..<((3 + s) * p)]))
        var part = SIMD4<Double>.zero
        for j in 0..<p { part += own[j] * SIMD4(rows[0][j], rows[1][j], rows[2][j], own[j]) }
        result.season[s] = unit * part
      }
    }
    return result
  }

  /// Cholesky in place of the block of variables from `first` on, its lower triangle.
  private func factor(_ h: UnsafeMutablePointer<Double>, from first: Int) -> Bool {
    let p = layout.count
    for i in first..<p {
      let ri = h + i * p
      let own = ri[i]
      for j in first...i {
        let rj = h + j * p
        var sum = ri[j]
        for k in first..<j { sum -= ri[k] * rj[k] }
        if i == j {
          guard sum > 1e-13 * own, sum.isFinite else { return false }
          ri[i] = sum.squareRoot()
        } else {
          ri[j] = sum / rj[j]
        }
      }
    }
    return true
  }

  /// x ← L⁻¹x.
  private func solveLower(
    _ l: UnsafePointer<Double>, from first: Int, _ x: inout [Double]
  ) {
    let p = layout.count
    for i in x.indices {
      let row = l + (first + i) * p + first
      var sum = x[i]
      for j in 0..<i { sum -= row[j] * x[j] }
      x[i] = sum / row[i]
    }
  }

  /// x ← L⁻ᵀx.
  private func solveUpper(
    _ l: UnsafePointer<Double>, from first: Int, _ x: inout [Double]
  ) {
    let p = layout.count
    for i in x.indices.reversed() {
      var sum = x[i]
      for j in (i + 1)..<max(i + 1, x.count) { sum -= l[(first + j) * p + first + i] * x[j] }
      x[i] = sum / l[(first + i) * p + first + i]
    }
  }
}
