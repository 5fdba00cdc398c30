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

  /// Whether only values over zero have a working value.
  public var needsPositiveValues: Bool { self != .level }

  /// `level`, `log` or `boxcox(λ)`.
  public var name: String {
    switch self {
    case .level: "level"
    case .log: "log"
    case .boxCox(let lambda): "boxcox(\(NumberText.shortest(lambda)))"
    }
  }

  /// The working value of an observed one.
  func working(_ value: Double) -> Double {
    switch self {
    case .level: value
    case .log: Glibc.log(value)
    // expm1 keeps the digits where λ·log y is small.
    case .boxCox(let lambda): expm1(lambda * Glibc.log(value)) / lambda
    }
  }

  /// The observed value of a working one. On the Box–Cox scale what lies under −1/λ is zero: the
  /// transform reaches no lower.
  @inline(__always)
  public func observed(_ working: Double) -> Double {
    switch self {
    case .level: return working
    case .log: return Glibc.exp(working)
    case .boxCox(let lambda):
      let base = lambda * working
      return base > -1 ? Glibc.exp(log1p(base) / lambda) : 0
    }
  }
}

/// The scale of a model whose name says none.
public enum ScaleRule: Sendable {
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
