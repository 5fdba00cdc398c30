internal import Scenarios

/// Chosen rows of a regression's data beside what it says of them.
enum FittedReport {
  static let kind = ReportKind(
    file: "fitted.csv", summary: "chosen rows of the regressions' data beside their fitted values",
    columns: [
      .text("regression", "name of the regression"), .text("row", "the row's labels"),
      .exact("actual", "value of the data"), .number("fitted", "fitted value"),
      .number("ratio", "actual over fitted: what is particular to the row"),
    ], isWanted: ReportKind.has(RegressionPart.self)
  ) { run in
    run.regressions.flatMap { row -> [[ReportTable.Cell]] in
      guard case .success(let answer) = row.answer else { return [] }
      return answer.fittedRows.map {
        [
          .text(row.question.name), .text($0.label), .exact($0.actual), .rounded($0.fitted),
          .rounded($0.fitted == 0 ? nil : $0.actual / $0.fitted),
        ]
      }
    }
  }
}
