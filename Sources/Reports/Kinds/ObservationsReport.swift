internal import Scenarios
internal import SeriesCore

/// What was observed of each series: what forecasts start from.
enum ObservationsReport {
  static let kind = ReportKind(
    file: "observations.csv", summary: "observed values of each series, as they were known",
    table: table
  ) { run in
    // The time that was asked first; the others are told by reports of their own.
    let asOf = run.fits.first?.vintage.asOf
    return run.scenario.series.flatMap { rows($0, asOf: asOf) }
  }

  private struct Row {
    let spec: Scenario.SeriesSpec
    let ordinal: Int
    let value: Double?
  }

  /// Longer gaps have one row: what is observed twice in a century by day has no row a day.
  private static let longestGap = 100

  private static let table: Table<Row> = [
    .text("series", "series id") { $0.spec.id },
    .text("period", "period; of a gap of more than 100 periods the first one alone") {
      $0.spec.series.axis.text($0.ordinal)
    },
    .exact("value", "observed value; empty in a gap") { $0.value },
    .text("unit", "unit of the value") { $0.spec.series.unit?.label },
    .text("basis", "how the series is measured") { $0.spec.series.basis?.label },
    .text("break", "why the series is another one from this period on, where it is") { row in
      row.spec.breaks.first { $0.at == row.ordinal }?.reason
    },
  ]

  private static func rows(_ spec: Scenario.SeriesSpec, asOf: PeriodText?) -> [Row] {
    let known = spec.series.known(asOf: asOf)
    var rows: [Row] = []
    var next = known.ordinals.first ?? 0
    for (ordinal, value) in zip(known.ordinals, known.values) {
      let gap = ordinal - next > longestGap ? next..<(next + 1) : next..<ordinal
      rows += gap.map { Row(spec: spec, ordinal: $0, value: nil) }
      rows.append(Row(spec: spec, ordinal: ordinal, value: value))
      next = ordinal + 1
    }
    return rows
  }
}
