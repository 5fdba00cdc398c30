internal import Logistics
internal import Scenarios
internal import SeriesCore

/// One row a pipeline, course of events and period: projects finished and removed, in number and value.
enum PipelineReport {
  static let kind = ReportKind(
    file: "pipeline.csv", summary: "projects on lists: finished and removed, in number and value",
    columns: { run in
      [
        .text("scenario", "course of events"), .text("pipeline", "name of the pipeline"),
        .text("as_of", "last list whose finished projects are known"),
        .integer("lists", "lists in use"),
        .integer("counted_lists", "of them with a count of the finished"),
        .integer("listed", "projects on that list, the finished ones in it"),
        .integer("finished", "finished of them"),
        .integer("removed", "taken off unfinished over all lists"),
        .text("removed_count", "counted, or at least: additions are not known, net falls only"),
        .integer("added", "put on over all lists"),
        .text("added_count", "counted, or at least"),
        .number("share_finished", "finished over listed, a fraction"),
        .number("share_lo-95", "lower end of its 95 % interval (Jeffreys)"),
        .number("share_hi-95", "upper end"),
        .number(
          "completion_hazard",
          "hazard a year of being finished: maximum of the likelihood, or the middle of a stated "
            + "range"),
        .number("completion_lo", "lower end: 95 % of a fit, 80 % of a stated range"),
        .number("completion_hi", "upper end"),
        .number("removal_hazard", "hazard a year of being taken off unfinished"),
        .number("removal_lo", "lower end"), .number("removal_hi", "upper end"),
        .integer("n_intervals", "intervals between lists behind a fit"),
        .integer("n_finished", "projects finished in them"),
        .integer("n_removed", "projects removed in them"),
        .number("exposure", "project-years at risk behind a fit"),
        .number("log_likelihood", "of a fit"),
        .number("deviance", "of constant hazards against free ones in every interval"),
        .integer("deviance_df", "its degrees of freedom"),
        .number("deviance_p", "its p-value, χ²"),
        .text("period", "period by whose end"),
        .number("finished_mean", "mean number of finished projects"),
        .integer("finished_median", "median number"),
      ] + ends(run, "finished", "number of finished projects", ReportTable.Column.integer) + [
        .number("removed_mean", "mean number taken off since as_of"),
        .integer("removed_median", "median number"),
      ] + ends(run, "removed", "number taken off since as_of", ReportTable.Column.integer) + [
        .integer("goal_finished", "number asked for"),
        .number("p_goal_finished", "probability that so many are finished"),
        .exact("value_listed", "value of all projects on the list"),
        .text("value_as_of", "list of that value"),
        .number("value_median", "median value of finished projects"),
      ] + ends(run, "value", "value of finished projects", ReportTable.Column.number) + [
        .exact("goal_value", "value asked for"),
        .number("p_goal_value", "probability that so much is finished"),
        .text("unit", "unit of the value"), .text("basis", "how the value is measured"),
        .text("count_basis", "how projects are counted"),
        .integer("paths", "sample paths"),
        .text("status", "fitted, assumption or insufficient"),
        .text("reason", "why hazards are not fitted, and what is assumed"),
        .text("verdict", "the row in one sentence"),
      ]
    }, isWanted: ReportKind.has(PipelinePart.self),
    rows: { run in
      run.pipelines.flatMap { answer in
        answer.rows.map { cells(answer, $0, run.scenario.levels) }
      }
    })

  private static func ends(
    _ run: ScenarioRun, _ name: String, _ what: String,
    _ make: (String, String) -> ReportTable.Column
  ) -> [ReportTable.Column] {
    run.scenario.levels.flatMap { level -> [ReportTable.Column] in
      let text = NumberText.shortest(level)
      return [
        make("\(name)_lo-\(text)", "lower end of the central \(text) % interval of the \(what)"),
        make("\(name)_hi-\(text)", "upper end of the central \(text) % interval of the \(what)"),
      ]
    }
  }

  private static func cells(
    _ answer: PipelineAnswer, _ row: PipelineAnswer.Row, _ levels: [Double]
  ) -> [ReportTable.Cell] {
    let (question, fit, outcome) = (answer.question, answer.fit, row.outcome)
    func tails(_ cell: (Double) -> ReportTable.Cell) -> [ReportTable.Cell] {
      levels.flatMap { level -> [ReportTable.Cell] in
        let tail = (1 - level / 100) / 2
        return [cell(tail), cell(1 - tail)]
      }
    }
    func completeness(_ total: ProjectPipeline.Total?) -> String? {
      total.map { $0.isComplete ? "counted" : "at least" }
    }
    let (removed, added) = (answer.pipeline?.removed, answer.pipeline?.added)
    let head: [ReportTable.Cell] = [
      .text(row.course), .text(question.name), .text(answer.base?.label),
      .integer(answer.pipeline?.vintages.count), .integer(answer.pipeline?.countedLists),
      .integer(answer.base?.listed), .integer(answer.base?.finished), .integer(removed?.count),
      .text(completeness(removed)), .integer(added?.count), .text(completeness(added)),
      .rounded(answer.share?.estimate), .rounded(answer.share?.low),
      .rounded(answer.share?.high), .rounded(row.completion?.estimate),
      .rounded(row.completion?.low), .rounded(row.completion?.high),
      .rounded(row.removal?.estimate), .rounded(row.removal?.low), .rounded(row.removal?.high),
      .integer(fit?.intervals), .integer(fit?.finished), .integer(fit?.removed),
      .rounded(fit?.exposure), .rounded(fit?.logLikelihood), .rounded(fit?.deviance?.value),
      .integer(fit?.deviance?.freedom), .rounded(fit?.deviance?.pValue), .text(row.period),
      .rounded(outcome?.meanFinished), .integer(outcome?.finished(0.5)),
    ]
    let counts =
      tails { p in .integer(outcome?.finished(p)) }
      + [.rounded(outcome?.meanRemoved), .integer(outcome?.removed(0.5))]
      + tails { p in .integer(outcome?.removed(p)) }
    let money: [ReportTable.Cell] = [
      .integer(question.goal.finished),
      .rounded(question.goal.finished.flatMap { goal in outcome?.probability(finished: goal) }),
      .exact(answer.value?.amount), .text(answer.value?.label), .rounded(outcome?.value(0.5)),
    ]
    let goal = question.goal.value
    let reasons = [
      answer.reason, answer.status == .assumption ? question.assumption?.reason : nil,
      outcome?.value(0.5) == nil ? answer.valueReason : question.sizes?.reason,
    ].compactMap { $0 }
    let tail: [ReportTable.Cell] = [
      .exact(goal), .rounded(goal.flatMap { goal in outcome?.probability(value: goal) }),
      .text(question.unit?.label), .text(question.basis?.label),
      .text(question.countBasis?.label), .integer(outcome == nil ? nil : answer.paths),
      .text(answer.status.rawValue), .text(reasons.isEmpty ? nil : reasons.joined(separator: "; ")),
      .text(PipelineVerdict.text(answer, row)),
    ]
    return head + counts + money + tails { p in .rounded(outcome?.value(p)) } + tail
  }
}
