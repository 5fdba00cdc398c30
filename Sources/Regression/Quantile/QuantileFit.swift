internal import Glibc
internal import LinearAlgebra
internal import StatisticsCore

/// A fitted quantile regression.
public struct QuantileFit: Sendable {
  /// One estimate.
  public struct Coefficient: Sendable, Equatable {
    /// The name of the column.
    public let term: String
    /// Unit of y per unit of the column.
    public let estimate: Double
  }

  /// How standard errors are estimated; all use the bandwidth of Hall and Sheather (1988) at 95 %.
  public enum ErrorMethod: Sendable, CaseIterable {
    /// Errors with one density at the quantile: sparsity from the residuals next to zero
    /// (Koenker 2005, 3.4.1).
    case iid
    /// Densities that differ by row, from fits at τ ± h (Hendricks & Koenker 1992).
    case nid
    /// A Gaussian kernel over the residuals (Powell 1991).
    case kernel
  }

  /// The probability of the quantile, between 0 and 1.
  public let tau: Double
  /// The terms in use, in the order of the design.
  public let coefficients: [Coefficient]
  /// The terms left out because they are linear combinations of others.
  public let droppedTerms: [String]
  /// y − Xβ, length n; exactly 0 for the observations of the basis.
  public let residuals: [Double]
  /// One dual an observation, in [τ − 1, τ]: Σ xᵢ·dualᵢ = 0, and dualᵢ is τ above and τ − 1 below
  /// the fit. They prove that the fit is optimal.
  public let duals: [Double]
  /// The observations that determine the fit (from 0), as many as coefficients.
  public let basis: [Int]
  /// False when a dual of the basis lies on its bound: other coefficients may be as good.
  public let isUnique: Bool
  /// Simplex steps after the interior point method.
  public let steps: Int
  private let columns: [[Double]]
  private let response: [Double]

  init(
    tau: Double, names: [String], dropped: [String], columns: [[Double]], response: [Double],
    solution: QuantileRegression.Solution
  ) {
    self.tau = tau
    self.coefficients = zip(names, solution.coefficients).map {
      Coefficient(term: $0, estimate: $1)
    }
    self.droppedTerms = dropped
    self.residuals = solution.residuals
    self.duals = solution.duals
    self.basis = solution.basis
    self.isUnique = solution.isUnique
    self.steps = solution.steps
    self.columns = columns
    self.response = response
  }

  /// Observations.
  public var count: Int { residuals.count }

  /// Σ ρ_τ(residual), unit of y.
  public var objective: Double {
    residuals.reduce(0) { $0 + $1 * ($1 < 0 ? tau - 1 : tau) }
  }

  /// The estimate of a term by name; nil when it was dropped or never there.
  public subscript(term: String) -> Double? { coefficients.first { $0.term == term }?.estimate }

  /// Standard errors in the order of `coefficients`.
  ///
  /// - Throws: as `covariance`.
  public func standardErrors(_ method: ErrorMethod) throws(QuantileRegressionError) -> [Double] {
    let matrix = try covariance(method)
    return coefficients.indices.map { matrix[$0][$0].squareRoot() }
  }

  /// The covariance of the coefficients, p × p.
  ///
  /// - Throws: `.regression` with `RegressionError.tooShort` when too few residuals are left for the
  ///   bandwidth, `.numeric` when the estimated densities leave a singular matrix (fits at τ ± h that
  ///   cross almost everywhere, a response without variation).
  ///
  /// Source: as R quantreg's `summary.rq`, tuning constants included. Checked: its results.
  public func covariance(_ method: ErrorMethod) throws(QuantileRegressionError) -> [[Double]] {
    guard !columns.isEmpty else { return [] }
    do {
      let result: Matrix
      switch method {
      case .iid:
        let sparsity = try self.sparsity()
        result = try Self.inverseGram(columns, weights: nil)
        return scaled(result, by: sparsity * sparsity * tau * (1 - tau))
      case .nid: result = try sandwich(neighbouringDensities())
      case .kernel: result = try sandwich(kernelDensities())
      }
      return scaled(result, by: tau * (1 - tau))
    } catch let error as QuantileRegressionError {
      throw error
    } catch let error as LinearAlgebraError {
      throw .regression(.numeric(error))
    } catch {
      preconditionFailure("only these errors are thrown above")
    }
  }

  private func scaled(_ matrix: Matrix, by factor: Double) -> [[Double]] {
    (0..<matrix.rows).map { i in (0..<matrix.columns).map { matrix[i, $0] * factor } }
  }

