/// One figure stated more than once: same series, kind of number and period.
enum SameFigureRule: ClaimRule {
  static let name = "same-figure"
  static let summary = "statements of one figure for one period are the same within rounding"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.names.flatMap { series in
      let groups = book.groups(series)
      return groups.indices.flatMap { i -> [ClaimFinding] in
        let repeats = groups[i].claims.count > 1 ? [repeated(groups[i])] : []
        return repeats
          + groups[(i + 1)...].filter { isSameQuestion(groups[i], $0) }.map {
            compare(groups[i], $0)
          }
      }
    }
  }

  private static func isSameQuestion(_ a: ClaimGroup, _ b: ClaimGroup) -> Bool {
    guard a.first.measure == b.first.measure, a.period.isSame(as: b.period) else { return false }
    switch a.first.measure {
    case .factor: return a.first.basePeriod == b.first.basePeriod
    case .targetMultiple: return a.unit.base == b.unit.base
    default: return true
    }
  }

  private static func repeated(_ group: ClaimGroup) -> ClaimFinding {
    ClaimFinding(
      name, .agreement, [group], stated: group.first.value, implied: group.first.value,
      interval: group.interval / group.unit.scale, unit: group.unit.label,
      "\(group.ids.joined(separator: ", ")) state the same: \(group.first.figure) "
        + "\(group.period.phrase).")
  }

  private static func compare(_ a: ClaimGroup, _ b: ClaimGroup) -> ClaimFinding {
    let isFactor = a.first.measure == .factor
    let (x, y) = (a.first.factor?.interval ?? a.interval, b.first.factor?.interval ?? b.interval)
    let both = "\(a.citation) and \(b.shortCitation)"
    func finding(_ verdict: ClaimFinding.Verdict, _ text: String) -> ClaimFinding {
      // Growth is told as a fraction when one of the two states a multiple.
      let isMixed = isFactor && a.first.kind != b.first.kind
      let scale = isMixed ? 1 : a.unit.scale
      let shown = isMixed ? (a.first.factor?.value ?? a.first.amount) : a.first.amount
      let other = isMixed ? (b.first.factor?.value ?? b.first.amount) : b.first.amount
      let isComparable = a.dimension == b.dimension
      return ClaimFinding(
        name, verdict, [a, b], stated: shown / scale, implied: isComparable ? other / scale : nil,
        interval: isComparable ? (isMixed ? y : b.interval) / scale : nil,
        unit: isMixed ? "multiple" : a.unit.label, text)
    }
    if !isFactor, a.dimension != b.dimension {
      return finding(
        .differentUnits, "\(both) count different things and are not compared.")
    }
    if a.hasOtherBasis(than: b) {
      return finding(
        .differentBasis,
        "\(both) are on different bases (\(a.basis ?? ""); \(b.basis ?? "")) and are not compared.")
    }
    if x.overlaps(y) {
      return finding(.agreement, "\(both) are the same figure within what their wording allows.")
    }
    let targets =
      a.first.measure == .target || a.first.measure == .targetMultiple
      ? " One target may have replaced the other." : ""
    return finding(
      .contradiction, "\(both) are stated for one thing; rounding does not explain that." + targets)
  }
}
