package import LinearAlgebra

/// Widths of intervals around reconciled forecasts, from those of the base forecasts.
///
/// Under normal errors with the base standard deviations D and the correlations R of the one-step
/// residuals, the reconciled covariance is P·D·R·D·Pᵀ with P = SG, and half a central interval is a
/// multiple of the standard deviation. So half-widths go in and come out in the place of standard
/// deviations, at each level by themselves: a base interval that was calibrated, or has the tails of t,
/// keeps its width where the forecast does not move.
///
/// The correlations are those of one step ahead at every horizon, and P is taken as known.
///
/// Source: Wickramasuriya et al. (2019), lemma 1; Panagiotelis et al. (2023), EJOR 306, on
/// probabilistic reconciliation by the map of a Gaussian.
package struct CoherentIntervals: Sendable {
  private let projection: Matrix
  private let correlation: Matrix

  /// - Parameter correlation: R, nodes × nodes, positive semidefinite with a unit diagonal.
  /// - Returns: nil for methods that divide: their map is not linear.
  package init?(_ reconciler: Reconciler, correlation: Matrix) throws(ReconciliationError) {
    guard let projection = try reconciler.projectionMatrix() else { return nil }
    self.projection = projection
    self.correlation = correlation
  }

  /// Standard deviations, or half-widths of one level, after reconciliation.
  ///
  /// - Parameter base: of each node, at or over 0; NaN where the projection does not read the node.
  /// - Complexity: O(nodes³) a call.
  package func halfWidths(_ base: [Double]) throws(ReconciliationError) -> [Double] {
    var scaled = projection
    for j in 0..<scaled.columns {
      for i in 0..<scaled.rows { scaled[i, j] = scaled[i, j] == 0 ? 0 : scaled[i, j] * base[j] }
    }
    do throws(LinearAlgebraError) {
      let spread = try scaled.multiplied(by: correlation)
      return (0..<scaled.rows).map { i in
        let variance = (0..<scaled.columns).reduce(0) { $0 + spread[i, $1] * scaled[i, $1] }
        // A difference of equal parts may round below zero.
        return max(0, variance).squareRoot()
      }
    } catch {
      throw .numeric(error)
    }
  }
}
