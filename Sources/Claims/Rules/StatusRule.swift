/// How far things are, by the words about them.
///
/// Two checks. All of a whole are said to be at one stage while a stated part of it is at another: 45
/// "being implemented", 26 of them "finalised". And one object is said to be at two stages: a "third
/// railroad" negotiated, a "third checkpoint" under construction weeks later. The object is one when
/// its series are one, related as `object` or differ in one word of the name, and both quotations
/// speak of the same place in a sequence.
enum StatusRule: ClaimRule {
  static let name = "status"
  static let summary = "things are not said to be at two stages of work at one time"

  /// From talks to building without an agreement between takes longer than this, in days.
  static let leastRise = 366

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    parts(book) + objects(book)
  }

  private static func parts(_ book: ClaimBook) -> [ClaimFinding] {
    PartOfWholeRule.pairs(book).compactMap { part, whole in
      guard let partStage = stage(of: part, book),
        let wholeStage = whole.claims.compactMap(\.stage).first,
        // All that is agreed on may well be finished in part.
        partStage != wholeStage, wholeStage != .agreed, part.first.amount > 0
      else { return nil }
      // What is further may have come since, and what is less far may have been left behind.
      let (start, end) = (part.period.days.lowerBound, whole.period.days.lowerBound)
      guard partStage > wholeStage ? start <= end : start >= end else { return nil }
      let rest = (whole.first.amount - part.first.amount) / whole.unit.scale
      return ClaimFinding(
        name, .contradiction, [part, whole], period: whole.period, stated: whole.first.value,
        implied: rest, interval: (whole.interval - part.interval) / whole.unit.scale,
        unit: whole.unit.label,
        "\(whole.citation) are all said to be \(wholeStage.phrase) (\(quote(whole))), but "
          + "\(part.citation) of them \(partStage.phrase) (\(quote(part))); "
          + "at most \(ClaimText.number(rest)) can be \(wholeStage.phrase).")
    }
  }

  /// The stage that a part's name or words say.
  private static func stage(of part: ClaimGroup, _ book: ClaimBook) -> WorkStage? {
    let series = book.name(of: part)
    let named = WorkStage.suffixes.first { series.hasSuffix("_" + $0.suffix) }?.stage
    return named ?? part.claims.compactMap(\.stage).first
  }

  /// Claims of one object with the stage that each gives it, set beside each other.
  private static func objects(_ book: ClaimBook) -> [ClaimFinding] {
    let staged = book.groups.flatMap { group in
      group.claims.filter { $0.stage != nil }.map { ClaimGroup(claims: [$0]) }
    }
    let sameValue = Dictionary(grouping: staged.indices) { staged[$0].first.value }
    return staged.indices.flatMap { i in
      (sameValue[staged[i].first.value] ?? []).filter {
        $0 > i && isOneObject(staged[i], staged[$0], book)
      }.compactMap { compare(staged[i], staged[$0]) }
    }
  }

  private static func isOneObject(_ a: ClaimGroup, _ b: ClaimGroup, _ book: ClaimBook) -> Bool {
    guard a.first.value == b.first.value, a.unit.scale == b.unit.scale,
      a.first.measure == b.first.measure
    else { return false }
    let (first, second) = (book.name(of: a), book.name(of: b))
    let isNumbered =
      a.first.quotation.speaksOf(ordinal: a.first.value)
      && b.first.quotation.speaksOf(ordinal: b.first.value)
    if first == second { return isNumbered || a.dimension == b.dimension }
    guard isNumbered else { return false }
    return NamingConventions.areSiblings(first, second)
      || book.relations(.object).contains {
        ($0.left == first && $0.right == [second]) || ($0.left == second && $0.right == [first])
      }
  }

  private static func compare(_ a: ClaimGroup, _ b: ClaimGroup) -> ClaimFinding? {
    let isOrdered = a.period.days.lowerBound <= b.period.days.lowerBound
    let (earlier, later) = isOrdered ? (a, b) : (b, a)
    guard let before = earlier.first.stage, let after = later.first.stage else { return nil }
    let days = later.period.days.lowerBound - earlier.period.days.lowerBound
    let rise = after.rawValue - before.rawValue
    let text =
      "\(earlier.ids[0]) says \(before.phrase) (\(quote(earlier))) \(earlier.period.phrase), "
      + "\(later.ids[0]) \(after.phrase) (\(quote(later))) \(later.period.phrase)"
    let verdict: ClaimFinding.Verdict
    let end: String
    if rise == 0 {
      (verdict, end) = (.agreement, ": the same stage.")
    } else if rise > 0, days >= leastRise || (days > 0 && !isLeap(before, after)) {
      (verdict, end) = (.agreement, ": progress in \(days) days.")
    } else if !isClear(before, after) {
      (verdict, end) = (.agreement, ": stages that are not told apart sharply.")
    } else if days == 0 {
      (verdict, end) = (.contradiction, ": two stages at one time.")
    } else if rise < 0 {
      (verdict, end) = (.contradiction, ": \(days) days later and less far.")
    } else {
      // Talks may still go on about one part while another is under way.
      (verdict, end) = (.tension, ": \(days) days later and already so far.")
    }
    return ClaimFinding(
      name, verdict, [earlier, later], period: later.period, stated: later.first.value,
      implied: earlier.first.value, unit: later.unit.label, text + end)
  }

  /// From talks to work, over the agreement between.
  private static func isLeap(_ before: WorkStage, _ after: WorkStage) -> Bool {
    before <= .negotiated && after >= .underWay
  }

  /// Whether two stages exclude each other: talks and work, or something finished and something not.
  private static func isClear(_ a: WorkStage, _ b: WorkStage) -> Bool {
    max(a, b) == .finished || isLeap(min(a, b), max(a, b))
  }

  private static func quote(_ group: ClaimGroup) -> String {
    let quote = group.claims.first { $0.stage != nil }?.quote ?? group.first.quote
    return quote.isEmpty ? "by its name" : "\"\(quote)\""
  }
}
