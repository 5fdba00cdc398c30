import Corridor

/// The outputs of `corridor reconcile`.
struct ReconcileReport {
  private let hierarchy: Hierarchy
  private let cases: [ReconcileCase]
  private let methods: [ReconciliationMethod]
  private let isNonnegative: Bool
  private var results: [(place: Int, result: Reconciliation)] = []
  /// Nodes that sum parts: with the bound their values are not below zero.
  private let isBounded: [Bool]

  init(
    _ hierarchy: Hierarchy, _ cases: [ReconcileCase], _ methods: [ReconciliationMethod],
    isNonnegative: Bool
  ) {
    self.hierarchy = hierarchy
    self.cases = cases
    self.methods = methods
    self.isNonnegative = isNonnegative
    isBounded = hierarchy.nodes.indices.map { isNonnegative && hierarchy.onlyAdds($0) }
  }

  mutating func add(_ result: Reconciliation, of place: Int) { results.append((place, result)) }

  func table() -> [UInt8] {
    let levels = cases.first?.base.levels ?? []
    var writer = CSVWriter(
      header: ["unique_id", "ds", "model", "method", "base", "mean", "median"]
        + levels.flatMap { ["lo-" + NumberText.shortest($0), "hi-" + NumberText.shortest($0)] })
    for (node, name) in hierarchy.nodes.enumerated() {
      let id = CSVCell(name)
      for (place, result) in results {
        let base = cases[place].base
        let (model, method) = (CSVCell(base.model), CSVCell(result.method.name))
        for (step, period) in base.periods.enumerated() {
          writer.field(id)
          writer.field(period)
          writer.field(model)
          writer.field(method)
          writer.field(base.points[node, step])
          writer.field(result.means?[node, step])
          writer.field(result.points[node, step])
          for level in levels.indices {
            let ends = result.interval(
              node: node, step: step, level: level, isBounded: isBounded[node])
            writer.field(ends?.low)
            writer.field(ends?.high)
          }
          writer.endRow()
        }
      }
    }
    return writer.takeBytes()
  }

  func summary() -> [UInt8] {
    var writer = CSVWriter(header: [
      "model", "method", "nodes", "bottom", "horizon", "residuals", "shrinkage",
      "incoherence_before", "incoherence_after", "nonnegative", "held_at_zero", "optimality_gap",
      "intervals", "unit", "basis",
    ])
    for (place, result) in results {
      let one = cases[place]
      writer.field(one.base.model)
      writer.field(result.method.name)
      writer.field(hierarchy.count)
      writer.field(hierarchy.bottom.count)
      writer.field(one.base.periods.count)
      writer.field(one.covariance?.count)
      writer.field(result.intensity)
      writer.field(result.incoherenceBefore)
      writer.field(result.incoherenceAfter)
      writer.field(isNonnegative ? "yes" : "no")
      writer.field(result.heldCount)
      writer.field(result.optimalityGap)
      writer.field(Self.intervals(result, one))
      writer.field(one.unit ?? "")
      writer.field(one.basis ?? "")
      writer.endRow()
    }
    return writer.takeBytes()
  }

  private static func intervals(_ result: Reconciliation, _ one: ReconcileCase) -> String {
    switch result.missingIntervals {
    case .noResiduals: "none, no residuals to tell correlations"
    case .divided: "none, a divided total has no known error"
    case nil: one.base.levels.isEmpty ? "none in the forecasts" : "gaussian"
    }
  }

  /// A line a model and method for stderr.
  func messages() -> [String] {
    results.map { place, result in
      let one = cases[place]
      func short(_ value: Double) -> String {
        NumberText.shortest(SignificantDigits.round(value, to: 4))
      }
      var parts = ["\(hierarchy.count) nodes, \(hierarchy.bottom.count) bottom"]
      if let covariance = one.covariance { parts.append("\(covariance.count) residuals a node") }
      if let intensity = result.intensity { parts.append("shrinkage \(short(intensity))") }
      let unit = one.unit.map { " " + $0 } ?? ""
      parts.append(
        "greatest gap "
          + (result.incoherenceBefore.map { "\(short($0))\(unit) before, " } ?? "")
          + "\(short(result.incoherenceAfter)) after")
      if let held = result.heldCount { parts.append("\(held) values held at zero") }
      if result.missingIntervals != nil {
        parts.append("intervals: \(Self.intervals(result, one))")
      }
      if result.means == nil {
        parts.append(
          "no means in the base forecasts: medians are reconciled, "
            + "which do not add up by nature")
      }
      return "\(one.file): \(one.base.model), \(result.method.name): "
        + parts.joined(separator: "; ")
    }
  }
}
