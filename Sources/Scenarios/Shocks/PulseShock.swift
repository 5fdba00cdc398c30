internal import SeriesCore

/// The level changes for some periods and returns: `pulse: {factor: 0.8, at: 2026}` or
/// `pulse: {factor: 0.8, from: 2026, to: 2027}`.
public struct PulseShock: Shock {
  /// The factor from `start` to `end`, above zero.
  public let multiplier: Double
  /// The first period that it changes, an ordinal.
  public let start: Int
  /// The last period that it changes, an ordinal.
  public let end: Int

  /// Makes a shock over the ordinals `start` to `end`, both included.
  public init(factor: Double, from start: Int, to end: Int) {
    self.multiplier = factor
    self.start = start
    self.end = end
  }

  /// `multiplier` from `start` to `end`, 1 before and after.
  public func factor(at ordinal: Int, periodsPerYear: Double) -> Double {
    ordinal >= start && ordinal <= end ? multiplier : 1
  }

  /// True after `end`.
  public func isOver(after ordinal: Int) -> Bool { ordinal > end }

  static let kind = ShockCatalog.Kind(
    name: "pulse", summary: "a passing change of level: factor, at, or factor, from, to"
  ) { node, axis in
    node.allow(["factor", "at", "from", "to"])
    guard let factor = node.factor("factor") else { return nil }
    if node.has("at") {
      guard let at = node.ordinal("at", axis) else { return nil }
      return PulseShock(factor: factor, from: at, to: at)
    }
    guard let span = node.span(axis) else { return nil }
    return PulseShock(factor: factor, from: span.from, to: span.to)
  }
}
