/// A count or amount of a part against that of the whole.
enum PartOfWholeRule: ClaimRule {
  static let name = "part-of-whole"
  static let summary = "a part is not above the whole"

  /// Figures further apart are not set beside each other, in days.
  static let reach = 366

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    pairs(book).map { part, whole in compare(part, whole) }
  }

  /// Parts and wholes of one dimension, at most a year apart.
  static func pairs(_ book: ClaimBook) -> [(part: ClaimGroup, whole: ClaimGroup)] {
    book.relations(.part).flatMap { relation -> [(part: ClaimGroup, whole: ClaimGroup)] in
      guard let series = relation.right.first else { return [] }
      return book.groups(relation.left, .amount).flatMap { part in
        book.groups(series, .amount).filter {
          $0.dimension == part.dimension && $0.first.amount > 0
            && $0.period.gap(to: part.period) <= reach
        }.map { (part, $0) }
      }
    }
  }

  private static func compare(_ part: ClaimGroup, _ whole: ClaimGroup) -> ClaimFinding {
    let scale = part.unit.scale
    func finding(_ verdict: ClaimFinding.Verdict, _ text: String) -> ClaimFinding {
      ClaimFinding(
        name, verdict, [part, whole], stated: part.first.value,
        implied: whole.first.amount / scale, interval: whole.interval / scale,
        unit: part.unit.label, text)
    }
    if part.hasOtherBasis(than: whole) {
      return finding(
        .differentBasis,
        "\(part.citation) and \(whole.citation) are on different bases and are not compared.")
    }
    if part.interval.isAbove(whole.interval) {
      return finding(
        .contradiction,
        "The part, \(part.citation), is more than the whole, \(whole.citation).")
    }
    let share = part.first.amount / whole.first.amount
    let rest = (whole.first.amount - part.first.amount) / scale
    return finding(
      .agreement,
      "\(part.citation) is \(ClaimText.percent(share)) of \(whole.citation); "
        + "\(ClaimText.number(rest)) are left.")
  }
}
