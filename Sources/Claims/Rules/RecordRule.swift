/// A record, or a new high that is expected, against what came before.
enum RecordRule: ClaimRule {
  static let name = "record"
  static let summary = "what is called a record or a new high is not below an earlier figure"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series -> [ClaimFinding] in
      let groups = book.groups(series).filter {
        [.amount, .target].contains($0.first.measure) && $0.period.isSingle
      }
      return groups.filter { $0.claims.contains { $0.quotation.saysRecord } }.flatMap { high in
        book.aims(of: series).flatMap { book.groups($0, .amount) }.compactMap { compare(high, $0) }
      }
    }
  }

  private static func compare(_ high: ClaimGroup, _ earlier: ClaimGroup) -> ClaimFinding? {
    let (new, old) = (high.period, earlier.period)
    guard old.isSingle, old.frequency == new.frequency, old.first < new.first,
      earlier.dimension == high.dimension, !high.hasOtherBasis(than: earlier)
    else { return nil }
    let scale = high.unit.scale
    // Digits alone: a bound that lies under an earlier figure is no new high.
    let isBelow = earlier.rounding.isAbove(high.rounding)
    return ClaimFinding(
      name, isBelow ? .contradiction : .agreement, [high, earlier], stated: high.first.value,
      implied: earlier.first.amount / scale, interval: earlier.rounding / scale,
      unit: high.unit.label,
      "\(high.citation) is called a high (\"\(high.first.quote)\") and is "
        + (isBelow ? "below" : "not below") + " the earlier \(earlier.citation).")
  }
}
