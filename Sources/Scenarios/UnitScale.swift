internal import SeriesCore

/// The keys `divide_by` and `unit` beside a file: values are divided by the one to be in the other.
struct UnitScale {
  /// Positive; 1 where the file's own unit stays.
  let divisor: Double
  /// The unit after the division; nil for that of the file.
  let unit: SeriesUnit?

  /// Another unit is named together with the number that leads to it, or not at all.
  static func read(_ node: ScenarioNode, _ context: PartContext) -> UnitScale? {
    switch (node.has("divide_by"), node.has("unit")) {
    case (false, false): return UnitScale(divisor: 1, unit: nil)
    case (true, true):
      guard let divisor = node.positive("divide_by"), let unit = context.copiedText(node, "unit")
      else {
        return nil
      }
      return UnitScale(divisor: divisor, unit: SeriesUnit(unit))
    default:
      node.fault(
        "'divide_by' and 'unit' go together", advice: "write divide_by: 1000, unit: USD bn")
      return nil
    }
  }
}
