/// The worth of counted things over their number.
enum AverageWorthRule: ClaimRule {
  static let name = "average-worth"
  static let summary = "a worth over a count is an average"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.relations(.value).flatMap { relation -> [ClaimFinding] in
      guard let series = relation.right.first else { return [] }
      return book.groups(relation.left, .amount).flatMap { worth in
        book.amounts(series, in: worth.period).compactMap { average(worth, $0) }
      }
    }
  }

  private static func average(_ worth: ClaimGroup, _ count: ClaimGroup) -> ClaimFinding? {
    guard !worth.hasOtherBasis(than: count), count.first.kind == .count,
      let interval = worth.interval / count.interval
    else { return nil }
    let value = worth.first.amount / count.first.amount / worth.unit.scale
    let range = interval / worth.unit.scale
    return ClaimFinding(
      name, .implied, [worth, count], implied: value, interval: range, unit: worth.unit.label,
      "\(worth.citation) for \(count.shortCitation) is \(ClaimText.number(value)) "
        + "(\(ClaimText.range(range))) \(worth.unit.label) each on average.")
  }
}
