internal import LinearAlgebra

/// Coherent values nearest to the base values in the metric of W⁻¹ with no bottom node below zero.
///
/// min (y − ŷ)ᵀW⁻¹(y − ŷ) subject to C·y = 0 and y_i ≥ 0 for bottom nodes: by block pivoting, and by bounds added
/// one by one where nodes without variance of their own leave it no system to solve.
struct NonnegativeProjection {
  /// Nodes up to which bounds are added one by one: each costs a factorization.
  private static let mostOneByOne = 2000

  private let projection: CovarianceProjection
  private let nodes: Int

  init(_ projection: CovarianceProjection) {
    self.projection = projection
    nodes = projection.hierarchy.count
  }

  /// - Parameters:
  ///   - base: a value a node, finite.
  ///   - lifted: bottom nodes without variance whose base value was set to zero.
  /// - Throws: `.infeasible` with fixed nodes that leave no values at or over zero; `.didNotConverge`.
  func solve(
    _ base: [Double], atZero lifted: [Int] = []
  ) throws(ReconciliationError) -> NonnegativeSolution {
    var point = try nearest(base)
    point.active += lifted
    point.multipliers += lifted.map { _ in 0 }
    return try certified(point, base: base)
  }

  private func nearest(_ base: [Double]) throws(ReconciliationError) -> BoundedPoint {
    if let point = try BlockPivoting(projection, base: base).solve() { return point }
    guard nodes <= Self.mostOneByOne else {
      throw .didNotConverge(iterations: BlockPivoting.limit)
    }
    return try DualActiveSet(projection).solve(base)
  }

  private func certified(
    _ point: BoundedPoint, base: [Double]
  ) throws(ReconciliationError) -> NonnegativeSolution {
    let hierarchy = projection.hierarchy
    let scale = base.reduce(Double.leastNormalMagnitude) { max($0, abs($1)) }
    var values = point.values
    // The gap in each optimality condition, relative: a bound that is not met or a value below zero to
    // the greatest base value, a multiplier below zero to the greatest multiplier.
    let steepest = point.multipliers.reduce(0) { max($0, abs($1)) }
    var gap = 0.0
    for (node, multiplier) in zip(point.active, point.multipliers) {
      gap = max(gap, abs(values[node]) / scale, steepest > 0 ? -multiplier / steepest : 0)
      values[node] = 0
    }
    for node in hierarchy.bottom where values[node] < 0 {
      gap = max(gap, -values[node] / scale)
      values[node] = 0
    }
    var multipliers = [Double](repeating: 0, count: nodes)
    for (node, multiplier) in zip(point.active, point.multipliers) {
      multipliers[node] = multiplier
    }
    do throws(LinearAlgebraError) {
      let summed = try hierarchy.aggregated(
        Matrix(rows: nodes, columns: 1, columnMajor: values))
      return NonnegativeSolution(
        values: summed.elements, multipliers: multipliers, active: point.active.sorted(),
        optimalityGap: gap, iterations: point.iterations)
    } catch {
      throw .numeric(error)
    }
  }
}

/// Values with some bottom nodes at zero, before they are proven.
struct BoundedPoint {
  /// A value a node; those of totals may be off in the last digits.
  let values: [Double]
  /// A multiplier a node of `active`.
  var multipliers: [Double]
  var active: [Int]
  let iterations: Int
}

/// Reconciled values at or over zero, with what proves them the nearest.
package struct NonnegativeSolution: Sendable, Equatable {
  /// A value a node; totals are the sums of their parts.
  package let values: [Double]
  /// Multiplier of each node's bound, at or over 0; 0 where it is not active. Unit: value over squared
  /// unit of W.
  package let multipliers: [Double]
  /// Nodes held at zero, rising.
  package let active: [Int]
  /// The greatest relative gap in the Karush–Kuhn–Tucker conditions: bounds met, multipliers not
  /// below zero, one of the two zero. Stationarity holds by construction.
  package let optimalityGap: Double
  package let iterations: Int
}
