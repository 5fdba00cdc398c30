internal import Scenarios
internal import SeriesCore

/// Plans beside what came.
enum PostMortemPlansReport {
  @Sendable private static func isWanted(_ run: ScenarioRun) -> Bool {
    run.postMortems.contains { $0.question.plans != nil }
  }

  static let kind = ReportKind(
    file: "postmortem_plans.csv", summary: "plans beside what came, a row each",
    columns: [
      .text("postmortem", "name of the post-mortem"), .text("plans", "series id of the plans"),
      .text("series", "series id of what came"), .text("unit", "unit of both"),
      .text("plan_basis", "how the plans are measured"),
      .text("basis", "how what came is measured"),
      .text("bridge", "why they can be compared on different bases"),
      .text("period", "planned period"), .exact("plan", "the plan"),
      .exact("actual", "value that came; empty in a gap or while open"),
      .number("error", "plan − actual; positive when less came"),
      .number("ratio", "plan ÷ actual"),
      .text("before", "last period before with a value"),
      .exact("naive", "that value, which a plan should beat"),
      .number("naive_error", "naive − actual"),
    ], isWanted: isWanted
  ) { run in
    run.postMortems.flatMap { answer -> [[ReportTable.Cell]] in
      guard let record = answer.question.plans else { return [] }
      let (actual, axis) = (answer.actual, answer.actual.axis)
      return answer.plans.map { row in
        [
          .text(answer.question.name), .text(record.series.id), .text(actual.id),
          .text(actual.unit?.label), .text(record.series.basis?.label),
          .text(actual.basis?.label), .text(record.bridge), .text(axis.text(row.period)),
          .exact(row.plan), .exact(row.actual), .rounded(row.error), .rounded(row.ratio),
          .text(row.before.map { axis.text($0.period) }), .exact(row.before?.value),
          .rounded(row.naiveError),
        ]
      }
    }
  }
}
