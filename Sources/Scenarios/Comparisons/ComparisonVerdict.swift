internal import Glibc
internal import SeriesCore

/// The plain sentence that a comparison of two measures ends in.
enum ComparisonVerdict {
  static func text(_ answer: ComparisonAnswer) -> String {
    let question = answer.question
    let head = "\(measure(question.one)) beside \(measure(question.other)): "
    guard let last = answer.pairs.last else { return head + "no answer, no period that both have" }
    // The pair that is least apart says whether they can be one measure, the last whether they still are.
    let near = answer.pairs.dropLast().min { apart($0) < apart($1) }
    let shown = [near, last].compactMap { $0 }.map { pair(answer, $0) }
    var text = head + shown.joined(separator: "; ")
    if let before = answer.pairs.dropLast().last, let growth = growth(answer, before, last) {
      text += "; " + growth
    }
    let count = answer.pairs.count
    return text + "; n = \(count); " + question.reason
  }

  private static func measure(_ series: TimeSeries) -> String {
    series.id + (series.basis.map { " (\($0.label))" } ?? "")
  }

  private static func apart(_ pair: ComparisonAnswer.Pair) -> Double {
    pair.gap.map { abs(log1p($0)) } ?? .infinity
  }

  /// `2.76 and 2.75 Mt in 2023, 0.5 % more`.
  private static func pair(_ answer: ComparisonAnswer, _ pair: ComparisonAnswer.Pair) -> String {
    let unit = answer.question.one.unit
    let text =
      "\(Verdict.amount(pair.one, unit)) and \(Verdict.amount(pair.other, unit)) in "
      + answer.question.one.axis.text(pair.period)
    guard let gap = pair.gap else { return text }
    return text + ", \(Verdict.percent(abs(gap), 1)) \(gap < 0 ? "less" : "more")"
  }

  /// How both grew between the last two common periods.
  private static func growth(
    _ answer: ComparisonAnswer, _ before: ComparisonAnswer.Pair, _ last: ComparisonAnswer.Pair
  ) -> String? {
    guard before.gap != nil, last.gap != nil else { return nil }
    let axis = answer.question.one.axis
    let one = Verdict.percent(last.one / before.one - 1, 1)
    let other = Verdict.percent(last.other / before.other - 1, 1)
    return "from \(axis.text(before.period)) to \(axis.text(last.period)) the one grew by \(one), "
      + "the other by \(other)"
  }
}
