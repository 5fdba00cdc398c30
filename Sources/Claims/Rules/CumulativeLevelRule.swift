internal import SeriesCore

/// A total over a window against the levels of its years.
enum CumulativeLevelRule: ClaimRule {
  static let name = "cumulative-level"
  static let summary = "a year is not above the total that it is part of; all years make the total"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.relations(.cumulative).flatMap { relation -> [ClaimFinding] in
      book.groups(relation.left, .cumulative).flatMap { total -> [ClaimFinding] in
        guard !total.period.isSingle, !total.period.isOpen, total.first.amount > 0,
          let series = relation.right.first
        else { return [] }
        let levels = book.groups(series, .amount).filter {
          $0.period.year != nil && $0.dimension == total.dimension
            && total.period.contains($0.period)
        }
        return levels.map { compare($0, total) } + [sum(levels, total)].compactMap { $0 }
      }
    }
  }

  private static func compare(_ level: ClaimGroup, _ total: ClaimGroup) -> ClaimFinding {
    let years =
      total.period.frequency == .annual
      ? Double(total.period.length ?? 1) : Double(total.period.days.count) / 365.2425
    let scale = level.unit.scale
    let average = total.first.amount / years / scale
    func finding(_ verdict: ClaimFinding.Verdict, _ text: String) -> ClaimFinding {
      ClaimFinding(
        name, verdict, [total, level], period: level.period, stated: level.first.value,
        implied: average, interval: total.interval / years / scale, unit: level.unit.label, text)
    }
    let both = "\(level.citation) and \(total.citation)"
    if level.hasOtherBasis(than: total) {
      return finding(.differentBasis, "\(both) are on different bases and are not compared.")
    }
    if level.interval.low > 0, level.interval.isAbove(total.interval) {
      return finding(.contradiction, "One year is more than the total: \(both).")
    }
    let excess = level.first.amount / scale / average - 1
    return finding(
      .implied,
      "\(total.citation) is \(ClaimText.number(average)) \(level.unit.label) a year over "
        + "\(ClaimText.number(years)) years; \(level.citation) is "
        + "\(ClaimText.percent(abs(excess))) \(excess < 0 ? "below" : "above") that average.")
  }

  /// When every year of the window is stated once, their sum.
  private static func sum(_ levels: [ClaimGroup], _ total: ClaimGroup) -> ClaimFinding? {
    guard total.period.frequency == .annual, let length = total.period.length,
      levels.count == length, Set(levels.compactMap(\.period.year)).count == length,
      !levels.contains(where: { $0.hasOtherBasis(than: total) })
    else { return nil }
    let scale = total.unit.scale
    let interval = levels.dropFirst().reduce(levels[0].interval) { $0 + $1.interval }
    let value = levels.reduce(0) { $0 + $1.first.amount } / scale
    let agrees = interval.overlaps(total.interval)
    return ClaimFinding(
      name, agrees ? .agreement : .contradiction, levels + [total], period: total.period,
      stated: total.first.value, implied: value, interval: interval / scale,
      unit: total.unit.label,
      "The \(length) years add up to \(ClaimText.number(value)) "
        + "(\(ClaimText.range(interval / scale))) \(total.unit.label), which "
        + (agrees ? "agrees with" : "rounding does not bring to") + " \(total.citation).")
  }
}
