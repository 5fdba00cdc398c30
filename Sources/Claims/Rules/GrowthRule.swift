/// A level, its growth and the level that it grew from.
enum GrowthRule: ClaimRule {
  static let name = "growth"
  static let summary = "a level over its growth is the level before"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series in
      withRates(series, book) + withoutRates(series, book)
    }
  }

  private static func withRates(_ series: String, _ book: ClaimBook) -> [ClaimFinding] {
    book.groups(series, .factor).flatMap { rate -> [ClaimFinding] in
      guard let base = rate.first.basePeriod else { return [] }
      func amounts(_ period: ClaimPeriod) -> [ClaimGroup] {
        book.amounts(series, in: period).filter { !$0.hasOtherBasis(than: rate) }
      }
      let (levels, before) = (amounts(rate.period), amounts(base))
      if levels.isEmpty { return before.compactMap { forward(rate, from: $0) } }
      return levels.flatMap { level -> [ClaimFinding] in
        let earlier = before.filter { $0.dimension == level.dimension }
        return earlier.isEmpty
          ? [back(rate, level, base)].compactMap { $0 }
          : earlier.compactMap { check(rate, level, $0) }
      }
    }
  }

  /// What the period before must have been.
  private static func back(
    _ rate: ClaimGroup, _ level: ClaimGroup, _ base: ClaimPeriod
  ) -> ClaimFinding? {
    guard let factor = rate.first.factor, let interval = level.interval / factor.interval else {
      return nil
    }
    let scale = level.unit.scale
    let value = level.first.amount / factor.value
    return ClaimFinding(
      name, .implied, [level, rate], period: base, implied: value / scale,
      interval: interval / scale, unit: level.unit.label,
      "\(level.citation) after \(rate.rateCitation) implies "
        + "\(ClaimText.number(value / scale)) (\(ClaimText.range(interval / scale))) "
        + "\(level.unit.label) in \(base.written).")
  }

  /// What the period must be.
  private static func forward(_ rate: ClaimGroup, from before: ClaimGroup) -> ClaimFinding? {
    guard let factor = rate.first.factor else { return nil }
    let scale = before.unit.scale
    let value = before.first.amount * factor.value
    let interval = before.interval * factor.interval
    return ClaimFinding(
      name, .implied, [before, rate], period: rate.period, implied: value / scale,
      interval: interval / scale, unit: before.unit.label,
      "\(before.citation) with \(rate.rateCitation) implies "
        + "\(ClaimText.number(value / scale)) (\(ClaimText.range(interval / scale))) "
        + "\(before.unit.label) in \(rate.period.written).")
  }

  private static func check(
    _ rate: ClaimGroup, _ level: ClaimGroup, _ before: ClaimGroup
  ) -> ClaimFinding? {
    guard let factor = rate.first.factor, let interval = level.interval / factor.interval else {
      return nil
    }
    let scale = before.unit.scale
    let value = level.first.amount / factor.value / scale
    let verdict: ClaimFinding.Verdict =
      level.hasOtherBasis(than: before)
      ? .differentBasis : interval.overlaps(before.interval) ? .agreement : .contradiction
    let end =
      switch verdict {
      case .differentBasis: "is on another basis (\(before.basis ?? "")) and is not compared"
      case .agreement: "agrees within rounding"
      default: "does not, and rounding does not explain that"
      }
    return ClaimFinding(
      name, verdict, [level, rate, before], period: before.period, stated: before.first.value,
      implied: value, interval: interval / scale, unit: before.unit.label,
      "\(level.citation) after \(rate.rateCitation) implies \(ClaimText.number(value)) "
        + "(\(ClaimText.range(interval / scale))) \(before.unit.label) before; the stated "
        + "\(before.citation) \(end).")
  }

  /// Two levels a year apart whose growth nobody states.
  private static func withoutRates(_ series: String, _ book: ClaimBook) -> [ClaimFinding] {
    book.groups(series, .amount).flatMap { level -> [ClaimFinding] in
      guard let base = level.period.yearBefore, level.dimension != "year" else { return [] }
      let isStated = book.groups(series, .factor).contains {
        $0.period.isSame(as: level.period) && !$0.hasOtherBasis(than: level)
      }
      guard !isStated else { return [] }
      return book.amounts(series, in: base, level.dimension).compactMap { before in
        let both = "\(before.citation) and \(level.citation)"
        if level.hasOtherBasis(than: before) {
          return ClaimFinding(
            name, .differentBasis, [level, before], unit: "percent",
            "\(both) are on different bases (\(before.basis ?? ""); \(level.basis ?? "")): no "
              + "growth follows.")
        }
        guard before.first.amount > 0, let ratio = level.interval / before.interval else {
          return nil
        }
        let growth = level.first.amount / before.first.amount - 1
        let interval = ratio - StatedInterval(exactly: 1)
        return ClaimFinding(
          name, .implied, [level, before], implied: 100 * growth, interval: interval * 100,
          unit: "percent",
          "\(both) imply growth of \(ClaimText.percent(growth)) "
            + "(\(ClaimText.range(interval * 100)) %).")
      }
    }
  }
}
