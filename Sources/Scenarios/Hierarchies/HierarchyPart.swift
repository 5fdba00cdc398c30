public import Forecasting
public import SeriesCore

/// The key `hierarchies`: totals and parts, forecast and made to add up.
public struct HierarchyPart: ScenarioPart {
  public static let key = "hierarchies"
  public static let summary = "totals and parts that are forecast and made to add up"

  public let questions: [HierarchyQuestion]

  public static func read(_ node: ScenarioNode, _ context: PartContext) -> HierarchyPart? {
    HierarchyPart(questions: HierarchyReader(context: context).questions(node))
  }

  public var sources: [ScenarioSource] { questions.flatMap(\.sources) }

  public var plan: [String] {
    questions.map {
      "hierarchy \($0.name): \($0.hierarchy.count) nodes, \($0.hierarchy.bottom.count) bottom, "
        + "\($0.request.text), \($0.method.name), to \($0.horizon.written)"
    }
  }

  public var reports: [PartReport] { [PartReport("reconciled.csv")] }

  public func answer(_ run: PartRun) -> HierarchyAnswers {
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
public struct HierarchyQuestion: Sendable {
  public let name: String
  public let hierarchy: Hierarchy
  /// Observations by node.
  public let series: [String: TimeSeries]
  public let request: ModelRequest
  public let method: ReconciliationMethod
  /// The last period to forecast.
  public let horizon: PeriodText
  public let isNonnegative: Bool
  let sources: [ScenarioSource]
}

/// Why a hierarchy has no answer.
public enum HierarchyFailure: Error, Sendable {
  case nodes(NodeFault)
  case forecast(NodeForecaster.Failure)
  case reconciliation(ReconciliationError)
  /// Nothing is left to forecast: the data go up to the horizon.
  case horizonPassed(String)
}

extension HierarchyFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nodes(let fault): fault.description
    case .forecast(let failure): "'\(failure.node)' cannot be forecast: \(failure.error)"
    case .reconciliation(let error): error.description
    case .horizonPassed(let period): "the data go up to the horizon \(period)"
    }
  }
}

/// One hierarchy and its answer, or why there is none.
public struct HierarchyRow: Sendable {
  public let question: HierarchyQuestion
  public let answer: Result<HierarchyAnswer, HierarchyFailure>
}

/// The answers of all hierarchies of a scenario.
public struct HierarchyAnswers: ScenarioAnswer {
  public let rows: [HierarchyRow]

  public var verdicts: [PartVerdict] {
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
  public var hierarchies: [HierarchyRow] { part(HierarchyPart.self)?.answer.rows ?? [] }
}
