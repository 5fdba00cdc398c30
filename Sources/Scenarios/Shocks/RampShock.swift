internal import Glibc
internal import SeriesCore

/// The level moves to another one step by step: `ramp: {factor: 1.2, from: 2026, to: 2029}` reaches
/// the factor in 2029, in equal steps of the logarithm, and stays there.
public struct RampShock: Shock {
  /// The factor from `end` on, above zero.
  public let multiplier: Double
  /// The period of the first step, an ordinal.
  public let start: Int
  /// The period of the last step, an ordinal not before `start`.
  public let end: Int

  /// Makes a shock with one step in each of the ordinals `start` to `end`; `end` not before
  /// `start`.
  public init(factor: Double, from start: Int, to end: Int) {
    self.multiplier = factor
    self.start = start
    self.end = end
  }

  /// `multiplier` to the power of the share of steps taken: 1 before `start`, whole from `end` on.
  public func factor(at ordinal: Int, periodsPerYear: Double) -> Double {
    let steps = Double(min(max(ordinal - start + 1, 0), end - start + 1))
    return exp(log(multiplier) * steps / Double(end - start + 1))
  }

  /// True from `end` on.
  public func isOver(after ordinal: Int) -> Bool { ordinal >= end }

  static let kind = ShockCatalog.Kind(
    name: "ramp", summary: "a change of level in equal steps: factor, from, to"
  ) { node, axis in
    node.allow(["factor", "from", "to"])
    guard let factor = node.factor("factor"), let span = node.span(axis) else { return nil }
    return RampShock(factor: factor, from: span.from, to: span.to)
  }
}
