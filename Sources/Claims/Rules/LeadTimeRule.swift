/// By how many years a target was met early.
enum LeadTimeRule: ClaimRule {
  static let name = "target-lead-time"
  static let summary = "the year in which a target was met plus its lead is the target's year"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    var seen = Set<String>()
    return book.relations(.leadTime).flatMap { relation -> [ClaimFinding] in
      // One series may be found as a prefix of several; its targets are looked at once.
      book.groups(relation.left).filter { $0.dimension == "year" && $0.period.year != nil }
        .flatMap { lead -> [ClaimFinding] in
          relation.right.flatMap { series in
            targets(of: series, for: lead, book).compactMap { target in
              guard seen.insert("\(lead.ids)\(target.ids)").inserted else { return nil }
              return check(lead, target, book)
            }
          }
        }
    }
  }

  /// Dated targets that are not past; those whose figure stands in the quotation, when there are any.
  private static func targets(
    of series: String, for lead: ClaimGroup, _ book: ClaimBook
  ) -> [ClaimGroup] {
    let met = lead.period.year ?? 0
    let dated = book.groups(series, .target).filter { ($0.period.year ?? .min) >= met }
    let named = dated.filter { target in
      let values = [target.first.value, target.first.amount]
      return lead.claims.contains { claim in
        claim.quotation.figures.contains { values.contains($0.value) }
      }
    }
    return named.isEmpty ? dated : named
  }

  private static func check(
    _ lead: ClaimGroup, _ target: ClaimGroup, _ book: ClaimBook
  ) -> ClaimFinding? {
    guard let met = lead.period.year, let year = target.period.year else { return nil }
    let years = lead.interval + StatedInterval(exactly: Double(met))
    let levels = book.aims(of: book.name(of: target)).flatMap {
      book.amounts($0, in: lead.period, target.dimension)
    }.filter { !$0.hasOtherBasis(than: target) }
    let short = levels.filter { target.interval.isAbove($0.interval) }
    let isReached = levels.isEmpty || short.count < levels.count
    let fits = years.overlaps(StatedInterval(Double(year) - 0.5, Double(year) + 0.5))
    let level = isReached ? levels.first { !target.interval.isAbove($0.interval) } : short.first
    let implied = Double(met) + lead.first.amount
    var text =
      "A target met in \(met), \(lead.first.figure) early (\(lead.ids.joined(separator: ", "))), "
      + "was due in \(ClaimText.number(implied)); \(target.citation) "
      + (fits ? "agrees" : "has another year")
    if let level {
      text += ", and \(level.citation) " + (isReached ? "reached it" : "did not reach it")
    }
    return ClaimFinding(
      name, fits && isReached ? .agreement : .contradiction,
      [lead, target] + [level].compactMap { $0 }, period: target.period, stated: Double(year),
      implied: implied, interval: years, unit: "year", text + ".")
  }
}
