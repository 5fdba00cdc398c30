internal import LinearAlgebra

/// Coherent values nearest to the base values with no bottom node below zero, bound by bound.
///
/// The dual active-set method of Goldfarb and Idnani: from the projection without bounds on, the most violated bound is
/// made active while multipliers stay at or over zero, and a bound whose multiplier falls to zero is
/// let go. The objective rises at every full step, so that no set of bounds comes twice. W is never
/// inverted.
///
/// Source: Goldfarb & Idnani (1983), Math. Programming 27; the problem is that of Wickramasuriya,
/// Turlach & Hyndman (2020), Stat. Comput. 30.
struct DualActiveSet {
  private let projection: CovarianceProjection
  private let nodes: Int
  /// W, nodes × nodes.
  private let weights: Matrix
  /// W·Cᵀ, nodes × constraints.
  private let spread: Matrix

  /// - Complexity: O(nodes²) memory.
  init(_ projection: CovarianceProjection) throws(ReconciliationError) {
    self.projection = projection
    nodes = projection.hierarchy.count
    do throws(LinearAlgebraError) {
      weights = try projection.weights.matrix
      let constraints = projection.constraints
      spread = try projection.weights.multiplied(
        by: constraints.pulled(.identity(constraints.count)))
    } catch {
      throw .numeric(error)
    }
  }

  /// - Parameter base: a value a node, finite.
  func solve(_ base: [Double]) throws(ReconciliationError) -> BoundedPoint {
    let hierarchy = projection.hierarchy
    let tolerance = 1e-12 * Self.scale(base)
    var active: [Int] = []
    var multipliers: [Double] = []
    var values = try solution(base, active: []).values
    var iterations = 0
    let limit = 20 * hierarchy.bottom.count + 100
    while true {
      let violated = hierarchy.bottom.filter { values[$0] < -tolerance && !active.contains($0) }
      guard let entering = violated.min(by: { values[$0] < values[$1] }) else { break }
      var added = 0.0
      while true {
        iterations += 1
        guard iterations <= limit else { throw .didNotConverge(iterations: limit) }
        let step = try direction(entering, active: active)
        var (length, leaving) = (Double.infinity, Int?.none)
        for (k, pull) in step.pulls.enumerated() where pull > 0 {
          let ratio = multipliers[k] / pull
          if ratio < length { (length, leaving) = (ratio, k) }
        }
        let slope = step.move[entering]
        // Without a slope the bound depends on those that are active.
        let full = slope > 1e-13 * step.size ? -values[entering] / slope : .infinity
        guard min(length, full) < .infinity else {
          throw .infeasible(node: hierarchy.nodes[entering])
        }
        let taken = min(length, full)
        if full < .infinity {
          for i in values.indices { values[i] += taken * step.move[i] }
        }
        for k in multipliers.indices { multipliers[k] -= taken * step.pulls[k] }
        added += taken
        if full <= length {
          active.append(entering)
          multipliers.append(added)
          break
        }
        if let leaving {
          active.remove(at: leaving)
          multipliers.remove(at: leaving)
        }
      }
    }
    let exact = try solution(base, active: active)
    return BoundedPoint(
      values: exact.values, multipliers: exact.multipliers, active: active, iterations: iterations)
  }

  /// The greatest size of a value; a tiny one where all are zero.
  private static func scale(_ values: [Double]) -> Double {
    values.reduce(Double.leastNormalMagnitude) { max($0, abs($1)) }
  }

  private typealias Point = (values: [Double], multipliers: [Double])

  /// The minimum with `active` nodes at zero, and the multipliers of these bounds.
  private func solution(
    _ base: [Double], active: [Int]
  ) throws(ReconciliationError) -> Point {
    let system = try factored(active)
    let m = projection.inner.rows
    do throws(LinearAlgebraError) {
      let gaps =
        projection.constraints.gaps(
          try Matrix(rows: nodes, columns: 1, columnMajor: base)
        ).elements + active.map { base[$0] }
      let dual = try system.solve(
        try Matrix(rows: gaps.count, columns: 1, columnMajor: gaps)
      ).elements
      let pulled = try spread.multiplied(by: Array(dual[0..<m]))
      var values = zip(base, pulled).map { $0 - $1 }
      for (k, node) in active.enumerated() {
        for i in values.indices { values[i] -= weights[i, node] * dual[m + k] }
      }
      return (values, dual[m...].map { -$0 })
    } catch {
      throw .numeric(error)
    }
  }

  /// How values and multipliers move with the multiplier of a bound that is being added.
  private func direction(
    _ entering: Int, active: [Int]
  ) throws(ReconciliationError) -> (move: [Double], pulls: [Double], size: Double) {
    let system = try factored(active)
    let m = projection.inner.rows
    do throws(LinearAlgebraError) {
      var right = (0..<m).map { spread[entering, $0] }
      right += active.map { weights[$0, entering] }
      let dual = try system.solve(
        try Matrix(rows: right.count, columns: 1, columnMajor: right)
      ).elements
      let pulled = try spread.multiplied(by: Array(dual[0..<m]))
      var move = (0..<nodes).map { weights[$0, entering] - pulled[$0] }
      for (k, node) in active.enumerated() {
        for i in move.indices { move[i] -= weights[i, node] * dual[m + k] }
      }
      return (move, Array(dual[m...]), weights[entering, entering])
    } catch {
      throw .numeric(error)
    }
  }

  /// G·W·Gᵀ for the constraints and the active bounds, factored.
  private func factored(_ active: [Int]) throws(ReconciliationError) -> ScaledCholesky {
    let m = projection.inner.rows
    var matrix = Matrix(rows: m + active.count, columns: m + active.count)
    for j in 0..<m {
      for i in 0..<m { matrix[i, j] = projection.inner[i, j] }
    }
    for (k, node) in active.enumerated() {
      for i in 0..<m {
        matrix[m + k, i] = spread[node, i]
        matrix[i, m + k] = spread[node, i]
      }
      for (l, other) in active.enumerated() {
        matrix[m + k, m + l] = weights[node, other]
      }
    }
    return try ScaledCholesky(matrix)
  }
}
