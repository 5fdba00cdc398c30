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
      let members = (circumstances?.members ?? []).map {
        Row(row.outcome, why: circumstances?.whyRange, $0)
      }
      return members + drivers(run, row.outcome, course)
    }
  }

  private struct Row {
    let outcome: TargetOutcome
    let why: String?
    let model: String
    let weight: Double
    let reason: String
    let pTouch: Double?
    let pLevel: Double?
    let growth: Double?
    let gate: BacktestGate?

    init(_ outcome: TargetOutcome, why: String?, _ member: TargetCircumstances.Member) {
      self.outcome = outcome
      self.why = why
      model = member.candidate.request.text
      weight = member.candidate.weight
      reason = member.candidate.reason
      pTouch = member.pTouch
      pLevel = member.pLevel
      growth = member.growth
      gate = member.candidate.gate
    }

    init(
      _ outcome: TargetOutcome, _ answer: ScenarioRegressionAnswer,
      _ driven: ScenarioRegressionAnswer.Outcome
    ) {
      self.outcome = outcome
      why = answer.differs
      model = answer.question.name
      weight = 0
      gate = answer.record?.gate
      reason =
        gate.map { $0.refusal ?? "passed with its drivers as they came; here they are assumed" }
        ?? "nothing judges it on the series' past"
      pTouch = nil
      pLevel = driven.probability
      growth = driven.growth(over: answer.question.projection)
    }
  }

  /// What drivers say of the same level and deadline: shown, without a weight.
  private static func drivers(
    _ run: ScenarioRun, _ outcome: TargetOutcome, _ course: String?
  ) -> [Row] {
    run.regressions.flatMap { row -> [Row] in
      guard case .success(let answer) = row.answer, let projection = answer.question.projection,
        projection.series.id == outcome.seriesID,
        abs(projection.level - outcome.level) <= 1e-9 * abs(outcome.level)
      else { return [] }
      return answer.outcomes.filter {
        $0.course == course && $0.deadline == outcome.deadline
      }.map { Row(outcome, answer, $0) }
    }
  }

  private static let table: Table<Row> = [
    .text("target", "name of the target") { $0.outcome.target.target.name },
    .text("deadline", "period by which") { $0.outcome.axis.text($0.outcome.deadline) },
    .text("series", "series id") { $0.outcome.seriesID },
    .text(
      "model", "member, the declared headline first; a regression whose drivers project the series"
    ) { $0.model },
    .rounded("weight", "share in the quoted distribution; 0 of one that is shown only") {
      $0.weight
    },
    .answer("passed", "whether its backtest on the series passed the gate") {
      $0.gate?.passed ?? false
    },
    .text("reason", "why the weight is what it is") { $0.reason },
    .rounded("p_touch_by_deadline", "probability under this model alone to have reached it") {
      $0.pTouch
    },
    .rounded("p_level_at_deadline", "probability under this model alone to be there") {
      $0.pLevel
    },
    .rounded("median_growth", "growth a year of its median to the deadline", unit: "a fraction") {
      $0.growth
    },
    .integer("origins", "origins of the backtest") { $0.gate?.accuracy.origins },
    .integer("n", "judged forecasts, overlapping and so dependent") {
      $0.gate?.accuracy.forecasts
    },
    .rounded("coverage_80", "share of actuals inside the 80 % interval") {
      $0.gate?.accuracy.measures.coverage(0)
    },
    .rounded("wis", "weighted interval score of 80 and 95 %, in the unit of the series") {
      $0.gate?.accuracy.measures.wis
    },
    .rounded("wis_over_naive", "the same relative to naive on the same forecasts") {
      $0.gate?.errorOverNaive
    },
    .rounded("p_quoted", "probability of the pool") { $0.outcome.pTouch },
    .text("why_range", "why the members differ") { $0.why },
  ]
}
