package import Forecasting
package import SeriesCore

/// The key `postmortem`: what forecasts made at earlier times would have said of targets, and plans
/// beside what came.
package struct PostMortemPart: ScenarioPart {
  package static let key = "postmortem"

  package let questions: [PostMortemQuestion]

  package static func read(_ node: ScenarioNode, _ context: PartContext) -> PostMortemPart? {
    PostMortemPart(questions: PostMortemReader(context: context).questions(node))
  }

  package var sources: [ScenarioSource] { questions.flatMap { $0.plans.map(\.source) } }

  package var plan: [String] {
    questions.map { question in
      let axis = question.series.axis
      var parts: [String] = []
      if let first = question.vintages.first, let last = question.vintages.last {
        parts.append(
          "\(question.vintages.count) vintages \(axis.text(first)) to \(axis.text(last))")
        parts.append("\(question.targets.count) targets")
      }
      let plans = question.plans.reduce(0) { $0 + $1.series.count }
      if plans > 0 { parts.append("\(plans) plans") }
      return "post-mortem \(question.name): " + parts.joined(separator: ", ")
    }
  }

  package var reports: [PartReport] {
    var reports: [PartReport] = []
    if questions.contains(where: { !$0.targets.isEmpty }) {
      reports.append(PartReport("postmortem.csv"))
    }
    if questions.contains(where: { !$0.vintages.isEmpty }) {
      reports.append(PartReport("postmortem_forecasts.csv"))
    }
    reports.append(PartReport("postmortem_scores.csv"))
    if questions.contains(where: { !$0.plans.isEmpty }) {
      reports.append(PartReport("postmortem_plans.csv"))
    }
    return reports
  }

  package func answer(_ run: PartRun) -> PostMortemAnswers {
    PostMortemAnswers(rows: questions.map { PostMortemAnswer($0, run) })
  }
}

/// One series looked back on.
package struct PostMortemQuestion: Sendable {
  package let name: String
  package let series: TimeSeries
  package let targets: [PlacedTarget]
  /// The periods at whose ends forecasts are made, rising; each has a value.
  package let vintages: [Int]
  /// The headline first, each with its scale; naive is among them, since all others are judged
  /// beside it.
  package let models: [ModelRequest]
  /// The name of the model beside which the others are judged: naive, with its scale.
  package let referenceName: String
  /// Levels of the intervals, percent.
  package let levels: [Double]
  /// Periods ahead that are forecast.
  package let horizon: Int
  /// One a series of plans.
  package let plans: [PlanRecord]

  /// Periods to simulate after a vintage: as far as is forecast, and as the targets ask.
  static func steps(_ horizon: Int, _ targets: [PlacedTarget], after end: Int) -> Int {
    targets.reduce(horizon) { steps, target in
      max(steps, (target.deadlines.last ?? end) + target.target.hold - 1 - end)
    }
  }

  /// The model beside which the others are judged, without its scale.
  package static let reference = "naive"
}

/// The answers of all questions of a part.
package struct PostMortemAnswers: ScenarioAnswer {
  package let rows: [PostMortemAnswer]

  package var verdicts: [PartVerdict] { rows.flatMap(PostMortemVerdict.verdicts) }
}

extension ScenarioRun {
  /// What was looked back on, with the answers.
  package var postMortems: [PostMortemAnswer] { part(PostMortemPart.self)?.answer.rows ?? [] }
}
