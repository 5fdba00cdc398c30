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

  private struct Row {
    let name: String
    let node: Int
    let step: Int
    let base: BaseForecasts
    let result: Reconciliation
    let isBounded: Bool

    func interval(_ level: Double) -> (low: Double, high: Double)? {
      result.interval(node: node, step: step, level: level, isBounded: isBounded)
    }
  }

  private static func table(_ levels: [Double]) -> Table<Row> {
    [
      .text("unique_id", "node") { $0.name },
      .text("ds", "period") { $0.base.periods[$0.step] },
      .text("model", "model of the base forecasts") { $0.base.model },
      .text("method", "how they were made to add up") { $0.result.method.name },
      .exact("base", "forecast before") { $0.base.points[$0.node, $0.step] },
      .exact("mean", "mean") { $0.result.means?[$0.node, $0.step] },
      .exact("median", "median") { $0.result.points[$0.node, $0.step] },
      .exactIntervals(levels) { row, place in row.interval(levels[place]) },
    ]
  }

  func table() -> [UInt8] {
    let rows = hierarchy.nodes.enumerated().lazy.flatMap { node, name in
      results.lazy.flatMap { place, result in
        let base = cases[place].base
        return base.periods.indices.lazy.map { step in
          Row(
            name: name, node: node, step: step, base: base, result: result,
            isBounded: isBounded[node])
        }
      }
    }
    return Self.table(cases.first?.base.levels ?? []).csv(rows)
  }

  private struct SummaryRow {
    let result: Reconciliation
    let one: ReconcileCase
    let hierarchy: Hierarchy
    let isNonnegative: Bool
  }

  private static let summaryTable: Table<SummaryRow> = [
    .text("model", "model of the base forecasts") { $0.one.base.model },
    .text("method", "how they were made to add up") { $0.result.method.name },
    .integer("nodes", "nodes of the hierarchy") { $0.hierarchy.count },
    .integer("bottom", "of them without parts") { $0.hierarchy.bottom.count },
    .integer("horizon", "periods") { $0.one.base.periods.count },
    .integer("residuals", "residuals a node behind the weights") {
      $0.one.question.covariance?.count
    },
    .exact("shrinkage", "share by which correlations were shrunk") { $0.result.intensity },
    .exact("incoherence_before", "greatest gap of a total and its parts before") {
      $0.result.incoherenceBefore
    },
    .exact("incoherence_after", "the same after") { $0.result.incoherenceAfter },
    .answer("nonnegative", "whether no value may be below zero") { $0.isNonnegative },
    .integer("held_at_zero", "values that the bound holds at zero") { $0.result.heldCount },
    .exact("optimality_gap", "greatest relative gap in the bound's optimality conditions") {
      $0.result.optimalityGap
    },
    .text("intervals", "gaussian, or why there are none") { intervals($0.result, $0.one) },
    .text("unit", "unit of the values") { $0.one.unit },
    .text("basis", "how the values are measured") { $0.one.basis },
  ]

  func summary() -> [UInt8] {
    Self.summaryTable.csv(
      results.map { place, result in
        SummaryRow(
          result: result, one: cases[place], hierarchy: hierarchy, isNonnegative: isNonnegative)
      })
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
      if let covariance = one.question.covariance {
        parts.append("\(covariance.count) residuals a node")
      }
      if let intensity = result.intensity { parts.append("shrinkage \(short(intensity))") }
      let unit = one.unit.map { " " + $0 } ?? ""
      parts.append(
        "greatest gap "
          + (result.incoherenceBefore.map { "\(short($0))\(unit) before, " } ?? "")
          + "\(short(result.incoherenceAfter)) after")
      if !result.unvaried.isEmpty {
        let names = result.unvaried.prefix(20).map { "'\(hierarchy.nodes[$0])'" }
        parts.append(
          "held at their forecasts, for their residuals do not vary: "
            + names.joined(separator: ", ")
            + (names.count < result.unvaried.count
              ? " and \(result.unvaried.count - names.count) more" : ""))
      }
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
