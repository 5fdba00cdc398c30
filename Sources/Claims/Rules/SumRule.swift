/// Parts that add up to a whole, such as exports and imports to turnover, and the growth of the sum.
enum SumRule: ClaimRule {
  static let name = "sum"
  static let summary = "stated parts add up to their stated sum, and so does their growth"

  /// A sum of stated amounts of one period.
  struct Total {
    let series: String
    let parts: [ClaimGroup]
    let period: ClaimPeriod
    let unit: ClaimUnit
    let amount: Double
    let interval: StatedInterval

    /// `2.6 USD bn (S48) and 3.3 USD bn (S50)`.
    var citation: String { parts.map(\.shortCitation).joined(separator: " and ") }
  }

  /// Every sum whose parts are all stated for one period, in one dimension and on one basis.
  static func totals(_ book: ClaimBook) -> [Total] {
    combinations(book).filter { !hasMixedBases($0.parts) }
  }

  private static func hasMixedBases(_ parts: [ClaimGroup]) -> Bool {
    Set(parts.compactMap(\.basis)).count > 1
  }

  private static func combinations(_ book: ClaimBook) -> [Total] {
    book.relations(.sum).flatMap { relation -> [Total] in
      guard let first = relation.right.first else { return [] }
      return book.groups(first, .amount).flatMap { start -> [Total] in
        var rows = [[start]]
        for series in relation.right.dropFirst() {
          let next = book.amounts(series, in: start.period, start.dimension)
          rows = rows.flatMap { row in next.map { row + [$0] } }
        }
        return rows.map { parts in
          Total(
            series: relation.left, parts: parts, period: start.period, unit: start.unit,
            amount: parts.reduce(0) { $0 + $1.first.amount },
            interval: parts.dropFirst().reduce(start.interval) { $0 + $1.interval })
        }
      }
    }
  }

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    combinations(book).flatMap { total -> [ClaimFinding] in
      guard !hasMixedBases(total.parts) else {
        return [
          ClaimFinding(
            name, .differentBasis, total.parts, unit: total.unit.label,
            "\(total.citation) are on different bases and are not added.")
        ]
      }
      return sums(total, book) + growth(total, book)
    }
  }

  private static func sums(_ total: Total, _ book: ClaimBook) -> [ClaimFinding] {
    let scale = total.unit.scale
    let text =
      "\(total.citation) \(total.period.phrase) add up to \(ClaimText.number(total.amount / scale)) "
      + "(\(ClaimText.range(total.interval / scale))) \(total.unit.label)"
    let stated = book.amounts(total.series, in: total.period, total.parts[0].dimension)
    guard !stated.isEmpty else {
      return [
        ClaimFinding(
          name, .implied, total.parts, implied: total.amount / scale,
          interval: total.interval / scale, unit: total.unit.label,
          text + "; no sum is stated for that period.")
      ]
    }
    return stated.map { whole in
      let verdict: ClaimFinding.Verdict =
        total.parts.contains { $0.hasOtherBasis(than: whole) }
        ? .differentBasis : total.interval.overlaps(whole.interval) ? .agreement : .contradiction
      let end =
        switch verdict {
        case .differentBasis: "is on another basis (\(whole.basis ?? "")) and is not compared"
        case .agreement: "agrees within rounding"
        default: "does not agree, and rounding does not explain that"
        }
      let unit = whole.unit
      return ClaimFinding(
        name, verdict, total.parts + [whole], stated: whole.first.value,
        implied: total.amount / unit.scale, interval: total.interval / unit.scale,
        unit: unit.label, text + "; the stated \(whole.shortCitation) \(end).")
    }
  }

  /// The growth of the sum from the growth of its parts.
  private static func growth(_ total: Total, _ book: ClaimBook) -> [ClaimFinding] {
    var rates: [ClaimGroup] = []
    for part in total.parts {
      let own = book.groups(book.name(of: part), .factor).first {
        $0.period.isSame(as: part.period) && !$0.hasOtherBasis(than: part)
      }
      guard let own, own.first.basePeriod == (rates.first ?? own).first.basePeriod else {
        return []
      }
      rates.append(own)
    }
    let factors = rates.compactMap { $0.first.factor }
    guard let base = rates.first?.first.basePeriod, factors.count == total.parts.count,
      factors.allSatisfy({ $0.interval.low > 0 }), total.amount > 0,
      let interval = ratio(total.parts.map(\.interval), factors.map(\.interval))
    else { return [] }
    let before = zip(total.parts, factors).reduce(0) { $0 + $1.0.first.amount / $1.1.value }
    let value = total.amount / before - 1
    let groups = zip(total.parts, rates).flatMap { [$0, $1] }
    let percent = (interval - StatedInterval(exactly: 1)) * 100
    let text =
      "With \(rates.map(\.rateCitation).joined(separator: " and ")) the sum of "
      + "\(total.citation) was \(ClaimText.number(before / total.unit.scale)) \(total.unit.label) in "
      + "\(base.written) and grew by \(ClaimText.percent(value)) (\(ClaimText.range(percent)) %)"
    let stated = book.groups(total.series, .factor).filter {
      $0.period.isSame(as: total.period) && $0.first.basePeriod == base
    }
    guard !stated.isEmpty else {
      return [
        ClaimFinding(
          name, .implied, groups, implied: 100 * value, interval: percent, unit: "percent",
          text + ".")
      ]
    }
    return stated.compactMap { rate in
      guard let factor = rate.first.factor else { return nil }
      let verdict: ClaimFinding.Verdict =
        total.parts.contains { $0.hasOtherBasis(than: rate) }
        ? .differentBasis : interval.overlaps(factor.interval) ? .agreement : .contradiction
      return ClaimFinding(
        name, verdict, groups + [rate], stated: 100 * (factor.value - 1), implied: 100 * value,
        interval: percent, unit: "percent",
        text + "; stated is \(rate.rateCitation).")
    }
  }

  /// The range of Σ xᵢ / Σ (xᵢ/fᵢ): it rises with each fᵢ and is a quotient of linear forms in x, so
  /// its extremes lie at ends of the xᵢ.
  private static func ratio(
    _ amounts: [StatedInterval], _ factors: [StatedInterval]
  ) -> StatedInterval? {
    guard amounts.count <= 12, amounts.allSatisfy({ $0.low > 0 && $0.high.isFinite }) else {
      return nil
    }
    var (low, high) = (Double.infinity, -Double.infinity)
    for corner in 0..<(1 << amounts.count) {
      let x = amounts.enumerated().map { corner >> $0 & 1 == 0 ? $1.low : $1.high }
      let sum = x.reduce(0, +)
      low = min(low, sum / zip(x, factors).reduce(0) { $0 + $1.0 / $1.1.low })
      high = max(high, sum / zip(x, factors).reduce(0) { $0 + $1.0 / $1.1.high })
    }
    return StatedInterval(low, high)
  }
}
