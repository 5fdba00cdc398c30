internal import Glibc
internal import SeriesCore

/// The level moves to another one step by step: `ramp: {factor: 1.2, from: 2026, to: 2029}` reaches
/// the factor in 2029, in equal steps of the logarithm, and stays there.
public struct RampShock: Shock {
  public let multiplier: Double
  public let start: Int
  public let end: Int

  public init(factor: Double, from start: Int, to end: Int) {
    self.multiplier = factor
    self.start = start
    self.end = end
  }

  public func factor(at ordinal: Int, periodsPerYear: Double) -> Double {
    let steps = Double(min(max(ordinal - start + 1, 0), end - start + 1))
    return exp(log(multiplier) * steps / Double(end - start + 1))
  }

  public func isOver(after ordinal: Int) -> Bool { ordinal >= end }

  static let kind = ShockCatalog.Kind(
    name: "ramp", summary: "a change of level in equal steps: factor, from, to"
  ) { node, axis in
    node.allow(["factor", "from", "to"])
    guard let factor = node.factor("factor"), let span = node.span(axis) else { return nil }
    return RampShock(factor: factor, from: span.from, to: span.to)
  }
}
