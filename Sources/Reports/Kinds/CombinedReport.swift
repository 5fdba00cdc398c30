internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// The models behind and beside each probability: what each says, how it forecast the series' own past,
/// and its weight.
enum CombinedReport {
  static let kind = ReportKind(
    file: "combined.csv", summary: "models of the pool by target and deadline", table: table
  ) { run in
    let course = run.scenario.courses.first?.name
    return run.targets.filter {
      run.isMain($0.vintage) && $0.course == course && $0.outcome.status == .projected
    }.flatMap { row in
      let circumstances = row.outcome.circumstances
      return (circumstances?.members ?? []).map {
        Row(outcome: row.outcome, why: circumstances?.whyRange, member: $0)
      }
    }
  }

  private struct Row {
    let outcome: TargetOutcome
    let why: String?
    let member: TargetCircumstances.Member

    var gate: BacktestGate { member.candidate.gate }
  }

  private static let table: Table<Row> = [
    .text("target", "name of the target") { $0.outcome.target.target.name },
    .text("deadline", "period by which") { $0.outcome.axis.text($0.outcome.deadline) },
    .text("series", "series id") { $0.outcome.seriesID },
    .text("model", "member, the declared headline first") { $0.member.candidate.request.text },
    .rounded("weight", "share in the quoted distribution; 0 of one that is shown only") {
      $0.member.candidate.weight
    },
    .answer("passed", "whether its backtest on the series passed the gate") { $0.gate.passed },
    .text("reason", "why the weight is what it is") { $0.member.candidate.reason },
    .rounded("p_touch_by_deadline", "probability under this model alone to have reached it") {
      $0.member.pTouch
    },
    .rounded("p_level_at_deadline", "probability under this model alone to be there") {
      $0.member.pLevel
    },
    .rounded("median_growth", "growth a year of its median to the deadline", unit: "a fraction") {
      $0.member.growth
    },
    .integer("origins", "origins of the backtest") { $0.gate.accuracy.origins },
    .integer("n", "judged forecasts, overlapping and so dependent") { $0.gate.accuracy.forecasts },
    .rounded("coverage_80", "share of actuals inside the 80 % interval") {
      $0.gate.accuracy.measures.coverage(0)
    },
    .rounded("wis", "weighted interval score of 80 and 95 %, in the unit of the series") {
      $0.gate.accuracy.measures.wis
    },
    .rounded("wis_over_naive", "the same relative to naive on the same forecasts") {
      $0.gate.errorOverNaive
    },
    .rounded("p_quoted", "probability of the pool") { $0.outcome.pTouch },
    .text("why_range", "why the members differ") { $0.why },
  ]
}
