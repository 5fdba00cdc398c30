internal import Regression
internal import Scenarios
internal import SeriesCore

/// The fan of each course of events over driver paths, and its difference to the first course.
enum DriverFanReport {
  static let kind = ReportKind(
    file: "driver_fan.csv",
    summary: "levels that driver paths give, by scenario and period, and over the first scenario",
    columns: [
      .text("scenario", "course of events"), .text("regression", "name of the regression"),
      .text("as_of", "data used up to here; empty for all"),
      .text("series", "series that is projected"), .text("period", "period"),
      .text("unit", "unit"), .text("basis", "basis"),
      .integer("n", "rows behind the elasticities"), .number("median", "median of the level"),
      .number("lo-50", "lower end of 50 %"), .number("hi-50", "upper end of 50 %"),
      .number("lo-80", "lower end of 80 %"), .number("hi-80", "upper end of 80 %"),
      .number("lo-95", "lower end of 95 %"), .number("hi-95", "upper end of 95 %"),
      .number("ratio", "level over that of the first scenario, which meets the same errors"),
      .number("ratio_lo-80", "lower end of 80 % of the ratio"),
      .number("ratio_hi-80", "upper end of 80 % of the ratio"),
      .number("ratio_lo-95", "lower end of 95 % of the ratio"),
      .number("ratio_hi-95", "upper end of 95 % of the ratio"),
    ], isWanted: hasProjections
  ) { run in
    run.regressions.flatMap { row -> [[ReportTable.Cell]] in
      guard case .success(let answer) = row.answer, let projection = row.question.projection
      else { return [] }
      let series = projection.series
      return answer.fan.map { fan in
        let (level, ratio) = (fan.level, fan.ratio)
        return [
          .text(fan.course), .text(row.question.name),
          .text(row.question.asOf?.written), .text(series.id),
          .text(series.axis.text(fan.period)), .text(series.unit?.label),
          .text(series.basis?.label), .integer(answer.fit.count), .rounded(level.median),
          .rounded(level.interval50.low), .rounded(level.interval50.high),
          .rounded(level.interval80.low), .rounded(level.interval80.high),
          .rounded(level.interval95.low), .rounded(level.interval95.high),
          .rounded(ratio.median), .rounded(ratio.interval80.low),
          .rounded(ratio.interval80.high), .rounded(ratio.interval95.low),
          .rounded(ratio.interval95.high),
        ]
      }
    }
  }

  @Sendable private static func hasProjections(_ run: ScenarioRun) -> Bool {
    run.scenario.part(RegressionPart.self)?.questions.contains { $0.projection != nil } ?? false
  }
}
