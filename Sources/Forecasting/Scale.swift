internal import Glibc
internal import SeriesCore

/// The scale on which a model works.
///
/// Quantiles and paths go back to the observed scale by the inverse, so that a median stays a median
/// and what is positive stays positive.
public enum Scale: Sendable, Equatable {
  case level
  case log
  /// (y^λ − 1)/λ for 0 < λ ≤ 2. Source: Box & Cox (1964).
  case boxCox(lambda: Double)
  /// The level of values that are all positive: what a model says below zero counts as zero.
  case nonnegative
  /// (y/c − b·c/y − 1 + b)/(1 + b) about a centre c > 0, 0 < b ≤ 1: y/c − 1 near it, no faster than in
  /// proportion to y above, over 0 below. The scale of a step, not of a sample. b = 1, which is
  /// (y/c − c/y)/2, suits growth (`CombinedFit`); a small one follows y/c − 1 further down, as the errors
  /// of a step do (`LinearFit`).
  case hyperbolic(centre: Double, bend: Double = 1)

  /// The bend for models whose errors are normal: 0.6c under a normal's zero is 0.09c.
  static let slightBend = 0.1

  /// Whether only values over zero have a working value.
  public var needsPositiveValues: Bool { self != .level && self != .nonnegative }

  /// `level`, `log`, `boxcox(λ)`, `nonnegative` or `hyperbolic`.
  public var name: String {
    switch self {
    case .level: "level"
    case .log: "log"
    case .boxCox(let lambda): "boxcox(\(NumberText.shortest(lambda)))"
    case .nonnegative: "nonnegative"
    case .hyperbolic: "hyperbolic"
    }
  }

  /// The working value of an observed one.
  func working(_ value: Double) -> Double {
    switch self {
    case .level, .nonnegative: value
    case .log: Glibc.log(value)
    // expm1 keeps the digits where λ·log y is small.
    case .boxCox(let lambda): expm1(lambda * Glibc.log(value)) / lambda
    case .hyperbolic(let centre, let bend):
      (value / centre - bend * (centre / value) - (1 - bend)) / (1 + bend)
    }
  }

  /// The observed value of a working one. On the Box–Cox scale what lies under −1/λ is zero: the
  /// transform reaches no lower.
  @inline(__always)
  public func observed(_ working: Double) -> Double {
    switch self {
    case .level: return working
    case .nonnegative: return max(0, working)
    case .log: return Glibc.exp(working)
    case .boxCox(let lambda):
      let base = lambda * working
      return base > -1 ? Glibc.exp(log1p(base) / lambda) : 0
    case .hyperbolic(let centre, let bend):
      let line = (1 + bend) * working + 1 - bend
      // Beside a square that would leave the doubles 4b is nothing.
      let size = abs(line)
      let root = size < 1e150 ? (line * line + 4 * bend).squareRoot() : size
      // Without the difference of near equals.
      return centre * (line > 0 ? (line + root) / 2 : 2 * bend / (root - line))
    }
  }
}

/// The scale of a model whose name says none.
package enum ScaleRule: Sendable {
  /// As observed, as R does: named models of `forecast`, `backtest` and `reconcile`.
  case level
  /// Logs when every value of the series is positive, else as observed: targets, scenarios and the
  /// declared model.
  case logsOfPositive
}

/// The scale that a request asks for; the Box–Cox exponent is found from the series.
public enum ScaleChoice: String, Sendable, CaseIterable {
  case level
  case log
  case boxcox
}
