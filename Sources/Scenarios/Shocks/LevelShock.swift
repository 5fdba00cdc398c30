internal import SeriesCore

/// The level changes once and for all: `level: {factor: 0.92, at: 2026}`.
public struct LevelShock: Shock {
  public let multiplier: Double
  public let start: Int

  public init(factor: Double, at start: Int) {
    self.multiplier = factor
    self.start = start
  }

  public func factor(at ordinal: Int, periodsPerYear: Double) -> Double {
    ordinal >= start ? multiplier : 1
  }

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
