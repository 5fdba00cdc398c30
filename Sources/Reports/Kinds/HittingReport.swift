internal import Scenarios
internal import SeriesCore

/// Probabilities of each target by period.
enum HittingReport {
  static let kind = ReportKind(
    file: "hitting.csv", summary: "probability of each target by scenario and period",
    table: table
  ) { run in
    run.hitting.flatMap { row in row.pLevel.indices.map { Row(target: row, step: $0) } }
  }

  private struct Row {
    let target: ScenarioRun.HittingRow
    let step: Int
  }

  private static let table: Table<Row> = [
    .text("scenario", "course of events") { $0.target.course },
    .text("target", "name of the target") { $0.target.target },
    .text("series", "series id") { $0.target.seriesID },
    .text("period", "period") { $0.target.axis.text($0.target.start + $0.step) },
    .rounded("p_level", "probability to be at or over the level in the period") {
      $0.target.pLevel[$0.step]
    },
    .rounded(
      "p_touch_by", "probability to have reached the level by this period, observed ones included"
    ) { $0.target.pTouch[$0.step] },
    .alike { $0.target.alike },
    .text("as_of", "data used up to here; empty for all") { $0.target.vintage.asOf?.written },
  ]
}
