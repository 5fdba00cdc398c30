internal import Logistics
internal import Scenarios
internal import SeriesCore

/// Levels of what a link carries, by scenario and deadline.
enum CapacityLevelsReport {
  static let kind = ReportKind(
    file: "capacity_levels.csv",
    summary: "probabilities to carry a level, by scenario, link and deadline", table: table
  ) { run in
    (run.part(CapacityPart.self)?.answer.links ?? []).flatMap { link in
      link.question.levels.enumerated().flatMap { place, level in
        level.deadlines.flatMap { deadline in
          rows(link, level: place, value: level.level, deadline: deadline)
        }
      }
    }
  }

  private struct Row {
    let question: CapacityQuestion
    let level: Double
    let deadline: Int
    var course: String?
    var alike: [String] = []
    var outcome: CapacityAnswer.Outcome?
    var standing: CapacityAnswer.Standing?
    let verdict: String

    func period(_ ordinal: Int?) -> String? { ordinal.map { question.series.axis.text($0) } }

    var shares: (demand: Double?, capacity: Double?, carried: Double?, touched: Double?) {
      switch standing {
      case .met: (nil, nil, nil, 1)
      case .missed: (nil, nil, nil, 0)
      case .projected(let demand, let capacity, let carried, let touched):
        (demand, capacity, carried, touched)
      case nil: (nil, nil, nil, nil)
      }
    }

    var status: String {
      switch standing {
      case .met: "met"
      case .missed: "missed"
      case .projected: "projected"
      case nil: "insufficient"
      }
    }
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.course },
    .text("link", "link or crossing") { $0.question.name },
    .text("series", "series of what the link carries") { $0.question.series.id },
    .exact("level", "level to carry") { $0.level },
    .text("unit", "unit") { $0.question.series.unit?.label },
    .text("basis", "how the series is measured") { $0.question.series.basis?.label },
    .text("deadline", "period by which") { $0.period($0.deadline) },
    .text("model", "what projects demand: headline, or growth of the link's own") {
      $0.question.demand.name
    },
    .integer("n", "observations behind demand") {
      $0.outcome?.demand.count ?? $0.question.series.count
    },
    .integer("n_full", "of these at or near capacity") { $0.outcome?.demand.fullPeriods.count },
    .text("sample_start", "first observed period used") {
      $0.period($0.outcome?.demand.sampleStart)
    },
    .text("sample_end", "last observed period used") { $0.period($0.outcome?.demand.sampleEnd) },
    .rounded("p_demand", "probability that demand is at or over the level in the deadline") {
      $0.shares.demand
    },
    .rounded("p_capacity", "probability that capacity is at or over the level in the deadline") {
      $0.shares.capacity
    },
    .rounded("p_level_at_deadline", "probability that the level is carried in the deadline") {
      $0.shares.carried
    },
    .rounded("p_touch_by_deadline", "probability that it was carried by the deadline") {
      $0.shares.touched
    },
    .text("status", "projected, met, missed or insufficient") { $0.status },
    .text("also", "courses of events that change nothing here, of which the row holds too") {
      $0.alike.isEmpty ? nil : $0.alike.joined(separator: "; ")
    },
    .text("verdict", "the row in one sentence") { $0.verdict },
  ]

  private static func rows(
    _ link: CapacityAnswer.Link, level: Int, value: Double, deadline: Int
  ) -> [Row] {
    let question = link.question
    switch link.result {
    case .failure(let error):
      return [Row(question: question, level: value, deadline: deadline, verdict: error.reason)]
    case .success(let outcome):
      return outcome.tallies.map { course, alike, tally in
        Row(
          question: question, level: value, deadline: deadline, course: course, alike: alike,
          outcome: outcome,
          standing: CapacityAnswer.standing(
            outcome, tally, level: level, value: value, deadline: deadline),
          verdict: CapacityVerdict.text(
            question, outcome, tally, level: level, value: value, deadline: deadline))
      }
    }
  }
}
