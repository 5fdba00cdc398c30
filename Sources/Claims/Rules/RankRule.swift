/// Ranks over windows and at dates that adjoin.
enum RankRule: ClaimRule {
  static let name = "rank"
  static let summary = "a rank over years and one at a date within or just after them fit"

  /// A rank at a date this many days after a window of years can be set beside it.
  static let reach = 366

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series -> [ClaimFinding] in
      let groups = book.groups(series, .rank)
      return groups.indices.flatMap { i in
        groups[(i + 1)...].compactMap { compare(groups[i], $0) }
      }
    }
  }

  private static func compare(_ a: ClaimGroup, _ b: ClaimGroup) -> ClaimFinding? {
    guard !a.period.isSame(as: b.period), !a.hasOtherBasis(than: b) else { return nil }
    let gap = a.period.gap(to: b.period)
    let hasWindow = [a, b].contains { !$0.period.isSingle && $0.period.days.count > 366 }
    guard a.period.days.overlaps(b.period.days) || (hasWindow && gap <= reach) else { return nil }
    let both = "\(a.citation) and \(b.citation)"
    let fits = a.interval.overlaps(b.interval)
    return ClaimFinding(
      name, fits ? .agreement : .contradiction, [a, b], period: b.period, stated: b.first.value,
      implied: a.first.value, interval: a.interval, unit: b.unit.label,
      fits
        ? "\(both) fit, though their periods differ: neither shows the other wrong."
        : "\(both) exclude each other, though their periods differ.")
  }
}
