internal import Forecasting
internal import SeriesCore

/// The plain sentence that a row of a nowcast ends in.
package enum NowcastVerdict {
  package static func text(_ row: NowcastRow) -> String {
    let basis = row.basis.map { " (\($0.label) basis)" } ?? ""
    guard let estimate = row.estimate else {
      return "\(row.question.year)\(basis): no answer, \(row.reason ?? "no data")"
    }
    var text =
      "\(Verdict.amount(estimate, row.unit)) in \(row.question.year)\(basis): " + carried(row)
    let rest = row.question.rest[row.course] ?? 0
    if rest != 0 {
      let change = Verdict.percent(abs(rest), 0)
      text += ", the months to come \(change) \(rest > 0 ? "higher" : "lower") than that"
    }
    if let bridging = row.bridging { text += ", " + bridged(row, bridging) }
    for caution in row.question.cautions { text += "; " + caution }
    if let interval = row.interval(level: 80), let spread = row.spread {
      text +=
        "; 80 % between \(Verdict.number(interval.low)) and \(Verdict.number(interval.high)), "
        + origin(row, spread)
    } else {
      text += "; \(row.reason ?? "no interval")"
    }
    if let actual = row.actual {
      text += "; \(Verdict.amount(actual, row.unit)) came"
      if let interval = row.interval(level: 80), actual < interval.low || actual > interval.high {
        text += ", outside of it"
      }
    }
    return text
  }

  /// The sentence of a level that the year may come to.
  static func text(_ level: NowcastQuestion.Level, _ row: NowcastRow) -> String {
    let basis = row.basis.map { " (\($0.label) basis)" } ?? ""
    let head = "\(Verdict.amount(level.level, row.unit)) in \(row.question.year)\(basis): "
    guard let probability = row.probability(of: level.level), let estimate = row.estimate else {
      return head + "no answer, \(row.reason ?? "no spread")"
    }
    return head + "\(Verdict.share(probability)) to come to it or more; "
      + "\(Verdict.amount(estimate, row.unit)) by \(carried(row)); "
      + row.question.cautions.map { $0 + "; " }.joined()
      + (row.spread.map { "\(origin(row, $0)); " } ?? "") + level.reason
  }

  private static func carried(_ row: NowcastRow) -> String {
    let question = row.question
    let part = question.part.text(of: question.year)
    switch row.method {
    case .growth:
      let growth = row.growth.map { Verdict.percent($0, 1) } ?? ""
      return
        "growth of \(part) on the year before, \(growth), carried to all of \(question.year - 1)"
    case .growthByFlow: return "flows carried each by its growth in \(part), then added up"
    case .share:
      let count = row.shareCount ?? 0
      return "\(part) over its share of \(Verdict.percent(row.share ?? 0, 1)) in "
        + (count == 1 ? "1 past year" : "\(count) past years")
    case .factors:
      return "a factor model of whole years and \(row.carryNote ?? "indicators")"
    case .naive:
      let factor = row.share.map { Verdict.number(1 / $0) } ?? ""
      return "naive, \(factor) × \(part): it takes every month alike, so it is wrong by the season"
    }
  }

  private static func bridged(_ row: NowcastRow, _ bridging: NowcastRow.Bridging) -> String {
    let rule =
      bridging.ratio.rule == .last
      ? "the ratio of \(row.question.year - 1)" : "the mean ratio of \(bridging.overlap) years"
    return
      "bridged from \(bridging.from?.label ?? "its own basis") by \(rule), "
      + "\(Verdict.number(bridging.ratio.ratio)) (\(bridging.overlap) years "
      + "\(Verdict.number(bridging.range.lowerBound)) to "
      + "\(Verdict.number(bridging.range.upperBound)))"
  }

  private static func origin(_ row: NowcastRow, _ spread: CarrySpread) -> String {
    let count = row.carry?.count ?? 0
    if row.method == .factors { return "by the model, from \(count) changes of whole years" }
    switch row.carry?.origin ?? spread.origin {
    case .estimated: return "from \(count) past errors of the carry"
    case .proxy: return "from \(count) past errors of \(row.carryNote ?? "another flow") as a proxy"
    case .assumption: return "assumed, not estimated"
    }
  }
}
