/// Totals over windows that hold each other.
enum CumulativeWindowRule: ClaimRule {
  static let name = "cumulative-window"
  static let summary = "a total that ends later and leaves nothing out is not the smaller one"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series in
      let groups = figures(book.groups(series, .cumulative))
      return groups.indices.flatMap { i in
        groups[(i + 1)...].compactMap { compare(groups[i], $0) }
      }
    }
  }

  /// `about 25` and `25` of one window are one figure here, where qualifiers are not compared: the digits
  /// that are stated without one speak for all.
  private static func figures(_ groups: [ClaimGroup]) -> [ClaimGroup] {
    var found: [ClaimGroup] = []
    for group in groups {
      guard
        let place = found.firstIndex(where: {
          $0.period.isSame(as: group.period) && $0.dimension == group.dimension
            && $0.rounding == group.rounding && $0.basis == group.basis
        })
      else {
        found.append(group)
        continue
      }
      let both = found[place].claims + group.claims
      let isPlain = group.interval == group.rounding
      found[place] = ClaimGroup(claims: isPlain ? group.claims + found[place].claims : both)
    }
    return found
  }

  private static func compare(_ a: ClaimGroup, _ b: ClaimGroup) -> ClaimFinding? {
    guard !a.period.isSame(as: b.period), a.dimension == b.dimension else { return nil }
    let isLater = holds(b.period, a.period)
    guard isLater || holds(a.period, b.period) else { return nil }
    let (part, whole) = isLater ? (a, b) : (b, a)
    let scale = whole.unit.scale
    func finding(_ verdict: ClaimFinding.Verdict, _ text: String) -> ClaimFinding {
      ClaimFinding(
        name, verdict, [part, whole], period: whole.period, stated: whole.first.value,
        implied: part.first.amount / scale, interval: part.rounding / scale,
        unit: whole.unit.label, text)
    }
    let both = "\(part.citation) and \(whole.citation)"
    if part.hasOtherBasis(than: whole) {
      return finding(.differentBasis, "\(both) are on different bases and are not compared.")
    }
    // The digits are compared without `about` and `over`, which do not say by how much.
    if part.rounding.isAbove(whole.rounding) {
      let window =
        whole.period.isSingle
        ? "has no stated start and ends no earlier" : "has a window that holds the other's"
      // "Over 24" is true of 25: the smaller digits are a lower bound.
      guard !whole.interval.overlaps(part.interval) else {
        return finding(
          .agreement,
          "\(whole.citation) \(window); its wording allows the \(part.shortCitation) "
            + "\(part.period.phrase): both can hold.")
      }
      return finding(
        .contradiction, "\(whole.citation) \(window), yet is stated smaller than \(part.citation).")
    }
    if part.rounding.overlaps(whole.rounding) {
      return finding(.agreement, "\(both) are the same total within rounding.")
    }
    let rise = (whole.first.amount - part.first.amount) / scale
    return finding(
      .implied,
      "\(both) leave \(ClaimText.number(rise)) \(whole.unit.label) outside the first window.")
  }

  /// Whether a total over `whole` leaves out nothing of one over `part`: its window holds the other,
  /// or it has no stated start and does not end earlier.
  private static func holds(_ whole: ClaimPeriod, _ part: ClaimPeriod) -> Bool {
    guard !whole.isOpen, !part.isOpen else { return false }
    if whole.isSingle { return whole.days.upperBound >= part.days.upperBound }
    return !part.isSingle && whole.contains(part)
  }
}
