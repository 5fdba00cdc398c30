internal import Glibc
internal import SeriesCore

/// Growth is higher or lower for a time: `growth: {delta: 0.02, from: 2026, to: 2030}` adds two
/// points of log growth a year in each of those periods; without `to` it lasts.
public struct GrowthShock: Shock {
  /// Added log growth a year.
  public let delta: Double
  /// The first period with the added growth, an ordinal.
  public let start: Int
  /// The last period with the added growth; nil for no end.
  public let end: Int?

  /// Makes a shock over ordinals `start` to `end`, or without end.
  public init(delta: Double, from start: Int, to end: Int? = nil) {
    self.delta = delta
    self.start = start
    self.end = end
  }

  /// e^(`delta` × the years of added growth so far); 1 before `start`, constant after `end`.
  public func factor(at ordinal: Int, periodsPerYear: Double) -> Double {
    let periods = max(0, min(ordinal, end ?? ordinal) - start + 1)
    return exp(delta * Double(periods) / periodsPerYear)
  }

  /// True from `end` on; false always without an end.
  public func isOver(after ordinal: Int) -> Bool { end.map { ordinal >= $0 } ?? false }

  static let kind = ShockCatalog.Kind(
    name: "growth", summary: "a change of log growth a year: delta, from, to"
  ) { node, axis in
    node.allow(["delta", "from", "to"])
    guard let delta = node.number("delta"), let from = node.ordinal("from", axis) else {
      return nil
    }
    guard abs(delta) <= 5 else {
      node.fault(at: "delta", "log growth of \(NumberText.shortest(delta)) a year is beyond 5")
      return nil
    }
    node.warnOfPercent("delta")
    guard node.has("to") else { return GrowthShock(delta: delta, from: from) }
    guard let span = node.span(axis) else { return nil }
    return GrowthShock(delta: delta, from: span.from, to: span.to)
  }
}
