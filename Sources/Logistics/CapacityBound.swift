internal import Glibc
internal import StatisticsCore

/// What is known of the capacity that an observed period may have met.
///
/// Observed = min(demand, capacity), y = min(d, c).
public enum CapacityBound: Sendable, Equatable {
  /// c is the stated capacity; at it a period is full, above it there is a contradiction.
  case known
  /// ln c ~ N(ln stated, deviation²), apart in each period.
  case uncertain(deviation: Double)
  /// More than the stated capacity can be carried under strain, not less:
  /// ln c = ln stated + |N(0, deviation²)|, apart in each period.
  case soft(deviation: Double)

  /// A full period is one within this share of a known capacity: figures are rounded.
  static let tolerance = 0.005

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
  func capacityAbove(
    _ logValue: Double, stated logStated: Double
  ) -> (survival: Double, density: Double) {
    switch self {
    case .known:
      let isFull = logValue >= logStated + log1p(-Self.tolerance)
      return isFull ? (0, 1) : (1, 0)
    case .uncertain(let deviation):
      let z = (logValue - logStated) / deviation
      return (Normal.cumulative(-z), Normal.density(z) / deviation)
    case .soft(let deviation):
      let z = (logValue - logStated) / deviation
      guard z >= 0 else { return (1, 0) }
      return (2 * Normal.cumulative(-z), 2 * Normal.density(z) / deviation)
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
