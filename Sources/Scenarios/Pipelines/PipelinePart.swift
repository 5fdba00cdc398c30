internal import Logistics
internal import SeriesCore

/// The key `pipelines`: lists of projects, how many of them are finished by when, and what they are
/// worth.
public struct PipelinePart: ScenarioPart {
  public static let key = "pipelines"
  public static let summary = "projects on dated lists: finished, removed, in number and value"

  public let questions: [PipelineQuestion]

  public static func read(_ node: ScenarioNode, _ context: PartContext) -> PipelinePart? {
    PipelinePart(questions: PipelineReader(context: context).questions(node))
  }

  public var sources: [ScenarioSource] { questions.flatMap(\.sources) }

  public var plan: [String] {
    questions.map { question in
      let lists = question.entries.count == 1 ? "1 list" : "\(question.entries.count) lists"
      return
        "pipeline \(question.name): \(lists) up to \(question.entries.last?.list.label ?? ""), "
        + "to \(question.deadlines.count) periods"
    }
  }

  public var reports: [PartReport] { [PartReport("pipeline.csv")] }

  public func answer(_ run: PartRun) -> PipelineAnswers {
    let courses = run.scenario.courses.map(\.name)
    return PipelineAnswers(
      answers: questions.map { PipelineAnswer($0, courses: courses, run: run) },
      headline: courses.first)
  }
}

/// The answers of all pipelines of a scenario.
public struct PipelineAnswers: ScenarioAnswer {
  public let answers: [PipelineAnswer]
  let headline: String?

  public var verdicts: [PartVerdict] {
    answers.flatMap { answer in
      answer.rows.filter { $0.course == headline }.map {
        PartVerdict(
          subject: "\(answer.question.name), \($0.period)", text: PipelineVerdict.text(answer, $0))
      }
    }
  }
}

extension ScenarioRun {
  /// The pipelines of the scenario with their answers.
  public var pipelines: [PipelineAnswer] { part(PipelinePart.self)?.answer.answers ?? [] }
}
