internal import Logistics
internal import Scenarios
internal import SeriesCore

/// What is added to capacity, whether the link is full before, and what an earlier opening is worth.
enum OpeningsReport {
  static let kind = ReportKind(
    file: "openings.csv",
    summary: "additions to capacity, what an earlier opening is worth and a later one costs",
    table: table
  ) { run in
    (run.part(CapacityPart.self)?.answer.links ?? []).flatMap { link -> [Row] in
      guard case .success(let outcome) = link.result else { return [] }
      return outcome.tallies.flatMap { course, alike, tally in
        link.question.steps.enumerated().map { place, planned in
          Row(link.question, outcome, tally, course, alike, planned, isFirst: place == 0)
        }
      }
    }
  }

  private struct Row {
    let question: CapacityQuestion
    let outcome: CapacityAnswer.Outcome
    let course: String
    let alike: [String]
    let step: CapacityStep
    let delay: Int
    let isBuilt: Bool
    /// Of the first step only: what comes later is counted from its opening on.
    let pFullBefore: Double?
    var meanGain: Double?
    var gain: QuantileSpread?
    var meanCost: Double?
    var cost: QuantileSpread?
    let verdict: String

    init(
      _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome, _ tally: CapacityTally,
      _ course: String, _ alike: [String], _ planned: CapacityQuestion.PlannedStep,
      isFirst: Bool
    ) {
      (self.question, self.outcome, self.course) = (question, outcome, course)
      self.alike = alike
      step = planned.step
      delay = planned.delays[course] ?? 0
      isBuilt = !planned.cancelledIn.contains(course)
      pFullBefore = isFirst ? tally.fullBeforeOpening(link: outcome.place) : nil
      if isFirst, isBuilt,
        let earlier = tally.gainOfEarlierOpening(
          link: outcome.place, QuantileSpread.probabilities)
      {
        meanGain = earlier.mean
        gain = QuantileSpread(earlier.quantiles)
      }
      if isFirst, isBuilt,
        let later = tally.costOfLaterOpening(link: outcome.place, QuantileSpread.probabilities)
      {
        meanCost = later.mean
        cost = QuantileSpread(later.quantiles)
      }
      verdict =
        !isBuilt
        ? "\(step.name) is not built"
        : isFirst
          ? CapacityVerdict.opening(question, outcome, tally, step)
          : "\(step.name) is counted from its opening on"
    }

    func opens(_ probability: Double) -> String? {
      isBuilt ? question.series.axis.text(step.openingQuantile(probability) + delay) : nil
    }
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.course },
    .text("link", "link or crossing") { $0.question.name },
    .text("step", "what is added") { $0.step.name },
    .rounded("adds_low", "least addition") { $0.step.low },
    .rounded("adds", "likeliest addition") { $0.step.mode },
    .rounded("adds_high", "greatest addition") { $0.step.high },
    .text("unit", "unit") { $0.question.series.unit?.label },
    .text("opens_p10", "opened by then with 10 %") { $0.opens(0.1) },
    .text("opens_p50", "opened by then with 50 %") { $0.opens(0.5) },
    .text("opens_p90", "opened by then with 90 %") { $0.opens(0.9) },
    .rounded("p_full_before", "probability that the link is full in some period before it opens") {
      $0.pFullBefore
    },
    .text("gain_through", "last period of the sums of gain and delay_cost") {
      $0.question.series.axis.text($0.outcome.start + $0.outcome.horizon - 1)
    },
    .rounded(
      "gain_mean", "more carried on all links together when it opens a period earlier"
    ) { $0.meanGain },
    .rounded("gain", "the same, median") { $0.gain?.median },
    .rounded("gain_p10", "10 % quantile") { $0.gain?.p10 },
    .rounded("gain_p90", "90 % quantile") { $0.gain?.p90 },
    .rounded(
      "delay_cost_mean", "less carried on all links together when it opens a period later"
    ) { $0.meanCost },
    .rounded("delay_cost", "the same, median") { $0.cost?.median },
    .rounded("delay_cost_p10", "10 % quantile: with p90 an interval of 80 %") { $0.cost?.p10 },
    .rounded("delay_cost_p90", "90 % quantile") { $0.cost?.p90 },
    .integer("n", "observations behind demand") { $0.outcome.demand.count },
    .text("status", "projected or not built") { $0.isBuilt ? "projected" : "not built" },
    .text("also", "courses of events that change nothing here, of which the row holds too") {
      $0.alike.isEmpty ? nil : $0.alike.joined(separator: "; ")
    },
    .text("verdict", "the row in one sentence") { $0.verdict },
  ]
}
