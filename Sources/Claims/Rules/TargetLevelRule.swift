internal import Glibc

/// A dated target against the levels stated before its date.
enum TargetLevelRule: ClaimRule {
  static let name = "target-level"
  static let summary = "a target said to be met has a level that meets it; others imply growth"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series -> [ClaimFinding] in
      book.groups(series, .target).compactMap { target -> ClaimFinding? in
        guard let year = target.period.year else { return nil }
        let levels = book.aims(of: series).flatMap { book.groups($0, .amount) }.filter {
          ($0.period.year ?? .max) <= year && $0.dimension == target.dimension
        }
        guard let last = levels.compactMap(\.period.year).max() else { return nil }
        return compare(target, levels, last: levels.filter { $0.period.year == last })
      }
    }
  }

  private static func compare(
    _ target: ClaimGroup, _ levels: [ClaimGroup], last: [ClaimGroup]
  ) -> ClaimFinding? {
    let comparable = levels.filter { !$0.hasOtherBasis(than: target) }
    guard !comparable.isEmpty else {
      return levels.first.map {
        ClaimFinding(
          name, .differentBasis, [target, $0], stated: target.first.value,
          unit: target.unit.label,
          "\(target.citation) and \($0.citation) are on different bases and are not compared.")
      }
    }
    let scale = target.unit.scale
    func finding(
      _ verdict: ClaimFinding.Verdict, _ level: ClaimGroup, _ text: String
    ) -> ClaimFinding {
      ClaimFinding(
        name, verdict, [target, level], stated: target.first.value,
        implied: level.first.amount / scale, interval: level.interval / scale,
        unit: target.unit.label, text)
    }
    let isMet = target.claims.contains { $0.quotation.saysMet }
    let short = comparable.filter { target.interval.isAbove($0.interval) }
    if isMet, short.count == comparable.count, let best = best(comparable) {
      return finding(
        .contradiction, best,
        "The target of \(target.citation) is said to be met (\"\(target.first.quote)\"), but the "
          + "most that is stated is \(best.citation).")
    }
    if let level = comparable.first(where: { $0.interval.isAbove(target.interval) })
      ?? (isMet ? best(comparable) : nil)
    {
      return finding(
        isMet ? .agreement : .implied, level,
        "The target of \(target.citation) was met by \(level.citation)"
          + (isMet ? ", as is said." : "."))
    }
    guard let base = last.first(where: { !$0.hasOtherBasis(than: target) }) else { return nil }
    return growth(to: target, from: base)
  }

  private static func best(_ levels: [ClaimGroup]) -> ClaimGroup? {
    levels.max { $0.first.amount < $1.first.amount }
  }

  /// The growth a year that a target wants.
  private static func growth(to target: ClaimGroup, from base: ClaimGroup) -> ClaimFinding? {
    guard let end = target.period.year, let start = base.period.year, end > start,
      target.first.amount > 0, let ratio = target.interval / base.interval, ratio.low >= 0
    else { return nil }
    let years = Double(end - start)
    func rate(_ ratio: Double) -> Double { 100 * (pow(ratio, 1 / years) - 1) }
    let value = rate(target.first.amount / base.first.amount)
    let interval = StatedInterval(rate(ratio.low), rate(ratio.high))
    return ClaimFinding(
      name, .implied, [target, base], implied: value, interval: interval, unit: "percent a year",
      "A target of \(target.citation) from \(base.citation) needs growth of "
        + "\(ClaimText.number(value)) % a year (\(ClaimText.range(interval)) %).")
  }
}
