public import LinearAlgebra
internal import SeriesCore

/// Makes forecasts of the nodes of a hierarchy agree, by one method.
public struct Reconciler: Sendable {
  private enum Solver {
    case bottomUp
    case divided(TopDown)
    case projected(CovarianceProjection)
  }

  /// The nodes whose forecasts are to agree.
  public let hierarchy: Hierarchy
  /// How they are made to agree.
  public let method: ReconciliationMethod
  /// Share by which correlations were shrunk; nil where none enter.
  public let intensity: Double?
  /// Places of the nodes that stay at their base forecasts since their residuals do not vary, rising; empty
  /// for methods that do not weigh by residuals.
  public let unvaried: [Int]
  private let solver: Solver

  /// - Parameters:
  ///   - residuals: one-step errors of the base forecasts, of all nodes in their order; for methods
  ///     that weigh by them.
  ///   - history: observations, periods × nodes, for methods that divide by historical shares.
  ///   - fixed: nodes whose base forecasts are not to move.
  /// - Throws: `ReconciliationError` where the method cannot work with what it was given.
  /// - Complexity: O(upper³ + nodes·(upper + T²)) with T residuals, once.
  public init(
    _ hierarchy: Hierarchy, method: ReconciliationMethod = .mintShrink,
    residuals: ResidualCovariance? = nil, history: Matrix? = nil, fixed: [String] = []
  ) throws(ReconciliationError) {
    self.hierarchy = hierarchy
    self.method = method
    var held: [Int] = []
    for name in fixed {
      guard let node = hierarchy.nodes.firstIndex(of: name) else {
        throw .unknownNode(name, nearest: nearestName(to: name, among: hierarchy.nodes))
      }
      held.append(node)
    }
    guard held.isEmpty || method.isProjection else {
      throw .notByMethod("holding nodes fixed", method: method.name)
    }
    intensity = method == .mintShrink ? residuals?.intensity : method == .mintCov ? 0 : nil
    if method == .bottomUp {
      solver = .bottomUp
      unvaried = []
    } else if method.divides {
      solver = .divided(try TopDown(hierarchy, method: method, history: history))
      unvaried = []
    } else {
      let weights = try Self.weights(hierarchy, method, residuals).holding(held)
      let still = Self.unvaried(method, residuals)
      let made = try Self.projection(hierarchy, weights, held: held, unvaried: still)
      solver = .projected(made.projection)
      unvaried = still.filter { !made.released.contains($0) }
    }
  }

  /// The nodes that the method gives no variance.
  private static func unvaried(
    _ method: ReconciliationMethod, _ residuals: ResidualCovariance?
  ) -> [Int] {
    guard let residuals, method.needsResiduals else { return [] }
    // Errors that are all alike but not zero still are squares.
    return method == .wlsVar
      ? residuals.meanSquares.indices.filter { residuals.meanSquares[$0] == 0 }
      : residuals.unvaried
  }

  /// The projection, and the nodes among `unvaried` that follow their parts: totals of parts that all stay, and,
  /// where that leaves constraints that determine each other, all totals.
  private static func projection(
    _ hierarchy: Hierarchy, _ weights: FactoredCovariance, held: [Int], unvaried: [Int]
  ) throws(ReconciliationError) -> (projection: CovarianceProjection, released: Set<Int>) {
    let still = Set(unvaried).subtracting(held)
    let staying = still.union(held)
    let totals = hierarchy.upper.indices.filter { still.contains(hierarchy.upper[$0]) }
    let stayingTotals = totals.filter { row in
      hierarchy.bottom.indices.allSatisfy {
        hierarchy.weights[row, $0] == 0 || staying.contains(hierarchy.bottom[$0])
      }
    }
    func made(
      _ released: [Int]
    ) throws(ReconciliationError) -> (projection: CovarianceProjection, released: Set<Int>) {
      (
        try CovarianceProjection(hierarchy, weights: weights, released: Set(released)),
        Set(released.map { hierarchy.upper[$0] })
      )
    }
    do throws(ReconciliationError) { return try made(stayingTotals) } catch {
      guard error == .singularWeights, totals.count > stayingTotals.count else { throw error }
      return try made(totals)
    }
  }

