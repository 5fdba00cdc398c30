internal import Logistics
internal import Scenarios
internal import SeriesCore

/// What is added to capacity, whether the link is full before, and what an earlier opening is worth.
enum OpeningsReport {
  static let kind = ReportKind(
    file: "openings.csv", summary: "additions to capacity and what an earlier opening is worth",
    columns: [
      .text("scenario", "course of events"), .text("link", "link or crossing"),
      .text("step", "what is added"), .number("adds_low", "least addition"),
      .number("adds", "likeliest addition"), .number("adds_high", "greatest addition"),
      .text("unit", "unit"), .text("opens_p10", "opened by then with 10 %"),
      .text("opens_p50", "opened by then with 50 %"),
      .text("opens_p90", "opened by then with 90 %"),
      .number("p_full_before", "probability that the link is full in some period before it opens"),
      .text("gain_through", "last period of the sum of the gain"),
      .number("gain_mean", "more carried on all links together when it opens a period earlier"),
      .number("gain", "the same, median"), .number("gain_p10", "10 % quantile"),
      .number("gain_p90", "90 % quantile"), .integer("n", "observations behind demand"),
      .text("status", "projected or not built"), .text("verdict", "the row in one sentence"),
    ],
    isWanted: hasSteps
  ) { run in
    (run.part(CapacityPart.self)?.answer.links ?? []).flatMap { link in
      guard case .success(let outcome) = link.result else { return [[ReportTable.Cell]]() }
      return outcome.tallies.flatMap { course, tally in
        link.question.steps.enumerated().map { place, planned in
          row(link.question, outcome, tally, course, planned, isFirst: place == 0)
        }
      }
    }
  }

  @Sendable private static func hasSteps(_ run: ScenarioRun) -> Bool {
    run.scenario.part(CapacityPart.self)?.questions.contains { !$0.steps.isEmpty } ?? false
  }

  private static func row(
    _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome, _ tally: CapacityTally,
    _ course: String, _ planned: CapacityQuestion.PlannedStep, isFirst: Bool
  ) -> [ReportTable.Cell] {
    let step = planned.step
    let axis = question.series.axis
    let delay = planned.delays[course] ?? 0
    let isBuilt = !planned.cancelledIn.contains(course)
    func opens(_ p: Double) -> ReportTable.Cell {
      .text(isBuilt ? axis.text(step.openingQuantile(p) + delay) : nil)
    }
    let gain =
      isFirst && isBuilt
      ? tally.gainOfEarlierOpening(link: outcome.place, [0.5, 0.1, 0.9]) : nil
    let full = isFirst ? tally.fullBeforeOpening(link: outcome.place) : nil
    return [
      .text(course), .text(question.name), .text(step.name), .rounded(step.low),
      .rounded(step.mode), .rounded(step.high), .text(question.series.unit?.label), opens(0.1),
      opens(0.5), opens(0.9), .rounded(full),
      .text(axis.text(outcome.start + outcome.horizon - 1)), .rounded(gain?.mean),
      .rounded(gain?.quantiles[0]), .rounded(gain?.quantiles[1]), .rounded(gain?.quantiles[2]),
      .integer(outcome.demand.count), .text(isBuilt ? "projected" : "not built"),
      .text(
        !isBuilt
          ? "\(step.name) is not built"
          : isFirst
            ? CapacityVerdict.opening(question, outcome, tally, step)
            : "\(step.name) is counted from its opening on"),
    ]
  }
}
