internal import Scenarios
internal import SeriesCore
internal import Trade

/// One row a change of trade costs and country.
enum CounterfactualReport {
  typealias Row = CounterfactualsAnswer.CountryRow

  static let kind = ReportKind(
    file: "counterfactual.csv", summary: "what a change of trade costs would do, by country",
    table: [figures, circumstances],
    rows: { $0.part(CounterfactualPart.self)?.answer.countryRows ?? [] })

  private static let figures: Table<Row> = [
    .text("name", "what is asked") { $0.item.question.name },
    .text("change", "the change") { $0.item.change.name },
    .text("country", "country") { row in row.country.map { row.item.question.countries[$0] } },
    .rounded("welfare_change", "change of real output", unit: "a fraction") {
      change(.welfare, $0)
    },
    .rounded("welfare_change_lo95", "2.5 % quantile of the draws") { end(.welfare, $0)?.low },
    .rounded("welfare_change_hi95", "97.5 % quantile of the draws") { end(.welfare, $0)?.high },
    .rounded("worth", "the change of real output at the baseline's prices, in the unit") { row in
      change(.gain, row).map { row.item.worth($0) }
    },
    .rounded("worth_lo95", "2.5 % quantile of the draws") { row in
      end(.gain, row).map { row.item.worth($0.low) }
    },
    .rounded("worth_hi95", "97.5 % quantile of the draws") { row in
      end(.gain, row).map { row.item.worth($0.high) }
    },
    .rounded("exports_change", "change of sales to other countries", unit: "a fraction") {
      change(.exports, $0)
    },
    .rounded("imports_change", "change of purchases from others", unit: "a fraction") {
      change(.imports, $0)
    },
    .rounded("domestic_change", "change of sales at home", unit: "a fraction") {
      change(.domestic, $0)
    },
    .rounded(
      "price_change", "change of the factory-gate price against world output", unit: "a fraction"
    ) { change(.price, $0) },
  ]

  private static let circumstances: Table<Row> = [
    .text("unit", "unit of worth") { $0.item.question.unit },
    .exact("cost_low", "assumed change of the cost of delivery, one end", unit: "a fraction") {
      $0.item.change.cost.low
    },
    .exact("cost_high", "the other end", unit: "a fraction") { $0.item.change.cost.high },
    .text("cost_reason", "why this range") { $0.item.change.cost.reason },
    .integer("n", "countries") { $0.item.question.countries.count },
    .integer("draws", "draws that have an equilibrium") { $0.item.answer?.intervals?.count },
    .integer("failed_draws", "draws that have none") { $0.item.answer?.failures.count },
    .text("basis", "what the figures rest on") { $0.item.basis },
    .text("status", "assumption, or insufficient") {
      $0.item.answer == nil ? "insufficient" : "assumption"
    },
    .text("reason", "why there is no answer") { $0.item.insufficiency },
  ]

  private static func change(_ measure: TradeEffect.Measure, _ row: Row) -> Double? {
    guard let answer = row.item.answer, let country = row.country else { return nil }
    return answer.effect.change(measure, country)
  }

  private static func end(
    _ measure: TradeEffect.Measure, _ row: Row
  ) -> (low: Double, high: Double)? {
    row.country.flatMap { row.item.answer?.intervals?.change(measure, $0) }
  }
}
