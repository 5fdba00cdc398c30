internal import SeriesCore

/// The plain sentences that a post-mortem ends in. They say what the rows say and nothing more.
package enum PostMortemVerdict {
  static func verdicts(_ answer: PostMortemAnswer) -> [PartVerdict] {
    let targets = answer.byTarget.map { name, deadline, rows in
      PartVerdict(
        subject: name, text: target(answer, name: name, deadline: deadline, rows))
    }
    let name = answer.question.name
    return targets
      + [(name + ": forecasts", forecasts(answer)), (name + ": plans", plans(answer))]
      .compactMap { subject, text in text.map { PartVerdict(subject: subject, text: $0) } }
  }

  /// `40 USD bn by 2030 (GACC nominal basis): pseudo-vintages 2010 to 2022, n = 11: …`
  static func target(
    _ answer: PostMortemAnswer, name: String, deadline: Int, _ rows: [PostMortemAnswer.TargetRow]
  ) -> String {
    let axis = answer.actual.axis
    guard let model = answer.models.first,
      let any = rows.first(where: { $0.outcome.model == model })
    else { return "no answer, no vintage" }
    let head = Verdict.head(any.outcome)
    let asked = rows.filter { $0.outcome.model == model && $0.isForecast }
    guard let first = asked.first else {
      let reason = any.outcome.insufficiency ?? "it was \(any.outcome.status.rawValue) at each"
      return head + "no forecast at any vintage, \(reason)"
    }
    var text = head + span(asked.map { ($0.vintage, $0.kind) }, axis)
    text += ": probability to reach it \(course(asked, axis)) (\(model)); "
    text += came(answer, deadline, first.result)
    guard first.result.touched != nil else { return text + ", so nothing is scored yet" }
    let scores = answer.scores.filter {
      $0.subject == name && $0.deadline == deadline && $0.measure == "brier_touch"
        && $0.model == model
    }
    guard let score = scores.first, score.count >= PostMortemScore.leastCount else {
      return text + "; too few vintages to score"
    }
    text += "; Brier \(Verdict.number(score.value)) against "
    if let naive = score.naive, model != answer.question.referenceName {
      text += "\(Verdict.number(naive)) of naive and "
    }
    return text + "0.25 of even odds; the vintages share one outcome and are not independent"
  }

  /// How the probability went over the vintages, with the least where it lies inside.
  private static func course(_ rows: [PostMortemAnswer.TargetRow], _ axis: PeriodAxis) -> String {
    let shares = rows.map { Verdict.share($0.outcome.pTouch) }
    guard rows.count > 1, let first = shares.first, let last = shares.last else {
      return "was \(shares.first ?? "no figure")"
    }
    let least = rows.dropFirst().dropLast().min {
      ($0.outcome.pTouch ?? 1) < ($1.outcome.pTouch ?? 1)
    }
    let ends = min(rows[0].outcome.pTouch ?? 1, rows[rows.count - 1].outcome.pTouch ?? 1)
    var text = "went from \(first) to \(last)"
    if let least, let p = least.outcome.pTouch, p < ends {
      text += ", least \(Verdict.share(p)) in \(axis.text(least.vintage))"
    }
    return text
  }

  /// What came of the target, from the earliest vintage on.
  private static func came(
    _ answer: PostMortemAnswer, _ deadline: Int, _ result: TargetResult
  ) -> String {
    let axis = answer.actual.axis
    let gaps =
      result.unobserved == 0
      ? ""
      : " (\(result.unobserved) \(result.unobserved == 1 ? "period" : "periods") without a value)"
    let last = answer.actual.end.map(axis.text) ?? "no value"
    switch (result.touched, result.reachedIn) {
    case (true, let reached?): return "reached in \(axis.text(reached))"
    case (false, let reached?): return "missed, reached in \(axis.text(reached))" + gaps
    case (false, nil): return "missed" + gaps
    default: return "open, not reached by \(last)" + gaps
    }
  }

  private static func span(_ vintages: [(ordinal: Int, kind: VintageKind)], _ axis: PeriodAxis)
    -> String
  {
    guard let first = vintages.first, let last = vintages.last else { return "no vintage" }
    // One value without a date of publication makes the whole a pseudo-vintage.
    let kind: VintageKind = vintages.allSatisfy { $0.kind == .vintage } ? .vintage : .pseudo
    return vintages.count == 1
      ? "\(kind.rawValue) \(axis.text(first.ordinal)), n = 1"
      : "\(kind.rawValue)s \(axis.text(first.ordinal)) to \(axis.text(last.ordinal)), "
        + "n = \(vintages.count)"
  }

  static func forecasts(_ answer: PostMortemAnswer) -> String? {
    guard let model = answer.models.first, !answer.question.vintages.isEmpty else { return nil }
    let scored = answer.forecasts.filter { $0.model == model && $0.actual != nil }
    let horizon = answer.question.horizon
    let ahead = horizon == 1 ? "1 period ahead" : "1 to \(horizon) periods ahead"
    let head = "forecasts of \(answer.question.series.id) \(ahead) (\(model)), "
    guard scored.count >= PostMortemScore.leastCount else {
      return head + "n = \(scored.count): too few to judge"
    }
    var seen = Set<Int>()
    let vintages = scored.filter { seen.insert($0.vintage).inserted }
    var text = head + span(vintages.map { ($0.vintage, $0.kind) }, answer.actual.axis)
    text += ", \(scored.count) forecasts:"
    let own = answer.scores.filter {
      $0.subject == "forecasts" && $0.step == nil && $0.model == model
    }
    let coverage = own.filter { $0.measure.hasPrefix("coverage_") }
    var parts: [String] = []
    let widest = coverage.first { $0.measure == "coverage_80" } ?? coverage.last
    if let widest, let interval = widest.interval {
      parts.append(
        " the \(widest.measure.dropFirst("coverage_".count)) % interval covered "
          + "\(whole(widest.value)) (95 % interval \(whole(interval.lowerBound)) to "
          + "\(whole(interval.upperBound)) if they were independent, which overlapping ones are not)"
      )
    }
    if let ratio = own.first(where: { $0.measure == "wis" })?.ratio,
      model != answer.question.referenceName
    {
      parts.append(" weighted interval score \(Verdict.number(ratio)) of naive's")
    }
    text += parts.joined(separator: ";")
    return text
  }

  static func plans(_ answer: PostMortemAnswer) -> String? {
    guard !answer.question.plans.isEmpty else { return nil }
    let score = PlanScore(answer.plans.map(\.row))
    let head =
      "plans beside \(answer.question.series.id): \(score.count) of \(answer.plans.count)"
      + " have a value"
    guard score.count >= PostMortemScore.leastCount, let mean = score.meanError else {
      return head + ", too few to judge"
    }
    let unit = answer.actual.unit
    var text = head + ", \(score.over) of them planned more; mean plan − value "
    text += Verdict.amount(mean, unit)
    if let ratio = score.meanRatio { text += ", mean plan ÷ value \(Verdict.number(ratio))" }
    if let paired = score.paired {
      text +=
        "; mean absolute error \(Verdict.amount(paired.plan, unit)) against "
        + "\(Verdict.amount(paired.naive, unit)) of the last value before (n = \(paired.count))"
    }
    return text + furthest(answer) + between(answer)
  }

  /// The plan that was furthest off.
  private static func furthest(_ answer: PostMortemAnswer) -> String {
    let (axis, unit) = (answer.actual.axis, answer.actual.unit)
    let scored = answer.plans.filter { $0.row.error != nil }
    guard let (record, row) = scored.max(by: { abs($0.row.error ?? 0) < abs($1.row.error ?? 0) }),
      let error = row.error, let actual = row.actual
    else { return "" }
    let made = record.made.map { ", made in \($0.written)," } ?? ""
    return "; furthest off \(Verdict.amount(row.plan, unit)) for \(axis.text(row.period))\(made) "
      + "\(Verdict.amount(abs(error), unit)) \(error > 0 ? "over" : "under") the "
      + "\(Verdict.amount(actual, unit)) that came"
  }

  /// Plans for periods without a value that are over the values on both sides.
  private static func between(_ answer: PostMortemAnswer) -> String {
    let (axis, unit) = (answer.actual.axis, answer.actual.unit)
    let over = answer.plans.map(\.row).filter(\.isOverBothSides)
    guard let first = over.first, let before = first.before, let after = first.after else {
      return ""
    }
    let amounts = over.map { Verdict.amount($0.plan, unit) + " for " + axis.text($0.period) }
    return "; without a value and over those on both sides: \(amounts.joined(separator: ", ")) "
      + "(\(Verdict.amount(before.value, unit)) in \(axis.text(before.period)), "
      + "\(Verdict.amount(after.value, unit)) in \(axis.text(after.period)))"
  }

  /// A share as whole percent; of counted cases, so that 0 and 100 % can be true.
  private static func whole(_ share: Double) -> String {
    "\(Int((share * 100).rounded())) %"
  }
}
