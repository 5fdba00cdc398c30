internal import Glibc
internal import LinearAlgebra

/// A fitted error correction equation.
public struct ErrorCorrectionFit: Sendable {
  /// What y settles at per unit of a driver, or of a deterministic term.
  public struct LongRun: Sendable, Equatable {
    /// The driver's name, `(Intercept)` or `trend`.
    public let term: String
    /// θ = −γ/λ, in units of y per unit of the term.
    public let estimate: Double
    /// By the delta method.
    public let standardError: Double
  }

  /// The one-step regression; terms `(Intercept)`, `trend`, `y.l1`, `x.l1`, …, `d(x)`, …,
  /// `d(y).l1`, `d(x).l1`, …
  public let regression: OLSFit
  /// λ: the share of the distance from the long-run relation that a period adds to y, negative when it
  /// draws back. Its `statistic` is not Student's t when there is no long-run relation.
  public let adjustment: OLSFit.Coefficient
  /// The drivers in their order, then the deterministic terms.
  public let longRun: [LongRun]
  /// y_t less its long-run relation, θ′x_t and the deterministic terms of period t + 1, one an
  /// observation: the distance of which period t + 1 adds λ times. With a trend it does not vary about
  /// zero: a growing y stays behind.
  public let disequilibrium: [Double]

  let rows: ErrorCorrectionRows
  /// The last levels of y and the drivers, as many as a forecast reads.
  let lastLevels: [[Double]]
  /// Observations before `lastLevels`.
  let offset: Int

  /// Periods in which the adjustment alone halves a distance, log ½/log |1 + λ|; nil outside of
  /// −2 < λ < 0, where the distance does not shrink.
  public var halfLife: Double? {
    let rest = abs(1 + adjustment.estimate)
    guard rest < 1 else { return nil }
    return rest == 0 ? 0 : log(0.5) / log(rest)
  }

  init(
    regression: OLSFit, rows: ErrorCorrectionRows, levels: [[Double]]
  ) throws(RegressionError) {
    let beta = regression.coefficients
    let place = rows.levelPlace
    let lambda = beta[place].estimate
    guard lambda != 0 else { throw .exactFit }
    let variance =
      regression.residualStandardDeviation * regression.residualStandardDeviation
    func covariance(_ i: Int, _ j: Int) -> Double {
      variance * (regression.inverseGram(i, j) ?? 0)
    }
    func longRun(_ term: String, _ i: Int) -> LongRun {
      let theta = -beta[i].estimate / lambda
      // ∂θ/∂γ = −1/λ, ∂θ/∂λ = −θ/λ.
      let square =
        covariance(i, i) + 2 * theta * covariance(i, place)
        + theta * theta * covariance(place, place)
      return LongRun(
        term: term, estimate: theta, standardError: max(0, square).squareRoot() / abs(lambda))
    }
    let drivers = (1..<rows.names.count).map { longRun(rows.names[$0], place + $0) }
    let fixed = (0..<place).map { longRun(rows.termNames[$0], $0) }
    self.regression = regression
    self.rows = rows
    adjustment = beta[place]
    self.longRun = drivers + fixed
    disequilibrium = levels[0].indices.map { t in
      var value = levels[0][t]
      for (k, term) in drivers.enumerated() { value -= term.estimate * levels[k + 1][t] }
      for term in fixed {
        value -= term.estimate * (term.term == "trend" ? Double(t + 2) : 1)
      }
      return value
    }
    let kept = rows.lags + 1
    lastLevels = levels.map { Array($0.suffix(kept)) }
    offset = levels[0].count - kept
  }

  /// The long-run coefficient of a driver or deterministic term; nil for no such term.
  public subscript(longRun term: String) -> LongRun? { longRun.first { $0.term == term } }
}
