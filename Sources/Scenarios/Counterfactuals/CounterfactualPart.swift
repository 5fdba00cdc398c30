internal import SeriesCore

/// The key `counterfactual`: what a change of trade costs would do, by general-equilibrium gravity.
///
/// It is asked about one year's flows: courses of events do not change them.
package struct CounterfactualPart: ScenarioPart {
  package static let key = "counterfactual"

  package let questions: [TradeCostQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> CounterfactualPart? {
    CounterfactualPart(questions: CounterfactualReader(context: context).questions(node))
  }

  package var sources: [ScenarioSource] { questions.map(\.source) }

  package var plan: [String] {
    questions.flatMap { question in
      question.changes.map { change in
        "counterfactual \(question.name): \(change.name), \(question.countries.count) countries"
          + (question.year.map { " in \($0)" } ?? "") + ", up to \(question.draws) draws"
      }
    }
  }

  package var reports: [PartReport] {
    [PartReport("counterfactual.csv"), PartReport("counterfactual_flows.csv")]
  }

  package func answer(_ run: PartRun) -> CounterfactualsAnswer {
    CounterfactualsAnswer(
      items: questions.flatMap { question in
        question.changes.map { CounterfactualsAnswer.Item(question, $0, run) }
      })
  }
}
