package import LinearAlgebra

/// Widths of intervals around reconciled forecasts, from those of the base forecasts.
///
/// Under normal errors with the base standard deviations D and the correlations R of the one-step
/// residuals, the reconciled covariance is P·D·R·D·Pᵀ with P = SG, and half a central interval is a
/// multiple of the standard deviation. So half-widths go in and come out in the place of standard
/// deviations, at each level by themselves: a base interval that was calibrated, or has the tails of t,
/// keeps its width where the forecast does not move.
///
/// With R = diag(r) + FᵀF its diagonal is Σ_j P_ij² r_j d_j² plus the squares of the rows of P·D·Fᵀ; P is made
/// in blocks of columns.
///
/// The correlations are those of one step ahead at every horizon, and P is taken as known.
///
/// Source: Wickramasuriya et al. (2019), lemma 1; Panagiotelis et al. (2023), EJOR 306, on
/// probabilistic reconciliation by the map of a Gaussian.
package struct CoherentIntervals: Sendable {
  private let columns: ProjectionColumns
  private let correlation: FactoredCovariance

  /// Columns of P made at once.
  private static let block = 64

  /// - Parameter correlation: R of the nodes, with a unit diagonal.
  /// - Returns: nil for methods that divide: their map is not linear.
  package init?(
    _ reconciler: Reconciler, correlation: FactoredCovariance
  ) throws(ReconciliationError) {
    guard let columns = try reconciler.projectionColumns() else { return nil }
    self.columns = columns
    self.correlation = correlation
  }

  /// Standard deviations, or half-widths, after reconciliation; columns, a period and level each, are
  /// independent of each other.
  ///
  /// - Parameter base: of each node, at or over 0, nodes × k; NaN where the projection does not read the
  ///   node.
  /// - Complexity: O(nodes²·k) time, O(nodes·totals) memory.
  package func halfWidths(_ base: Matrix) throws(ReconciliationError) -> Matrix {
    let n = base.rows
    var known = base
    var squares = base
    for h in 0..<base.columns {
      for i in 0..<n {
        if base[i, h].isNaN { known[i, h] = 0 }
        squares[i, h] = correlation.diagonal[i] * known[i, h] * known[i, h]
      }
    }
    var variances = Matrix(rows: n, columns: base.columns)
    do throws(LinearAlgebraError) {
      for first in stride(from: 0, to: n, by: Self.block) {
        let range = first..<min(n, first + Self.block)
        let block = try columns.squares(range)
        markUnknown(block, range, base, in: &variances)
        let part = try block.multiplied(by: Self.rows(range, of: squares))
        for h in 0..<base.columns { for i in 0..<n { variances[i, h] += part[i, h] } }
      }
      if let factor = correlation.factor {
        for h in 0..<base.columns {
          var scaled = factor.transposed
          for t in 0..<scaled.columns { for i in 0..<n { scaled[i, t] *= known[i, h] } }
          let projected = try columns.project(scaled)
          for t in 0..<scaled.columns {
            for i in 0..<n { variances[i, h] += projected[i, t] * projected[i, t] }
          }
        }
      }
    } catch {
      throw .numeric(error)
    }
    for h in 0..<base.columns { for i in 0..<n { variances[i, h].formSquareRoot() } }
    return variances
  }

  /// A node that takes from one without an interval has none.
  private func markUnknown(
    _ block: Matrix, _ range: Range<Int>, _ base: Matrix, in variances: inout Matrix
  ) {
    for node in range {
      for h in 0..<base.columns where base[node, h].isNaN {
        for i in 0..<block.rows where block[i, node - range.lowerBound] != 0 {
          variances[i, h] = .nan
        }
      }
    }
  }

  private static func rows(_ range: Range<Int>, of matrix: Matrix) -> Matrix {
    var part = Matrix(rows: range.count, columns: matrix.columns)
    for h in 0..<matrix.columns {
      for (place, i) in range.enumerated() { part[place, h] = matrix[i, h] }
    }
    return part
  }
}
