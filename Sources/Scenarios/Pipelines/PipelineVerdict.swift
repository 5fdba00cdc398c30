internal import Logistics
internal import SeriesCore

/// The plain sentence that a row of a pipeline ends in.
package enum PipelineVerdict {
  package static func text(_ answer: PipelineAnswer, _ row: PipelineAnswer.Row) -> String {
    guard row.outcome != nil, answer.base?.finished != nil else { return count(answer, row) }
    let parts = [counted(answer, row), worth(answer, row)].compactMap { $0 }
    return (parts + [origin(answer)]).joined(separator: "; ")
  }

  /// How many are finished and removed, and on what it rests.
  static func count(_ answer: PipelineAnswer, _ row: PipelineAnswer.Row) -> String {
    let text = counted(answer, row)
    return row.outcome == nil || answer.base?.finished == nil ? text : text + "; " + origin(answer)
  }

  /// What the finished ones are worth, and on what it rests; nil without values.
  static func value(_ answer: PipelineAnswer, _ row: PipelineAnswer.Row) -> String? {
    worth(answer, row).map { "finished by \(row.period): \($0); \(origin(answer))" }
  }

  private static func counted(_ answer: PipelineAnswer, _ row: PipelineAnswer.Row) -> String {
    guard let base = answer.base, let finished = base.finished else {
      return "no answer, \(answer.reason ?? "no list says how many are finished")"
    }
    var text = "\(finished) of \(base.listed) finished on the list of \(base.label)"
    if let share = answer.share {
      text +=
        " (\(Verdict.percent(share.estimate, 0)), Jeffreys 95 % "
        + "\(Verdict.percent(share.low, 0)) to \(Verdict.percent(share.high, 0)))"
    }
    guard let outcome = row.outcome else {
      return text + "; no projection, \(answer.reason ?? "no hazards")"
    }
    text +=
      "; by \(row.period) \(outcome.finished(0.5)) finished (80 % between "
      + "\(outcome.finished(0.1)) and \(outcome.finished(0.9))) and \(outcome.removed(0.5)) removed "
      + "(\(outcome.removed(0.1)) to \(outcome.removed(0.9)))"
    if let goal = answer.question.goal.finished {
      text += ", \(goal) finished with \(Verdict.share(outcome.probability(finished: goal)))"
    }
    return text
  }

  private static func worth(_ answer: PipelineAnswer, _ row: PipelineAnswer.Row) -> String? {
    guard let outcome = row.outcome, let median = outcome.value(0.5), let low = outcome.value(0.1),
      let high = outcome.value(0.9)
    else { return nil }
    var text =
      "worth \(Verdict.amount(median, answer.question.unit)) (80 % between "
      + "\(Verdict.number(low)) and \(Verdict.number(high)))"
    if let goal = answer.question.goal.value, let chance = outcome.probability(value: goal) {
      text +=
        ", \(Verdict.amount(goal, answer.question.unit)) of it finished with "
        + Verdict.share(chance)
    }
    return text
  }

  private static func origin(_ answer: PipelineAnswer) -> String {
    switch answer.status {
    case .fitted:
      let fit = answer.fit
      return "hazards fitted, \(fit?.intervals ?? 0) intervals, \(fit?.finished ?? 0) finished and "
        + "\(fit?.removed ?? 0) removed in them"
    case .assumption:
      return "hazards assumed, not fitted: " + (answer.reason ?? "")
    case .insufficient: return answer.reason ?? "insufficient"
    }
  }
}
