/// A share, its part and its whole.
enum ShareRule: ClaimRule {
  static let name = "share"
  static let summary = "a part over its whole is the stated share"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series -> [ClaimFinding] in
      book.groups(series, .share).flatMap { share -> [ClaimFinding] in
        names(series, share, book).flatMap { part, whole in
          compare(
            share, parts: book.amounts(part, in: share.period),
            wholes: book.amounts(whole, in: share.period))
        }
      }
    }
  }

  /// The part and the whole that a share is about.
  private static func names(
    _ series: String, _ share: ClaimGroup, _ book: ClaimBook
  ) -> [(part: String, whole: String)] {
    if let whole = share.unit.whole { return [(series, whole)] }
    return book.relations(.share).filter { $0.left == series }.compactMap { relation in
      guard let part = relation.right.first, let whole = relation.whole else { return nil }
      return (part, whole)
    }
  }

  private static func compare(
    _ share: ClaimGroup, parts: [ClaimGroup], wholes: [ClaimGroup]
  ) -> [ClaimFinding] {
    if parts.isEmpty {
      return wholes.map { derived(share, from: $0, $0.interval * share.interval, "part") }
    }
    if wholes.isEmpty {
      return parts.compactMap { part in
        (part.interval / share.interval).map { derived(share, from: part, $0, "whole") }
      }
    }
    return parts.flatMap { part in
      wholes.compactMap { $0.dimension == part.dimension ? check(share, part, $0) : nil }
    }
  }

  private static func derived(
    _ share: ClaimGroup, from known: ClaimGroup, _ interval: StatedInterval, _ role: String
  ) -> ClaimFinding {
    let scale = known.unit.scale
    let ratio = share.first.amount
    let value = role == "part" ? known.first.amount * ratio : known.first.amount / ratio
    return ClaimFinding(
      name, .implied, [share, known], implied: value / scale, interval: interval / scale,
      unit: known.unit.label,
      "\(share.citation) and \(known.citation) imply a \(role) of "
        + "\(ClaimText.number(value / scale)) (\(ClaimText.range(interval / scale))) "
        + "\(known.unit.label).")
  }

  private static func check(
    _ share: ClaimGroup, _ part: ClaimGroup, _ whole: ClaimGroup
  ) -> ClaimFinding? {
    guard let interval = part.interval / whole.interval else { return nil }
    let scale = share.unit.scale
    let value = part.first.amount / whole.first.amount / scale
    let verdict: ClaimFinding.Verdict =
      part.hasOtherBasis(than: whole)
      ? .differentBasis : interval.overlaps(share.interval) ? .agreement : .contradiction
    let end =
      switch verdict {
      case .differentBasis: "they are on different bases, so the stated share is not compared"
      case .agreement: "\(share.citation) agrees within rounding"
      default: "\(share.citation) does not agree, and rounding does not explain that"
      }
    return ClaimFinding(
      name, verdict, [share, part, whole], stated: share.first.value, implied: value,
      interval: interval / scale, unit: share.unit.label,
      "\(part.citation) over \(whole.citation) is \(ClaimText.number(value)) "
        + "(\(ClaimText.range(interval / scale))) \(share.unit.label); \(end).")
  }
}
