internal import Forecasting
internal import Scenarios

/// One row a node and period of each hierarchy: the forecast before and after it was made to add up.
enum ReconciledReport {
  static let kind = ReportKind(
    file: "reconciled.csv", summary: "forecasts of totals and parts that add up", table: table
  ) { run in
    run.hierarchies.flatMap { row -> [Row] in
      switch row.answer {
      case .failure(let error): return [Row(question: row.question, failure: error)]
      case .success(let answer):
        return row.question.hierarchy.nodes.indices.flatMap { node in
          answer.base.periods.indices.map {
            Row(question: row.question, forecast: Forecast(answer: answer, node: node, step: $0))
          }
        }
      }
    }
  }

  private struct Row {
    let question: HierarchyQuestion
    var failure: HierarchyFailure?
    var forecast: Forecast?
  }

  private struct Forecast {
    let answer: HierarchyAnswer
    let node: Int
    let step: Int

    var name: String { answer.question.hierarchy.nodes[node] }
    var mean: Double? { answer.reconciliation.mean(node: node, step: step) }
    var median: Double { answer.reconciliation.point(node: node, step: step) }

    func interval(_ place: Int) -> (low: Double, high: Double)? {
      answer.reconciliation.interval(
        node: node, step: step, level: HierarchyAnswer.levels[place],
        isBounded: answer.isBounded(node: node))
    }
  }

  private static let table: Table<Row> = [
    .text("hierarchy", "name of the hierarchy") { $0.question.name },
    .text("node", "node") { $0.forecast?.name },
    .text("period", "forecast period") { row in
      row.forecast.map { $0.answer.base.periods[$0.step] }
    },
    .text("model", "model of every node") { $0.question.request.text },
    .text("method", "how the forecasts were made to add up") { $0.question.method.name },
    .integer("n", "observations of the node") { row in
      row.forecast.map { $0.answer.counts[$0.node] }
    },
    .integer("residuals", "one-step errors a node behind the weights") {
      $0.forecast?.answer.residualCount
    },
    .text("status", "reconciled, or why not") { $0.failure?.description ?? "reconciled" },
    .rounded("base", "forecast before") { row in
      row.forecast.flatMap { $0.answer.base.point(node: $0.node, step: $0.step) }
    },
    .rounded("mean", "mean") { $0.forecast?.mean },
    .rounded("median", "median") { $0.forecast?.median },
    .ends(of: HierarchyAnswer.levels) { end in
      .rounded(end.name, "\(end.words), \(end.level) %") {
        end.of($0.forecast?.interval(end.place))
      }
    },
    .text("unit", "unit") { $0.forecast?.answer.unit },
    .text("basis", "basis") { $0.forecast?.answer.basis },
  ]
}
