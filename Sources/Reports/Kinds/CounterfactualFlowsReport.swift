internal import Scenarios
internal import SeriesCore
internal import Trade

/// One row a change of trade costs and flow whose cost changes.
enum CounterfactualFlowsReport {
  typealias Row = CounterfactualsAnswer.FlowRow

  static let kind = ReportKind(
    file: "counterfactual_flows.csv", summary: "the flows whose cost a counterfactual changes",
    table: table, rows: { $0.part(CounterfactualPart.self)?.answer.flowRows ?? [] })

  private static let table: Table<Row> = [
    .text("name", "what is asked") { $0.item.question.name },
    .text("change", "the change") { $0.item.change.name },
    .text("exporter", "country that sells") { $0.item.question.countries[$0.exporter] },
    .text("importer", "country that buys") { $0.item.question.countries[$0.importer] },
    .rounded("baseline", "flow of the year, in the unit") { row in
      flow(row, row.item.answer?.effect.baseline)
    },
    .rounded("counterfactual", "flow after the change, in the unit") { row in
      flow(row, row.item.answer?.effect.counterfactual)
    },
    .rounded("flow_change", "change of the flow", unit: "a fraction") {
      $0.item.answer?.effect.flowChange($0.exporter, $0.importer)
    },
    .rounded("flow_change_lo95", "2.5 % quantile of the draws") {
      $0.item.answer?.intervals?.flowChange($0.exporter, $0.importer)?.low
    },
    .rounded("flow_change_hi95", "97.5 % quantile of the draws") {
      $0.item.answer?.intervals?.flowChange($0.exporter, $0.importer)?.high
    },
    .text("unit", "unit of the flows") { $0.item.question.unit },
    .text("basis", "what the figures rest on") { $0.item.basis },
  ]

  private static func flow(_ row: Row, _ flows: [Double]?) -> Double? {
    let place = row.exporter + row.importer * row.item.question.countries.count
    return flows.map { $0[place] / row.item.question.divisor }
  }
}
