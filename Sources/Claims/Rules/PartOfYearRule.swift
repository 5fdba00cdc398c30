/// A quarter, half-year or run of months against a whole year.
enum PartOfYearRule: ClaimRule {
  static let name = "part-of-year"
  static let summary = "a part of a year is not above the year, nor far from its share of it"

  /// How far a year may be from the part carried to twelve months before seasons no longer explain it:
  /// a quarter then holds less than a sixth or more than three eighths of the year.
  static let seasonalFactor = 1.5

  /// A count of a part of a year this near the year's is read as a stock, as enterprises are.
  static let stockShares = 0.75...1.25

  /// A figure of a part of a year: stated, or a sum of stated ones.
  private struct Part {
    let series: String
    let groups: [ClaimGroup]
    let period: ClaimPeriod
    let unit: ClaimUnit
    let dimension: String
    let amount: Double
    let interval: StatedInterval
    let citation: String
    let year: Int
    let share: Double

    /// The part over its share of the year.
    var annualized: Double { amount / share }
    /// `4 × 5.9 = 23.6`.
    var product: String {
      "\(ClaimText.number(1 / share)) × \(ClaimText.number(amount / unit.scale)) = "
        + ClaimText.number(annualized / unit.scale)
    }
  }

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    parts(book).flatMap { part -> [ClaimFinding] in
      func years(_ year: Int) -> [ClaimGroup] {
        book.amounts(part.series, in: .year(year), part.dimension)
      }
      let same = years(part.year)
      if !same.isEmpty { return same.map { compare(part, $0) } }
      return years(part.year - 1).compactMap { naive(part, $0) }
    }
  }

  private static func parts(_ book: ClaimBook) -> [Part] {
    let stated = book.names.flatMap { series in
      book.groups(series, .amount).compactMap { group -> Part? in
        guard let (year, share) = group.period.partOfYear else { return nil }
        return Part(
          series: series, groups: [group], period: group.period, unit: group.unit,
          dimension: group.dimension, amount: group.first.amount, interval: group.interval,
          citation: group.citation, year: year, share: share)
      }
    }
    let summed = SumRule.totals(book).compactMap { total -> Part? in
      guard let (year, share) = total.period.partOfYear else { return nil }
      return Part(
        series: total.series, groups: total.parts, period: total.period, unit: total.unit,
        dimension: total.parts[0].dimension, amount: total.amount, interval: total.interval,
        citation: "\(total.citation) together \(total.period.phrase)", year: year, share: share)
    }
    return stated + summed
  }

  private static func compare(_ part: Part, _ year: ClaimGroup) -> ClaimFinding {
    let scale = year.unit.scale
    let ratio = part.annualized != 0 ? year.first.amount / part.annualized : .infinity
    func finding(_ verdict: ClaimFinding.Verdict, _ text: String) -> ClaimFinding {
      ClaimFinding(
        name, verdict, part.groups + [year], period: part.period, stated: year.first.value,
        implied: part.annualized / scale, interval: part.interval / part.share / scale,
        unit: year.unit.label, text)
    }
    if part.groups.contains(where: { $0.hasOtherBasis(than: year) }) {
      return finding(
        .differentBasis,
        "\(part.citation) and \(year.citation) are on different bases and are not compared.")
    }
    let share = part.amount / year.first.amount
    if part.groups.allSatisfy({ $0.first.kind == .count }), stockShares.contains(share) {
      return finding(
        .implied,
        "\(part.citation) is \(ClaimText.percent(share)) of \(year.citation): a number that stands "
          + "rather than one that adds up over the year, so it is not carried to twelve months.")
    }
    if part.interval.low > 0, part.interval.isAbove(year.interval) {
      return finding(
        .contradiction, "\(part.citation) is more than the whole year, \(year.citation).")
    }
    let text =
      "\(part.citation) carried to twelve months, \(part.product), is "
      + "\(ClaimText.percent(1 / ratio)) of \(year.citation)"
    if ratio > 0, ratio <= seasonalFactor, ratio >= 1 / seasonalFactor {
      return finding(.implied, text + ", which seasons can explain.")
    }
    return finding(
      .differentBasis,
      text + ": too far apart for seasons, so the two are probably measured on different bases.")
  }

  private static func naive(_ part: Part, _ before: ClaimGroup) -> ClaimFinding? {
    guard !part.groups.contains(where: { $0.hasOtherBasis(than: before) }),
      before.first.amount > 0
    else { return nil }
    let scale = before.unit.scale
    return ClaimFinding(
      name, .implied, part.groups + [before], period: .year(part.year),
      implied: part.annualized / scale, interval: part.interval / part.share / scale,
      unit: before.unit.label,
      "\(part.citation) carried to twelve months without seasons, \(part.product), is "
        + "\(ClaimText.percent(part.annualized / before.first.amount - 1)) over "
        + "\(before.citation); a naive rate, no forecast.")
  }
}
