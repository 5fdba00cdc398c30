public import LinearAlgebra

/// Base forecasts of all nodes of a hierarchy by one model.
public struct BaseForecasts: Sendable {
  /// The model as the forecasts name it.
  public let model: String
  /// Forecast periods as they are written.
  public let periods: [String]
  /// Point forecasts, nodes × periods; NaN where there is none.
  public let points: Matrix
  /// Means, where every node and period has one; nil else. Logs have none.
  public let means: Matrix?
  /// Levels of the intervals, percent.
  public let levels: [Double]
  /// Half the width of each level's intervals, nodes × periods; NaN where there is none.
  public let halfWidths: [Matrix]

  /// Joins matrices of nodes × periods in the order of the hierarchy's nodes and of `periods`.
  ///
  /// - Precondition: as many `halfWidths` as `levels`.
  public init(
    model: String, periods: [String], points: Matrix, means: Matrix? = nil,
    levels: [Double] = [], halfWidths: [Matrix] = []
  ) {
    precondition(levels.count == halfWidths.count, "a matrix of widths a level")
    self.model = model
    self.periods = periods
    self.points = points
    self.means = means
    self.levels = levels
    self.halfWidths = halfWidths
  }

  /// A base forecast, nil where there is none; steps count from 0.
  public func point(node: Int, step: Int) -> Double? {
    let value = points[node, step]
    return value.isFinite ? value : nil
  }
}

/// Forecasts of all nodes that agree, by one method.
public struct Reconciliation: Sendable {
  /// Why there are no intervals.
  public enum MissingIntervals: Sendable, Equatable {
    case noResiduals
    case divided
  }

  /// How the forecasts were made to agree.
  public let method: ReconciliationMethod
  /// Reconciled point forecasts, nodes × periods.
  public let points: Matrix
  /// Reconciled means, nodes × periods; nil where the base forecasts have none.
  public let means: Matrix?
  /// The levels of `halfWidths`, percent.
  public let levels: [Double]
  /// Half the width of each level's intervals, nodes × periods; nil where there are none.
  public let halfWidths: [Matrix]?
  /// Why there are no intervals; nil where there are some, and where the base forecasts have none.
  public let missingIntervals: MissingIntervals?
  /// The greatest |total − Σ parts| before and after, in the unit of the values; nil before where a
  /// node had no base forecast.
  public let incoherenceBefore: Double?
  /// The greatest |total − Σ parts| of the reconciled points, in the unit of the values.
  public let incoherenceAfter: Double
  /// Places of the nodes that stay at their base forecasts since their residuals do not vary.
  public let unvaried: [Int]
  /// Share by which correlations were shrunk; nil where none enter the method.
  public let intensity: Double?
  /// Values of bottom nodes held at zero, over all periods; nil without the bound.
  public let heldCount: Int?
  /// The greatest relative gap in the optimality conditions of the bound; nil without it.
  public let optimalityGap: Double?

  /// - Parameters:
  ///   - correlation: of one-step residuals, for intervals; nil leaves them out.
  ///   - isNonnegative: no bottom node below zero; lower ends of nodes that sum parts are cut there too.
  package init(
    _ base: BaseForecasts, by reconciler: Reconciler, correlation: FactoredCovariance? = nil,
    isNonnegative: Bool = false
  ) throws(ReconciliationError) {
    let hierarchy = reconciler.hierarchy
    method = reconciler.method
    intensity = reconciler.intensity
    levels = base.levels
    unvaried = reconciler.unvaried
    let outcome = try Self.reconciled(base.points, reconciler, isNonnegative)
    points = outcome.values
    for node in 0..<points.rows {
      for h in 0..<points.columns where !points[node, h].isFinite {
        throw .overflow(node: hierarchy.nodes[node])
      }
    }
    heldCount = isNonnegative ? outcome.held : nil
    optimalityGap = isNonnegative ? outcome.gap : nil
    if let means = base.means, means != base.points {
      self.means = try Self.reconciled(means, reconciler, isNonnegative).values
    } else {
      means = base.means == nil ? nil : outcome.values
    }
    do throws(LinearAlgebraError) {
      incoherenceBefore =
        base.points.elements.allSatisfy(\.isFinite)
        ? try hierarchy.incoherence(base.points) : nil
      incoherenceAfter = try hierarchy.incoherence(outcome.values)
    } catch {
      throw .numeric(error)
    }
    guard !base.levels.isEmpty, let correlation else {
      halfWidths = nil
      missingIntervals = base.levels.isEmpty ? nil : .noResiduals
      return
    }
    guard let intervals = try CoherentIntervals(reconciler, correlation: correlation) else {
      halfWidths = nil
      missingIntervals = .divided
      return
    }
    halfWidths = try Self.coherent(base, intervals)
    missingIntervals = nil
  }

  private static func coherent(
    _ base: BaseForecasts, _ intervals: CoherentIntervals
  ) throws(ReconciliationError) -> [Matrix] {
    let (n, steps) = (base.points.rows, base.points.columns)
    // All levels at once: what takes long is the projection, not a further column.
    var joint = Matrix(rows: n, columns: steps * base.levels.count)
    for (l, widths) in base.halfWidths.enumerated() {
      for h in 0..<steps { for i in 0..<n { joint[i, l * steps + h] = widths[i, h] } }
    }
    let made = try intervals.halfWidths(joint)
    return base.levels.indices.map { l in
      var widths = Matrix(rows: n, columns: steps)
      for h in 0..<steps { for i in 0..<n { widths[i, h] = made[i, l * steps + h] } }
      return widths
    }
  }

  private static func reconciled(
    _ base: Matrix, _ reconciler: Reconciler, _ isNonnegative: Bool
  ) throws(ReconciliationError) -> (values: Matrix, held: Int, gap: Double) {
    guard isNonnegative else { return (try reconciler.reconcile(base), 0, 0) }
    var values = base
    var (held, gap) = (0, 0.0)
    for h in 0..<base.columns {
      let solution = try reconciler.reconcileNonnegative((0..<base.rows).map { base[$0, h] })
      for (node, value) in solution.values.enumerated() { values[node, h] = value }
      held += solution.active.count
      gap = max(gap, solution.optimalityGap)
    }
    return (values, held, gap)
  }

  /// A reconciled point forecast; steps count from 0.
  public func point(node: Int, step: Int) -> Double { points[node, step] }

  /// A reconciled mean; nil where the base forecasts have none.
  public func mean(node: Int, step: Int) -> Double? { means?[node, step] }

  /// The ends of a central interval, in the unit of the values; nil where there is none.
  ///
  /// - Parameters:
  ///   - level: in percent, one of `levels`; nil is the answer for any other.
  ///   - isBounded: cuts the lower end at zero.
  public func interval(
    node: Int, step: Int, level: Double, isBounded: Bool = false
  ) -> (low: Double, high: Double)? {
    guard let place = levels.firstIndex(of: level), let width = halfWidths?[place][node, step],
      width.isFinite
    else { return nil }
    let centre = points[node, step]
    return (isBounded ? max(0, centre - width) : centre - width, centre + width)
  }
}
