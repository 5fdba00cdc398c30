internal import Scenarios

/// Chosen rows of a regression's data beside what it says of them.
enum FittedReport {
  static let kind = ReportKind(
    file: "fitted.csv", summary: "chosen rows of the regressions' data beside their fitted values",
    table: table
  ) { run in
    run.regressions.flatMap { row -> [Row] in
      guard case .success(let answer) = row.answer else { return [] }
      return answer.fittedRows.map { Row(regression: row.question.name, fitted: $0) }
    }
  }

  private struct Row {
    let regression: String
    let fitted: ScenarioRegressionAnswer.FittedRow
  }

  private static let table: Table<Row> = [
    .text("regression", "name of the regression") { $0.regression },
    .text("row", "the row's labels") { $0.fitted.label },
    .exact("actual", "value of the data") { $0.fitted.actual },
    .rounded("fitted", "fitted value") { $0.fitted.fitted },
    .rounded("ratio", "actual over fitted: what is particular to the row") {
      $0.fitted.actual / $0.fitted.fitted
    },
  ]
}
