internal import Scenarios
internal import SeriesCore

/// One row a period that two measures of one thing have in common.
enum ComparisonsReport {
  static let kind = ReportKind(
    file: "comparisons.csv", summary: "two measures of one thing, a row a common period",
    table: table
  ) { run in
    run.comparisons.flatMap { answer in
      answer.pairs.map { Row(question: answer.question, pair: $0) }
    }
  }

  private struct Row {
    let question: ComparisonQuestion
    let pair: ComparisonAnswer.Pair
  }

  private static let table: Table<Row> = [
    .text("comparison", "name of the comparison") { $0.question.name },
    .text("series", "series id of the one measure") { $0.question.one.id },
    .text("beside", "series id of the other") { $0.question.other.id },
    .text("period", "period that both have") { $0.question.one.axis.text($0.pair.period) },
    .exact("value", "value of the one") { $0.pair.one },
    .exact("beside_value", "value of the other, in the same unit") { $0.pair.other },
    .rounded("gap", "the one over the other less one; empty unless both are positive") {
      $0.pair.gap
    },
    .text("unit", "unit of both values") { $0.question.one.unit?.label },
    .text("basis", "how the one is measured") { $0.question.one.basis?.label },
    .text("beside_basis", "how the other is measured") { $0.question.other.basis?.label },
    .text("reason", "what is known of why they differ") { $0.question.reason },
  ]
}
