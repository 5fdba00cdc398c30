internal import SeriesCore

/// A stated figure against a measured series of the same quantity.
enum MeasuredFigureRule: ClaimRule {
  static let name = "measured"
  static let summary = "a stated figure is that of the measured series, where one is given"

  static func findings(_ book: ClaimBook) -> [ClaimFinding] {
    book.measured.flatMap { series in
      book.groups(calledLike: series.claims, .amount).compactMap { amount($0, series) }
        + book.groups(calledLike: series.claims, .factor).compactMap { growth($0, series, book) }
    }
  }

  private static func amount(_ group: ClaimGroup, _ series: MeasuredSeries) -> ClaimFinding? {
    guard let value = series.value(in: group.period, beside: group, group.dimension) else {
      return nil
    }
    let verdict = verdict(series, group.interval.overlaps(value.rounding))
    let scale = group.unit.scale
    let apart =
      value.amount > 0
      ? difference(group.first.amount / value.amount - 1) : "beside"
    return ClaimFinding(
      name, verdict, [group, ClaimGroup(claims: [value])], stated: group.first.value,
      implied: value.amount / scale, interval: value.rounding / scale, unit: group.unit.label,
      "\(group.citation) is \(verdict == .agreement ? "the same as" : apart) the "
        + "\(figure(value)) of \(measure(value)): " + end(verdict, series))
  }

  /// The growth that the series had, or, where it has the year before alone, that the stated level has
  /// on it.
  private static func growth(
    _ rate: ClaimGroup, _ series: MeasuredSeries, _ book: ClaimBook
  ) -> ClaimFinding? {
    guard let factor = rate.first.factor, let base = rate.first.basePeriod,
      let before = series.value(in: base, beside: rate, nil)
    else { return nil }
    let own = series.value(in: rate.period, beside: rate, before.unit.dimension)
    let level =
      own == nil
      ? book.groups(calledLike: series.claims, .amount).first {
        $0.period.isSame(as: rate.period) && $0.dimension == before.unit.dimension
      } : nil
    guard let now = own?.amount ?? level?.first.amount, before.amount > 0,
      let ratio = (own?.rounding ?? level?.interval).flatMap({ $0 / before.rounding })
    else { return nil }
    let verdict = verdict(series, factor.interval.overlaps(ratio))
    let value = now / before.amount - 1
    let from = "\(figure(before)) in \(before.period.written)"
    let to = own.map { "\(figure($0)) in \($0.period.written)" } ?? level?.citation ?? ""
    let groups = [rate] + (level.map { [$0] } ?? []) + [ClaimGroup(claims: [before])]
    return ClaimFinding(
      name, verdict, groups, stated: 100 * (factor.value - 1), implied: 100 * value,
      interval: (ratio - StatedInterval(exactly: 1)) * 100, unit: "percent",
      "The \(rate.rateCitation) \(rate.period.phrase) stands beside \(ClaimText.percent(value)) from "
        + "\(from) of \(measure(before)) to \(to): " + end(verdict, series))
  }

  private static func verdict(
    _ series: MeasuredSeries, _ agrees: Bool
  ) -> ClaimFinding.Verdict {
    series.otherBasis != nil ? .differentBasis : agrees ? .agreement : .contradiction
  }

  private static func difference(_ share: Double) -> String {
    "\(ClaimText.percent(abs(share))) \(share < 0 ? "under" : "over")"
  }

  /// The value as a reader would say it: 31.5 USD bn for 31500 USD million.
  private static func figure(_ value: Claim) -> String {
    let printed = PrintedAmount(value.value, SeriesUnit(value.unit.label))
    let number = NumberText.shortest(SignificantDigits.round(printed.value, to: 12))
    return number + (printed.unit.map { " " + $0 } ?? "")
  }

  /// `trade-gacc-turnover (GACC nominal)`.
  private static func measure(_ value: Claim) -> String {
    value.id + (value.basis.map { " (\($0))" } ?? "")
  }

  private static func end(_ verdict: ClaimFinding.Verdict, _ series: MeasuredSeries) -> String {
    switch verdict {
    case .differentBasis: "another basis, \(series.otherBasis ?? "")."
    case .agreement: "they agree within rounding."
    default: "rounding does not explain the difference."
    }
  }
}
