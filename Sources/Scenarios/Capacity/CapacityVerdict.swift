package import Logistics
internal import SeriesCore

/// The plain sentences that a link ends in.
package enum CapacityVerdict {
  /// One sentence a level and deadline, then one on the first step.
  static func texts(
    _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome, _ tally: CapacityTally,
    others: [(course: String, tally: CapacityTally)]
  ) -> [String] {
    var texts: [String] = []
    for (place, level) in question.levels.enumerated() {
      for deadline in level.deadlines {
        let text = text(
          question, outcome, tally, level: place, value: level.level, deadline: deadline)
        let shares = others.compactMap { course, other -> String? in
          guard
            case .projected(_, _, _, let touched) = CapacityAnswer.standing(
              outcome, other, level: place, value: level.level, deadline: deadline)
          else { return nil }
          return "\(course) \(Verdict.share(touched))"
        }
        texts.append(
          text + (shares.isEmpty ? "" : "\n    to be carried: " + shares.joined(separator: ", ")))
      }
    }
    if let step = question.steps.first {
      texts.append(opening(question, outcome, tally, step.step))
    }
    return texts
  }

  package static func text(
    _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome, _ tally: CapacityTally,
    level: Int, value: Double, deadline: Int
  ) -> String {
    let series = question.series
    let basis = series.basis.map { " (\($0.label) basis)" } ?? ""
    let head =
      "\(Verdict.amount(value, series.unit)) by \(series.axis.text(deadline))\(basis): "
    let standing = CapacityAnswer.standing(
      outcome, tally, level: level, value: value, deadline: deadline)
    switch standing {
    case .met(let ordinal): return head + "carried in \(series.axis.text(ordinal))"
    case .missed: return head + "not carried by then; \(sample(question, outcome))"
    case .projected(let demand, let capacity, let carried, let touched):
      let room = tally.quantiles(
        .capacity, link: outcome.place, step: deadline - outcome.start, [0.5])[0]
      return head
        + "\(Verdict.share(touched)) to be carried by then, \(Verdict.share(carried)) in that "
        + "period; of that period demand is there with \(Verdict.share(demand)), capacity with "
        + "\(Verdict.share(capacity)), \(Verdict.amount(room, series.unit)) of it at the median; "
        + sample(question, outcome)
    }
  }

  /// Whether the link is full before a step opens, and what a period earlier would carry.
  package static func opening(
    _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome, _ tally: CapacityTally,
    _ step: CapacityStep
  ) -> String {
    let series = question.series
    guard let full = tally.fullBeforeOpening(link: outcome.place),
      let gain = tally.gainOfEarlierOpening(link: outcome.place, [0.1, 0.5, 0.9]),
      let cost = tally.costOfLaterOpening(link: outcome.place, [0.1, 0.5, 0.9])
    else { return "\(step.name) is not built" }
    let last = series.axis.text(outcome.start + outcome.horizon - 1)
    return "full before \(step.name) opens with \(Verdict.share(full)); a period earlier would "
      + "carry \(spread(gain.mean, gain.quantiles, series.unit)) more by \(last), a period later "
      + "\(spread(cost.mean, cost.quantiles, series.unit)) less; "
      + sample(question, outcome)
  }

  /// The mean with the 80 % interval: of a link that is seldom full the median is nothing.
  private static func spread(_ mean: Double, _ quantiles: [Double], _ unit: SeriesUnit?) -> String {
    let ends = [quantiles[0], quantiles[2]].map { Verdict.amount($0, unit) }
    return "\(Verdict.amount(mean, unit)) on average (80 %: \(ends[0]) to \(ends[1]))"
  }

  /// `drift demand, soft capacity 28, 8 points 2015 to 2024, 2 at capacity`.
  static func sample(
    _ question: CapacityQuestion, _ outcome: CapacityAnswer.Outcome
  ) -> String {
    let axis = question.series.axis
    return "\(question.demand.name) demand, \(question.bound.name) capacity "
      + "\(Verdict.amount(question.stated, question.series.unit)) in "
      + "\(axis.text(outcome.start - 1)), \(outcome.demand.count) points "
      + "\(axis.text(outcome.demand.sampleStart)) to \(axis.text(outcome.demand.sampleEnd)), "
      + "\(outcome.demand.fullPeriods.count) at capacity"
  }
}
