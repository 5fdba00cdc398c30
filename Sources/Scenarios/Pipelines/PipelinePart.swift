internal import Logistics
internal import SeriesCore

/// The key `pipelines`: lists of projects, how many of them are finished by when, and what they are
/// worth.
package struct PipelinePart: ScenarioPart {
  package static let key = "pipelines"

  package let questions: [PipelineQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> PipelinePart? {
    PipelinePart(questions: PipelineReader(context: context).questions(node))
  }

  package var sources: [ScenarioSource] { questions.flatMap(\.sources) }

  package var plan: [String] {
    questions.map { question in
      let lists = question.entries.count == 1 ? "1 list" : "\(question.entries.count) lists"
      return
        "pipeline \(question.name): \(lists) up to \(question.entries.last?.list.label ?? ""), "
        + "to \(question.deadlines.count) periods"
    }
  }

  package var reports: [PartReport] { [PartReport("pipeline.csv")] }

  package func answer(_ run: PartRun) -> PipelineAnswers {
    PipelineAnswers(
      answers: questions.map { PipelineAnswer($0, run) }, headline: run.courses.first)
  }
}

/// The answers of all pipelines of a scenario.
package struct PipelineAnswers: ScenarioAnswer {
  package let answers: [PipelineAnswer]
  let headline: String?

  package var verdicts: [PartVerdict] {
    answers.flatMap { answer in
      answer.rows.filter { $0.course == headline }.map {
        PartVerdict(
          subject: "\(answer.question.name), \($0.period)", text: PipelineVerdict.text(answer, $0))
      }
    }
  }
}

extension PipelineAnswers {
  /// A row a pipeline and period.
  package var sheet: [AnswerRow] {
    answers.flatMap { answer in
      answer.rows.filter { $0.course == headline }.flatMap { row in
        let status: AnswerRow.Status =
          switch answer.status {
          case .fitted: .projected
          case .assumption: .assumption
          case .insufficient: .insufficient
          }
        var result = AnswerRow(
          answer.question.name, PipelineVerdict.count(answer, row),
          row.outcome == nil ? .insufficient : status)
        result.deadline = row.period
        if let outcome = row.outcome {
          result.value = Double(outcome.finished(0.5))
          result.range = Double(outcome.finished(0.1))...Double(outcome.finished(0.9))
          result.unit = SeriesUnit("projects")
        }
        return [
          result, Self.count(result, answer, row), Self.worth(result, answer, row),
          Self.sum(result, answer, row),
        ].compactMap { $0 }
      }
    }
  }
}

extension PipelineAnswers {
  /// How likely the number that is aimed at is finished.
  private static func count(
    _ finished: AnswerRow, _ answer: PipelineAnswer, _ row: PipelineAnswer.Row
  ) -> AnswerRow? {
    guard let goal = answer.question.goal.finished, let outcome = row.outcome else { return nil }
    return aim(
      finished, answer, Double(goal), SeriesUnit("projects"),
      outcome.probability(finished: goal))
  }

  /// How likely the sum that is aimed at is finished.
  private static func sum(
    _ finished: AnswerRow, _ answer: PipelineAnswer, _ row: PipelineAnswer.Row
  ) -> AnswerRow? {
    guard let goal = answer.question.goal.value, let outcome = row.outcome else { return nil }
    return aim(finished, answer, goal, answer.question.unit, outcome.probability(value: goal))
  }

  private static func aim(
    _ finished: AnswerRow, _ answer: PipelineAnswer, _ goal: Double, _ unit: SeriesUnit?,
    _ probability: Double?
  ) -> AnswerRow? {
    guard let probability else { return nil }
    let amount = Verdict.amount(goal, unit)
    var result = AnswerRow(
      "\(answer.question.name): \(amount) finished",
      "\(amount) finished by \(finished.deadline ?? ""): \(Verdict.share(probability))",
      finished.status)
    result.deadline = finished.deadline
    (result.level, result.unit, result.probability) = (goal, unit, probability)
    return result
  }

  /// The same answer of the money that is finished, where a sum is aimed at.
  private static func worth(
    _ count: AnswerRow, _ answer: PipelineAnswer, _ row: PipelineAnswer.Row
  ) -> AnswerRow? {
    guard answer.question.goal.value != nil, let outcome = row.outcome,
      let median = outcome.value(0.5), let low = outcome.value(0.1), let high = outcome.value(0.9)
    else { return nil }
    var result = AnswerRow(
      answer.question.name + ", value", PipelineVerdict.value(answer, row) ?? count.verdict,
      count.status)
    result.deadline = count.deadline
    (result.value, result.range) = (median, low...high)
    (result.unit, result.basis) = (answer.question.unit, answer.question.basis)
    return result
  }
}

extension ScenarioRun {
  /// The pipelines of the scenario with their answers.
  package var pipelines: [PipelineAnswer] { part(PipelinePart.self)?.answer.answers ?? [] }
}
