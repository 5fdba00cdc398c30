internal import Forecasting
internal import Scenarios

/// One row a node and period of each hierarchy: the forecast before and after it was made to add up.
enum ReconciledReport {
  static let kind = ReportKind(
    file: "reconciled.csv", summary: "forecasts of totals and parts that add up",
    columns: [
      .text("hierarchy", "name of the hierarchy"), .text("node", "node"),
      .text("period", "forecast period"), .text("model", "model of every node"),
      .text("method", "how the forecasts were made to add up"),
      .integer("n", "observations of the node"),
      .integer("residuals", "one-step errors a node behind the weights"),
      .text("status", "reconciled, or why not"),
      .number("base", "forecast before"), .number("mean", "mean"), .number("median", "median"),
      .number("lo-50", "lower end, 50 %"), .number("hi-50", "upper end, 50 %"),
      .number("lo-80", "lower end, 80 %"), .number("hi-80", "upper end, 80 %"),
      .number("lo-95", "lower end, 95 %"), .number("hi-95", "upper end, 95 %"),
      .text("unit", "unit"), .text("basis", "basis"),
    ], isWanted: ReportKind.has(HierarchyPart.self)
  ) { run in
    run.hierarchies.flatMap { row -> [[ReportTable.Cell]] in
      let question = row.question
      switch row.answer {
      case .failure(let error):
        return [
          [
            .text(question.name), .text(nil), .text(nil), .text(question.request.text),
            .text(question.method.name), .integer(nil), .integer(nil),
            .text(error.description),
          ] + [ReportTable.Cell](repeating: .text(nil), count: 11)
        ]
      case .success(let answer):
        return question.hierarchy.nodes.indices.flatMap { node in
          answer.base.periods.indices.map { cells(answer, node: node, step: $0) }
        }
      }
    }
  }

  private static func cells(
    _ answer: HierarchyAnswer, node: Int, step: Int
  ) -> [ReportTable.Cell] {
    let (question, result) = (answer.question, answer.reconciliation)
    var cells: [ReportTable.Cell] = [
      .text(question.name), .text(question.hierarchy.nodes[node]),
      .text(answer.base.periods[step]), .text(question.request.text),
      .text(question.method.name), .integer(answer.counts[node]),
      .integer(answer.residualCount), .text("reconciled"),
      .rounded(answer.base.point(node: node, step: step)),
      .rounded(result.mean(node: node, step: step)),
      .rounded(result.point(node: node, step: step)),
    ]
    for level in 0..<3 {
      let ends = result.interval(
        node: node, step: step, level: level, isBounded: answer.isBounded(node: node))
      cells += [.rounded(ends?.low), .rounded(ends?.high)]
    }
    return cells + [.text(answer.unit), .text(answer.basis)]
  }
}
