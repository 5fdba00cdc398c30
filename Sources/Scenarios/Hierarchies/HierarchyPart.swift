package import Forecasting
package import SeriesCore

/// The key `hierarchies`: totals and parts, forecast and made to add up.
package struct HierarchyPart: ScenarioPart {
  package static let key = "hierarchies"

  package let questions: [HierarchyQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> HierarchyPart? {
    HierarchyPart(questions: HierarchyReader(context: context).questions(node))
  }

  package var sources: [ScenarioSource] { questions.flatMap(\.sources) }

  package var plan: [String] {
    questions.map {
      "hierarchy \($0.name): \($0.hierarchy.count) nodes, \($0.hierarchy.bottom.count) bottom, "
        + "\($0.request.text), \($0.method.name), to \($0.horizon.written)"
    }
  }

  package var reports: [PartReport] { [PartReport("reconciled.csv")] }

  package func answer(_ run: PartRun) -> HierarchyAnswers {
    HierarchyAnswers(
      rows: questions.map { question in
        do throws(HierarchyFailure) {
          return HierarchyRow(
            question: question, answer: .success(try HierarchyAnswer(question, run)))
        } catch {
          return HierarchyRow(question: question, answer: .failure(error))
        }
      })
  }
}

/// One hierarchy of a scenario, as it is asked for.
package struct HierarchyQuestion: Sendable {
  package let name: String
  package let hierarchy: Hierarchy
  /// Observations by node.
  package let series: [String: TimeSeries]
  package let request: ModelRequest
  package let method: ReconciliationMethod
  /// The last period to forecast.
  package let horizon: PeriodText
  package let isNonnegative: Bool
  let sources: [ScenarioSource]
}

/// Why a hierarchy has no answer.
package enum HierarchyFailure: Error, Sendable {
  case nodes(NodeFault)
  case forecast(NodeForecaster.Failure)
  case reconciliation(ReconciliationError)
  /// Nothing is left to forecast: the data go up to the horizon.
  case horizonPassed(String)
}

extension HierarchyFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .nodes(let fault): fault.description
    case .forecast(let failure): "'\(failure.node)' cannot be forecast: \(failure.error)"
    case .reconciliation(let error): error.description
    case .horizonPassed(let period): "the data go up to the horizon \(period)"
    }
  }
}

/// One hierarchy and its answer, or why there is none.
package struct HierarchyRow: Sendable {
  package let question: HierarchyQuestion
  package let answer: Result<HierarchyAnswer, HierarchyFailure>
}

/// The answers of all hierarchies of a scenario.
package struct HierarchyAnswers: ScenarioAnswer {
  package let rows: [HierarchyRow]

  package var verdicts: [PartVerdict] {
    rows.map { row in
      switch row.answer {
      case .failure(let error):
        PartVerdict(subject: row.question.name, text: "no answer, \(error.description)")
      case .success(let answer): PartVerdict(subject: row.question.name, text: answer.verdict)
      }
    }
  }
}

extension ScenarioRun {
  /// The hierarchies of the scenario with their answers.
  package var hierarchies: [HierarchyRow] { part(HierarchyPart.self)?.answer.rows ?? [] }
}
