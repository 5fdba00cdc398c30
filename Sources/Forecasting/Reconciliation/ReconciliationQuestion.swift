package import LinearAlgebra

/// Forecasts of the nodes of a hierarchy by one model, with what they are reconciled by.
///
/// The one way in which forecasts are reconciled: by `corridor reconcile` and by a scenario's
/// hierarchies.
package struct ReconciliationQuestion: Sendable {
  package let hierarchy: Hierarchy
  package let base: BaseForecasts
  /// Of the residuals; nil where there are none to be had.
  package let covariance: ResidualCovariance?
  /// Observations in periods in which every node has one, periods × nodes; nil for none.
  package let history: Matrix?
  /// Why there is no covariance, when residuals were given.
  private let withoutCovariance: ReconciliationError?

  /// - Parameters:
  ///   - residuals: one-step errors, periods × nodes, in the values' unit; nil for none. Why these
  ///     give no covariance is told by a method that needs it; intervals of others are left out.
  ///   - history: for methods that divide by shares.
  package init(
    _ hierarchy: Hierarchy, base: BaseForecasts, residuals: Matrix?, history: Matrix?
  ) {
    var covariance: ResidualCovariance?
    var reason: ReconciliationError?
    if let residuals {
      do throws(ReconciliationError) {
        covariance = try ResidualCovariance(residuals, nodes: hierarchy.nodes)
      } catch {
        reason = error
      }
    }
    self.hierarchy = hierarchy
    self.base = base
    self.covariance = covariance
    self.history = history
    withoutCovariance = reason
  }

  /// Reconciles by one method.
  ///
  /// - Parameter fixed: nodes whose forecasts stay as they are.
  /// - Throws: `ReconciliationError`: what residuals or history lack for the method among it.
  package func answer(
    by method: ReconciliationMethod, fixed: [String] = [], isNonnegative: Bool = false
  ) throws(ReconciliationError) -> Reconciliation {
    if method.needsResiduals, let withoutCovariance { throw withoutCovariance }
    let reconciler = try Reconciler(
      hierarchy, method: method, residuals: covariance, history: history, fixed: fixed)
    return try Reconciliation(
      base, by: reconciler, correlation: covariance.map { $0.correlation(shrunkBy: $0.intensity) },
      isNonnegative: isNonnegative)
  }
}
