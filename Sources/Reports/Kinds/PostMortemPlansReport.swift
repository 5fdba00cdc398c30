internal import Scenarios
internal import SeriesCore

/// Plans beside what came.
enum PostMortemPlansReport {
  static let kind = ReportKind(
    file: "postmortem_plans.csv", summary: "plans beside what came, a row each", table: table
  ) { run in
    run.postMortems.flatMap { answer in
      answer.plans.map { record, plan in
        Row(name: answer.question.name, record: record, actual: answer.actual, plan: plan)
      }
    }
  }

  private struct Row {
    let name: String
    let record: PlanRecord
    let actual: TimeSeries
    let plan: PlanRecord.Row

    func period(_ ordinal: Int?) -> String? { ordinal.map { actual.axis.text($0) } }
  }

  private static let table: Table<Row> = [
    .text("postmortem", "name of the post-mortem") { $0.name },
    .text("plans", "series id of the plans") { $0.record.series.id },
    .text("series", "series id of what came") { $0.actual.id },
    .text("unit", "unit of both") { $0.actual.unit?.label },
    .text("plan_basis", "how the plans are measured") { $0.record.series.basis?.label },
    .text("basis", "how what came is measured") { $0.actual.basis?.label },
    .text("bridge", "why they can be compared on different bases") { $0.record.bridge },
    .text("made", "when it was made, where the scenario says") { $0.record.made?.written },
    .text("period", "planned period") { $0.period($0.plan.period) },
    .exact("plan", "the plan") { $0.plan.plan },
    .exact("actual", "value that came; empty in a gap or while open") { $0.plan.actual },
    .rounded("error", "plan − actual; positive when less came") { $0.plan.error },
    .rounded("ratio", "plan ÷ actual") { $0.plan.ratio },
    .text("before", "last period before with a value, and over when the plan was made") {
      $0.period($0.plan.before?.period)
    },
    .exact("naive", "that value, which a plan should beat") { $0.plan.before?.value },
    .rounded("naive_error", "naive − actual") { $0.plan.naiveError },
    .text("after", "first period after with a value, where the planned one has none") {
      $0.period($0.plan.after?.period)
    },
    .exact("after_actual", "that value") { $0.plan.after?.value },
  ]
}
