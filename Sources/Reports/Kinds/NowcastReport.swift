internal import Forecasting
internal import Scenarios
internal import SeriesCore

/// One row a nowcast, flow and method: the full year that the part implies, and how far it may be off.
enum NowcastReport {
  static let kind = ReportKind(
    file: "nowcast.csv", summary: "full years told from their beginnings",
    table: { table($0.levels) }, rows: { $0.nowcasts })

  private static func table(_ levels: [Double]) -> Table<NowcastRow> {
    [flow, carry, bridge, year(levels)]
  }

  private static let flow: Table<NowcastRow> = [
    .text("scenario", "course of events") { $0.course },
    .text("nowcast", "name of the nowcast") { $0.question.name },
    .text("flow", "flow, or the total of several") { $0.flow },
    .text("period", "part of the year that is known") {
      $0.question.part.text(of: $0.question.year)
    },
    .exact("part_value", "its sum, on part_basis") { tidy($0.partValue) },
    .exact("previous_part_value", "the same part of the year before") { tidy($0.previousPart) },
    .integer("base_year", "last full year") { $0.question.year - 1 },
    .exact("base_value", "its value on the basis of the row; empty where none is known") {
      tidy($0.baseValue)
    },
    .integer("year", "year that is told") { $0.question.year },
    .text(
      "method",
      "growth: base × growth of the part; growth by flow: flows carried one by one and added; "
        + "share: part over its share in past years; naive: every month alike; "
        + "factors: dynamic factor model of whole years and indicators"
    ) { $0.method.rawValue },
  ]

  private static let carry: Table<NowcastRow> = [
    .rounded("growth", "growth of the part on the year before", unit: "a fraction") { $0.growth },
    .rounded("share", "share of the part in its year", unit: "a fraction") { $0.share },
    .integer("share_n", "past years behind the share") { $0.shareCount },
    .integer("n", "past errors behind the carry's spread; empty when it is assumed") {
      $0.carry?.count
    },
    .rounded("carry_sd", "spread of the carry", unit: "on logs") { $0.carry?.deviation },
    .rounded("carry_bias", "mean past error of the carry, on logs; reported, not corrected for") {
      $0.carry?.bias
    },
    .text("carry_from", "whose past errors these are, or why the spread is assumed") {
      $0.carryNote
    },
  ]

  private static let bridge: Table<NowcastRow> = [
    .text("bridge", "rule of the bridge to another basis: last or mean; empty without one") {
      $0.bridging?.ratio.rule.rawValue
    },
    .rounded("bridge_ratio", "row's basis over part_basis") { $0.bridging?.ratio.ratio },
    .integer("bridge_years", "overlap years of the two bases") { $0.bridging?.overlap },
    .integer("bridge_n", "past errors behind the bridge's spread") { $0.bridging?.ratio.count },
    .rounded("bridge_sd", "spread of the bridge", unit: "on logs") {
      $0.bridging?.ratio.spread?.deviation
    },
    .rounded("bridge_df", "its degrees of freedom") {
      $0.bridging?.ratio.spread?.degreesOfFreedom
    },
    .rounded("bridge_min", "least ratio in the overlap") { $0.bridging?.range.lowerBound },
    .rounded("bridge_max", "greatest ratio in the overlap") { $0.bridging?.range.upperBound },
  ]

  private static func year(_ levels: [Double]) -> Table<NowcastRow> {
    [
      .rounded("sd", "spread of carry and bridge together", unit: "on logs") {
        $0.spread?.deviation
      },
      .rounded("df", "degrees of freedom of its t distribution; empty for a normal one") {
        $0.spread?.degreesOfFreedom
      },
      .rounded("estimate", "median of the full year") { $0.estimate },
      .roundedIntervals(levels) { row, place in row.interval(level: levels[place]) },
      .exact("actual", "what the year came to, where it is known") { tidy($0.actual) },
      .text("unit", "unit of the values") { $0.unit?.label },
      .text("basis", "how the estimate is measured") { $0.basis?.label },
      .text("part_basis", "how the part is measured") {
        ($0.bridging?.from ?? $0.basis)?.label
      },
      .text("status", "estimated, proxy, assumption or insufficient") { $0.status.rawValue },
      .text("verdict", "the row in one sentence") { NowcastVerdict.text($0) },
    ]
  }

  /// Sums and quotients of decimals without the dust that binary fractions leave.
  private static func tidy(_ value: Double?) -> Double? {
    value.map { SignificantDigits.round($0, to: 12) }
  }
}
