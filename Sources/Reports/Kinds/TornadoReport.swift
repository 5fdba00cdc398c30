internal import Scenarios
internal import SeriesCore

/// How far each probability moves when one thing moves, the greatest first.
enum TornadoReport {
  static let kind = ReportKind(
    file: "tornado.csv", summary: "probability of each target when one thing moves", table: table
  ) { $0.tornado }

  private static let table: Table<TornadoRow> = [
    .text("target", "name of the target") { $0.target },
    .text("deadline", "period by which") { $0.axis.text($0.deadline) },
    .text("series", "series id") { $0.seriesID },
    .text(
      "factor",
      "base_year, sample_start, growth, current_year, class_prior or deflator: what moves"
    ) { $0.factor.rawValue },
    .text("setting", "where it moves to") { $0.setting },
    .rounded("p_touch_by_deadline", "probability to have reached the level by the deadline") {
      $0.probability
    },
    .rounded("change", "what the move adds to the quoted probability") { $0.change },
    .rounded("p_quoted", "the quoted probability") { $0.quoted },
  ]
}
