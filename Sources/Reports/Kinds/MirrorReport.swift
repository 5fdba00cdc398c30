internal import Scenarios
internal import SeriesCore

/// One row a flow and year of two reporters.
enum MirrorReport {
  static let kind = ReportKind(
    file: "mirror.csv", summary: "one trade as its importer and its exporter report it",
    table: { table($0.levels) }, rows: { $0.part(MirrorPart.self)?.answer.rows ?? [] })

  private static func table(_ levels: [Double]) -> Table<MirrorAnswer.Row> {
    [figures, reconciled(levels)]
  }

  private static let figures: Table<MirrorAnswer.Row> = [
    .text("name", "what is compared") { $0.question.name },
    .text("flow", "trade in one direction") { $0.flow.name },
    .text("period", "period in which both report") { $0.period },
    .exact("importer_value", "the importer's figure, with cost, insurance and freight") {
      tidy($0.importer)
    },
    .exact("exporter_value", "the exporter's figure, free on board") { tidy($0.exporter) },
    .exact("difference", "exporter less importer") { tidy($0.difference) },
    .rounded(
      "cif_fob_explained",
      "what the middle of the stated margin makes of the difference; negative, since shipping and "
        + "insurance are in the importer's figure alone"
    ) { $0.explained($0.flow.margin.middle) },
    .rounded("cif_fob_explained_low", "the same at the least margin") {
      $0.explained($0.flow.margin.low)
    },
    .rounded("cif_fob_explained_high", "the same at the greatest margin") {
      $0.explained($0.flow.margin.high)
    },
    .rounded("rest", "difference less cif_fob_explained") { $0.rest },
    .rounded("log_ratio", "ln of exporter over importer, the margin taken out") { $0.logRatio },
    .rounded("mean_log_ratio", "its mean over the flow's periods: what one side alone counts") {
      $0.reconciliation?.meanLogRatio
    },
    .rounded("log_ratio_sd", "its standard deviation around the mean") {
      $0.reconciliation?.deviation
    },
  ]

  private static func reconciled(_ levels: [Double]) -> Table<MirrorAnswer.Row> {
    [
      .rounded("importer_weight", "the importer's share in the mean of the logs") {
        $0.reconciliation?.importerWeight
      },
      .rounded("reconciled", "mean of the logs, weighted, free on board") { $0.reconciled },
      .rounded("reconciled_sd", "its standard deviation", unit: "on logs") { row in
        row.reconciled.flatMap { _ in row.reconciliation?.reconciledDeviation }
      },
      .roundedIntervals(levels) { row, place in row.interval(level: levels[place]) },
      .text("unit", "unit of the values") { $0.flow.importer.unit?.label },
      .text("importer_basis", "how the importer measures") {
        $0.flow.importer.series.basis?.label
      },
      .text("exporter_basis", "how the exporter measures") {
        $0.flow.exporter.series.basis?.label
      },
      .integer("n", "common periods behind the spread") { $0.count },
      .text("status", "reconciled or insufficient") {
        $0.insufficiency == nil ? "reconciled" : "insufficient"
      },
      .text("reason", "why this margin, and these reliabilities where they are stated") { row in
        [row.flow.margin.reason, row.flow.reliability.reason].compactMap { $0 }
          .joined(separator: "; ")
      },
      .text("verdict", "the row in one sentence") { MirrorVerdict.text($0) },
    ]
  }

  /// Quotients and differences of decimals without the dust that binary fractions leave.
  private static func tidy(_ value: Double?) -> Double? {
    value.map { SignificantDigits.round($0, to: 12) }
  }
}
