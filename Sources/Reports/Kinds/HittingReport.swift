internal import Scenarios
internal import SeriesCore

/// Probabilities of each target by period.
enum HittingReport {
  static let kind = ReportKind(
    file: "hitting.csv", summary: "probability of each target by scenario and period",
    columns: [
      .text("scenario", "course of events"), .text("target", "name of the target"),
      .text("series", "series id"), .text("period", "period"),
      .number("p_level", "probability to be at or over the level in the period"),
      .number(
        "p_touch_by", "probability to have reached the level by this period, observed ones included"
      ),
      .text("as_of", "data used up to here; empty for all"),
    ]
  ) { run in
    run.hitting.flatMap { row in
      row.pLevel.indices.map { step in
        [
          .text(row.course), .text(row.target), .text(row.seriesID),
          .text(row.axis.text(row.start + step)), .rounded(row.pLevel[step]),
          .rounded(row.pTouch[step]), .text(row.vintage.asOf?.written),
        ]
      }
    }
  }
}
