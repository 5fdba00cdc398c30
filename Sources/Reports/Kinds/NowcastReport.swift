internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// One row a nowcast, flow and method: the full year that the part implies, and how far it may be off.
enum NowcastReport {
  static let kind = ReportKind(
    file: "nowcast.csv", summary: "full years told from their beginnings",
    columns: { run in
      [
        .text("scenario", "course of events"), .text("nowcast", "name of the nowcast"),
        .text("flow", "flow, or the total of several"),
        .text("period", "part of the year that is known"),
        .exact("part_value", "its sum, on part_basis"),
        .exact("previous_part_value", "the same part of the year before"),
        .integer("base_year", "last full year"),
        .exact("base_value", "its value on the basis of the row; empty where none is known"),
        .integer("year", "year that is told"),
        .text(
          "method",
          "growth: base × growth of the part; growth by flow: flows carried one by one and added; "
            + "share: part over its share in past years; naive: every month alike"),
        .number("growth", "growth of the part on the year before, a fraction"),
        .number("share", "share of the part in its year, a fraction"),
        .integer("share_n", "past years behind the share"),
        .integer("n", "past errors behind the carry's spread; empty when it is assumed"),
        .number("carry_sd", "spread of the carry, on logs"),
        .number("carry_bias", "mean past error of the carry, on logs; reported, not corrected for"),
        .text("carry_from", "whose past errors these are, or why the spread is assumed"),
        .text("bridge", "rule of the bridge to another basis: last or mean; empty without one"),
        .number("bridge_ratio", "row's basis over part_basis"),
        .integer("bridge_years", "overlap years of the two bases"),
        .integer("bridge_n", "past errors behind the bridge's spread"),
        .number("bridge_sd", "spread of the bridge, on logs"),
        .number("bridge_df", "its degrees of freedom"),
        .number("bridge_min", "least ratio in the overlap"),
        .number("bridge_max", "greatest ratio in the overlap"),
        .number("sd", "spread of carry and bridge together, on logs"),
        .number("df", "degrees of freedom of its t distribution; empty for a normal one"),
        .number("estimate", "median of the full year"),
      ]
        + run.scenario.levels.flatMap { level -> [ReportTable.Column] in
          let name = NumberText.shortest(level)
          return [
            .number("lo-\(name)", "lower end of the central \(name) % interval"),
            .number("hi-\(name)", "upper end of the central \(name) % interval"),
          ]
        } + [
          .exact("actual", "what the year came to, where it is known"),
          .text("unit", "unit of the values"), .text("basis", "how the estimate is measured"),
          .text("part_basis", "how the part is measured"),
          .text("status", "estimated, proxy, assumption or insufficient"),
          .text("verdict", "the row in one sentence"),
        ]
    }, isWanted: ReportKind.has(NowcastPart.self),
    rows: { run in run.nowcasts.map { cells($0, run.scenario.levels) } })

  private static func cells(_ row: NowcastRow, _ levels: [Double]) -> [ReportTable.Cell] {
    let question = row.question
    let bridging = row.bridging
    let spread = bridging?.ratio.spread
    let degrees = row.spread?.degreesOfFreedom
    return [
      .text(row.course), .text(question.name), .text(row.flow),
      .text(question.part.text(of: question.year)), .exact(tidy(row.partValue)),
      .exact(tidy(row.previousPart)), .integer(question.year - 1), .exact(tidy(row.baseValue)),
      .integer(question.year), .text(row.method.rawValue), .rounded(row.growth),
      .rounded(row.share), .integer(row.shareCount), .integer(row.carry?.count),
      .rounded(row.carry?.deviation), .rounded(row.carry?.bias), .text(row.carryNote),
      .text(bridging?.ratio.rule.rawValue), .rounded(bridging?.ratio.ratio),
      .integer(bridging?.overlap), .integer(bridging?.ratio.count), .rounded(spread?.deviation),
      .rounded(spread?.degreesOfFreedom), .rounded(bridging?.range.lowerBound),
      .rounded(bridging?.range.upperBound), .rounded(row.spread?.deviation),
      .rounded(degrees.flatMap { $0.isFinite ? $0 : nil }), .rounded(row.estimate),
    ]
      + levels.flatMap { level -> [ReportTable.Cell] in
        let interval = row.interval(level: level)
        return [.rounded(interval?.low), .rounded(interval?.high)]
      } + [
        .exact(tidy(row.actual)), .text(row.unit?.label), .text(row.basis?.label),
        .text((bridging?.from ?? row.basis)?.label), .text(row.status.rawValue),
        .text(NowcastVerdict.text(row)),
      ]
  }

  /// Sums and quotients of decimals without the dust that binary fractions leave.
  private static func tidy(_ value: Double?) -> Double? {
    value.map { SignificantDigits.round($0, to: 12) }
  }
}
