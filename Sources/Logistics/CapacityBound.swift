internal import Glibc
internal import StatisticsCore

/// What is known of the capacity that an observed period may have met.
///
/// Observed = min(demand, capacity), y = min(d, c).
public enum CapacityBound: Sendable, Equatable {
  /// c is the stated capacity; at it a period is full, above it there is a contradiction.
  case known
  /// Nobody knows the capacity exactly: ln c = ln stated + E + w with one offset E ~ N(0, deviation²)
  /// of all periods, past and future, and a small wobble w of each.
  case uncertain(deviation: Double)
  /// More than the stated capacity can be carried under strain, not less:
  /// ln c = ln stated + |N(0, deviation²)|, apart in each period.
  case soft(deviation: Double)

  /// A full period is one within this share of a known capacity: figures are rounded.
  static let tolerance = 0.005

  /// The most that an uncertain capacity wobbles from period to period, as a deviation of ln c.
  ///
  /// An assumption: tonnes are rounded and counted late, lines are closed for some days more or less.
  /// Full years that differ by 3 to 5 % are then those of one capacity. Too small is worse than too
  /// large: 0.02 takes full years that wobble by 0.05 for demand that has stopped to grow, and its
  /// intervals held 41 of 100 simulated truths; with a third of 0.1 they held 78, and no fewer where
  /// capacity did not wobble at all.
  static let usualWobble = 0.04

  /// The deviation of a period's own w in an uncertain ln c: a third of E's where that is small, so that
  /// an uncertain bound without deviation is a known one.
  var wobble: Double {
    guard case .uncertain(let deviation) = self else { return 0 }
    return min(Self.usualWobble, deviation / 3)
  }

  /// The standard deviation of the normal number in ln c; 0 for a known capacity.
  public var deviation: Double {
    switch self {
    case .known: 0
    case .uncertain(let deviation), .soft(let deviation): deviation
    }
  }

  /// `known`, `uncertain` or `soft`, for reports.
  public var name: String {
    switch self {
    case .known: "known"
    case .uncertain: "uncertain"
    case .soft: "soft"
    }
  }

  /// P(c > y) and the density of ln c at ln y; for a known bound the density is a mass, 1 when full.
  ///
  /// - Parameter logStated: of an uncertain bound, ln stated + E.
  func capacityAbove(
    _ logValue: Double, stated logStated: Double
  ) -> (survival: Double, density: Double) {
    switch self {
    case .known:
      let isFull = logValue >= logStated + log1p(-Self.tolerance)
      return isFull ? (0, 1) : (1, 0)
    case .uncertain:
      let z = (logValue - logStated) / wobble
      return (Normal.cumulative(-z), Normal.density(z) / wobble)
    case .soft(let deviation):
      let z = (logValue - logStated) / deviation
      guard z >= 0 else { return (1, 0) }
      return (2 * Normal.cumulative(-z), 2 * Normal.density(z) / deviation)
    }
  }

  /// Mean and variance of what is a period's own in ln c, beside the stated capacity and E.
  var periodMoments: (mean: Double, variance: Double) {
    switch self {
    case .known: (0, 0)
    case .uncertain: (0, wobble * wobble)
    // The half-normal's.
    case .soft(let deviation):
      (deviation * (2 / Double.pi).squareRoot(), deviation * deviation * (1 - 2 / Double.pi))
    }
  }

  /// Whether an observation at `value` counts as full in reports: at its capacity, or within one
  /// deviation of an uncertain one.
  public func isLikelyFull(_ value: Double, stated: Double) -> Bool {
    switch self {
    case .known: value >= stated * (1 - Self.tolerance)
    case .soft: value >= stated * (1 - Self.tolerance)
    case .uncertain(let deviation): log(value / stated) >= -deviation
    }
  }
}
