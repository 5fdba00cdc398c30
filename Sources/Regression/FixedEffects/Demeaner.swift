/// Takes fixed effects out of columns: the residual of each column regressed on all dummies.
///
/// One factor is exact in one pass. With more, the factor with the most levels is eliminated exactly
/// and conjugate gradients solve for the others, see `EffectSolver`; rows with the same levels
/// everywhere are worked as one. Weights can change at any time without work on the codes.
///
/// A column counts as converged when its error ‖x̃ − x̃*‖ is estimated at or under `tolerance` times
/// the norm of the column within the levels of the largest factor (which does not change when a
/// constant is added to the column); norms are weighted. Nothing below 1e-14 is promised.
///
/// Source: Hestenes & Stiefel (1952); Correia (2016); compared with alternating projections
/// (Gaure 2013; Bergé 2018), which need the same work a step and more steps.
/// Checked: dense least squares on the dummies.
package struct Demeaner: Sendable {
  private var cells: EffectCells
  private var weights: [Double]?

  /// The number of rows.
  package var count: Int { cells.rows }

  /// - Parameter factors: at least one, all over the same rows.
  /// - Parameter weights: one a row, not negative, or nil for ones.
  /// - Throws: `FixedEffectError.lengthMismatch`, `.unusableWeight`.
  package init(factors: [FactorCodes], weights: [Double]? = nil) throws(FixedEffectError) {
    precondition(!factors.isEmpty, "fixed effects need a factor")
    for (k, factor) in factors.enumerated() where factor.count != factors[0].count {
      throw .lengthMismatch(
        what: "factor \(k + 1)", needed: factors[0].count, found: factor.count)
    }
    self.cells = EffectCells(factors: factors)
    if let weights { try setWeights(weights) }
  }

  /// Replaces the weights; the codes are not looked at again.
  ///
  /// - Parameter weights: one a row, not negative, or nil for ones. Levels without any weight get
  ///   the effect 0.
  /// - Throws: `FixedEffectError.lengthMismatch`, `.unusableWeight`.
  /// - Complexity: O(rows + cells × factors).
  package mutating func setWeights(_ weights: [Double]?) throws(FixedEffectError) {
    if let weights {
      guard weights.count == cells.rows else {
        throw .lengthMismatch(what: "weights", needed: cells.rows, found: weights.count)
      }
      if let place = weights.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
        throw .unusableWeight(observation: place)
      }
    }
    self.weights = weights
    cells.weigh(weights)
  }

  /// Demeans columns in place.
  ///
  /// - Parameter columns: each of length `count`, finite, in any unit, which they keep.
  /// - Parameter tolerance: the error allowed, relative to the column within the largest factor.
  /// - Parameter maxIterations: passes over the data per group of four columns.
  /// - Returns: iterations, convergence and the estimated error of every column. A column that did
  ///   not converge is left with its best values and says so.
  /// - Throws: `FixedEffectError.lengthMismatch`, `.nonFinite`.
  @discardableResult
  package func demean(
    _ columns: inout [[Double]], tolerance: Double = 1e-9, maxIterations: Int = 10_000
  ) throws(FixedEffectError) -> DemeanReport {
    for (j, column) in columns.enumerated() { try check(column, j) }
    var report = DemeanReport()
    var first = 0
    while first < columns.count {
      switch columns.count - first {
      case 1:
        work(Double.self, &columns, first..<first + 1, tolerance, maxIterations, &report)
        first += 1
      case 2:
        work(SIMD2<Double>.self, &columns, first..<first + 2, tolerance, maxIterations, &report)
        first += 2
      default:
        let end = min(columns.count, first + 4)
        work(SIMD4<Double>.self, &columns, first..<end, tolerance, maxIterations, &report)
        first = end
      }
    }
    return report
  }

  private func check(_ column: [Double], _ j: Int) throws(FixedEffectError) {
    guard column.count == cells.rows else {
      throw .lengthMismatch(what: "column \(j + 1)", needed: cells.rows, found: column.count)
    }
    // Four sums: a single one would wait for each addition.
    var probe = SIMD4<Double>.zero
    column.withUnsafeBufferPointer { x in
      for i in stride(from: 0, to: x.count & ~3, by: 4) {
        probe += SIMD4(x[i], x[i + 1], x[i + 2], x[i + 3]) * 0
      }
      for i in (x.count & ~3)..<x.count { probe[0] += x[i] * 0 }
    }
    if probe.sum().isNaN, let place = column.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(column: j, observation: place)
    }
  }

  /// One group of columns side by side; lanes past the range stay zero.
  private func work<L: Lane>(
    _: L.Type, _ columns: inout [[Double]], _ range: Range<Int>, _ tolerance: Double,
    _ maxIterations: Int, _ report: inout DemeanReport
  ) {
    var packed = [L](repeating: .zero, count: cells.rows)
    // Block by block, so that the packed rows are in the cache for all lanes.
    let block = 2048
    for start in stride(from: 0, to: cells.rows, by: block) {
      let rows = start..<min(start + block, cells.rows)
      for (lane, j) in range.enumerated() {
        columns[j].withUnsafeBufferPointer { column in
          packed.withUnsafeMutableBufferPointer { packed in
            for row in rows { packed[row][lane: lane] = column[row] }
          }
        }
      }
    }
    let outcome = run(&packed, tolerance, maxIterations)
    for start in stride(from: 0, to: cells.rows, by: block) {
      let rows = start..<min(start + block, cells.rows)
      for (lane, j) in range.enumerated() {
        columns[j].withUnsafeMutableBufferPointer { column in
          packed.withUnsafeBufferPointer { packed in
            for row in rows { column[row] = packed[row][lane: lane] }
          }
        }
      }
    }
    for lane in range.indices.map({ $0 - range.lowerBound }) {
      report.iterations.append(outcome.iterations[lane])
      report.converged.append(outcome.converged[lane])
      report.errors.append(outcome.errors[lane])
    }
  }

  private func run<L: Lane>(
    _ packed: inout [L], _ tolerance: Double, _ maxIterations: Int
  ) -> EffectSolver<L>.Outcome {
    let solver = EffectSolver<L>(cells: cells, tolerance: tolerance, maxIterations: maxIterations)
    return packed.withUnsafeMutableBufferPointer { x in
      guard let base = x.baseAddress else {
        var empty = EffectSolver<L>.Outcome()
        empty.converged = Array(repeating: true, count: L.width)
        return empty
      }
      guard let weights else { return solver.demean(base, weights: nil) }
      return weights.withUnsafeBufferPointer { solver.demean(base, weights: $0.baseAddress) }
    }
  }

  /// Demeans one column and returns the effects that were taken out, factor after factor in the
  /// caller's order, as the solver left them (no normalisation).
  func effects(
    of column: inout [Double], tolerance: Double, maxIterations: Int
  ) throws(FixedEffectError) -> (effects: [[Double]], converged: Bool) {
    try check(column, 0)
    let outcome = run(&column, tolerance, maxIterations)
    var effects = [[Double]](repeating: [], count: cells.order.count)
    effects[cells.order[0]] = outcome.outer
    for k in 0..<cells.innerFactors {
      let end = k + 1 < cells.innerFactors ? cells.innerOffsets[k + 1] : cells.innerLevels
      let inner = outcome.inner.isEmpty ? [] : Array(outcome.inner[cells.innerOffsets[k]..<end])
      effects[cells.order[k + 1]] = inner
    }
    return (effects, outcome.converged[0])
  }
}

/// What demeaning took, one entry a column.
package struct DemeanReport: Sendable, Equatable {
  /// Passes over the data.
  package internal(set) var iterations: [Int] = []
  /// Whether the error is estimated at or under the tolerance.
  package internal(set) var converged: [Bool] = []
  /// The estimated error relative to the column within the largest factor.
  package internal(set) var errors: [Double] = []

  /// Whether every column converged.
  package var allConverged: Bool { converged.allSatisfy { $0 } }
}
