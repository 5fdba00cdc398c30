internal import SeriesCore

/// The level changes once and for all: `level: {factor: 0.92, at: 2026}`.
public struct LevelShock: Shock {
  /// The factor from `start` on, above zero.
  public let multiplier: Double
  /// The first period that it changes, an ordinal.
  public let start: Int

  /// Makes a shock that lasts from the ordinal `start` on.
  public init(factor: Double, at start: Int) {
    self.multiplier = factor
    self.start = start
  }

  /// `multiplier` from `start` on, 1 before.
  public func factor(at ordinal: Int, periodsPerYear: Double) -> Double {
    ordinal >= start ? multiplier : 1
  }

  /// True from `start` on.
  public func isOver(after ordinal: Int) -> Bool { ordinal >= start }

  static let kind = ShockCatalog.Kind(
    name: "level", summary: "a lasting change of level: factor, at"
  ) { node, axis in
    node.allow(["factor", "at"])
    guard let factor = node.factor("factor"), let at = node.ordinal("at", axis) else {
      return nil
    }
    return LevelShock(factor: factor, at: at)
  }
}