  private static func weights(
    _ hierarchy: Hierarchy, _ method: ReconciliationMethod, _ residuals: ResidualCovariance?
  ) throws(ReconciliationError) -> FactoredCovariance {
    switch method {
    case .wlsStruct:
      var sizes = [Double](repeating: 1, count: hierarchy.count)
      for (k, node) in hierarchy.upper.enumerated() {
        // Of the size of the weights: parts that are taken off bring error all the same.
        sizes[node] = hierarchy.bottom.indices.reduce(0) { $0 + abs(hierarchy.weights[k, $1]) }
      }
      return FactoredCovariance(diagonal: sizes)
    case .wlsVar, .mintShrink, .mintCov:
      guard let residuals else { throw .residualsNeeded(method: method.name) }
      precondition(residuals.meanSquares.count == hierarchy.count, "residuals of every node")
      if method == .wlsVar { return FactoredCovariance(diagonal: residuals.meanSquares) }
      if method == .mintCov {
        try residuals.requireFullRank()
        return residuals.factored(shrunkBy: 0)
      }
      guard residuals.count >= 3 else {
        throw .tooFewResiduals(needed: 3, found: residuals.count)
      }
      return residuals.factored(shrunkBy: residuals.intensity)
    default: return FactoredCovariance(diagonal: Array(repeating: 1, count: hierarchy.count))
    }
  }

  /// The nodes whose base forecasts are read; the others may be missing.
  public var neededNodes: [Int] {
    switch solver {
    case .bottomUp: hierarchy.bottom
    case .divided(let topDown): topDown.needed
    case .projected: Array(hierarchy.nodes.indices)
    }
  }

  /// Coherent values.
  ///
  /// Columns are independent of each other: periods of point forecasts, or draws of one period from a
  /// joint distribution, which become draws from the coherent one.
  ///
  /// - Parameter base: nodes × k, in the order of the hierarchy's nodes; finite where `neededNodes`.
  /// - Throws: `.missingForecast`, `.zeroTotal`, `.numeric`.
  public func reconcile(_ base: Matrix) throws(ReconciliationError) -> Matrix {
    try requireForecasts(base)
    switch solver {
    case .bottomUp:
      do throws(LinearAlgebraError) { return try hierarchy.aggregated(base) } catch {
        throw .numeric(error)
      }
    case .divided(let topDown): return try topDown.reconcile(base)
    case .projected(let projection): return try projection.project(base)
    }
  }

  /// Coherent values of one period with no bottom node below zero; totals whose weights are positive
  /// are then not below zero either.
  ///
  /// For `bottom-up` values below zero are set to zero.
  ///
  /// - Throws: also `.notByMethod` for methods that divide, `.infeasible` with fixed nodes.
  package func reconcileNonnegative(
    _ base: [Double]
  ) throws(ReconciliationError) -> NonnegativeSolution {
    try requireForecasts(try Self.column(base))
    switch solver {
    case .bottomUp:
      var values = base
      let active = hierarchy.bottom.filter { base[$0] < 0 }
      for node in hierarchy.bottom { values[node] = max(0, values[node]) }
      return NonnegativeSolution(
        values: try aggregated(values), multipliers: base.map { max(0, -$0) }, active: active,
        optimalityGap: 0, iterations: 0)
    case .divided: throw .notByMethod("a bound at zero", method: method.name)
    case .projected(let projection):
      // A node that stays only because nothing speaks of it does not stay below zero.
      let totals = Set(hierarchy.upper)
      let lifted = unvaried.filter { base[$0] < 0 && !totals.contains($0) }
      var raised = base
      for node in lifted { raised[node] = 0 }
      return try NonnegativeProjection(projection).solve(raised, atZero: lifted)
    }
  }

  /// The matrix that takes base values to coherent ones, nodes × nodes: SG; nil for methods that
  /// divide, which are not linear.
  public func projectionMatrix() throws(ReconciliationError) -> Matrix? {
    switch solver {
    case .bottomUp, .projected: return try reconcile(.identity(hierarchy.count))
    case .divided: return nil
    }
  }

  /// The same in columns; nil for methods that divide.
  func projectionColumns() throws(ReconciliationError) -> ProjectionColumns? {
    switch solver {
    case .bottomUp: ProjectionColumns(bottomUp: hierarchy)
    case .projected(let projection): try ProjectionColumns(projection)
    case .divided: nil
    }
  }

  private func aggregated(_ values: [Double]) throws(ReconciliationError) -> [Double] {
    let column = try Self.column(values)
    do throws(LinearAlgebraError) { return try hierarchy.aggregated(column).elements } catch {
      throw .numeric(error)
    }
  }

  private static func column(_ values: [Double]) throws(ReconciliationError) -> Matrix {
    do throws(LinearAlgebraError) {
      return try Matrix(rows: values.count, columns: 1, columnMajor: values)
    } catch {
      throw .numeric(error)
    }
  }

  private func requireForecasts(_ base: Matrix) throws(ReconciliationError) {
    guard base.rows == hierarchy.count else {
      throw .numeric(
        .shapeMismatch(what: "forecasts of nodes", needed: hierarchy.count, found: base.rows))
    }
    for node in neededNodes {
      guard (0..<base.columns).allSatisfy({ base[node, $0].isFinite }) else {
        throw .missingForecast(node: hierarchy.nodes[node])
      }
    }
  }
}
