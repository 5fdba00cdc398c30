internal import SeriesCore

/// A stated number of years against the window that it is about.
enum WindowLengthRule: ClaimRule {
  static let name = "window-length"
  static let summary = "a stated number of years is the length of the stated window"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.groups.flatMap { group -> [ClaimFinding] in
      guard !group.period.isSingle, !group.period.isOpen, group.period.frequency == .annual,
        let length = group.period.length
      else { return [] }
      if group.dimension == "year" { return [check(group, group.interval, length)] }
      return group.claims.compactMap { claim in
        claim.quotation.pastYears.map { years in
          check(
            ClaimGroup(claims: [claim]), StatedInterval(years - 0.5, years + 0.5), length,
            words: years)
        }
      }
    }
  }

  /// From 2009 to 2023 are 15 years with both ends counted, 14 without: both are in use.
  private static func check(
    _ group: ClaimGroup, _ years: StatedInterval, _ length: Int, words: Double? = nil
  ) -> ClaimFinding {
    let fits = [length - 1, length].contains {
      years.overlaps(StatedInterval(Double($0) - 0.5, Double($0) + 0.5))
    }
    let stated = words ?? group.first.amount
    return ClaimFinding(
      name, fits ? .agreement : .contradiction, [group], stated: stated,
      implied: Double(length), interval: StatedInterval(Double(length - 1), Double(length)),
      unit: "years",
      "\(group.ids[0]) speaks of \(ClaimText.number(stated)) years; \(group.period.written) "
        + "\(fits ? "is" : "is not") that long (\(length - 1) or \(length) years).")
  }
}
