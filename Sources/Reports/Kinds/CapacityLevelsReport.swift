internal import Logistics
internal import Scenarios
internal import SeriesCore

/// Levels of what a link carries, by scenario and deadline.
enum CapacityLevelsReport {
  static let kind = ReportKind(
    file: "capacity_levels.csv",
    summary: "probabilities to carry a level, by scenario, link and deadline",
    columns: [
      .text("scenario", "course of events"), .text("link", "link or crossing"),
      .text("series", "series of what the link carries"), .exact("level", "level to carry"),
      .text("unit", "unit"), .text("basis", "how the series is measured"),
      .text("deadline", "period by which"), .text("model", "growth of demand"),
      .integer("n", "observations behind demand"),
      .integer("n_full", "of these at or near capacity"),
      .text("sample_start", "first observed period used"),
      .text("sample_end", "last observed period used"),
      .number("p_demand", "probability that demand is at or over the level in the deadline"),
      .number("p_capacity", "probability that capacity is at or over the level in the deadline"),
      .number("p_level_at_deadline", "probability that the level is carried in the deadline"),
      .number("p_touch_by_deadline", "probability that it was carried by the deadline"),
      .text("status", "projected, met, missed or insufficient"),
      .text("verdict", "the row in one sentence"),
    ], isWanted: ReportKind.has(CapacityPart.self)
  ) { run in
    (run.part(CapacityPart.self)?.answer.links ?? []).flatMap { link in
      link.question.levels.enumerated().flatMap { place, level in
        level.deadlines.flatMap { deadline in
          rows(link, level: place, value: level.level, deadline: deadline)
        }
      }
    }
  }

  private static func rows(
    _ link: CapacityAnswer.Link, level: Int, value: Double, deadline: Int
  ) -> [[ReportTable.Cell]] {
    let question = link.question
    let series = question.series
    func head(_ course: String?, _ outcome: CapacityAnswer.Outcome?) -> [ReportTable.Cell] {
      let demand = outcome?.demand
      return [
        .text(course), .text(question.name), .text(series.id), .exact(value),
        .text(series.unit?.label), .text(series.basis?.label),
        .text(series.axis.text(deadline)), .text(question.growth.rawValue),
        .integer(demand?.count ?? series.count), .integer(demand?.fullPeriods.count),
        .text(demand.map { series.axis.text($0.sampleStart) }),
        .text(demand.map { series.axis.text($0.sampleEnd) }),
      ]
    }
    switch link.result {
    case .failure(let error):
      return [
        head(nil, nil) + [
          .rounded(nil), .rounded(nil), .rounded(nil), .rounded(nil), .text("insufficient"),
          .text(error.reason),
        ]
      ]
    case .success(let outcome):
      return outcome.tallies.map { course, tally in
        let text = CapacityVerdict.text(
          question, outcome, tally, level: level, value: value, deadline: deadline)
        let cells: [ReportTable.Cell] =
          switch CapacityAnswer.standing(
            outcome, tally, level: level, value: value, deadline: deadline)
          {
          case .met: [.rounded(nil), .rounded(nil), .rounded(nil), .rounded(1), .text("met")]
          case .missed: [.rounded(nil), .rounded(nil), .rounded(nil), .rounded(0), .text("missed")]
          case .projected(let demand, let capacity, let carried, let touched):
            [
              .rounded(demand), .rounded(capacity), .rounded(carried), .rounded(touched),
              .text("projected"),
            ]
          }
        return head(course, outcome) + cells + [.text(text)]
      }
    }
  }
}