  /// The bandwidth of Hall and Sheather for probabilities, at the level 95 %.
  static func bandwidth(tau: Double, count: Int) -> Double {
    let x = Normal.quantile(tau)
    let density = Normal.density(x)
    return pow(Double(count), -1.0 / 3) * pow(Normal.quantile(0.975), 2.0 / 3)
      * pow(1.5 * density * density / (2 * x * x + 1), 1.0 / 3)
  }

  /// The bandwidth, halved until τ ± h are probabilities.
  private var innerBandwidth: Double {
    var h = Self.bandwidth(tau: tau, count: count)
    while tau - h <= 0 || tau + h >= 1 { h /= 2 }
    return h
  }

  /// 1 ÷ density of the errors at their quantile: the slope of the residuals nearest to zero over
  /// their rank, by median regression.
  private func sparsity() throws -> Double {
    let (n, p) = (count, columns.count)
    let zeros = residuals.count { abs($0) < 0x1p-26 }
    let width = max(
      p + 1, Int((Double(n) * Self.bandwidth(tau: tau, count: n)).rounded(.up)))
    guard zeros + width + 1 <= n, n > p else {
      throw QuantileRegressionError.regression(.tooShort(needed: zeros + width + 1, found: n))
    }
    let near = residuals.sorted { abs($0) < abs($1) }[zeros...(zeros + width)].sorted()
    let ranks = (0...width).map { Double(zeros + 1 + $0) / Double(n - p) }
    let line = try QuantileRegression(tau: 0.5).fit(
      Design([.intercept(count: near.count), .init("rank", ranks)]), response: .init("y", near))
    return line["rank"] ?? 0
  }

  /// 2h ÷ (x·(β(τ + h) − β(τ − h))), 0 where the fits cross.
  private func neighbouringDensities() throws -> [Double] {
    let h = innerBandwidth
    let design = try Design(zip(coefficients, columns).map { Design.Term($0.term, $1) })
    let y = Design.Term("response", response)
    let high = try QuantileRegression(tau: tau + h).fit(design, response: y)
    let low = try QuantileRegression(tau: tau - h).fit(design, response: y)
    return (0..<count).map { i in
      let spread = columns.indices.reduce(0) { sum, j in
        sum + columns[j][i]
          * ((high[coefficients[j].term] ?? 0) - (low[coefficients[j].term] ?? 0))
      }
      return max(0, 2 * h / (spread - 0x1p-26))
    }
  }

  private func kernelDensities() -> [Double] {
    let h = innerBandwidth
    let n = Double(count)
    let mean = residuals.reduce(0, +) / n
    let variance = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    let sorted = residuals.sorted()
    let range = Quantile.ofSorted(sorted, 0.75) - Quantile.ofSorted(sorted, 0.25)
    let width =
      (Normal.quantile(tau + h) - Normal.quantile(tau - h))
      * min(variance.squareRoot(), range / 1.34)
    return residuals.map { Normal.density($0 / width) / width }
  }

  /// (XᵀFX)⁻¹·XᵀX·(XᵀFX)⁻¹.
  private func sandwich(_ densities: [Double]) throws -> Matrix {
    let bread = try Self.inverseGram(columns, weights: densities)
    let x = try Matrix(columns: columns)
    let half = try x.multiplied(by: bread)
    return try half.multiplied(.transposed, by: half)
  }

  /// (XᵀFX)⁻¹ by QR of √F·X, columns in their own order.
  private static func inverseGram(_ columns: [[Double]], weights: [Double]?) throws -> Matrix {
    var scaled = columns
    if let weights {
      for j in scaled.indices {
        for i in weights.indices { scaled[j][i] *= weights[i].squareRoot() }
      }
    }
    let qr = try PivotedQR(Matrix(columns: scaled))
    let p = columns.count
    let rank = qr.rank(rcond: 1e-14)
    guard rank == p else { throw LinearAlgebraError.rankDeficient(rank: rank, columns: p) }
    let inverse = try qr.triangularFactor(order: p).solveTriangular(
      .upper, rightSide: .identity(p))
    let product = try inverse.multiplied(by: inverse, .transposed)
    var result = Matrix(rows: p, columns: p)
    for i in 0..<p {
      for j in 0..<p { result[qr.pivots[i], qr.pivots[j]] = product[i, j] }
    }
    return result
  }
}
