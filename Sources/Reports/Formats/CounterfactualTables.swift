internal import Trade

/// The tables of a counterfactual of trade.
enum CounterfactualTables {
  /// A country of an answer.
  struct CountryRow: Sendable {
    let answer: CounterfactualAnswer
    let place: Int
    let basis: String
  }

  /// A pair of countries of an answer.
  struct PairRow: Sendable {
    let answer: CounterfactualAnswer
    let exporter: Int
    let importer: Int
  }

  /// What a measure is, for the descriptor.
  static func summary(of measure: TradeEffect.Measure) -> String {
    switch measure {
    case .exports: "change of sales to other countries"
    case .imports: "change of purchases from other countries"
    case .domestic: "change of sales at home"
    case .output: "change of the value of output"
    case .price: "change of the factory-gate price"
    case .imr: "change of inward multilateral resistance, the consumers' price index"
    case .omr: "change of outward multilateral resistance"
    case .welfare: "change of real output: the factory-gate price over the price index"
    case .gain: "the same at the baseline's prices"
    }
  }

  /// A change with its interval where there were draws.
  private static func change<Row>(
    _ name: String, _ summary: String, isDrawn: Bool,
    _ value: @escaping @Sendable (Row) -> Double?,
    _ interval: @escaping @Sendable (Row) -> (low: Double, high: Double)?
  ) -> Table<Row> {
    let own = Table<Row>.exact(name, summary, unit: "a fraction", value)
    guard isDrawn else { return own }
    return [
      own,
      .exact(name + "_lo95", "2.5 % quantile of the draws", unit: "a fraction") {
        interval($0)?.low
      },
      .exact(name + "_hi95", "97.5 % quantile of the draws", unit: "a fraction") {
        interval($0)?.high
      },
    ]
  }

  static func countries(isDrawn: Bool) -> Table<CountryRow> {
    let measures = TradeEffect.Measure.fractions.map { measure in
      change(
        measure.rawValue + "_change", summary(of: measure), isDrawn: isDrawn,
        { (row: CountryRow) in row.answer.effect.change(measure, row.place) },
        { row in row.answer.intervals?.change(measure, row.place) })
    }
    return [
      .text("country", "country") { $0.answer.effect.countries[$0.place] },
      Table(joining: measures),
      .text("basis", "what the figures rest on") { $0.basis },
    ]
  }

  static func pairs(isDrawn: Bool) -> Table<PairRow> {
    [
      .text("exporter", "country that sells") { $0.answer.effect.countries[$0.exporter] },
      .text("importer", "country that buys") { $0.answer.effect.countries[$0.importer] },
      .exact("baseline", "flow of the baseline", unit: "the unit of the flows") { row in
        let effect = row.answer.effect
        return effect.baseline[row.exporter + row.importer * effect.countries.count]
      },
      .exact("counterfactual", "flow after the change", unit: "the unit of the flows") { row in
        let effect = row.answer.effect
        return effect.counterfactual[row.exporter + row.importer * effect.countries.count]
      },
      change(
        "change", "change of the flow; empty for one that is zero", isDrawn: isDrawn,
        { (row: PairRow) in row.answer.effect.flowChange(row.exporter, row.importer) },
        { row in row.answer.intervals?.flowChange(row.exporter, row.importer) }),
    ]
  }

  static func draws(_ terms: [String]) -> Table<CounterfactualDraw> {
    [
      .integer("draw", "number of the draw") { $0.number },
      .text("status", "solved, or failed: none takes its place") {
        $0.failure == nil ? "solved" : "failed"
      },
      .text("reason", "why there is no equilibrium") { $0.failure },
      .exact("sigma", "elasticity of substitution") { $0.sigma },
      .exact("residual", "most by which a market does not clear, on logs") { $0.residual },
      .integer("iterations", "steps of Newton's method") { $0.iterations },
      Table(
        joining: terms.enumerated().map { place, term in
          Table<CounterfactualDraw>.exact(
            "cost:" + term, "coefficient of a cost term",
            unit: "ln t^(1-sigma) per unit of the term"
          ) { $0.coefficients[place] }
        }),
    ]
  }
}
