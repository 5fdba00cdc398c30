internal import Forecasting
internal import SeriesCore

/// The key `nowcasts`: full years told from their beginnings.
package struct NowcastPart: ScenarioPart {
  package static let key = "nowcasts"

  package let questions: [NowcastQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> NowcastPart? {
    NowcastPart(questions: NowcastReader(context: context).questions(node))
  }

  package var sources: [ScenarioSource] { questions.flatMap(\.sources) }

  package var plan: [String] {
    questions.map { question in
      let flows = question.flows.count == 1 ? "1 flow" : "\(question.flows.count) flows"
      return "nowcast \(question.name): \(question.year) from "
        + "\(question.part.text(of: question.year)), \(flows)"
        + (question.bridge == nil ? "" : ", bridged to another basis")
    }
  }

  package var reports: [PartReport] { [PartReport("nowcast.csv")] }

  package func answer(_ run: PartRun) -> NowcastAnswers {
    let courses = run.courses
    return NowcastAnswers(
      rows: questions.flatMap { question in
        courses.flatMap { NowcastAnswer(question, course: $0, asOf: run.asOf).rows }
      }, headline: courses.first)
  }
}

/// The answers of all nowcasts of a scenario.
package struct NowcastAnswers: ScenarioAnswer {
  package let rows: [NowcastRow]
  let headline: String?

  package var verdicts: [PartVerdict] {
    rows.filter { $0.course == headline && $0.flow == $0.question.whole.name }.map { row in
      PartVerdict(subject: row.question.name, text: NowcastVerdict.text(row))
    }
  }
}

extension ScenarioRun {
  /// The nowcasts of the scenario, a row a flow and method.
  package var nowcasts: [NowcastRow] { part(NowcastPart.self)?.answer.rows ?? [] }
}
