internal import SeriesCore

/// Counts and amounts at dates near each other.
enum StockRule: ClaimRule {
  static let name = "stock"
  static let summary = "a stock at dates that overlap is one figure, at others it may have changed"

  /// Dates further apart are not set beside each other, in days.
  static let reach = 366

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series -> [ClaimFinding] in
      let groups = book.groups(series, .amount).filter {
        $0.period.isSingle && [.month, .week, .day].contains($0.period.frequency)
      }
      return groups.indices.flatMap { i in
        groups[(i + 1)...].compactMap { compare(groups[i], $0) }
      }
    }
  }

  private static func compare(_ a: ClaimGroup, _ b: ClaimGroup) -> ClaimFinding? {
    guard !a.period.isSame(as: b.period), a.dimension == b.dimension,
      a.period.gap(to: b.period) <= reach, !a.hasOtherBasis(than: b)
    else { return nil }
    let isOrdered = a.period.days.lowerBound <= b.period.days.lowerBound
    let (earlier, later) = isOrdered ? (a, b) : (b, a)
    let scale = later.unit.scale
    let both = "\(earlier.citation) and \(later.citation)"
    func finding(_ verdict: ClaimFinding.Verdict, _ text: String) -> ClaimFinding {
      ClaimFinding(
        name, verdict, [earlier, later], period: later.period, stated: later.first.value,
        implied: earlier.first.amount / scale, interval: earlier.interval / scale,
        unit: later.unit.label, text)
    }
    if earlier.interval.overlaps(later.interval) {
      return finding(.agreement, "\(both) are the same figure within what their wording allows.")
    }
    if earlier.period.days.overlaps(later.period.days) {
      return finding(
        .contradiction, "\(both) are of one time; rounding does not explain the difference.")
    }
    let change = (later.first.amount - earlier.first.amount) / scale
    return finding(
      .implied,
      "\(both) imply a change of \(ClaimText.number(change)) \(later.unit.label) between them.")
  }
}
