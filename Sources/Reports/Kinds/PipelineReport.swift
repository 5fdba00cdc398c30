internal import Logistics
internal import Scenarios
internal import SeriesCore

/// One row a pipeline, course of events and period: projects finished and removed, in number and value.
enum PipelineReport {
  static let kind = ReportKind(
    file: "pipeline.csv", summary: "projects on lists: finished and removed, in number and value",
    table: { [lists, hazards, counts($0.levels), money($0.levels), ending] },
    rows: { run in
      run.pipelines.flatMap { answer in answer.rows.map { Row(answer: answer, row: $0) } }
    })

  private struct Row {
    let answer: PipelineAnswer
    let row: PipelineAnswer.Row

    var question: PipelineQuestion { answer.question }
    var outcome: PipelineProjection.Outcome? { row.outcome }

    var reasons: String? {
      let reasons = [
        answer.reason, answer.status == .assumption ? question.assumption?.reason : nil,
        outcome?.value(0.5) == nil ? answer.valueReason : question.sizes?.reason,
      ].compactMap { $0 }
      return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    func completeness(_ total: ProjectPipeline.Total?) -> String? {
      total.map { $0.isComplete ? "counted" : "at least" }
    }
  }

  private static let lists: Table<Row> = [
    .text("scenario", "course of events") { $0.row.course },
    .text("pipeline", "name of the pipeline") { $0.question.name },
    .text("as_of", "last list whose finished projects are known") { $0.answer.base?.label },
    .integer("lists", "lists in use") { $0.answer.pipeline?.vintages.count },
    .integer("counted_lists", "of them with a count of the finished") {
      $0.answer.pipeline?.countedLists
    },
    .integer("listed", "projects on that list, the finished ones in it") {
      $0.answer.base?.listed
    },
    .integer("finished", "finished of them") { $0.answer.base?.finished },
    .integer("removed", "taken off unfinished over all lists") {
      $0.answer.pipeline?.removed.count
    },
    .text("removed_count", "counted, or at least: additions are not known, net falls only") {
      $0.completeness($0.answer.pipeline?.removed)
    },
    .integer("added", "put on over all lists") { $0.answer.pipeline?.added.count },
    .text("added_count", "counted, or at least") { $0.completeness($0.answer.pipeline?.added) },
    .rounded("share_finished", "finished over listed", unit: "a fraction") {
      $0.answer.share?.estimate
    },
    .ends(of: [95], front: "share_") { end in
      .rounded(
        end.name, end.words + (end.isLow ? " of its \(end.level) % interval (Jeffreys)" : "")
      ) { row in end.of(row.answer.share.map { ($0.low, $0.high) }) }
    },
  ]

  private static let hazards: Table<Row> = [
    .rounded(
      "completion_hazard",
      "hazard a year of being finished: maximum of the likelihood, or the middle of a stated "
        + "range"
    ) { $0.row.completion?.estimate },
    .rounded("completion_lo", "lower end: 95 % of a fit, 80 % of a stated range") {
      $0.row.completion?.low
    },
    .rounded("completion_hi", "upper end") { $0.row.completion?.high },
    .rounded("removal_hazard", "hazard a year of being taken off unfinished") {
      $0.row.removal?.estimate
    },
    .rounded("removal_lo", "lower end") { $0.row.removal?.low },
    .rounded("removal_hi", "upper end") { $0.row.removal?.high },
    .integer("n_intervals", "intervals between lists behind a fit") { $0.answer.fit?.intervals },
    .integer("n_finished", "projects finished in them") { $0.answer.fit?.finished },
    .integer("n_removed", "projects removed in them") { $0.answer.fit?.removed },
    .rounded("exposure", "project-years at risk behind a fit") { $0.answer.fit?.exposure },
    .rounded("log_likelihood", "of a fit") { $0.answer.fit?.logLikelihood },
    .rounded("deviance", "of constant hazards against free ones in every interval") {
      $0.answer.fit?.deviance?.value
    },
    .integer("deviance_df", "its degrees of freedom") { $0.answer.fit?.deviance?.freedom },
    .rounded("deviance_p", "its p-value, χ²") { $0.answer.fit?.deviance?.pValue },
  ]

  private static func counts(_ levels: [Double]) -> Table<Row> {
    [
      .text("period", "period by whose end") { $0.row.period },
      .rounded("finished_mean", "mean number of finished projects") { $0.outcome?.meanFinished },
      .integer("finished_median", "median number") { $0.outcome?.finished(0.5) },
      .ends(of: levels, front: "finished_") { end in
        .integer(end.name, words(end, "number of finished projects")) {
          $0.outcome?.finished(end.probability)
        }
      },
      .rounded("removed_mean", "mean number taken off since as_of") { $0.outcome?.meanRemoved },
      .integer("removed_median", "median number") { $0.outcome?.removed(0.5) },
      .ends(of: levels, front: "removed_") { end in
        .integer(end.name, words(end, "number taken off since as_of")) {
          $0.outcome?.removed(end.probability)
        }
      },
      .integer("goal_finished", "number asked for") { $0.question.goal.finished },
      .rounded("p_goal_finished", "probability that so many are finished") { row in
        row.question.goal.finished.flatMap { row.outcome?.probability(finished: $0) }
      },
    ]
  }

  private static func money(_ levels: [Double]) -> Table<Row> {
    [
      .exact("value_listed", "value of all projects on the list") { $0.answer.value?.amount },
      .text("value_as_of", "list of that value") { $0.answer.value?.label },
      .rounded("value_median", "median value of finished projects") { $0.outcome?.value(0.5) },
      .ends(of: levels, front: "value_") { end in
        .rounded(end.name, words(end, "value of finished projects")) {
          $0.outcome?.value(end.probability)
        }
      },
      .exact("goal_value", "value asked for") { $0.question.goal.value },
      .rounded("p_goal_value", "probability that so much is finished") { row in
        row.question.goal.value.flatMap { row.outcome?.probability(value: $0) }
      },
    ]
  }

  private static let ending: Table<Row> = [
    .text("unit", "unit of the value") { $0.question.unit?.label },
    .text("basis", "how the value is measured") { $0.question.basis?.label },
    .text("count_basis", "how projects are counted") { $0.question.countBasis?.label },
    .integer("paths", "sample paths") { $0.outcome == nil ? nil : $0.answer.paths },
    .text("status", "fitted, assumption or insufficient") { $0.answer.status.rawValue },
    .text("reason", "why hazards are not fitted, and what is assumed") { $0.reasons },
    .text("verdict", "the row in one sentence") { PipelineVerdict.text($0.answer, $0.row) },
  ]

  private static func words(_ end: Table<Row>.End, _ what: String) -> String {
    "\(end.summary) of the \(what)"
  }
}
